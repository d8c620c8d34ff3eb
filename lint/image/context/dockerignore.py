"""`.dockerignore` as Docker's and kaniko's builders read it, alike.

Both read the file and compile its patterns with github.com/moby/patternmatcher (`ignorefile` and `New`). How each
of them applies the patterns is in `buildkit_rules` and `kaniko_rules`.
"""

from __future__ import annotations

import posixpath

from lint.image.context.docker_pattern import (
    NOTHING,
    BadPatternError,
    check_syntax,
    compile_pattern,
)
from lint.image.context.ignore_rules import (
    MAX_PATTERNS,
    Pattern,
    too_large,
)
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import amount, say
from lint.model.text import pattern as shown_pattern
from lint.support.path_patterns import MAX_TOKENS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.support.path_patterns import Token

# Go's unicode.IsSpace; str.strip() would also take the separators U+001C to U+001F.
_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
# Go's bufio.Scanner gives up on a longer line.
_MAX_LINE = 64 * 1024


class DockerPattern(Pattern):
    """A compiled pattern: `cleaned` is what the library matches with, without `!`.

    `tokens` are None for a pattern that is malformed: where `cleaned` is empty, the library finds
    out when it reads the file, else when it first tries the pattern on a path.
    """

    __slots__ = ("cleaned", "depth", "tokens")

    def __init__(self, text: str, path: str, line: int, negated: bool, cleaned: str) -> None:
        super().__init__(text, path, line, negated)
        self.cleaned = cleaned
        self.depth = cleaned.count("/") + 1
        self.tokens: list[Token] | None = None


def read_dockerignore(
    data: bytes, display_path: str, faults: list[Fault]
) -> list[DockerPattern] | None:
    """The patterns of a `.dockerignore`, or None when the builders could not read it either.

    `display_path` is its path in findings. Faults: `ignore-pattern-invalid`, `ignore-pattern-unclear`,
    `ignore-file-invalid`, `ignore-file-too-large`. A pattern that the library finds malformed only
    when it tries it becomes a fault of the rules, when they try it.
    """
    patterns: list[DockerPattern] = []
    size = 0
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    for number, raw in enumerate(text.split("\n"), 1):
        long = 4 * len(raw) >= _MAX_LINE
        if long and len(raw.encode("utf-8", "surrogateescape")) >= _MAX_LINE:
            message = say(
                "the line is longer than {} bytes, and builders do not read it", amount(_MAX_LINE)
            )
            faults.append(
                Fault("ignore-file-invalid", Place(display_path, number), message=message)
            )
            return None
        pattern = _read_line(raw, display_path, number)
        if pattern is None:
            continue
        size += len(pattern.cleaned)
        if len(patterns) == MAX_PATTERNS or size > MAX_TOKENS:
            faults.append(too_large(display_path))
            return None
        fault = _compile(pattern)
        if fault is not None:
            faults.append(fault)
        patterns.append(pattern)
    return patterns


def _read_line(raw: str, display_path: str, number: int) -> DockerPattern | None:
    if raw.startswith("#"):
        return None
    text = raw.strip(_SPACE)
    if not text:
        return None
    negated = text.startswith("!")
    cleaned = text[1:].strip(_SPACE) if negated else text
    if cleaned:
        cleaned = _clean(cleaned)
        if len(cleaned) > 1:
            cleaned = cleaned.removeprefix("/")
    # The library trims and cleans a second time, `!` included, and looks for the `!` again: so
    # `!/` ends as a lone `!`, and `/!name` as an exception.
    whole = ("!" + cleaned if negated else cleaned).strip(_SPACE)
    if not whole:
        return None
    whole = _clean(whole)
    negated = whole.startswith("!")
    written = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return DockerPattern(written, display_path, number, negated, whole[negated:])


def _clean(path: str) -> str:
    """Go's `filepath.Clean`; `normpath` differs in keeping two leading slashes."""
    cleaned = posixpath.normpath(path)
    return cleaned[1:] if cleaned.startswith("//") else cleaned


def _compile(pattern: DockerPattern) -> Fault | None:
    try:
        if not pattern.cleaned:
            raise BadPatternError(early=True)
        check_syntax(pattern.cleaned)
        pattern.tokens = compile_pattern(pattern.cleaned)
    except BadPatternError as error:
        if error.exotic:
            pattern.tokens = [NOTHING]
            return Fault(
                "ignore-pattern-unclear",
                Place(pattern.path, pattern.line),
                message=say(
                    "the pattern `{}` is not supported by lint and is left out",
                    shown_pattern(pattern.text),
                ),
                help=say("Write the pattern with plain names, `*`, `**` and `?`."),
            )
        if error.early:
            pattern.cleaned = ""
            return malformed(pattern)
    return None


def malformed(pattern: DockerPattern) -> Fault:
    """The fault of a pattern that the builders cannot compile."""
    early = not pattern.cleaned
    return Fault(
        "ignore-pattern-invalid",
        Place(pattern.path, pattern.line),
        message=say(
            "the pattern `{}` is not valid: BuildKit fails the build, and kaniko {}",
            shown_pattern(pattern.text),
            say("excludes nothing at all")
            if early
            else say("includes every file that it compares with the pattern"),
        ),
        help=say("Correct or remove the pattern."),
    )
