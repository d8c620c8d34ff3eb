"""The short forms that rule files allow, each made the long form before it is validated.

They are functions of a module, so that a validator that is kept as data can name them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def as_list(value: Any) -> Any:
    """A lone string counts as a list of one, wherever a list of strings may be written."""
    return [value] if isinstance(value, str) else value


def as_amount(value: Any) -> Any:
    """An amount may be written as a number: `cpu: 2`."""
    return str(value) if isinstance(value, int | float) and value is not True else value


def as_bound(value: Any) -> Any:
    """A lone amount means exactly that one."""
    return value if isinstance(value, dict) else {"equals": value}


def as_expected(value: Any) -> Any:
    """A lone string means exactly that value."""
    return {"one-of": [value]} if isinstance(value, str) else value


def as_secret(value: Any) -> Any:
    """A lone string is the name of the secret."""
    return {"secret": value} if isinstance(value, str) else value


COERCIONS: dict[str, Callable[[Any], Any]] = {
    function.__name__: function
    for function in (as_list, as_amount, as_bound, as_expected, as_secret)
}
