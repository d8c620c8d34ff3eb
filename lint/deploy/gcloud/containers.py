"""What the flags of a container change in it."""

from __future__ import annotations

from lint.deploy.gcloud import environment, secret_references, volumes
from lint.deploy.gcloud.draft import Draft, set_in, set_list, set_number
from lint.deploy.nodes import below, drop, items, mapping, put, scalar
from lint.model.text import name, own, say
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.value import Value, Values
    from lint.deploy.text import Text

GPU = "nvidia.com/gpu"


class ContainerChange:
    """The flags of one container (of the main one, for None), applied step by step as gcloud does."""

    def __init__(
        self, draft: Draft, values: Values, container: Text | None, faults: Faults
    ) -> None:
        self.draft = draft
        self.values = values
        self.container_name = container
        self.faults = faults

    @property
    def node(self) -> MappingNode:
        """The container, made where there is none."""
        return self.draft.container(self.container_name)

    def image(self) -> None:
        """`--image`."""
        value = self.values.get("--image")
        if value is not None and value.text is not None:
            set_in(self.node, "image", value.text, value.word)

    def env(self) -> None:
        """The literals: set, update, remove, clear, file."""
        values = self.values
        cleared = values.get("--clear-env-vars")
        updates: Value | None = None
        for flag in ("--update-env-vars", "--set-env-vars", "--env-vars-file"):
            found = values.get(flag)
            if found is not None and (found.pairs or found.unknown):
                updates = found
                break
        removed = values.get("--remove-env-vars")
        if cleared is None and updates is None and removed is None:
            return
        node = self.node
        replaced = updates is not None and updates.flag.name != "--update-env-vars"
        if cleared is None and not replaced:
            # These flags change what the service has: it may have other variables.
            self.draft.open.add("env")
        if cleared is not None or replaced:
            environment.remove(node, None, secrets=False)
            if cleared is not None and not updates:
                return
        elif removed is not None:
            keys = [str(item).lstrip() for item in removed.items]
            environment.remove(node, keys, secrets=False)
        if updates is not None:
            for key, text in updates.pairs:
                environment.set_literal(node, key.strip(), text, self.faults)
            if updates.unknown:
                self.draft.open.add("env")

    def secrets(self) -> None:
        """The secrets, as env vars and as files."""
        values = self.values
        cleared = values.get("--clear-secrets")
        updates = values.get("--update-secrets")
        if updates is None or not (updates.pairs or updates.unknown):
            updates = values.get("--set-secrets") or updates
        if updates is not None and not (updates.pairs or updates.unknown):
            updates = None
        removed = values.get("--remove-secrets")
        if cleared is None and updates is None and removed is None:
            return
        everything = cleared is not None or (
            updates is not None and updates.flag.name == "--set-secrets"
        )
        gone = [item.cut(_blanks(item)) for item in removed.items] if removed is not None else []
        variables: list[tuple[Text, secret_references.Reference]] = []
        files: list[tuple[Text, secret_references.Reference]] = []
        for key, text in updates.pairs if updates is not None else ():
            key = key.strip()
            pool = self.draft.kind == "WorkerPool"
            reference = secret_references.read_reference(key, text, self.faults, pool=pool)
            if reference is not None:
                (files if str(key).startswith("/") else variables).append((key, reference))
        node = self.node
        word = next(each.word for each in (updates, removed, cleared) if each is not None)
        names = [str(item) for item in gone if not str(item).startswith("/")]
        environment.remove(node, None if everything else names, secrets=True)
        for key, reference in variables:
            secret_references.set_env(self.draft, node, key, reference, self.faults)
        if self.draft.kind == "WorkerPool":
            self._no_files(files, gone)
            files = []
        paths = [item for item in gone if str(item).startswith("/")]
        secret_references.change_mounts(
            self.draft, node, files, None if everything else paths, word, self.faults
        )
        if not everything or (updates is not None and updates.unknown):
            # Without `--set-secrets`, the service keeps what it has.
            self.draft.open.update(("secrets", "env", "volumes"))

    def _no_files(
        self, files: list[tuple[Text, secret_references.Reference]], gone: list[Text]
    ) -> None:
        paths = [key for key, _ in files] + [item for item in gone if str(item).startswith("/")]
        for path in paths[:1]:
            self.faults.add(
                "bad-secret",
                path,
                say("gcloud does not mount secrets in worker pools"),
                say("Set an env var to the secret, or read it with the client library."),
            )

    def removed_mounts(self) -> None:
        """`--remove-volume-mount` and `--clear-volume-mounts`."""
        if "--clear-volume-mounts" in self.values:
            volumes.remove_mounts(self.node, None)
        elif "--remove-volume-mount" in self.values:
            volumes.remove_mounts(self.node, self.values["--remove-volume-mount"].items)

    def added_mounts(self) -> None:
        """`--add-volume-mount`."""
        value = self.values.get("--add-volume-mount")
        if value is not None:
            volumes.add_mounts(self.draft, self.node, value, self.faults)

    def limits(self) -> None:
        """CPU, memory and GPU."""
        named = self.container_name is not None
        for flag, key in (("--cpu", "cpu"), ("--memory", "memory")):
            value = self.values.get(flag)
            if value is not None and value.text is not None and (value.string or named):
                self._limit(key, value)
        if named and self.draft.kind == "WorkerPool":
            return  # gcloud overlooks `--gpu` there
        value = self.values.get("--gpu")
        if value is not None and value.text is not None and (value.string or named):
            if value.string == "0":
                limits = self.node.at("resources", "limits")
                if isinstance(limits, MappingNode):
                    drop(limits, GPU)
                if not named:
                    self.draft_without_gpu()
            else:
                self._limit(GPU, value)

    def draft_without_gpu(self) -> None:
        """What `--gpu=0` removes besides the limit."""
        selector = self.draft.find(*self.draft.spec_keys, "nodeSelector")
        if isinstance(selector, MappingNode):
            drop(selector, "run.googleapis.com/accelerator")
        self.draft.unannotate("run.googleapis.com/gpu-zonal-redundancy-disabled")

    def _limit(self, key: str, value: Value) -> None:
        assert value.text is not None
        limits = below(below(self.node, "resources", value.word), "limits", value.word)
        put(limits, key, scalar(value.text), value.word)

    def command(self) -> None:
        """The command, its arguments and the working directory."""
        for flag, key in (("--command", "command"), ("--args", "args")):
            value = self.values.get(flag)
            if value is None:
                continue
            set_list(self.node, key, value.items, value.word)
        value = self.values.get("--workdir")
        # Behind `--container`, gcloud overlooks it for services and jobs.
        pool = self.draft.kind == "WorkerPool"
        if value is not None and value.text is not None and (pool or self.container_name is None):
            if value.string or not pool:
                set_in(self.node, "workingDir", value.text, value.word)
        value = self.values.get("--sandbox-launcher")
        if value is not None:
            set_in(self.node, "sandboxLauncher", value.on, value.word)

    def probes(self) -> None:
        """The three probes; each flag replaces the whole of one, and an empty value removes it."""
        for flag, key in (
            ("--startup-probe", "startupProbe"),
            ("--liveness-probe", "livenessProbe"),
            ("--readiness-probe", "readinessProbe"),
        ):
            value = self.values.get(flag)
            if value is None:
                continue
            if key == "readinessProbe" and self.container_name is not None and value.pairs:
                # gcloud mistakes one flag for the other (see `losses`).
                value = self.values.get("--liveness-probe", value)
            if value.unknown and value.text is not None:
                put(self.node, key, scalar(value.text), value.word)
            elif not value.pairs:
                drop(self.node, key)
            else:
                put(self.node, key, self._probe(value), value.word)

    def _probe(self, value: Value) -> MappingNode:
        node = mapping(value.word)
        for key, text in value.pairs:
            head, _, tail = str(key).partition(".")
            if head in ("tcpSocket", "httpGet", "grpc"):
                target = below(node, head, key)
            else:
                target, tail = node, head
            if tail in ("path", "service"):
                put(target, tail, scalar(text), key)
                continue
            if not text.known:
                put(target, tail, scalar(text), key)
                continue
            if not str(text):
                continue
            try:
                put(target, tail, scalar(text, int(str(text))), key)
            except ValueError:
                self.faults.add(
                    "bad-flag-value",
                    text,
                    say(
                        "`{}` of `{}` must be a whole number", name(str(key)), own(value.flag.name)
                    ),
                    say("Correct the value."),
                )
        return node

    def port(self) -> None:
        """`--port` and `--use-http2`."""
        values = self.values
        for flag in ("--port", "--use-http2"):
            value = values.get(flag)
            if value is not None:
                self._port(value)

    def _port(self, value: Value) -> None:
        node = self.node
        found = node.get("ports")
        port: MappingNode | None = None
        if isinstance(found, SequenceNode) and found.items:
            first = found.items[0]
            port = first if isinstance(first, MappingNode) else None
        if port is None:
            port = mapping(value.word)
        before = port.get("containerPort")
        old = before.value if isinstance(before, ScalarNode) else 8080
        if value.flag.name == "--port":
            if value.string == "default":
                drop(port, "containerPort")
            elif value.text is not None:
                set_number(port, "containerPort", value.text, value.number, value.word)
        elif value.on:
            put(port, "name", scalar(value.word.written("h2c")), value.word)
        else:
            drop(port, "name")
        if port.get("name") is not None and port.get("containerPort") is None:
            put(port, "containerPort", scalar(value.word, 8080), value.word)
        if port.get("containerPort") is None:
            drop(node, "ports")
        else:
            put(port, "containerPort", _required(port, "containerPort"), value.word)
            listed = items(node, "ports", value.word)
            listed.items = [port]
        self._follow(node, old, port, value)

    def _follow(self, node: MappingNode, old: object, port: MappingNode, value: Value) -> None:
        """A TCP startup probe on the old port follows the port."""
        target = node.at("startupProbe", "tcpSocket")
        if not isinstance(target, MappingNode):
            return
        probed = target.get("port")
        if isinstance(probed, ScalarNode) and probed.value == old:
            new = port.get("containerPort")
            if new is None:
                drop(target, "port")
            else:
                put(target, "port", new, value.word)


def _required(node: MappingNode, key: str) -> ScalarNode:
    found = node.get(key)
    assert isinstance(found, ScalarNode)
    return found


def _blanks(text: Text) -> int:
    string = str(text)
    return len(string) - len(string.lstrip())
