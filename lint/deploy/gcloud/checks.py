"""What a command must have: its name, an image, flags that go together."""

from __future__ import annotations

from lint.deploy.gcloud.command_words import Found
from lint.deploy.gcloud.flags import groups_of
from lint.model.text import count, name, own, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Call
    from lint.deploy.gcloud.value import Value, Values
    from lint.deploy.text import Text
    from lint.model.findings import Severity

    Containers = list[tuple[Text, Values]]

_NAME = lazy_regex(r"[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?")
_REGISTRY = lazy_regex(r"[\w-]+-docker\.pkg\.dev/[\w-]+/[\w-]+(?:/([\w-]+)(?:/.+)?$)?")
_MOST_CONTAINERS = 10
_GKE = (
    "--cluster",
    "--cluster-location",
    "--context",
    "--kubeconfig",
    "--namespace",
    "--connectivity",
    "--set-config-maps",
    "--update-config-maps",
    "--remove-config-maps",
    "--clear-config-maps",
)
_NOUNS = {"Service": "service", "Job": "job", "WorkerPool": "worker pool"}
_NO_CHANGE = frozenset(
    (
        "--project",
        "--region",
        "--quiet",
        "-q",
        "--format",
        "--verbosity",
        "--account",
        "--configuration",
        "--billing-project",
        "--impersonate-service-account",
        "--log-http",
        "--platform",
        "--async",
        "--client-name",
        "--client-version",
        "--access-token-file",
        "--flatten",
        "--trace-token",
        "--user-output-enabled",
        "--dry-run",
    )
)
"""Flags that change nothing of the resource."""
_EMPTY_IS_NOTHING = frozenset(
    (
        "--cpu",
        "--memory",
        "--gpu",
        "--gpu-type",
        "--service-account",
        "--vpc-connector",
        "--tag",
        "--update-secrets",
        "--set-secrets",
        "--labels",
        "--update-labels",
        "--remove-labels",
        "--remove-volume",
        "--remove-volume-mount",
        "--update-annotations",
    )
)
"""Flags that change nothing where their value is empty."""
_POOLS_IGNORE = frozenset(
    ("--runtime", "--no-promote", "--depends-on", "--mesh", "--update-annotations")
)
_AUTOMATIC_UPDATES = 529
_FLAG_FAULTS = frozenset(
    (
        "unrecognized-argument",
        "unknown-flag",
        "flag-of-other-track",
        "value-missing",
        "value-not-taken",
    )
)


def _changes(call: Call, value: Value) -> bool:
    """Whether a flag changes something of the resource."""
    flag = value.flag.name
    if flag in _NO_CHANGE or (call.letter == "Y" and flag in _POOLS_IGNORE):
        return False
    empty = flag in _EMPTY_IS_NOTHING or (call.letter == "Y" and "cloudsql" in flag)
    if not empty or not value.flag.takes_value:
        return True
    return bool(value.items or value.pairs or value.unknown or value.each) or (
        value.flag.form not in ("list", "dict") and bool(value.string)
    )


def check_early(found: Found, call: Call, faults: Faults) -> None:
    """Flags before the command that belong behind it."""
    for word in found.early:
        text = str(word)
        if text.startswith("-"):
            faults.add(
                "unrecognized-argument",
                word.partition("=")[0],
                say("`{}` is no flag of `gcloud` itself", name(text.partition("=")[0])),
                say("Write it behind `{}`.", own(call.command)),
            )


def check(
    call: Call,
    values: Values,
    containers: Containers,
    faults: Faults,
) -> None:
    """Notes what gcloud demands before it sends anything."""
    _groups(call, values, faults)
    for _, own_values in containers:
        _groups(call, own_values, faults)
    _containers(call, values, containers, faults)
    prompts = "--quiet" not in values and "-q" not in values
    _resource_name(call, faults, prompts)
    _platform(values, faults)
    _project(call, values, faults)
    if call.letter == "U":
        _connector(values, faults, prompts)
    if call.letter == "X":
        _overrides(containers, faults)
    if call.letter in "DJCW":
        _image(call, values, containers, faults, prompts)
    if call.letter == "D":
        for given in (values, *(inside for _, inside in containers)):
            _automatic_updates(call, given, faults)
            _source_image(call, given, faults)
    if call.letter in "UYTI" and not call.open and not containers:
        _some_change(call, values, faults)


def _groups(call: Call, values: Values, faults: Faults) -> None:
    for group in groups_of(call.letter):
        given = [
            next(values[flag] for flag in alternative if flag in values)
            for alternative in group
            if any(flag in values for flag in alternative)
        ]
        if len(given) > 1:
            first, second = given[0], given[1]
            faults.add(
                "conflicting-flags",
                second.word,
                say(
                    "`{}` and `{}` exclude each other", own(first.flag.name), own(second.flag.name)
                ),
                say("Remove one of them."),
                [(first.word, say("the other one"))],
            )


def _containers(call: Call, values: Values, containers: Containers, faults: Faults) -> None:
    if not containers:
        return
    for value in values.values():
        if not value.on and call.track == "GA":
            # gcloud overlooks the negative form, and then finds no container for it.
            if value.flag.name == "--use-http2" and len(containers) > 1 and call.letter == "D":
                faults.add(
                    "gcloud-exception",
                    value.word,
                    say(
                        "`--no-use-http2` before the containers makes gcloud stop with an exception"
                    ),
                    say("Remove it."),
                )
            continue
        if value.flag.in_container(call.letter):
            faults.add(
                "container-flags",
                value.word,
                say(
                    "`{}` is a flag of a container, and no container is named before it",
                    own(value.flag.name),
                ),
                say("Move it behind a `--container`."),
            )
    if len(containers) > _MOST_CONTAINERS:
        faults.add(
            "container-flags",
            containers[-1][0],
            say("there are {}, and 10 is the most", count(len(containers), "container")),
            say("Remove some of them."),
        )
    if call.letter == "D" and len(containers) > 1 and not call.open:
        ingress = [
            title for title, given in containers if "--port" in given or "--use-http2" in given
        ]
        if len(ingress) != 1:
            faults.add(
                "container-flags",
                ingress[1] if ingress else containers[0][0],
                say("two containers have `--port` or `--use-http2`")
                if ingress
                else say("no container has `--port` or `--use-http2`"),
                say("Give exactly one container `--port`: the one that gets the requests."),
            )


def _resource_name(call: Call, faults: Faults, prompts: bool) -> None:
    text = call.name
    if call.letter in "RQZ":
        return
    if text is None:
        if not call.open:
            faults.add(
                "missing-argument",
                call.anchor,
                say("`{}` has no name of the resource", own(call.command)),
                say(
                    "Write the name behind the command; a script cannot answer the question for it."
                ),
                # Whoever runs it by hand is asked.
                severity="warning" if prompts else None,
            )
        return
    if not text.known or call.letter == "F":
        return
    if not _NAME.fullmatch(str(text)):
        faults.add(
            "bad-resource-name",
            text,
            say("`{}` is no name of a resource", name(str(text))),
            say("Use at most 63 lower-case letters, digits and hyphens, no hyphen at either end."),
        )


def _platform(values: Values, faults: Faults) -> None:
    platform = values.get("--platform")
    if platform is not None and platform.string != "managed":
        return
    for flag in _GKE:
        value = values.get(flag)
        if value is not None:
            faults.add(
                "bad-flag-value",
                value.word,
                say("`{}` is for Cloud Run on a cluster of your own", own(flag)),
                say("Remove it."),
            )


def _image(
    call: Call, values: Values, containers: Containers, faults: Faults, prompts: bool
) -> None:
    if call.open:
        return
    if call.letter == "C":
        if not containers:
            if "--image" not in values:
                _no_image(call, None, faults, False)
        for title, given in containers:
            if "--image" not in given:
                _no_image(call, title, faults, False)
        return
    parts: list[tuple[Text | None, Values]] = list(containers) if containers else [(None, values)]
    without = [
        (title, given)
        for title, given in parts
        if "--image" not in given or ("--source" in given and call.letter in "DW")
    ]
    for container, given in without:
        if "--source" not in given:
            _no_image(call, container, faults, prompts and len(without) == 1)
    if len(without) > 1 and all("--source" in given for _, given in without):
        faults.add(
            "container-flags",
            without[1][1]["--source"].word,
            say("two containers are built from source, and one is the most"),
            say("Give the others `--image`."),
        )


def _no_image(call: Call, title: Text | None, faults: Faults, prompts: bool) -> None:
    severity: Severity | None = "warning" if prompts else None
    if title is None:
        options = say("`--image` or `--source`") if call.letter != "C" else say("`--image`")
        message = say("`{}` has no {}", own(call.command), options)
        if prompts:
            message = say("{}; whether somebody answers gcloud's question is not known", message)
        faults.add(
            "missing-argument",
            call.anchor,
            message,
            say("Add `--image=...`."),
            severity=severity,
        )
    else:
        faults.add(
            "missing-argument",
            title,
            say("the container `{}` has no image", name(str(title))),
            say("Add `--image=...` behind its `--container`."),
            severity=severity,
        )


def _project(call: Call, values: Values, faults: Faults) -> None:
    """`--project` with the number of a project."""
    value = values.get("--project")
    if call.letter != "F" and value is not None and value.string.isdigit():
        faults.add(
            "bad-flag-value",
            value.text or value.word,
            say("`--project` is the number of a project, and gcloud run needs its ID"),
            say("Write the ID of the project."),
        )


def _connector(values: Values, faults: Faults, prompts: bool) -> None:
    """`--clear-vpc-connector` beside an egress that needs the connector."""
    egress = values.get("--vpc-egress")
    cleared = values.get("--clear-vpc-connector")
    if cleared is not None and egress is not None and egress.string in ("all", "all-traffic"):
        faults.add(
            "conflicting-flags",
            cleared.word,
            say("without the connector, all traffic has no way"),
            say("Use `--vpc-egress=private-ranges-only`."),
            [(egress.word, say("sends all traffic through it"))],
            severity="warning" if prompts else None,
        )


def _overrides(containers: Containers, faults: Faults) -> None:
    """A container of `jobs execute` for which nothing is set."""
    for title, given in containers:
        if not given:
            faults.add(
                "missing-argument",
                title,
                say("nothing is set for the container `{}`", name(str(title))),
                say("Add `--args` or `--update-env-vars` behind its `--container`."),
            )


def _source_image(call: Call, given: Values, faults: Faults) -> None:
    """The image that a deploy from source makes, where it is named; and deploys without a build."""
    image, source, skipped = (given.get(flag) for flag in ("--image", "--source", "--no-build"))
    if source is None:
        return
    if skipped is not None:
        if "--base-image" not in given:
            faults.add(
                "missing-argument",
                skipped.word,
                say("`--no-build` needs a base image"),
                say("Add `--base-image=...`."),
            )
        elif image is not None and image.string != "scratch" and (image.text or source.word).known:
            faults.add(
                "bad-flag-value",
                image.word,
                say("with `--no-build`, the image is `scratch`"),
                say("Remove `--image`."),
            )
        return
    if image is None or image.text is None or not image.text.known:
        return
    parts = _REGISTRY.match(image.string)
    if parts is None:
        faults.add(
            "bad-flag-value",
            image.text if image.string else image.word,
            say("with `--source`, the image must be in a repository of Artifact Registry"),
            say("Write `REGION-docker.pkg.dev/PROJECT/REPOSITORY/SERVICE`, or remove `--image`."),
        )
    elif parts[1] and call.name is not None and call.name.known and parts[1] != str(call.name):
        faults.add(
            "bad-flag-value",
            image.text,
            say("with `--source`, the image is called like the service"),
            say("Write `{}` as its last part.", name(str(call.name))),
        )


def _automatic_updates(call: Call, given: Values, faults: Faults) -> None:
    """`--automatic-updates` beside an image that exists."""
    value = given.get("--automatic-updates")
    if value is None or "--source" in given or "--image" not in given:
        return
    if call.track != "GA" or call.release >= _AUTOMATIC_UPDATES:
        faults.add(
            "conflicting-flags",
            value.word,
            say("`--automatic-updates` is only for a container that is built from source"),
            say("Remove it."),
        )


def _some_change(call: Call, values: Values, faults: Faults) -> None:
    if any(fault.kind in _FLAG_FAULTS for fault in faults.found):
        return  # what was meant to change something is reported already
    if not any(_changes(call, value) for value in values.values()):
        faults.add(
            "missing-argument",
            call.anchor,
            say("`{}` changes nothing", own(call.command)),
            say("Add the flags that it should set."),
        )
