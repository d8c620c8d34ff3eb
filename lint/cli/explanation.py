"""A rule in words, for the terminal: what `lint explain` prints."""

from __future__ import annotations

from textwrap import fill, indent

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.engine.rule_text import RuleText

_WIDTH = 88
_LABEL = 12


def explanation(text: RuleText, url: str) -> str:
    """The text about a rule, ending in a newline; `url` is the address of its page, or ""."""
    blocks = [f"{text.id} {text.name}", fill(text.title, _WIDTH)]
    if text.because:
        blocks.append(fill(text.because, _WIDTH))
    labelled = [*text.facts.items(), ("stated in", f"{text.path}:{text.line}")]
    labelled += [("source", source) for source in text.sources]
    if url:
        labelled.append(("page", url))
    blocks.append("\n".join(f"{label:<{_LABEL}} {value}" for label, value in labelled))
    for example in text.rejected:
        lines = ["Rejected:", "", indent(example.text, "    "), ""]
        lines += [_wrapped("", message) for message in example.messages]
        lines += [_wrapped("help: ", help) for help in example.helps]
        blocks.append("\n".join(lines).rstrip("\n"))
    blocks += [f"Accepted:\n\n{indent(example, '    ')}" for example in text.accepted]
    blocks.append(fill(text.ways, _WIDTH))
    if text.change:
        blocks.append(f"A rule set of your own does the same:\n\n{indent(text.change, '    ')}")
    return "\n\n".join(blocks) + "\n"


def _wrapped(label: str, sentence: str) -> str:
    return fill(f"{label}{sentence}", _WIDTH, initial_indent="  ", subsequent_indent="    ")
