"""The flags of the connector, the egress and the network interface."""

from __future__ import annotations

from lint.deploy.gcloud.change import RUN
from lint.deploy.gcloud.draft import joined, json_list, quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.change import Change
    from lint.deploy.text import Text


def change_network(change: Change) -> None:
    """The connector, the egress and the network interface."""
    values, draft = change.values, change.draft
    egress = RUN + "vpc-access-egress"
    change.text("--vpc-connector", RUN + "vpc-access-connector", empty="ignore")
    change.text("--vpc-egress", egress)
    value = values.get("--vpc-egress")
    if draft.kind == "WorkerPool" and value is not None and value.string == "all":
        draft.annotate(egress, value.word.written("all-traffic"), value.word)
    if "--clear-vpc-connector" in values:
        draft.unannotate(RUN + "vpc-access-connector")
        draft.unannotate(egress)
    touched = False
    word = change.call.anchor
    for flag, key in (
        ("--network", "network"),
        ("--subnet", "subnetwork"),
        ("--network-tags", "tags"),
    ):
        value = values.get(flag)
        if value is None:
            continue
        touched, word = True, value.word
        texts = value.items if key == "tags" else [value.text] if value.text is not None else []
        if any(str(text) for text in texts) or (key == "tags" and texts):
            draft.network[key] = list(texts)
        else:
            draft.network.pop(key, None)
    if "--clear-network-tags" in values:
        touched, word = True, values["--clear-network-tags"].word
        draft.network.pop("tags", None)
    if touched:
        _write_interfaces(change, word, egress)
    if "--clear-network" in values:
        draft.network.clear()
        draft.unannotate(RUN + "network-interfaces")
        draft.unannotate(egress)


def _write_interfaces(change: Change, word: Text, egress: str) -> None:
    draft = change.draft
    key = RUN + "network-interfaces"
    if not draft.network:
        draft.unannotate(key)
        if draft.kind != "WorkerPool":
            draft.unannotate(egress)
        return
    parts = []
    for field, texts in sorted(draft.network.items()):
        text = json_list(texts, word) if field == "tags" else quoted(texts[0], word)
        parts.append(word.written(f'"{field}": ') + text)
    text = word.written("[{") + joined(parts, ", ", word) + word.written("}]")
    draft.annotate(key, text, word)
