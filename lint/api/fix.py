"""The functions that repair: texts come back, and no file is written."""

from __future__ import annotations

from typing import NamedTuple

from lint.api.options import engine_input
from lint.api.report import Report
from lint.engine.repair import repair

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Unpack

    from lint.api.options import CheckOptions, Path


class Fixed(NamedTuple):
    """What the repairs of files or texts gave."""

    texts: dict[str, str]
    """The texts that have changed, by path, without a byte order mark. The others are not in it."""
    report: Report
    """What is found after the repairs."""
    repaired: int
    """The number of findings that were repaired."""

    def __repr__(self) -> str:
        # The texts hold values that no output may have.
        return f"<Fixed: {self.repaired} findings in {len(self.texts)} texts; {self.report!r}>"


def fix_paths(
    paths: Iterable[Path],
    *,
    texts: Mapping[str, str | bytes] | None = None,
    unsafe: bool = False,
    **options: Unpack[CheckOptions],
) -> Fixed:
    """Repairs what has exactly one right repair, in memory: to write the texts is up to the caller.

    `unsafe` also makes the repairs that are only likely to be meant. The other parameters and the
    errors are those of `lint.api.check_paths`.
    """
    given, settings, data = engine_input(paths, texts, options)
    repaired = repair(given, settings, unsafe=unsafe, texts=data)
    changed = {path: source.text for path, source in repaired.after.items()}
    return Fixed(changed, Report(repaired.outcome), repaired.fixed)


def fix_texts(
    texts: Mapping[str, str | bytes], *, unsafe: bool = False, **options: Unpack[CheckOptions]
) -> Fixed:
    """Repairs texts by their paths, as `fix_paths` repairs files."""
    return fix_paths(texts, texts=texts, unsafe=unsafe, **options)
