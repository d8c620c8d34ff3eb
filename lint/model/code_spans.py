"""Sentences of ours, in which what is between back ticks is code: reports and editors mark it up."""

from __future__ import annotations


def code_spans(sentence: str) -> list[str]:
    """The sentence in parts, of which every second one, from the second on, is code.

    An odd back tick at the end is only a back tick.
    """
    parts = sentence.split("`")
    if len(parts) % 2 == 0:
        parts[-2:] = [f"{parts[-2]}`{parts[-1]}"]
    return parts
