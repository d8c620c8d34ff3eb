"""The order of the steps of a build: what they wait for, and whether an image is there in time.

Source: github.com/GoogleCloudPlatform/cloud-build-local (validate);
docs.cloud.google.com/build/docs/configuring-builds/configure-build-step-order
"""

from __future__ import annotations

from lint.deploy.cloudbuild_schema import get, items_of
from lint.deploy.edits import respelt
from lint.deploy.images import read_images
from lint.deploy.substitutions import ALWAYS_NEW
from lint.deploy.yaml_text import text_of
from lint.model.fault import Fault
from lint.model.record import default, record
from lint.model.text import name, say
from lint.support.nearest import nearest
from lint.yaml.tree import ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lint.deploy.step import CommandLine
    from lint.deploy.text import Text
    from lint.model.source import Source
    from lint.yaml.tree import MappingNode

_DEPLOYS = (("run", "deploy"), ("run", "services"), ("run", "jobs"), ("run", "worker-pools"))


@record
class Ran:
    """What one step runs."""

    index: int
    commands: list[CommandLine] = default(factory=list)


def check_order(steps: Sequence[MappingNode], source: Source) -> Iterator[Fault]:
    """`waitFor` may name steps that come before, and ids are there once."""
    defined: dict[str, ScalarNode] = {}
    every = {
        node.text: node
        for step in steps
        for node in [get(step, "id")]
        if isinstance(node, ScalarNode)
    }
    for step in steps:
        if get(step, "name") is None and step.keys:
            first = next(iter(step.keys.values()))
            yield Fault(
                "build-step",
                text_of(first, source).place,
                message=say("a step has no `name`, and the build is refused"),
                help=say("Add `name` with the image that the step runs in."),
            )
        for item in items_of(get(step, "waitFor")):
            if not isinstance(item, ScalarNode) or item.text == "-" or item.text in defined:
                continue
            later = every.get(item.text)
            near = nearest(item.text, defined)
            yield Fault(
                "build-step",
                text_of(item, source).place,
                message=say(
                    "`waitFor` names `{}`, which no step before this one is called", name(item.text)
                ),
                help=say("Move that step before this one.")
                if later is not None
                else say("Did you mean `{}`?", name(near))
                if near
                else say("Remove it, or give the step that is meant this `id`."),
                related=[(text_of(later, source).place, say("a later step"))]
                if later is not None
                else [],
                repair=respelt(text_of(item, source), near, defined)
                if near and later is None
                else None,
            )
        node = get(step, "id")
        if not isinstance(node, ScalarNode):
            continue
        if node.text in defined:
            yield Fault(
                "build-step",
                text_of(node, source).place,
                message=say(
                    "two steps have the id `{}`, and the build is refused", name(node.text)
                ),
                help=say("Give one of them another id."),
                related=[(text_of(defined[node.text], source).place, say("the first one"))],
            )
        elif node.text == "-":
            yield Fault(
                "build-step",
                text_of(node, source).place,
                message=say("the id `-` is reserved, and the build is refused"),
                help=say("Choose another id."),
            )
        else:
            defined[node.text] = node


def check_pushed(ran: Sequence[Ran], images: Sequence[Text]) -> Iterator[Fault]:
    """An image that the build makes must be pushed before a step deploys it."""
    built: set[str] = set()
    pushed: set[str] = set()
    listed = {str(image): image for image in images}
    for step in ran:
        for command in step.commands:
            deployed = _image(command)
            if deployed is not None and str(deployed) in built:
                if _base(str(deployed)) not in pushed:
                    yield _not_pushed(deployed, listed.get(str(deployed)))
            builds, names = read_images([command])
            built |= {build.image for build in builds if build.image}
            pushed |= {_base(str(text)) for text in names}


def _not_pushed(image: Text, later: Text | None) -> Fault:
    always_new = any(f"${{{key}}}" in str(image) for key in ALWAYS_NEW)
    if always_new:
        message = say("this image is not in the registry yet: no step before this one pushes it")
    else:
        message = say(
            "the image of the build before is deployed, if there is one: no step before this one pushes it"
        )
    return Fault(
        "build-image-not-pushed",
        image.place,
        message=message,
        help=say("Add a step with `docker push` before this one."),
        related=[(later.place, say("pushed after all steps"))] if later is not None else [],
        severity=None if always_new else "warning",
    )


def _image(command: CommandLine) -> Text | None:
    """The image that a command deploys; None for other commands."""
    words = command.words
    strings = [str(word) for word in words]
    if strings[:1] != ["gcloud"]:
        return None
    plain = [
        word for word in strings[1:] if not word.startswith("-") and word not in ("alpha", "beta")
    ]
    if tuple(plain[:2]) not in _DEPLOYS:
        return None
    for index, word in enumerate(words):
        if strings[index] == "--image" and index + 1 < len(words):
            return words[index + 1]
        if strings[index].startswith("--image="):
            return word.cut(8)
    return None


def _base(image: str) -> str:
    """The name of an image without its tag: a push of one tag may push others, too."""
    head, sign, last = image.rpartition("/")
    return head + sign + last.partition("@")[0].partition(":")[0]
