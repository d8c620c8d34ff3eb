"""What fields, annotations and labels do, in words: what `field_words.yaml` says.

Not on the way of a check: schemas, editors and documentation read it.
"""

from __future__ import annotations

from functools import cache

from lint.manifest import defaults
from lint.model.record import record
from lint.support.paths import data_path

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

FILE = "field_words.yaml"
_PAGE = "page"
_NOT = "not "


@record
class Words:
    """The words about one field, key or annotation; what is "" or empty is not said."""

    says: str
    limits: str = ""
    """What may be written, where no rule states it as data."""
    values: tuple[str, ...] = ()
    """Values that editors offer, where no rule states them as data."""
    default: str = ""
    stage: str = ""
    """The launch stage BETA or ALPHA, where no rule states it."""
    page: str = ""
    """The address of the documentation."""
    offered: bool = True
    """Whether people write it: editors do not offer what only programs write."""


class FieldWords:
    """All the words.

    `fields` has them by type and field (`("Container", "image")`), `keys` by type, field and key of
    a map (`("ResourceRequirements", "limits", "cpu")`), `annotations` by key. `flags` has what each
    flag of gcloud sets, as a path of `fields` or `keys` or an annotation, and whether it is inverted.
    """

    __slots__ = ("annotations", "fields", "flags", "keys")

    def __init__(self, data: dict[str, Any]) -> None:
        pages = data["pages"]
        reference = pages["reference"]
        self.fields: dict[tuple[str, str], Words] = {}
        for owner, entries in data["fields"].items():
            page = pages[entries[_PAGE]]
            for name, entry in entries.items():
                if name != _PAGE:
                    self.fields[owner, name] = _words(entry, pages, page)
        self.keys: dict[tuple[str, str, str], Words] = {}
        for path, entry in data["keys"].items():
            owner, name, key = path.split(".", 2)
            self.keys[owner, name, key] = _words(entry, pages, reference)
        self.annotations = {
            key: _words(entry, pages, reference) for key, entry in data["annotations"].items()
        }
        self.flags: dict[str, tuple[str, bool]] = {}
        for flag, target in data["flags"].items():
            inverted = target.startswith(_NOT)
            self.flags[flag] = (target.removeprefix(_NOT), inverted)


@cache
def field_words() -> FieldWords:
    """The words, read once."""
    import yaml

    with open(data_path("manifest", FILE), encoding="utf-8") as file:
        # libyaml where there is one; both are safe loaders.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        return FieldWords(yaml.load(file, loader))  # noqa: S506


def _words(entry: str | dict[str, Any], pages: dict[str, str], page: str) -> Words:
    if isinstance(entry, str):
        return Words(entry, page=page)
    return Words(
        entry["says"],
        limits=entry.get("limits", ""),
        values=tuple(entry.get("values", ())),
        default=_default(entry.get("default", "")),
        stage=entry.get("stage", ""),
        page=pages[entry[_PAGE]] if _PAGE in entry else page,
        offered=entry.get("offered", True),
    )


def _default(text: str) -> str:
    """A default as it is shown: `=NAME` and `=NAME.item` are what `lint.manifest.defaults` has."""
    if not text.startswith("="):
        return text
    name, _, item = text[1:].partition(".")
    value = getattr(defaults, name)
    return str(value[item] if item else value)
