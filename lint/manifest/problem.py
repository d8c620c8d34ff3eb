"""A fault in the text of a manifest, as its reader met it: no rule and no severity yet."""

from __future__ import annotations


class Problem:
    """Something that keeps a text from being read as written, or at all.

    `kind` is a stable kebab-case word that rules refer to; the kinds are listed in
    `lint.manifest.reader`. `related` is a second place with its label. `fatal` means that the
    document behind it could not be judged; `incomplete` that this was our limit and not the
    file's fault, so that the run must not pass (exit code 2).
    """

    __slots__ = (
        "column",
        "end_column",
        "end_line",
        "fatal",
        "help",
        "incomplete",
        "kind",
        "line",
        "message",
        "related",
    )

    def __init__(
        self,
        kind: str,
        message: str,
        line: int = 1,
        column: int = 1,
        end_line: int = 0,
        end_column: int = 0,
        *,
        help: str = "",
        related: tuple[int, int, int, int, str] | None = None,
        fatal: bool = False,
        incomplete: bool = False,
    ) -> None:
        self.kind = kind
        self.message = message
        self.line = line
        self.column = column
        self.end_line = end_line or line
        self.end_column = end_column or column + 1
        self.help = help
        self.related = related
        self.fatal = fatal
        self.incomplete = incomplete

    def __repr__(self) -> str:
        return f"<Problem {self.kind} {self.line}:{self.column} {self.message}>"
