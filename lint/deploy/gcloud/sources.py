"""What a deploy from source writes besides: the image that it builds, and how it is built."""

from __future__ import annotations

from lint.deploy.gcloud.draft import Draft, joined
from lint.deploy.gcloud.template import RUN
from lint.deploy.nodes import put, scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.grammar import Call
    from lint.deploy.gcloud.values import Values
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
        image = _image(draft, word, project, region)
        if "--image" not in given:
            put(container, "image", scalar(image), word)
        if call.letter == "D" and "--no-build" not in given:
            _annotate(draft, given, image, word)


def _image(draft: Draft, word: Text, project: Text | None, region: Text | None) -> Text:
    """`REGION-docker.pkg.dev/PROJECT/cloud-run-source-deploy/NAME`."""
    region = region or word.written("${REGION}", known=False)
    project = project or word.written("${PROJECT_ID}", known=False)
    name = draft.name or word.written("${SERVICE}", known=False)
    host = region + word.written("-docker.pkg.dev")
    parts = [host, project, word.written("cloud-run-source-deploy"), name]
    whole = joined(parts, "/", word)
    return whole if not whole.known else word.written(str(whole))


def _annotate(draft: Draft, given: Values, image: Text, word: Text) -> None:
    draft.annotate(RUN + "build-image-uri", image, word, template=False)
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
