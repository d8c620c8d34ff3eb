"""Our reading of command lines beside gcloud's own: the same resource, or a refusal of both."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from lint.deploy.file import DeployFile
from lint.deploy.gcloud.commands import read_commands
from lint.deploy.gcloud.faults import REFUSALS
from lint.deploy.step import CommandLine, Step
from lint.deploy.text import Text
from lint.model.source import Source

ORACLE = Path(__file__).with_name("gcloud_command_oracle.py")
RUN = "run.googleapis.com/"
SETTINGS = ("CLOUDSDK_CORE_PROJECT=proj", "CLOUDSDK_RUN_REGION=us-central1")
"""What the oracle has set."""
LIVE = "us-docker.pkg.dev/live/live/image:old"
"""The image of the resource that updates find."""
DOUBTFUL = {"unknown-flag", "file-not-found", "gcloud-exception", "needs-existing"}
"""Faults for which gcloud may refuse the command: whether it does depends on what is not here."""
WRITTEN_BY_GCLOUD = re.compile(
    RUN
    + r"(?:client-(?:name|version)|build-(?:id|name|source-location))|client\.knative\.dev/nonce"
)


class Gcloud:
    """The oracle, running: it is asked one command line after the other."""

    def __init__(self, sdk: str, folder: str) -> None:
        """`folder` is where the commands run."""
        bundled = os.path.join(sdk, "platform", "bundledpythonunix", "bin", "python3")
        python = bundled if os.path.exists(bundled) else sys.executable
        self._process = subprocess.Popen(
            [python, "-W", "ignore", str(ORACLE), sdk],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=folder,
        )
        self.release: int = self._answer()["release"]

    def ask(self, line: str, existing: Any = None) -> Any:
        """What gcloud makes of a command line where a resource exists."""
        assert self._process.stdin is not None
        words = shlex.split(line)[1:]
        self._process.stdin.write(json.dumps((words, existing)) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.startswith("{"):
                return json.loads(line)
        raise RuntimeError("the oracle has ended")

    def close(self) -> None:
        """Ends it."""
        self._process.kill()
        self._process.communicate()


def read(lines: list[str], release: int, folder: str) -> list[Step]:
    """Our steps for command lines of one script, with the settings that the oracle has."""
    file = DeployFile(os.path.join(folder, "deploy.sh"), b"", root=folder)
    return read_commands([_command(line, folder) for line in lines], file, release)


def _command(line: str, folder: str) -> CommandLine:
    words = [*SETTINGS, *shlex.split(line)]
    source = Source("deploy.sh", " ".join(words))
    texts = []
    column = 1
    for word in words:
        texts.append(Text.of(word, source, 1, column))
        column += len(word) + 1
    return CommandLine(texts, folder)


def difference(line: str, steps: list[Step], request: Any, error: str) -> str:
    """How our reading differs from gcloud's; "" where it does not."""
    kinds = {fault.kind for step in steps for fault in step.faults}
    if request is None:
        if kinds & (REFUSALS | DOUBTFUL) or (not steps and "Invalid choice" in error):
            return ""
        return "" if only_the_cloud_knows(line, error) else f"accepted; gcloud: {error[:300]}"
    if kinds & REFUSALS:
        messages = [str(fault.message) for step in steps for fault in step.faults]
        return f"refused: {messages}"
    if " execute " in line:
        return ""  # the overrides of one execution, which change no resource
    if not steps or steps[-1].resource is None:
        return "no resource"
    mine = _normal(_plain(steps[-1]))
    theirs = _normal(_as_v1(request))
    if steps[-1].resource.partial:
        mine, theirs = _changed(mine, mine), _changed(theirs, mine)
    if mine == theirs:
        return ""
    return f"ours {json.dumps(mine, sort_keys=True)}\ntheirs {json.dumps(theirs, sort_keys=True)}"


def only_the_cloud_knows(line: str, error: str) -> bool:
    """Whether gcloud refuses an update because of the resource that it finds."""
    if " update" not in line:
        return False
    found = ("references nonexistent", "missing ingress container", "tagged with", "KeyError")
    return any(text in error for text in found)


def _plain(step: Step) -> Any:
    """Our resource, with the paths of secrets in the place of their aliases in a worker pool."""
    assert step.resource is not None
    root = step.resource.root.plain()
    if root["kind"] != "WorkerPool":
        return root
    metadata = root.get("spec", {}).get("template", {}).get("metadata", {})
    aliases = metadata.get("annotations", {}).pop(RUN + "secrets", "")
    text = json.dumps(root)
    for pair in filter(None, aliases.split(",")):
        alias, _, path = pair.partition(":")
        text = text.replace(f'"{alias}"', f'"{path}"')
    return json.loads(text)


def _changed(root: Any, mine: Any) -> Any:
    """A resource without what an update found there before."""
    for container in _spec(root).get("containers", []):
        if container.get("image") == LIVE:
            del container["image"]
    if "traffic" not in mine.get("spec", {}):
        root.get("spec", {}).pop("traffic", None)
    root.setdefault("spec", {})
    root = _without_empty(root)
    root.setdefault("spec", {})
    return root


def _spec(root: Any) -> Any:
    spec = root.get("spec", {}).get("template", {}).get("spec", {})
    return spec.get("template", {}).get("spec", spec)


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {
            key: _without_empty(item)
            for key, item in value.items()
            if not WRITTEN_BY_GCLOUD.fullmatch(key)
        }
        return {key: item for key, item in kept.items() if item not in ({}, [])}
    if isinstance(value, list):
        return [item for item in map(_without_empty, value) if item != {}]
    return value


def _normal(root: Any) -> Any:
    """A resource without what differs from run to run: made-up names, orders, and the namespace."""
    root = json.loads(json.dumps(root))
    root.pop("status", None)
    metadata = root.setdefault("metadata", {})
    for key in ("namespace", "generation"):
        metadata.pop(key, None)
    template = root.get("spec", {}).get("template", {}).get("metadata", {})
    if template.get("name") == "":
        del template["name"]
    for container in _spec(root).get("containers", []):
        if container.get("name") == "":
            del container["name"]
        if "cloud-run-source-deploy" in container.get("image", ""):
            container["image"] = container["image"].partition("@")[0]
    spec = _spec(root)
    if root["kind"] == "WorkerPool":
        for container in spec.get("containers", []):
            if container.get("image") == "":
                del container["image"]  # the v2 API knows no difference
    if "timeoutSeconds" in spec:
        spec["timeoutSeconds"] = int(spec["timeoutSeconds"])
    _rename_volumes(spec)
    return _without_empty(_rename_aliases(root))


def _rename_volumes(spec: Any) -> None:
    names: dict[str, str] = {}
    for volume in spec.get("volumes", []):
        secret = volume.get("secret", {}).get("secretName")
        made = secret is not None and volume["name"].startswith(secret)
        if made or re.match(r"(?:in-memory|nfs|cloud-storage|ephemeral-disk)-", volume["name"]):
            names[volume["name"]] = f"made-{len(names)}"
            volume["name"] = names[volume["name"]]
    for container in spec.get("containers", []):
        for mount in container.get("volumeMounts", []):
            mount["name"] = names.get(mount["name"], mount["name"])
        container.get("volumeMounts", []).sort(key=lambda mount: mount["mountPath"])
    spec.get("volumes", []).sort(key=lambda volume: volume["name"])


def _rename_aliases(root: Any) -> Any:
    annotations = (
        root.get("spec", {}).get("template", {}).get("metadata", {}).get("annotations", {})
    )
    text = json.dumps(root)
    pairs = [
        pair.partition(":") for pair in annotations.get(RUN + "secrets", "").split(",") if pair
    ]
    for number, (alias, _, _) in enumerate(sorted(pairs, key=lambda pair: pair[2])):
        text = text.replace(alias, f"alias-{number}")
    root = json.loads(text)
    if pairs:
        annotations = root["spec"]["template"]["metadata"]["annotations"]
        annotations[RUN + "secrets"] = ",".join(sorted(annotations[RUN + "secrets"].split(",")))
    return root


def _as_v1(pool: Any) -> Any:
    """A worker pool of the v2 API, which gcloud sends, as one of v1; anything else as it is."""
    if "apiVersion" in pool:
        return pool
    annotations = dict(pool.get("annotations", {}))
    template = pool.get("template", {})
    scaling, policy = pool.get("scaling", {}), pool.get("binaryAuthorization", {})
    if scaling:
        annotations[RUN + "scalingMode"] = scaling.get("scalingMode", "automatic").lower()
        if annotations[RUN + "scalingMode"] == "manual":
            annotations[RUN + "manualInstanceCount"] = str(scaling.get("manualInstanceCount", 0))
    for key, value in (
        ("launch-stage", pool.get("launchStage")),
        ("description", pool.get("description")),
        ("minScale", scaling.get("minInstanceCount")),
        ("maxScale", scaling.get("maxInstanceCount")),
        ("binary-authorization", "default" if policy.get("useDefault") else policy.get("policy")),
        ("binary-authorization-breakglass", policy.get("breakglassJustification")),
    ):
        if value:
            annotations[RUN + key] = str(value)
    inner, spec = _template_annotations(template), {}
    spec["containers"] = [_container(each, inner) for each in template.get("containers", [])]
    spec["volumes"] = [
        _volume(each) for each in template.get("volumes", []) if each["name"] != "cloudsql"
    ]
    if template.get("serviceAccount"):
        spec["serviceAccountName"] = template["serviceAccount"]
    if template.get("nodeSelector", {}).get("accelerator"):
        spec["nodeSelector"] = {RUN + "accelerator": template["nodeSelector"]["accelerator"]}
    metadata = {"annotations": inner, "labels": template.get("labels", {})}
    if template.get("revision"):
        metadata["name"] = template["revision"]
    return {
        "apiVersion": "run.googleapis.com/v1",
        "kind": "WorkerPool",
        "metadata": {
            "name": pool["name"].rpartition("/")[2],
            "annotations": annotations,
            "labels": pool.get("labels", {}),
        },
        "spec": {"template": {"metadata": metadata, "spec": spec}},
    }


_EGRESS = {"ALL_TRAFFIC": "all-traffic", "PRIVATE_RANGES_ONLY": "private-ranges-only"}
_REVOCATION = {"PREVENT_NEW": "prevent-new", "SHUTDOWN": "shut-down"}


def _template_annotations(template: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for volume in template.get("volumes", []):
        if volume["name"] == "cloudsql":
            found["cloudsql-instances"] = ",".join(volume["cloudSqlInstance"].get("instances", []))
    access = template.get("vpcAccess", {})
    interfaces = [
        {key: interface[key] for key in sorted(interface)}
        for interface in access.get("networkInterfaces", [])
        if interface
    ]
    if interfaces:
        found["network-interfaces"] = json.dumps(interfaces)
    if access.get("egress") in _EGRESS:
        found["vpc-access-egress"] = _EGRESS[access["egress"]]
    if "gpuZonalRedundancyDisabled" in template:
        found["gpu-zonal-redundancy-disabled"] = str(template["gpuZonalRedundancyDisabled"])
    if template.get("encryptionKey"):
        found["encryption-key"] = template["encryptionKey"]
    if template.get("encryptionKeyRevocationAction"):
        action = template["encryptionKeyRevocationAction"]
        found["post-key-revocation-action-type"] = _REVOCATION[action]
    if template.get("encryptionKeyShutdownDuration"):
        seconds = int(template["encryptionKeyShutdownDuration"].rstrip("s"))
        found["encryption-key-shutdown-hours"] = str(seconds // 3600)
    return {RUN + key: value for key, value in found.items()}


def _container(container: Any, annotations: dict[str, str]) -> Any:
    made = {key: value for key, value in container.items() if key not in ("env", "dependsOn")}
    made["env"] = []
    for entry in container.get("env", []):
        reference = entry.get("valueSource", {}).get("secretKeyRef")
        if reference is None:
            made["env"].append({"name": entry["name"], "value": entry.get("value", "")})
        else:
            key = {"name": reference["secret"], "key": reference["version"]}
            made["env"].append({"name": entry["name"], "valueFrom": {"secretKeyRef": key}})
    if container.get("dependsOn"):
        key = RUN + "container-dependencies"
        before = json.loads(annotations.get(key, "{}"))
        annotations[key] = json.dumps({**before, container.get("name", ""): container["dependsOn"]})
    return made


_MEDIUMS = {"MEMORY": "Memory", "DISK": "Disk"}


def _volume(volume: Any) -> Any:
    made = {"name": volume["name"]}
    if "emptyDir" in volume:
        source = dict(volume["emptyDir"])
        source["medium"] = _MEDIUMS.get(source.get("medium"), source.get("medium"))
        made["emptyDir"] = source
    elif "nfs" in volume:
        made["nfs"] = {"readOnly": False, **volume["nfs"]}
    elif "gcs" in volume:
        source = volume["gcs"]
        attributes = {"bucketName": source.get("bucket")}
        if source.get("mountOptions"):
            attributes["mountOptions"] = ",".join(source["mountOptions"])
        made["csi"] = {
            "driver": "gcsfuse.run.googleapis.com",
            "readOnly": source.get("readOnly", False),
            "volumeAttributes": attributes,
        }
    elif "secret" in volume:
        items = [
            {"key": each["version"], "path": each["path"]} for each in volume["secret"]["items"]
        ]
        made["secret"] = {"secretName": volume["secret"]["secret"], "items": items}
    elif "cloudSqlInstance" in volume:
        made["csi"] = {
            "driver": "cloudsql.run.googleapis.com",
            "volumeAttributes": {"instances": ",".join(volume["cloudSqlInstance"]["instances"])},
        }
    return made
