"""What the flags of a resource change in it, step by step as gcloud does it."""

from __future__ import annotations

from lint.deploy.gcloud import volumes
from lint.deploy.gcloud.containers import ContainerChange
from lint.deploy.gcloud.draft import Draft, joined, json_list, quoted, set_in, set_number
from lint.deploy.nodes import below, drop, put, scalar
from lint.model.text import name, number, own, say
from lint.yaml.tree import MappingNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Call
    from lint.deploy.gcloud.value import Value, Values
    from lint.deploy.text import Text

RUN = "run.googleapis.com/"
SCALE = "autoscaling.knative.dev/"
MULTI_REGION = 538
"""The release since which `--region` takes several regions."""


class Change:
    """The flags of a command, applied to a resource."""

    def __init__(
        self,
        draft: Draft,
        call: Call,
        values: Values,
        containers: list[tuple[Text, Values]],
        faults: Faults,
        project: Text | None,
        region: Text | None,
    ) -> None:
        self.draft = draft
        self.call = call
        self.values = values
        self.containers = containers
        self.faults = faults
        self.project = project
        self.region = region

    def apply(self) -> None:
        """Applies all flags."""
        draft, values = self.draft, self.values
        draft.unannotate(RUN + "binary-authorization-breakglass", template=False)
        main = ContainerChange(draft, values, None, self.faults)
        main.image()
        main.env()
        self.cloudsql()
        main.removed_mounts()
        self.removed_volumes()
        main.secrets()
        self.added_volumes()
        main.added_mounts()
        main.limits()
        self.flag("--gpu-zonal-redundancy", RUN + "gpu-zonal-redundancy-disabled", inverted=True)
        main.probes()
        self.service_account()
        self.labels()
        self.network()
        main.command()
        self.annotations()
        self.custom_audiences()
        self.removed_containers()
        for title, own_values in self.containers:
            self.container(title, own_values)
        if draft.kind == "Service":
            self.service()
        elif draft.kind == "Job":
            self.job()
        else:
            self.worker_pool()
        self.gpu_type()
        if draft.kind == "Service":
            main.port()
            for title, own_values in self.containers:
                ContainerChange(draft, own_values, title, self.faults).port()
        self.depends_on()
        self.base_images()
        if self.call.track != "GA":
            draft.annotate(
                RUN + "launch-stage", self.call.track.upper(), self.call.anchor, template=False
            )

    def container(self, title: Text, values: Values) -> None:
        """The flags behind one `--container`."""
        change = ContainerChange(self.draft, values, title, self.faults)
        change.image()
        change.env()
        change.limits()
        change.probes()
        change.command()
        change.removed_mounts()
        change.secrets()
        change.added_mounts()

    def text(self, flag: str, key: str, *, template: bool = True, empty: str = "write") -> None:
        """A flag whose value is an annotation; `empty` values write it, are ignored, or delete it."""
        value = self.values.get(flag)
        if value is None or value.text is None:
            return
        if self.draft.kind == "WorkerPool" and empty == "write":
            empty = "ignore"
        if not value.string and empty == "delete":
            self.draft.unannotate(key, template=template)
        elif value.string or empty == "write":
            self.draft.annotate(key, value.text, value.word, template=template)

    def clear(self, flag: str, *keys: str, template: bool = True) -> None:
        """A flag that deletes annotations."""
        if flag in self.values:
            for key in keys:
                self.draft.unannotate(key, template=template)

    def flag(
        self,
        flag: str,
        key: str,
        *,
        template: bool = True,
        inverted: bool = False,
        lower: bool = False,
        deletes: bool = False,
    ) -> None:
        """A switch whose state is an annotation; `deletes` where its negative form removes it."""
        value = self.values.get(flag)
        if value is None:
            return
        if deletes and not value.on:
            self.draft.unannotate(key, template=template)
            return
        text = str(value.on is not inverted)
        self.draft.annotate(key, text.lower() if lower else text, value.word, template=template)

    def cloudsql(self) -> None:
        """Cloud SQL instances; a plain name is one of the same project and region."""
        values, draft = self.values, self.draft
        key = RUN + "cloudsql-instances"
        current = list(draft.cloudsql or [])
        result: list[Text] | None = None
        word = self.call.anchor
        value = values.get("--remove-cloudsql-instances")
        if value is not None and (current or draft.kind != "WorkerPool"):
            gone = {str(item) for item in self.instances(value)}
            result = [item for item in current if str(item) not in gone]
            result = None if len(result) == len(current) else result
            word = value.word
        value = values.get("--add-cloudsql-instances")
        if value is not None:
            known = {str(item) for item in current}
            added = [item for item in self.instances(value) if str(item) not in known]
            result = current + added if added else None
            word = value.word
            if value.unknown or draft.partial:
                draft.open.add("cloudsql")
        if "--clear-cloudsql-instances" in values:
            result, word = [], values["--clear-cloudsql-instances"].word
        value = values.get("--set-cloudsql-instances")
        if value is not None:
            result, word = self.instances(value), value.word
            if value.unknown:
                draft.open.add("cloudsql")
            else:
                draft.open.discard("cloudsql")
        if result is None:
            return
        draft.cloudsql = result
        if not result and draft.kind == "WorkerPool":
            draft.unannotate(key)
            return
        text = joined(result, ",", word) if result else word.written("")
        draft.annotate(key, text, word)

    def instances(self, value: Value) -> list[Text]:
        """The instances of a flag with their projects and regions."""
        found = []
        for item in value.items:
            if item.is_unknown:
                found.append(item)
                continue
            parts = item.split(":")
            if len(parts) == 3 or (len(parts) != 1 and not item.known):
                found.append(item)
            elif len(parts) == 1:
                project = self.project or _placeholder(item, "${PROJECT_ID}")
                region = self.region or _placeholder(item, "${REGION}")
                colon = item.written(":")
                found.append(project + colon + region + colon + item)
            else:
                self.faults.add(
                    "bad-cloudsql-instance",
                    item,
                    say(
                        "`{}` is not an instance: it has {} parts",
                        name(str(item).replace(":", "/")),
                        number(len(parts)),
                    ),
                    say("Write `PROJECT:REGION:INSTANCE`, or the name of an instance alone."),
                )
        return found

    def removed_volumes(self) -> None:
        """`--remove-volume` and `--clear-volumes`."""
        if "--clear-volumes" in self.values:
            volumes.remove(self.draft, None)
            if self.draft.kind == "WorkerPool":  # where these are a volume, too
                self.draft.cloudsql = None
                self.draft.unannotate(RUN + "cloudsql-instances")
        elif "--remove-volume" in self.values:
            volumes.remove(self.draft, self.values["--remove-volume"].items)

    def added_volumes(self) -> None:
        """`--add-volume`."""
        value = self.values.get("--add-volume")
        if value is not None:
            call = self.call
            volumes.add(
                self.draft, value, call.track, call.release, bool(self.containers), self.faults
            )

    def service_account(self) -> None:
        """`--service-account`; an empty one changes nothing."""
        value = self.values.get("--service-account")
        if value is not None and value.string and value.text is not None:
            set_in(self.draft.spec(), "serviceAccountName", value.text, value.word)

    def labels(self) -> None:
        """Labels, which are those of the template, too."""
        values, draft = self.values, self.draft
        added = values.get("--labels") or values.get("--update-labels")
        removed = values.get("--remove-labels")
        cleared = values.get("--clear-labels")
        if added is None and removed is None and cleared is None:
            return
        for keys in (("metadata", "labels"), ("spec", "template", "metadata", "labels")):
            node = draft.at(*keys)
            if cleared is not None:
                for key in list(node.values):
                    drop(node, key)
            for label, text in added.pairs if added is not None else ():
                put(node, str(label), scalar(text), label)
            for item in removed.items if removed is not None else ():
                drop(node, str(item))
        if added is not None and added.unknown:
            draft.open.add("labels")

    def network(self) -> None:
        """The connector, the egress and the network interface."""
        values, draft = self.values, self.draft
        egress = RUN + "vpc-access-egress"
        self.text("--vpc-connector", RUN + "vpc-access-connector", empty="ignore")
        self.text("--vpc-egress", egress)
        value = values.get("--vpc-egress")
        if draft.kind == "WorkerPool" and value is not None and value.string == "all":
            draft.annotate(egress, value.word.written("all-traffic"), value.word)
        if "--clear-vpc-connector" in values:
            draft.unannotate(RUN + "vpc-access-connector")
            draft.unannotate(egress)
        touched = False
        word = self.call.anchor
        for flag, key in (
            ("--network", "network"),
            ("--subnet", "subnetwork"),
            ("--network-tags", "tags"),
        ):
            value = values.get(flag)
            if value is None:
                continue
            touched, word = True, value.word
            texts = value.items if key == "tags" else [value.text] if value.text is not None else []
            if any(str(text) for text in texts) or (key == "tags" and texts):
                draft.network[key] = list(texts)
            else:
                draft.network.pop(key, None)
        if "--clear-network-tags" in values:
            touched, word = True, values["--clear-network-tags"].word
            draft.network.pop("tags", None)
        if touched:
            self._interfaces(word, egress)
        if "--clear-network" in values:
            draft.network.clear()
            draft.unannotate(RUN + "network-interfaces")
            draft.unannotate(egress)

    def _interfaces(self, word: Text, egress: str) -> None:
        draft = self.draft
        key = RUN + "network-interfaces"
        if not draft.network:
            draft.unannotate(key)
            if draft.kind != "WorkerPool":
                draft.unannotate(egress)
            return
        parts = []
        for field, texts in sorted(draft.network.items()):
            text = json_list(texts, word) if field == "tags" else quoted(texts[0], word)
            parts.append(word.written(f'"{field}": ') + text)
        text = word.written("[{") + joined(parts, ", ", word) + word.written("}]")
        draft.annotate(key, text, word)

    def annotations(self) -> None:
        """The flags that are one annotation each, for all kinds."""
        policy = RUN + "binary-authorization"
        key, action = RUN + "encryption-key", RUN + "post-key-revocation-action-type"
        hours = RUN + "encryption-key-shutdown-hours"
        self.text("--binary-authorization", policy, template=False)
        self.clear("--clear-binary-authorization", policy, template=False)
        self.text("--breakglass", policy + "-breakglass", template=False)
        self.text("--key", key)
        self.text("--post-key-revocation-action-type", action)
        self.text("--encryption-key-shutdown-hours", hours)
        self.clear("--clear-key", key, action, hours)
        self.clear("--clear-post-key-revocation-action-type", action, hours)
        self.clear("--clear-encryption-key-shutdown-hours", hours)
        self.text("--description", RUN + "description", template=False)
        self.text("--execution-environment", RUN + "execution-environment", empty="ignore")
        value = self.values.get("--mesh")
        if value is not None and value.text is not None and self.draft.kind == "Service":
            text = value.text
            if not value.string:
                self.draft.unannotate(RUN + "mesh")
            else:
                if "/" not in value.string and text.known:
                    project = self.project or _placeholder(text, "${PROJECT_ID}")
                    text = joined(
                        [
                            text.written("projects"),
                            project,
                            text.written("locations/global/meshes"),
                            text,
                        ],
                        "/",
                        value.word,
                    )
                self.draft.annotate(RUN + "mesh", text, value.word)
        self.text("--identity", RUN + "identity", empty="delete")
        self.flag("--identity-certificate", RUN + "identity-certificate-enabled", lower=True)
        self.text("--identity-type", RUN + "identity-type")
        self.text("--mesh-dataplane", RUN + "mesh-dataplane")
        value = self.values.get("--ambient-networking")
        if value is not None and value.text is not None:
            text = value.text.written("") if value.string == "disable" else value.text
            self.draft.annotate(RUN + "ambient-networking", text, value.word)
        self.text("--functional-type", "apphub.cloud.google.com/functional-type", template=False)
        self.extra_annotations()
        value = self.values.get("--runtime")
        if value is not None and value.text is not None and self.draft.kind == "Service":
            set_in(self.draft.spec(), "runtimeClassName", value.text, value.word)

    def extra_annotations(self) -> None:
        """`--update-annotations`, which has no effect on jobs and worker pools."""
        value = self.values.get("--update-annotations")
        if value is None or self.draft.kind != "Service":
            return
        for key, text in value.pairs:
            put(self.draft.at("metadata", "annotations"), str(key), scalar(text), key)
        if value.unknown:
            self.draft.open.add("annotations")

    def custom_audiences(self) -> None:
        """Custom audiences, a list in JSON."""
        values, draft = self.values, self.draft
        key = RUN + "custom-audiences"
        result: list[Text] | None = None
        word = self.call.anchor
        for flag in ("add", "remove", "set"):
            value = values.get(f"--{flag}-custom-audiences")
            if value is None:
                continue
            word = value.word
            named = {str(item) for item in value.items}
            known = {str(item) for item in draft.audiences}
            if flag == "add":
                result = draft.audiences + [each for each in value.items if str(each) not in known]
            elif flag == "remove":
                result = [each for each in draft.audiences if str(each) not in named]
            else:
                result = value.items
        if "--clear-custom-audiences" in values:
            result = []
        if result is None:
            return
        draft.audiences = list(result)
        if result:
            draft.annotate(key, json_list(result, word), word, template=False)
        else:
            draft.unannotate(key, template=False)

    def removed_containers(self) -> None:
        """`--remove-containers`."""
        value = self.values.get("--remove-containers")
        if value is not None:
            self.draft.remove_containers(value.items)
            self._write_dependencies(value.word)

    def gpu_type(self) -> None:
        """`--gpu-type`."""
        value = self.values.get("--gpu-type")
        if value is not None and value.string and value.text is not None:
            selector = below(self.draft.spec(), "nodeSelector", value.word)
            put(selector, RUN + "accelerator", scalar(value.text), value.word)

    def depends_on(self) -> None:
        """The order in which containers start, a map in JSON."""
        named = [
            (title, values["--depends-on"])
            for title, values in self.containers
            if "--depends-on" in values
        ]
        if "--depends-on" in self.values and self.draft.kind == "Service":
            main = _name(self.draft.container(None))
            named.append((self.call.anchor.written(main), self.values["--depends-on"]))
        existing = {_name(node) for node in self.draft.containers()}
        for title, value in named:
            missing = [item for item in value.items if item.known and str(item) not in existing]
            if missing and not self.draft.partial:
                self.faults.add(
                    "container-flags",
                    missing[0],
                    say("`--depends-on` names `{}`, which is no container", name(str(missing[0]))),
                    say("Name a container of the same command."),
                )
            if not value.items and str(title) not in self.draft.dependencies:
                if not self.draft.partial and not value.unknown and self.draft.kind != "WorkerPool":
                    self.faults.add(
                        "gcloud-exception",
                        value.word,
                        say(
                            "an empty `--depends-on` makes gcloud {} stop with an exception",
                            number(self.call.release),
                        ),
                        say("Remove it."),
                    )
            if value.items:
                self.draft.dependencies[str(title)] = sorted(value.items, key=str)
            else:
                self.draft.dependencies.pop(str(title), None)
        if named:
            self._write_dependencies(named[-1][1].word)

    def _write_dependencies(self, word: Text) -> None:
        draft = self.draft
        existing = {_name(node) for node in draft.containers()}
        key = RUN + "container-dependencies"
        kept = {title: deps for title, deps in draft.dependencies.items() if title in existing}
        draft.dependencies = kept
        if not kept:
            draft.unannotate(key)
            return
        parts = [
            word.written(f'"{title}": ') + json_list(deps, word) for title, deps in kept.items()
        ]
        text = word.written("{") + joined(parts, ", ", word) + word.written("}")
        draft.annotate(key, text, word)

    def base_images(self) -> None:
        """The base images that Cloud Run updates by itself, a map in JSON."""
        draft = self.draft
        word: Text | None = None
        changes = [(None, self.values), *self.containers]
        for title, values in changes:
            key = str(title) if title is not None else _name(draft.container(None))
            value = values.get("--base-image")
            if value is not None and value.text is not None:
                word = value.word
                if value.string:
                    draft.base_images[key] = value.text
            if "--clear-base-image" in values:
                word = values["--clear-base-image"].word
                draft.base_images.pop(key, None)
        if word is None:
            return
        if not draft.base_images:
            draft.unannotate(RUN + "base-images")
            return
        parts = [
            word.written(f'"{key}":"') + text + word.written('"')
            for key, text in draft.base_images.items()
        ]
        text = word.written("{") + joined(parts, ", ", word) + word.written("}")
        draft.annotate(RUN + "base-images", text, word)
        runtime = word.written("run.googleapis.com/linux-base-image-update")
        put(draft.spec(), "runtimeClassName", scalar(runtime), word)

    def service(self) -> None:
        """What only services have."""
        values, draft = self.values, self.draft
        self.scale("--min-instances", SCALE + "minScale", zero_deletes=True)
        self.scale("--max-instances", SCALE + "maxScale")
        for flag in ("--min", "--service-min-instances"):
            self.scale(flag, RUN + "minScale", template=False, zero_deletes=True)
        for flag in ("--max", "--service-max-instances"):
            self.scale(flag, RUN + "maxScale", template=False)
        self.scaling()
        value = values.get("--concurrency")
        if value is not None and value.text is not None and value.string:
            if value.string == "default":
                drop(draft.spec(), "containerConcurrency")
            else:
                set_number(
                    draft.spec(),
                    "containerConcurrency",
                    value.text,
                    value.number,
                    value.word,
                )
        value = values.get("--timeout")
        if value is not None and value.text is not None:
            set_number(draft.spec(), "timeoutSeconds", value.text, value.number, value.word)
        self.revision_suffix()
        self.text("--ingress", RUN + "ingress", template=False)
        self.flag("--cpu-throttling", RUN + "cpu-throttling")
        self.flag("--cpu-boost", RUN + "startup-cpu-boost")
        self.flag("--deploy-health-check", RUN + "health-check-disabled", inverted=True)
        self.flag("--default-url", RUN + "default-url-disabled", template=False, inverted=True)
        self.flag(
            "--invoker-iam-check", RUN + "invoker-iam-disabled", template=False, inverted=True
        )
        self.flag("--session-affinity", RUN + "sessionAffinity", lower=True, deletes=True)
        self.flag("--ssh", RUN + "ssh-enabled", template=False, lower=True)
        self.flag("--iap", RUN + "iap-enabled", template=False, lower=True, deletes=True)
        self.flag("--overflow-scaling", RUN + "overflow-scaling", lower=True)
        self.utilization("--scaling-cpu-target", RUN + "scaling-cpu-target")
        self.utilization("--scaling-concurrency-target", RUN + "scaling-concurrency-target")
        value = values.get("--regions")
        region = values.get("--region")
        if region is not None and region.text is not None and "," in region.text.known_part:
            if self.call.track != "GA" or self.call.release >= MULTI_REGION:
                value = region
        if value is not None and value.text is not None and value.string:
            draft.annotate(RUN + "regions", value.text, value.word, template=False)

    def revision_suffix(self) -> None:
        """`--revision-suffix`, behind the name of the service."""
        value = self.values.get("--revision-suffix")
        draft = self.draft
        if value is None or value.text is None:
            return
        metadata = draft.at("spec", "template", "metadata")
        if not value.string:
            drop(metadata, "name")
            return
        service = draft.name or _placeholder(value.word, "${SERVICE}")
        if service.known and value.text.known:
            service = service.cut(0, min(len(service), 63 - len(value.text) - 1))
        put(metadata, "name", scalar(service + value.word.written("-") + value.text), value.word)

    def scale(
        self, flag: str, key: str, *, template: bool = True, zero_deletes: bool = False
    ) -> None:
        """A number of instances."""
        value = self.values.get(flag)
        if value is None or value.text is None:
            return
        if value.string == "default" or (zero_deletes and value.number == 0):
            self.draft.unannotate(key, template=template)
        elif value.number is not None:
            self.draft.annotate(
                key, value.text.written(str(value.number)), value.word, template=template
            )
        else:
            self.draft.annotate(key, value.text, value.word, template=template)

    def scaling(self) -> None:
        """`--scaling`: automatic, or a number of instances."""
        value = self.values.get("--scaling")
        draft = self.draft
        if value is None or value.text is None:
            return
        largest = self.values.get("--max") or self.values.get("--service-max-instances")
        count, mode = RUN + "manualInstanceCount", RUN + "scalingMode"
        if value.string == "auto":
            draft.unannotate(count, template=False)
            draft.annotate(mode, "automatic", value.word, template=False)
            return
        if largest is not None and value.text.known:
            self.faults.add(
                "conflicting-flags",
                largest.word,
                say("`{}` cannot be used with manual scaling", own(largest.flag.name)),
                say("Remove it, or use `--scaling=auto`."),
                [(value.word, say("manual scaling"))],
            )
        draft.unannotate(RUN + "minScale", template=False)
        draft.unannotate(RUN + "maxScale", template=False)
        if not value.text.known:
            draft.annotate(mode, value.text, value.word, template=False)
            return
        draft.annotate(mode, "manual", value.word, template=False)
        draft.annotate(count, value.text.written(str(value.number)), value.word, template=False)

    def utilization(self, flag: str, key: str) -> None:
        """A target of scaling."""
        value = self.values.get(flag)
        if value is None or value.text is None:
            return
        if value.string == "default":
            self.draft.unannotate(key)
        elif value.number is not None:
            self.draft.annotate(key, value.text.written(str(float(value.number))), value.word)
        else:
            self.draft.annotate(key, value.text, value.word)

    def job(self) -> None:
        """What only jobs have."""
        values, draft = self.values, self.draft
        for flag, key in (("--parallelism", "parallelism"), ("--tasks", "taskCount")):
            value = values.get(flag)
            if value is not None and value.text is not None:
                set_number(draft.execution(), key, value.text, value.number, value.word)
        value = values.get("--delay-execution")
        if value is not None:
            set_in(draft.execution(), "delayExecution", value.on, value.word)
        for flag, key in (("--max-retries", "maxRetries"), ("--task-timeout", "timeoutSeconds")):
            value = values.get(flag)
            if value is not None and value.text is not None:
                set_number(draft.spec(), key, value.text, value.number, value.word)

    def worker_pool(self) -> None:
        """What only worker pools have."""
        self.revision_suffix()
        self.pool_scaling()
        value = self.values.get("--instances") or self.values.get("--scaling")
        if value is None or value.text is None:
            return
        if value.string == "auto" and self.call.track == "alpha":
            return
        if value.string == "auto":
            self.faults.add(
                "bad-flag-value",
                value.text,
                say("worker pools have no automatic scaling here"),
                say("Give the number of instances with `--instances`."),
            )
            return
        draft = self.draft
        draft.annotate(RUN + "scalingMode", "manual", value.word, template=False)
        text = value.text.written(str(value.number)) if value.number is not None else value.text
        draft.annotate(RUN + "manualInstanceCount", text, value.word, template=False)

    def pool_scaling(self) -> None:
        """The automatic scaling of worker pools, which the alpha track has."""
        values, draft = self.values, self.draft
        manual = [
            values[flag]
            for flag in ("--instances", "--scaling")
            if flag in values and values[flag].string != "auto"
        ]
        automatic = [
            values[flag] for flag in ("--min", "--max", "--scaling-cpu-target") if flag in values
        ]
        clash = manual[1:] or (automatic if manual else [])
        if clash and self.call.track == "alpha":
            self.faults.add(
                "conflicting-flags",
                clash[0].word,
                say(
                    "`{}` and `{}` exclude each other",
                    own(manual[0].flag.name),
                    own(clash[0].flag.name),
                ),
                say("Remove one of them."),
                [(manual[0].word, say("the other one"))],
            )
            return
        self.scale("--min", RUN + "minScale", template=False, zero_deletes=True)
        self.scale("--max", RUN + "maxScale", template=False)
        scaling = values.get("--scaling")
        if scaling is not None and scaling.string == "auto":
            automatic.append(scaling)
        if automatic:
            draft.annotate(RUN + "scalingMode", "automatic", automatic[0].word, template=False)


def _placeholder(where: Text, text: str) -> Text:
    """What stands for a value that is not in the command."""
    return where.written(text, known=False)


def _name(container: MappingNode) -> str:
    from lint.deploy.gcloud.draft import name_of

    return name_of(container)
