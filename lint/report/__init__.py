"""Reports: one module a format, imported when it is asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.model.findings import Outcome

FORMATS = {
    "text": "text",
    "concise": "concise",
    "json": "json_report",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "html": "html",
}
"""The formats by name, with the modules that render them."""

WITH_PICTURES = ("html",)
"""The formats that show `Outcome.portraits`."""

IN_REPOSITORY = ("github", "gitlab", "sarif")
"""The formats for services that show findings beside the code; see `Outcome.originals`."""

WIDTH = 120
"""Columns of the terminal that source lines are cut to, where nobody says better."""


def render(
    name: str,
    outcome: Outcome,
    *,
    color: bool = False,
    links: bool = False,
    width: int = WIDTH,
    quiet: bool = False,
) -> str:
    """The report in a format, ending in a newline; equal outcomes give equal texts.

    `color` and `links` (of rules to their pages) count for text and concise, and so does `quiet`,
    which leaves out the summary; "" is left where there are no findings. `width` counts for text.
    Raises `KeyError` for an unknown name.
    """
    from importlib import import_module

    module = import_module(f"lint.report.{FORMATS[name]}")
    text: str
    if name == "text":
        text = module.render(outcome, color=color, links=links, width=width, quiet=quiet)
    elif name == "concise":
        text = module.render(outcome, color=color, links=links, quiet=quiet)
    else:
        text = module.render(outcome)
    if name in ("text", "concise"):
        from lint.report.safe import without_commands

        text = without_commands(text)
    return text
