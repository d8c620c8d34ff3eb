"""Data as JSON text, for the formats that are JSON."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def dump(data: Any) -> str:
    """JSON with keys in the order given, in ASCII, ending in a newline.

    Halves of surrogate pairs, which a YAML escape can make and strict parsers refuse, become
    U+FFFD.
    """
    text = json.dumps(_whole(data), indent=2, ensure_ascii=True, allow_nan=False)
    # The one control character that JSON leaves as it is; outside strings it cannot occur.
    text = text.replace("\x7f", "\\u007f")
    # Runners of workflows take `##[` for a command, wherever it stands.
    return text.replace("##[", "#\\u0023[") + "\n"


def _whole(data: Any) -> Any:
    if isinstance(data, str):
        if data.isascii():
            return data
        return data.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(data, dict):
        return {key: _whole(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_whole(value) for value in data]
    return data
