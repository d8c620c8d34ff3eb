"""What gcloud itself makes of command lines: run by a Python that has the SDK's modules.

    python gcloud_command_oracle.py SDK_ROOT < lines > answers

The first answer is `{"release": 578}`. Each line of the input is a JSON list: the words behind
`gcloud`, and the resource that is there already (null for none, but a command that updates finds
one). Each answer is an object with `request` (what gcloud would send; null for none) and `error` ("" where it sends something). gcloud
parses and applies the flags with its own code. Only what would leave the machine is replaced: the
call of the API, which is where the request is taken from, and the few steps before it that ask the
cloud.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import sys
import tempfile
from pathlib import Path
from typing import Any

PROJECT, REGION = "proj", "us-central1"
IMAGE = "us-docker.pkg.dev/live/live/image:old"
"""The image of the resource that updates find."""
_SERVERS = {"Service": "serving.knative.dev/v1", "Job": "run.googleapis.com/v1"}


class Sent(BaseException):
    """A request that was about to leave. No `Exception`: gcloud catches those."""

    def __init__(self, request: dict[str, Any]) -> None:
        self.request = request


class Gcloud:
    """gcloud with its calls taken away."""

    def __init__(self, root: str) -> None:
        self.existing: dict[str, Any] | None = None
        _environment()
        sys.path[:0] = [os.path.join(root, "lib"), os.path.join(root, "lib", "third_party")]
        _complete(root)

        def refuse(*_: object) -> None:
            raise OSError("no network here")

        socket.socket.connect = refuse  # type: ignore[method-assign,assignment]
        from googlecloudsdk import gcloud_main

        self._catch_v1()
        self._catch_v2()
        _silence()
        self.cli = gcloud_main.CreateCLI([])

    @property
    def release(self) -> int:
        """The release of the SDK."""
        from googlecloudsdk.core import config

        return int(config.CLOUD_SDK_VERSION.partition(".")[0])

    def answer(self, words: list[str], existing: dict[str, Any] | None) -> dict[str, Any]:
        """What a command sends, or why it sends nothing."""
        from googlecloudsdk.core import log

        self.existing = existing or _existing(words)
        out, err = io.StringIO(), io.StringIO()
        request: dict[str, Any] | None = None
        error = ""
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                log.Reset(out, err)
                try:
                    self.cli.Execute(words, call_arg_complete=False)
                    error = "nothing was sent"
                except Sent as sent:
                    request = sent.request
                except SystemExit:
                    error = err.getvalue().partition("ERROR: ")[2].partition("\nUsage: ")[0]
        except Exception as exception:
            error = f"{type(exception).__name__}: {exception}"
        finally:
            log.Reset(sys.stdout, sys.stderr)
        return {"request": request, "error": error.strip()}

    def _catch_v1(self) -> None:
        from apitools.base.py import base_api, encoding, exceptions

        def run(service: Any, method: Any, request: Any, *_: Any, **__: Any) -> Any:
            name = method.method_id or ""
            last = name.rpartition(".")[2].lower()
            messages = service.client.MESSAGES_MODULE
            if name.startswith("run.") and (
                last in ("create", "run") or last.startswith("replace")
            ):
                for field in request.all_fields():
                    value = getattr(request, field.name, None)
                    if hasattr(value, "all_fields"):
                        raise Sent(json.loads(encoding.MessageToJson(value)))
                raise Sent({})
            kind = method.response_type_name.rpartition(".")[2]
            if name.startswith("run.") and last == "get":
                if self.existing is None or kind not in _SERVERS:
                    raise exceptions.HttpNotFoundError({"status": 404}, "{}", "http://x/")
                return encoding.PyValueToMessage(getattr(messages, kind), self.existing)
            made = getattr(messages, method.response_type_name, None)
            if name == "cloudresourcemanager.projects.get" and made is not None:
                value = {"projectId": PROJECT, "projectNumber": "1", "lifecycleState": "ACTIVE"}
                return encoding.PyValueToMessage(made, value)
            return made() if made is not None else None

        base_api.BaseApiService._RunMethod = run

    def _catch_v2(self) -> None:
        try:
            from googlecloudsdk.api_lib.run import run_util
            from googlecloudsdk.command_lib.run.v2 import worker_pools_operations as operations
            from googlecloudsdk.generated_clients.gapic_clients.run_v2 import types
        except ImportError:
            return
        oracle = self

        class Worker:
            def get_worker_pool(self, request: Any) -> Any:
                from google.api_core import exceptions

                if oracle.existing is None:
                    raise exceptions.NotFound("none")
                return types.WorkerPool(name=request.name)

            def update_worker_pool(self, request: Any) -> None:
                pool = request.worker_pool
                text = type(pool).to_json(
                    pool, including_default_value_fields=False, use_integers_for_enums=False
                )
                raise Sent(json.loads(text))

        class Client:
            worker = Worker()

        Client.types = types  # type: ignore[attr-defined]

        @contextlib.contextmanager
        def client(*_: Any, **__: Any) -> Any:
            yield Client

        if hasattr(run_util, "GetGapicClientInstance"):
            run_util.GetGapicClientInstance = client
        operations.WorkerPoolsOperations.__init__ = lambda pools, _: setattr(
            pools, "_client", Client
        )
        from googlecloudsdk.api_lib.util import apis

        apis.GetGapicClientInstance = lambda *_, **__: Client


def _environment() -> None:
    for name in [name for name in os.environ if name.startswith("CLOUDSDK_")]:
        del os.environ[name]
    os.environ.update(
        CLOUDSDK_CONFIG=tempfile.mkdtemp(prefix="gcloud-oracle-"),
        CLOUDSDK_CORE_PROJECT=PROJECT,
        CLOUDSDK_RUN_REGION=REGION,
        CLOUDSDK_CORE_DISABLE_PROMPTS="1",
        CLOUDSDK_AUTH_DISABLE_CREDENTIALS="True",
        CLOUDSDK_CORE_CHECK_GCE_METADATA="False",
        CLOUDSDK_CORE_DISABLE_USAGE_REPORTING="True",
        CLOUDSDK_CORE_DISABLE_FILE_LOGGING="True",
        CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK="True",
        CLOUDSDK_CORE_SHOULD_PROMPT_TO_ENABLE_API="False",
    )


def _complete(root: str) -> None:
    """Gives a partial copy of an SDK the groups of its tracks, which come as components."""
    for track in ("alpha", "beta"):
        folder = Path(root, "lib", "surface", track)
        if not folder.is_dir():
            folder.mkdir(parents=True)
            lines = (
                "from googlecloudsdk.calliope import base",
                f"@base.ReleaseTracks(base.ReleaseTrack.{track.upper()})",
                "class Track(base.Group):",
                '  """t."""',
                "  category = base.SDK_TOOLS_CATEGORY",
            )
            (folder / "__init__.py").write_text("\n".join(lines) + "\n")


def _silence() -> None:
    """Replaces what asks the cloud in another way than by a simple call."""
    from importlib import import_module

    command = "googlecloudsdk.command_lib.run."
    replaced = {
        "googlecloudsdk.api_lib.run.api_enabler": {"check_and_enable_apis": True},
        command + "artifact_registry": {"ShouldCreateRepository": False},
        command + "build_util": {"ValidateBuildServiceAccountAndPromptWarning": None},
        command + "iap_util": {"IsOrglessProject": False},
        command + "flags": {"CheckCloudSQLApiEnablement": None},
    }
    for name, functions in replaced.items():
        with contextlib.suppress(ImportError):
            module = import_module(name)
            for function, result in functions.items():
                if hasattr(module, function):
                    setattr(module, function, lambda *_, result=result, **__: result)


def _existing(words: list[str]) -> dict[str, Any] | None:
    """The resource that a command that updates finds."""
    path = words[:5]
    if not any(word.startswith("update") or word == "execute" for word in path):
        return None
    kind = "Job" if "jobs" in path else "Service"
    container = {"name": "", "image": IMAGE, "resources": {"limits": {}}}
    metadata: dict[str, Any] = {"annotations": {}, "labels": {}}
    pods = {"containers": [container]}
    spec: dict[str, Any] = {"template": {"metadata": metadata, "spec": pods}}
    if kind == "Job":
        spec = {"template": {"metadata": metadata, "spec": {"template": {"spec": pods}}}}
    else:
        spec["traffic"] = [{"latestRevision": True, "percent": 100}]
    name = next((word for word in words if word.startswith("hello")), "hello")
    return {
        "apiVersion": _SERVERS[kind],
        "kind": kind,
        "metadata": {"name": name, "namespace": PROJECT, "generation": 1, **metadata},
        "spec": spec,
        "status": {"latestReadyRevisionName": name + "-00001-abc"},
    }


def main() -> None:
    """Answers each line of standard input."""
    gcloud = Gcloud(sys.argv[1])
    out = sys.stdout
    print(json.dumps({"release": gcloud.release}), file=out, flush=True)
    for line in sys.stdin:
        print(json.dumps(gcloud.answer(*json.loads(line))), file=out, flush=True)


if __name__ == "__main__":
    main()
