"""Paths that a Dockerfile takes from the build context, and that are not there."""

from __future__ import annotations

import os
import posixpath

from lint.image.context.ignore_repairs import exception_for
from lint.image.context.ignore_rules import INCLUDED
from lint.image.context.instructions import find_word
from lint.image.context.made_before import made_before
from lint.image.context.source_tree import is_behind_link
from lint.model.fault import Fault, Repair
from lint.model.findings import Place
from lint.model.record import record
from lint.model.text import NOTHING, amount, joined, say
from lint.model.text import name as shown_name
from lint.model.text import path as shown_path
from lint.model.text import pattern as shown_pattern
from lint.support.lazy_regex import lazy_regex
from lint.support.nearest import nearest
from lint.support.paths import repository_root

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.image.context.build_context import Context
    from lint.image.context.dockerfile import Wanted
    from lint.image.context.ignore_rules import Decision
    from lint.model.findings import Severity

_MAX_FAULTS = 20
_MAX_COMPARISONS = 5_000_000
_LISTED = 3
_GLOB = "*?["
_PLAIN_NAME = lazy_regex(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")


@record
class _Missing:
    """A source that the build does not find."""

    wanted: Wanted
    decision: Decision | None
    """That of the ignore rules; None where the tree has no such path."""


def missing_sources(context: Context) -> list[Fault]:
    """A fault for each path of COPY, ADD or `RUN --mount` that the build context does not have.

    Kinds: `copy-absent`, `copy-ignored`, `wrong-context` (one for all, where another folder has
    what this one lacks, or where this one lacks most), `copy-nothing`. The severity is lowered
    where something before the build may make the path. A wildcard may match nothing, as in
    BuildKit; other builders stop where no source of a line matches.

    Source: https://docs.docker.com/reference/dockerfile/#copy and
    https://docs.docker.com/build/concepts/context/
    """
    copy_map = context.copy_map
    if copy_map is None or not context.complete or not context.rules_known:
        return []
    wanted = copy_map.wanted()
    if any("{{" in each.word or "{%" in each.word for each in wanted) or any(
        line.lstrip().startswith("{%") for line in copy_map.lines
    ):
        return []  # a template of a Dockerfile
    named = [each for each in wanted if not any(char in each.path for char in _GLOB)]
    missing: list[_Missing] = []
    for each in named:
        decision = _judge(context, each.path)
        if decision is not None:
            missing.append(_Missing(each, None if decision.included else decision))
    faults: list[Fault] = []
    for comment in [each for each in missing if each.wanted.path.startswith("#")]:
        line = comment.wanted.instruction.line
        if any(each.wanted.instruction.line == line for each in missing):
            missing = [each for each in missing if each.wanted.instruction.line != line]
            faults.append(_no_comment(context, comment.wanted))
    absent = [each for each in missing if each.decision is None]
    if absent:
        other = _other_context(context, named)
        sources = {each.path for each in named}
        most = len({each.wanted.path for each in absent}) * 2 > len(sources)
        if other or (most and len({each.wanted.path for each in absent}) > 1):
            faults.append(_wrong_context(context, absent, len(sources), other))
            missing = [each for each in missing if each.decision is not None]
    seen: set[tuple[int, str]] = set()
    for gone in missing[:_MAX_FAULTS]:
        key = (gone.wanted.instruction.line, gone.wanted.path)
        if key not in seen:
            seen.add(key)
            faults.append(_fault(context, gone))
    faults += _unmatched(context, wanted)
    return faults


def _judge(context: Context, path: str) -> Decision | None:
    """None where the build has the path; else the decision about it, an inclusion for an absent one."""
    if not path or path in context.kept or path + "/" in context.kept_folders:
        return None
    full = os.path.join(context.directory, *path.split("/"))
    try:
        there, folder = os.path.lexists(full), os.path.isdir(full)
    except ValueError:
        return None
    decision = context.excluded(path, is_dir=folder)
    if not there:
        return INCLUDED
    if decision.included or is_behind_link(context.directory, path):
        return None
    return decision


def _fault(context: Context, missing: _Missing) -> Fault:
    wanted = missing.wanted
    assert context.copy_map is not None
    line, column = find_word(context.copy_map.lines, wanted.instruction, wanted.word)
    end = column + len(wanted.word) if column > 1 else column
    where = Place(context.copy_map.display_path, line, column, line, end)
    severity: Severity | None = "warning" if wanted.assumed else None
    note = say(", with the default of the ARG that it is made of") if wanted.assumed else NOTHING
    if missing.decision is not None:
        pattern = missing.decision.pattern
        assert pattern is not None
        by = say(" by the pattern `{}`", shown_pattern(pattern.text))
        message = say(
            "`{}` is excluded from the build context{}, so the build stops{}",
            shown_path(wanted.path),
            by,
            note,
        )
        related = []
        if pattern.path:
            related.append((Place(pattern.path, pattern.line), say("this pattern excludes it")))
            help = say(
                "Change the pattern in `{}`, or add `!{}` after it.",
                shown_path(pattern.path),
                shown_path(wanted.path),
            )
        else:
            help = say("Add a `.gcloudignore` that keeps `{}`.", shown_path(wanted.path))
        return Fault(
            "copy-ignored",
            where,
            message=message,
            help=help,
            related=related,
            severity=severity,
            repair=exception_for(context, wanted.path),
        )
    message = say(
        "`{}` is not in the build context `{}`, so the build stops{}",
        shown_path(wanted.path),
        shown_path(context.display_path),
        note,
    )
    made = made_before(context, wanted.path)
    if made is not None:
        reason, spot = made
        message = say(
            "`{}` is not in the build context `{}`: the build stops unless it is made before ({})",
            shown_path(wanted.path),
            shown_path(context.display_path),
            reason,
        )
        return Fault(
            "copy-absent",
            where,
            message=message,
            help=say("Make `{}` before the build, or remove it here.", shown_path(wanted.path)),
            related=[(spot, say("this line may make it"))] if spot is not None else (),
            severity="warning",
        )
    if wanted.unset:
        return Fault(
            "copy-absent",
            where,
            message=say("`{}` has no value here: {}", shown_name(wanted.unset), message),
            help=say(
                "Write `ARG {}` behind the FROM of this stage: one before it counts for FROM alone.",
                shown_name(wanted.unset),
            ),
            severity=severity,
        )
    match = _nearest(context, wanted.path)
    help = (
        say("Did you mean `{}`?", shown_path(match))
        if match
        else say("Add `{}`, or remove it here.", shown_path(wanted.path))
    )
    repair = _respelt(wanted, match, where) if match else None
    return Fault("copy-absent", where, message=message, help=help, severity=severity, repair=repair)


def _no_comment(context: Context, wanted: Wanted) -> Fault:
    """A `#` behind a COPY: the words behind it are paths like those before it."""
    assert context.copy_map is not None
    line, column = find_word(context.copy_map.lines, wanted.instruction, wanted.word)
    return Fault(
        "copy-absent",
        Place(context.copy_map.display_path, line, column),
        message=say("a comment cannot follow COPY: `#` and the words behind it are paths"),
        help=say("Write the comment on a line of its own."),
    )


def _respelt(wanted: Wanted, match: str, where: Place) -> Repair | None:
    """The name that is meant, in the same folder: unsafe, as another file may be missing."""
    folder, _, name = wanted.path.rpartition("/")
    other_folder, _, meant = match.rpartition("/")
    plain = _PLAIN_NAME.fullmatch(meant) is not None and where.end_column > where.column
    if folder != other_folder or not plain or not wanted.word.endswith(name):
        return None
    word = wanted.word[: len(wanted.word) - len(name)] + meant
    return Repair("set_place", where, word, safe=False)


def _nearest(context: Context, path: str) -> str | None:
    """The path of the context that is most like one that is not there."""
    folder, _, name = path.rpartition("/")
    try:
        names = os.listdir(os.path.join(context.directory, *folder.split("/")))
    except (OSError, ValueError):
        names = []
    found = nearest(name, names[:2_000])
    if found is not None:
        return posixpath.join(folder, found)
    same = [kept for kept in context.kept if kept.endswith("/" + name)]
    return same[0] if len(same) == 1 else None


# The wrong context


def fitting_context(context: Context) -> str:
    """The folder that has all that the Dockerfile wants, where this one has not; "" for none."""
    if context.copy_map is None:
        return ""
    named = [
        each for each in context.copy_map.wanted() if not any(char in each.path for char in _GLOB)
    ]
    absent = any(_judge(context, each.path) is INCLUDED for each in named)
    return _other_context(context, named) if absent else ""


def _other_context(context: Context, named: Sequence[Wanted]) -> str:
    """A folder above, or that of the Dockerfile, which has all that the Dockerfile wants; "" for none."""
    paths = {each.path for each in named}
    root = repository_root(context.directory)
    if not paths - {""}:
        return ""
    assert context.copy_map is not None
    folders = []
    if root is not None:
        folder = os.path.abspath(context.directory)
        while folder != root:
            folder = os.path.dirname(folder)
            folders.append(folder)
    beside = os.path.dirname(os.path.abspath(context.dockerfile_path or ""))
    if context.dockerfile_path and beside != os.path.abspath(context.directory):
        folders.append(beside)
    for folder in folders:
        if all(os.path.lexists(os.path.join(folder, *path.split("/"))) for path in paths):
            shown = os.path.relpath(folder, os.path.abspath(context.directory))
            joined_path = os.path.normpath(os.path.join(context.display_path, shown))
            return joined_path.replace(os.sep, "/")
    return ""


def _wrong_context(context: Context, absent: Sequence[_Missing], of: int, other: str) -> Fault:
    assert context.copy_map is not None
    first = absent[0].wanted
    line, column = find_word(context.copy_map.lines, first.instruction, first.word)
    where = Place(context.copy_map.display_path, line, column, line, column + len(first.word))
    paths = list(dict.fromkeys(each.wanted.path for each in absent))
    listing = joined(say("`{}`", shown_path(path)) for path in paths[:_LISTED])
    more = say(" and {} more", amount(len(paths) - _LISTED)) if len(paths) > _LISTED else NOTHING
    if other:
        message = say(
            "the build context `{}` does not have {}{}, and `{}` has all that the Dockerfile copies",
            shown_path(context.display_path),
            listing,
            more,
            shown_path(other),
        )
        return Fault(
            "wrong-context",
            where,
            message=message,
            help=say("Build with the context `{}`.", shown_path(other)),
            severity="warning" if context.guessed else None,
        )
    doubtful = context.guessed or any(
        each.wanted.assumed or made_before(context, each.wanted.path) is not None
        for each in absent[:_MAX_FAULTS]
    )
    message = say(
        "{} of {} paths that the Dockerfile copies are not in the build context `{}`: {}{}",
        amount(len(paths)),
        amount(of),
        shown_path(context.display_path),
        listing,
        more,
    )
    return Fault(
        "wrong-context",
        where,
        message=message,
        help=say("Is this the right context? Pass `--source` with the folder that has them."),
        severity="warning" if doubtful else None,
    )


def _unmatched(context: Context, wanted: Sequence[Wanted]) -> list[Fault]:
    """The lines of which every source has wildcards, and none matches."""
    from lint.image.context.copy_map import source_test

    lines: dict[int, list[Wanted]] = {}
    for each in wanted:
        lines.setdefault(each.instruction.line, []).append(each)
    faults = []
    work = 0
    assert context.copy_map is not None
    for group in lines.values():
        if not all(any(char in each.path for char in _GLOB) for each in group):
            continue
        if any("**" in each.path or each.assumed for each in group):
            continue
        work += len(group) * len(context.kept)
        if work > _MAX_COMPARISONS:
            break  # no Dockerfile that somebody wrote has so many
        tests = [source_test(each.path) for each in group]
        if any(
            path.count("/") + 1 >= depth and test("/".join(path.split("/")[:depth]))
            for path in context.kept
            for depth, test in tests
        ):
            continue
        first = group[0]
        line, column = find_word(context.copy_map.lines, first.instruction, first.word)
        faults.append(
            Fault(
                "copy-nothing",
                Place(context.copy_map.display_path, line, column, line, column + len(first.word)),
                message=say(
                    "{} matches nothing in the build context `{}`, so nothing is copied",
                    joined(say("`{}`", shown_pattern(each.path)) for each in group[:_LISTED]),
                    shown_path(context.display_path),
                ),
                help=say("Correct the pattern. Builders other than BuildKit stop here."),
            )
        )
    return faults[:_MAX_FAULTS]
