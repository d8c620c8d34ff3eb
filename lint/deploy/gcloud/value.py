"""What a flag of a command amounts to."""

from __future__ import annotations

from lint.model.record import default, record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.flags import Flag
    from lint.deploy.text import Text


@record
class Value:
    """What a flag amounts to, all its occurrences taken together."""

    flag: Flag
    word: Text
    """Its name where it was given last."""
    text: Text | None = None
    """The value as written, where it was given last."""
    on: bool = True
    number: int | float | None = None
    """The value of a number or duration; None where it is not known, or a word such as `default`."""
    items: list[Text] = default(factory=list)
    pairs: list[tuple[Text, Text]] = default(factory=list)
    each: list[list[tuple[Text, Text]]] = default(factory=list)
    """The dicts of a flag of which each occurrence is one."""
    unknown: bool = False
    """Whether a list or dict may have more entries."""
    bad: bool = False
    """Whether gcloud refuses it."""

    @property
    def string(self) -> str:
        """The text, "" for none."""
        return str(self.text) if self.text is not None else ""


Values = dict[str, Value]
"""The values of the flags of one part of a command, by flag."""
