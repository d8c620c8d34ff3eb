"""What gcloud accepts and loses, or reads as something else than what is meant."""

from __future__ import annotations

from lint.deploy.gcloud.delimiter import VARIABLE, divider, with_other_delimiter
from lint.model.text import name, own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Call
    from lint.deploy.gcloud.value import Value, Values
    from lint.deploy.text import Text

_ENV = ("--set-env-vars", "--update-env-vars")
_BUILD_VARIABLES = frozenset(
    (
        "GOOGLE_FUNCTION_SOURCE",
        "GOOGLE_ENTRYPOINT",
        "GOOGLE_RUNTIME",
        "GOOGLE_RUNTIME_VERSION",
        "GOOGLE_PYTHON_VERSION",
        "GOOGLE_NODEJS_VERSION",
        "GOOGLE_GO_VERSION",
        "GOOGLE_JAVA_VERSION",
        "GOOGLE_BUILDABLE",
        "GOOGLE_BUILD_ARGS",
        "GOOGLE_CLEAR_SOURCE",
        "GOOGLE_DEVMODE",
        "GOOGLE_MAVEN_BUILD_ARGS",
        "GOOGLE_GRADLE_BUILD_ARGS",
        "GOOGLE_NODE_RUN_SCRIPTS",
        "GOOGLE_COMPOSER_VERSION",
        "GOOGLE_DOTNET_SDK_VERSION",
        "GOOGLE_GOGCFLAGS",
        "GOOGLE_GOLDFLAGS",
        "GOOGLE_PYTHON_PACKAGE_MANAGER",
    )
)
"""Variables that Google's buildpacks read while they build, and nothing reads at run time."""
_SOURCE_ONLY = (
    "--function",
    "--base-image",
    "--build-env-vars-file",
    "--build-service-account",
    "--build-worker-pool",
    "--set-build-env-vars",
    "--update-build-env-vars",
)


def check(
    call: Call, values: Values, containers: list[tuple[Text, Values]], faults: Faults
) -> None:
    """Notes what is lost of a command that gcloud may accept."""
    for given in (values, *(inside for _, inside in containers)):
        for flag in _ENV:
            value = given.get(flag)
            if value is not None:
                _commas(value, faults)
                _build_variables(call, value, faults)
        _empty(given, faults)
        if call.letter == "D":
            _source_flags(given, faults)
    _overlooked(call, values, containers, faults)


def _overlooked(
    call: Call, values: Values, containers: list[tuple[Text, Values]], faults: Faults
) -> None:
    """Flags that gcloud takes and does not use, up to the release that the table is of."""
    annotations = values.get("--update-annotations")
    if annotations is not None and call.letter in "JCVWY":
        faults.add(
            "flag-without-effect",
            annotations.word,
            say("`{}` takes `--update-annotations` and does nothing with it", own(call.command)),
            say("Remove it, or set the annotation in a manifest."),
        )
    for _, given in containers:
        gpu = given.get("--gpu")
        if gpu is not None and call.letter in "WY":
            faults.add(
                "flag-without-effect",
                gpu.word,
                say("gcloud overlooks `--gpu` behind `--container` of a worker pool"),
                say("Set the limit in a manifest."),
            )
        workdir = given.get("--workdir")
        if workdir is not None and call.letter in "DUJCV":
            faults.add(
                "flag-without-effect",
                workdir.word,
                say("gcloud overlooks `--workdir` behind `--container`"),
                say("Set the working directory in the image or in a manifest."),
            )
        readiness = given.get("--readiness-probe")
        if readiness is None or not readiness.pairs:
            continue
        if "--liveness-probe" in given:
            faults.add(
                "flag-without-effect",
                readiness.word,
                say(
                    "behind `--container`, gcloud gives the readiness probe the settings of the liveness probe"
                ),
                say("Set the probe in a manifest."),
                [(given["--liveness-probe"].word, say("these are used"))],
            )
        else:
            faults.add(
                "gcloud-exception",
                readiness.word,
                say("`--readiness-probe` behind `--container` makes gcloud stop with an exception"),
                say("Set the probe in a manifest."),
            )


def _commas(value: Value, faults: Faults) -> None:
    """A comma inside of a value that makes a second variable of an odd name."""
    for position, (key, _) in enumerate(value.pairs):
        text = str(key).strip()
        if position and text and not VARIABLE.fullmatch(text):
            faults.add(
                "comma-in-value",
                key,
                say(
                    "{} divides a value of `{}`: the rest becomes a variable of its own",
                    divider(value),
                    own(value.flag.name),
                ),
                say(
                    "Choose a delimiter that is in no value: `{}=^@^NAME=...@NAME=...`.",
                    own(value.flag.name),
                ),
                [(value.pairs[position - 1][0], say("the value that is cut off"))],
                repair=with_other_delimiter(value),
            )


def _build_variables(call: Call, value: Value, faults: Faults) -> None:
    if call.letter not in "DUJCVWY":
        return
    for key, _ in value.pairs:
        text = str(key).strip()
        if text in _BUILD_VARIABLES:
            faults.add(
                "build-variable-at-run-time",
                key,
                say(
                    "`{}` is read while the image is built, and has no effect at run time",
                    name(text),
                ),
                say("Use `--set-build-env-vars={}=...`.", name(text))
                if call.letter == "D"
                else say("Set it for the build."),
            )


def _empty(given: Values, faults: Faults) -> None:
    """`--set-env-vars=`, which clears nothing."""
    for flag, clear in (
        ("--set-env-vars", "--clear-env-vars"),
        ("--set-secrets", "--clear-secrets"),
        ("--set-build-env-vars", "--clear-build-env-vars"),
    ):
        value = given.get(flag)
        if value is not None and value.text is not None and not value.string and not value.pairs:
            faults.add(
                "empty-set",
                value.word,
                say("an empty `{}` changes nothing", own(flag)),
                say("Use `{}` to remove them all, or remove the flag.", own(clear)),
            )


def _source_flags(given: Values, faults: Faults) -> None:
    """Flags of a build where an image is deployed that exists."""
    image = given.get("--image")
    if image is None or "--source" in given:
        return
    for flag in _SOURCE_ONLY:
        value = given.get(flag)
        if value is None or flag == "--base-image":
            continue
        faults.add(
            "flag-without-effect",
            value.word,
            say(
                "`{}` has no effect: it is about a build, and `--image` deploys an image that exists",
                own(flag),
            ),
            say("Remove it, or replace `--image` by `--source`."),
            [(image.word, say("deploys this image"))],
        )
