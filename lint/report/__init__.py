"""Reports: one module a format, imported when it is asked for."""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.findings import Outcome

FORMATS = {
    "text": "text",
    "concise": "concise",
    "json": "json_report",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
}
"""The formats by name, with the modules that render them."""


def render(name: str, outcome: Outcome, *, color: bool = False) -> str:
    """The report in a format, ending in a newline. `color` counts for text and concise only."""
    text: str = import_module(f"lint.report.{FORMATS[name]}").render(outcome, color=color)
    return text
