"""JSON that others wrote: with one kind of error, whatever is wrong with it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def load_json(text: str | bytes) -> Any:
    """The value of a JSON text. Raises `ValueError`.

    `json` raises `RecursionError` for a thousand brackets, and counts numbers in decimal digits,
    which `int` refuses beyond 4,300.
    """
    import json

    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
