"""Which revisions get the requests: `update-traffic`, and `--no-traffic` and `--tag` of a deploy."""

from __future__ import annotations

from lint.deploy.gcloud.draft import Draft
from lint.deploy.nodes import items, mapping, put, scalar
from lint.model.text import own, say
from lint.yaml.tree import SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Call
    from lint.deploy.gcloud.value import Value, Values
    from lint.deploy.text import Text


def change_traffic(draft: Draft, call: Call, values: Values, faults: Faults) -> None:
    """What `update-traffic` and `update-instance-split` set."""
    if call.letter == "T" and call.track != "GA":
        draft.annotate(
            "run.googleapis.com/launch-stage", call.track.upper(), call.anchor, template=False
        )
    glass = values.get("--breakglass")
    if call.letter == "T" and glass is not None and glass.text is not None:
        key = "run.googleapis.com/binary-authorization-breakglass"
        draft.annotate(key, glass.text, glass.word, template=False)
    latest = values.get("--to-latest")
    split = values.get("--to-revisions")
    if latest is not None:
        _write(draft, [(latest.word.written("LATEST"), latest.word, 100)], call, latest)
    for value in (split, values.get("--to-tags")):
        if value is not None:
            _split(draft, value, call, faults, write=value is split)
    _tags(draft, values)


def _tags(draft: Draft, values: Values) -> None:
    """Adds tags where the whole of the traffic is known."""
    listed = draft.find("spec", "traffic")
    tags = values.get("--update-tags") or values.get("--set-tags")
    if tags is None or not isinstance(listed, SequenceNode) or not listed.items:
        return
    for tag, revision in sorted(tags.pairs, key=lambda pair: str(pair[0])):
        node = mapping(tag)
        if str(revision) == "LATEST":
            put(node, "latestRevision", scalar(revision, True), revision)
        else:
            put(node, "revisionName", scalar(revision), revision)
        put(node, "tag", scalar(tag), tag)
        listed.items.append(node)


def _split(draft: Draft, value: Value, call: Call, faults: Faults, *, write: bool) -> None:
    shares: list[tuple[Text, Text, int | None]] = []
    total = 0
    for key, text in value.pairs:
        share: int | None = None
        if text.known:
            try:
                share = int(str(text))
            except ValueError:
                share = -1
            if not 0 <= share <= 100:
                faults.add(
                    "bad-flag-value",
                    text if str(text) else key,
                    say(
                        "a share of `{}` must be a whole number from 0 to 100", own(value.flag.name)
                    ),
                    say("Correct the number."),
                )
                return
            total += share
        shares.append((key, text, share))
    if total > 100:
        faults.add(
            "bad-flag-value",
            value.word,
            say("the shares of `{}` are more than 100 together", own(value.flag.name)),
            say("Lower one of them."),
        )
    elif write and total == 100 and not value.unknown:
        shares.sort(key=lambda share: (str(share[0]) == "LATEST", str(share[0])))
        _write(draft, shares, call, value)


def _write(
    draft: Draft, shares: list[tuple[Text, Text, int | None]], call: Call, value: Value
) -> None:
    """Writes shares that are all of the traffic."""
    key = "traffic" if call.letter == "T" else "instanceSplits"
    listed = items(draft.at("spec"), key, value.word)
    listed.items = []
    for revision, text, share in shares:
        node = mapping(revision)
        if str(revision) == "LATEST":
            put(node, "latestRevision", scalar(revision, True), revision)
        else:
            put(node, "revisionName", scalar(revision), revision)
        if share is None:
            put(node, "percent", scalar(text), text)
        else:
            put(node, "percent", scalar(text, share), text)
        listed.items.append(node)


def _tag_first(draft: Draft, tag: Text, word: Text) -> None:
    """The traffic of a new service whose first revision has a tag."""
    name = draft.find("spec", "template", "metadata", "name")
    listed = items(draft.at("spec"), "traffic", word)
    latest = mapping(word)
    put(latest, "latestRevision", scalar(word, True), word)
    put(latest, "percent", scalar(word, 100), word)
    node = mapping(tag)
    # Without a suffix, gcloud makes up a name.
    revision = scalar(word.written("${REVISION}", known=False)) if name is None else name
    put(node, "revisionName", revision, word)
    put(node, "tag", scalar(tag), word)
    listed.items = [latest, node]


def change_deployed_traffic(
    draft: Draft, call: Call, values: Values, faults: Faults, first: bool
) -> None:
    """What `--tag` and `--no-traffic` of a deploy set."""
    tag = values.get("--tag")
    if tag is not None and tag.text is not None and tag.string and first and call.letter == "D":
        _tag_first(draft, tag.text, tag.word)
    held = values.get("--no-traffic") or values.get("--no-promote")
    if held is not None and first:
        faults.add(
            "needs-existing",
            held.word,
            say("`{}` is refused where the resource does not exist yet", own(held.flag.name)),
            say("Leave it out of the first deploy."),
            severity="info",
        )
