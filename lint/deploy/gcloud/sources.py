"""What a deploy from source writes besides: the image that it builds, and how it is built."""

from __future__ import annotations

from lint.deploy.gcloud.change import RUN
from lint.deploy.gcloud.draft import Draft, joined, quoted
from lint.deploy.nodes import put, scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.grammar import Call
    from lint.deploy.gcloud.value import Values
    from lint.deploy.text import Text


def change_source(
    draft: Draft,
    call: Call,
    values: Values,
    containers: list[tuple[Text, Values]],
    project: Text | None,
    region: Text | None,
) -> None:
    """Sets the image of the container that is built from source."""
    parts: list[tuple[Text | None, Values]] = list(containers) if containers else [(None, values)]
    for title, given in parts:
        source = given.get("--source")
        if source is None or source.text is None:
            continue
        word = source.word
        container = draft.container(title)
        named = given.get("--image")
        if "--no-build" in given:
            if named is None:
                put(container, "image", scalar(word.written("scratch")), word)
            # The object that the archive is uploaded to has a name that gcloud makes.
            archive = word.written(f'{{"{title or ""}":"gs://')
            text = archive + word.written("${OBJECT}", known=False) + word.written('"}')
            draft.annotate(RUN + "sources", text, word)
            continue
        if named is not None:
            if named.text is not None:
                _annotate(draft, given, named.string if named.text.known else "", word)
            continue
        image = _image(draft, project, region)
        # What is deployed is the digest of what is built.
        digest = word.written("${IMAGE}", known=False)
        if image:
            digest = word.written(f"{image}@") + word.written("${DIGEST}", known=False)
        put(container, "image", scalar(digest), word)
        if call.letter == "D":
            _annotate(draft, given, image, word)


def _image(draft: Draft, project: Text | None, region: Text | None) -> str:
    """`REGION-docker.pkg.dev/PROJECT/cloud-run-source-deploy/NAME`; "" where it is not known."""
    name = draft.name
    if region is None or project is None or name is None:
        return ""
    if not (region.known and project.known and name.known):
        return ""
    return f"{region}-docker.pkg.dev/{project}/cloud-run-source-deploy/{name}"


_CHOOSES_ENTRY = frozenset(
    ("GOOGLE_BUILDABLE", "GOOGLE_ENTRYPOINT", "GOOGLE_FUNCTION_SOURCE", "GOOGLE_PYTHON_APP")
)


def is_built_as_usual(given: Values) -> bool:
    """Whether the buildpack looks for what it starts where it always looks."""
    for flag in ("--set-build-env-vars", "--update-build-env-vars", "--build-env-vars-file"):
        value = given.get(flag)
        if value is not None and value.unknown:
            return False
        if value is not None and any(str(key).strip() in _CHOOSES_ENTRY for key, _ in value.pairs):
            return False
    return True


def _annotate(draft: Draft, given: Values, image: str, word: Text) -> None:
    if image:
        draft.annotate(RUN + "build-image-uri", image, word, template=False)
    variables = given.get("--set-build-env-vars") or given.get("--update-build-env-vars")
    variables = variables or given.get("--build-env-vars-file")
    if variables is not None and variables.pairs and not variables.unknown:
        parts = [
            quoted(key, word) + word.written(": ") + quoted(text, word)
            for key, text in variables.pairs
        ]
        text = word.written("{") + joined(parts, ", ", word) + word.written("}")
        draft.annotate(RUN + "build-environment-variables", text, variables.word, template=False)
    base = given.get("--base-image")
    updates = given.get("--automatic-updates")
    on = updates.on if updates is not None else base is not None and bool(base.string)
    draft.annotate(RUN + "build-enable-automatic-updates", str(on).lower(), word, template=False)
    for flag, key in (
        ("--base-image", "build-base-image"),
        ("--function", "build-function-target"),
        ("--build-service-account", "build-service-account"),
        ("--build-worker-pool", "build-worker-pool"),
    ):
        value = given.get(flag)
        if value is not None and value.string and value.text is not None:
            draft.annotate(RUN + key, value.text, value.word, template=False)
