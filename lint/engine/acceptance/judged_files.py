"""Which files a run has judged to their end, so that what is not found there is gone."""

from __future__ import annotations

import os

from lint.engine.acceptance.members import file_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from lint.image.image import Image
    from lint.model.findings import Outcome


class JudgedFiles:
    """The files of a run: those that were named or found, what they name, and those of the images."""

    def __init__(self, inputs: Iterable[str], outcome: Outcome, images: Iterable[Image]) -> None:
        """`inputs` are the paths of the files that were named or found."""
        shown = [*inputs, *outcome.sources]
        for image in images:
            shown += [wheel.path for wheel in image.wheels]
            shown += [image.origin] if image.origin else []
            if image.context is not None:
                shown += [file.display_path for file in image.context.files.values()]
                shown += image.context.ignore_files
                if image.context.copy_map is not None:
                    shown.append(image.context.copy_map.display_path)
        self._judged = set(map(os.path.abspath, shown))
        # A value that is not known yet may bring a finding back.
        open_ends = [entry.path for entry in outcome.skipped]
        open_ends += [entry.place.path for entry in outcome.unknown]
        self._judged -= set(map(os.path.abspath, open_ends))

    def lacks(self, path: str) -> bool:
        """Whether a finding at an absolute path, which the run has not made, is gone.

        It is where the file was judged to its end, or is not there any more. Of a member of an
        archive, the archive decides.
        """
        file = file_of(path)
        return file in self._judged or not os.path.lexists(file)
