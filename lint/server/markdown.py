"""Text as Markdown: what a stranger may have written is shown, and is no link, image or markup.

Editors load images of hovers without asking, and a link there looks like one of ours.
"""

from __future__ import annotations

import re

from lint.model.code_spans import code_spans

_RUN = re.compile(r"`+")
_MARKUP = re.compile(r"[\\\[\]<>!*_#|~&$^{}]")


def code(text: str) -> str:
    """A text as code: between more back ticks than it has in a row."""
    text = " ".join(text.split())
    fence = "`" * (1 + max(map(len, _RUN.findall(text)), default=0))
    pad = " " if "`" in (text[:1], text[-1:]) else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def prose(text: str) -> str:
    """A sentence, in which what is between back ticks is code."""
    parts = code_spans(" ".join(text.split()))
    return "".join(
        (f"`{part}`" if part else "")
        if at % 2
        else _MARKUP.sub(r"\\\g<0>", part).replace("`", r"\`")
        for at, part in enumerate(parts)
    )
