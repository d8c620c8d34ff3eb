"""TOML as every reader of it reads it: bounded, and with one kind of error."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MAX_PARTS = 64
"""Parts of a dotted key. `tomllib` makes a table and a copy of the path for each part, so that a key
of 40 KB takes 1.6 GB."""

MAX_DOTS = 100_000
"""Dots between the parts of keys in a file, and in what looks like them."""

_DOTTED = lazy_regex(r"(?<![\w\-])[\w\-]++(?:[ \t]*+\.[ \t]*+[\w\-\"']++)++")
_QUOTED = lazy_regex(r"[\"'][ \t]*+\.[ \t]*+[\w\"']")
_MAX_QUOTED = 2_000


class TomlError(ValueError):
    """The text is not TOML, or beyond the limits. The message is `tomllib`'s for the former."""


def load_toml(text: str) -> dict[str, Any]:
    """The values of a TOML text. Raises `TomlError`."""
    import tomllib

    total = 0
    for match in _DOTTED.finditer(text):
        dots = match.group().count(".")
        total += dots
        if dots >= MAX_PARTS:
            line = text.count("\n", 0, match.start()) + 1
            message = f"a key has more than {MAX_PARTS} parts (at line {line}, column 1)"
            raise TomlError(message)
    quoted = sum(1 for _ in _QUOTED.finditer(text))
    if total > MAX_DOTS or quoted > _MAX_QUOTED:
        raise TomlError("its dotted keys have too many parts (at line 1, column 1)")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TomlError(str(error)) from None
    except ValueError:
        raise TomlError("a number has too many digits (at line 1, column 1)") from None
    except RecursionError:
        raise TomlError("its values are nested too deeply (at line 1, column 1)") from None
