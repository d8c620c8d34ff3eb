"""gcloud's own decoder as an oracle: what `gcloud run ... replace FILE` makes of a file, offline.

`ask` runs this same file as a worker that imports the installed Google Cloud SDK, reads
questions as JSON lines and answers in the same order. The worker does what the `replace`
commands of SDK 528 do up to the point where they open a connection. It needs no credentials and
no network. It is a process of its own because the SDK brings its own `ruamel.yaml`, `google`
and warnings filters, and takes seconds to import.

    python gcloud_oracle.py FILE ...      prints the verdict for each file
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import subprocess
import sys
import tempfile

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

TIMEOUT = 300
"""Seconds that one batch may take; a manifest takes some 20 ms."""


class Verdict:
    """What gcloud does with a file.

    `outcome` is "accepted", "rejected" or "crashed"; `message` what gcloud prints when it does not
    accept; `exception` the class of the exception, "" when accepted. `sent` is the resource as
    it would go to the API, without the namespace and the annotations that gcloud adds; None when
    not accepted. `warned` tells whether a duplicate key was warned about.
    """

    __slots__ = ("exception", "message", "outcome", "sent", "warned")

    def __init__(
        self,
        outcome: str,
        message: str = "",
        exception: str = "",
        sent: dict[str, Any] | None = None,
        warned: bool = False,
    ) -> None:
        self.outcome = outcome
        self.message = message
        self.exception = exception
        self.sent = sent
        self.warned = warned

    @property
    def accepted(self) -> bool:
        """Whether gcloud would go on to send the file."""
        return self.outcome == "accepted"

    def __repr__(self) -> str:
        return f"<{self.outcome} {self.exception} {self.message!r}>"


class SDK:
    """An installed Google Cloud SDK: its root folder and its version (`528`)."""

    __slots__ = ("root", "version")

    def __init__(self, root: str) -> None:
        self.root = root
        with open(os.path.join(root, "VERSION"), encoding="utf-8") as file:
            self.version = int(file.read().split(".")[0])


@functools.cache
def find_sdk() -> SDK | None:
    """The SDK that GCLOUD_SDK_ROOT names, or `gcloud` on the PATH belongs to; None where there is none."""
    named = os.environ.get("GCLOUD_SDK_ROOT")
    if named:
        return SDK(named)
    command = shutil.which("gcloud")
    if command is None:
        return None
    answer = subprocess.run(
        [command, "info", "--format=value(installation.sdk_root)"],
        capture_output=True,
        check=False,
        env=_environment(),
        text=True,
        timeout=TIMEOUT,
    )
    root = answer.stdout.strip()
    if not root or not os.path.isdir(os.path.join(root, "lib", "googlecloudsdk")):
        return None
    return SDK(root)


def ask(questions: Sequence[tuple[str, str | None]], sdk: SDK) -> list[Verdict]:
    """The verdicts on files, in order, from one worker.

    A question is a path and the kind whose `replace` command reads it: "Service", "Job",
    "WorkerPool" or, of an SDK that has it, "Instance"; None lets the file's own `kind` choose
    (Service for any other kind).
    Raises `RuntimeError` when the worker itself fails.
    """
    answers = _consult(sdk, [[os.path.abspath(path), kind] for path, kind in questions])
    return [Verdict(**answer) for answer in answers]


def ask_about(texts: Iterable[str | bytes], sdk: SDK) -> list[Verdict]:
    """The verdicts on texts, in order; strings are written as UTF-8 with their own line ends."""
    with tempfile.TemporaryDirectory(prefix="oracle-") as folder:
        questions: list[tuple[str, str | None]] = []
        for number, text in enumerate(texts):
            path = os.path.join(folder, f"{number}.yaml")
            with open(path, "wb") as file:
                file.write(text if isinstance(text, bytes) else text.encode("utf-8"))
            questions.append((path, None))
        return ask(questions, sdk)


def decoder_fields(sdk: SDK) -> dict[str, dict[str, str]]:
    """The fields that the decoder takes, by type and by the name that it goes by in a file.

    A field is described as `string`, `integer`, `boolean`, `enum`, `object TYPE`, with `list ` in
    front where it repeats, or as `map`.
    """
    answer: dict[str, dict[str, str]] = _consult(sdk, ["fields"])[0]
    return answer


def _consult(sdk: SDK, questions: Sequence[Any]) -> list[Any]:
    worker = subprocess.run(
        [sys.executable, "-I", "-S", "-B", os.path.abspath(__file__), "--worker", sdk.root],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=_environment(),
        input="".join(json.dumps(question) + "\n" for question in questions),
        timeout=TIMEOUT,
    )
    answers = [json.loads(line) for line in worker.stdout.splitlines()]
    if worker.returncode != 0 or len(answers) != len(questions):
        raise RuntimeError(
            f"the worker answered {len(answers)} of {len(questions)}: {worker.stderr[-2000:]}"
        )
    return answers


def _environment() -> dict[str, str]:
    return {
        **os.environ,
        "CLOUDSDK_CORE_DISABLE_FILE_LOGGING": "1",
        "CLOUDSDK_CORE_DISABLE_PROMPTS": "1",
        "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "1",
        "PYTHONIOENCODING": "utf-8",
    }


class _Gcloud:
    """Worker side: the steps of the `replace` commands, on the SDK's own modules."""

    def __init__(self, root: str) -> None:
        # In front of everything: the SDK needs the versions that it brings.
        sys.path[:0] = [os.path.join(root, "lib"), os.path.join(root, "lib", "third_party")]
        from apitools.base.py import encoding
        from googlecloudsdk.api_lib.run import job, service, worker_pool
        from googlecloudsdk.api_lib.util import apis
        from googlecloudsdk.api_lib.util import messages as messages_util
        from googlecloudsdk.calliope import arg_parsers
        from googlecloudsdk.command_lib.run import config_changes
        from googlecloudsdk.command_lib.run import exceptions as run_exceptions
        from googlecloudsdk.core import exceptions, resources

        self.read = arg_parsers.YAMLFileContents()
        self.refusals = (exceptions.Error, arg_parsers.ArgumentTypeError)
        self.messages = apis.GetMessagesModule("run", "v1")
        self.decode = messages_util.DictToMessageWithErrorCheck
        self.mismatch = messages_util.ScalarTypeMismatchError
        self.explain_mismatch = run_exceptions.MaybeRaiseCustomFieldMismatch
        self.missing = run_exceptions.ConfigurationError
        self.encode = encoding.MessageToJson
        self.parse = resources.REGISTRY.Parse
        self.stamp = config_changes.SetClientNameAndVersionAnnotationChange("gcloud", "0")
        self.wrappers = {
            "Service": (service.Service, "services"),
            "Job": (job.Job, "jobs"),
            "WorkerPool": (worker_pool.WorkerPool, "workerpools"),
        }
        with contextlib.suppress(ImportError):
            from googlecloudsdk.api_lib.run import instance

            self.wrappers["Instance"] = (instance.Instance, "instances")

    def replace(self, path: str, kind: str | None) -> dict[str, Any]:
        """The resource that is sent; raises what gcloud raises."""
        resource = dict(self.read(path))
        if kind is None:
            declared = resource.get("kind")
            known = isinstance(declared, str) and declared in self.wrappers
            kind = declared if known else "Service"
        resource.pop("status", None)
        if kind in ("Job", "WorkerPool"):
            if "spec" not in resource or "template" not in resource["spec"]:
                raise self.missing(
                    "spec.template is required but missing. "
                    "Please check the content in your yaml file."
                )
            if "metadata" not in resource["spec"]["template"]:
                resource["spec"]["template"]["metadata"] = {}
        namespace = resource.get("metadata", {}).get("namespace", None)
        if namespace is not None and not isinstance(namespace, str):
            resource["metadata"]["namespace"] = str(namespace)

        wrapper, plural = self.wrappers[kind]
        try:
            wrapped = wrapper(self.decode(resource, getattr(self.messages, kind)), self.messages)
        except self.mismatch as error:
            self.explain_mismatch(error)
            raise
        # Taken before gcloud fills in a namespace and empty labels, to be compared with the file.
        sent: dict[str, Any] = json.loads(self.encode(wrapped.Message()))
        self.parse(
            wrapped.metadata.name,
            params={"namespacesId": wrapped.metadata.namespace or "project"},
            collection=f"run.namespaces.{plural}",
        )
        if wrapped.is_managed:
            wrapped.region  # noqa: B018  # reading it is what gcloud does
        if kind != "Service":
            self.stamp.Adjust(wrapped)
            self.encode(wrapped.Message())
        return sent

    def judge(self, path: str, kind: str | None) -> dict[str, Any]:
        """The verdict on one file, as the fields of `Verdict`."""
        import warnings

        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            answer: dict[str, Any]
            try:
                answer = {"outcome": "accepted", "sent": self.replace(path, kind)}
            except self.refusals as error:
                answer = {"outcome": "rejected", "message": str(error)}
                answer["exception"] = type(error).__name__
            except Exception as error:
                answer = {"outcome": "crashed", "message": str(error)}
                answer["exception"] = type(error).__name__
        answer["warned"] = any("DuplicateKey" in warning.category.__name__ for warning in caught)
        return answer

    def fields(self) -> dict[str, dict[str, str]]:
        """See `decoder_fields`."""
        found: dict[str, dict[str, str]] = {}
        waiting = [getattr(self.messages, kind) for kind in self.wrappers]
        while waiting:
            message = waiting.pop()
            if message.__name__ in found:
                continue
            fields = found[message.__name__] = {}
            for field in message.all_fields():
                kind = type(field).__name__.removesuffix("Field").lower()
                if kind == "message":
                    kind = f"object {field.message_type.__name__}"
                    if any(
                        inner.name == "additionalProperties"
                        for inner in field.message_type.all_fields()
                    ):
                        kind = "map"
                    else:
                        waiting.append(field.message_type)
                fields[field.name] = f"list {kind}" if field.repeated else kind
        return found


def _work(root: str) -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever the SDK prints is no answer
    gcloud = _Gcloud(root)
    for line in sys.stdin:
        question = json.loads(line)
        answer = gcloud.fields() if question == "fields" else gcloud.judge(*question)
        answers.write(json.dumps(answer) + "\n")
    answers.close()


def _show(paths: list[str]) -> None:
    sdk = find_sdk()
    if sdk is None:
        sys.exit("gcloud not installed")
    for path, verdict in zip(paths, ask([(path, None) for path in paths], sdk), strict=True):
        print(f"{path}: {verdict.outcome} {verdict.exception} {verdict.message}".rstrip())


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        _work(sys.argv[2])
    else:
        _show(sys.argv[1:])
