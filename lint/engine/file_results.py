"""What the check of some files gave; the results of several processes are added up."""

from __future__ import annotations

from lint.model.findings import Outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lint.model.findings import NotRun, ResourceId
    from lint.model.source import Source


class FileResults:
    """What some files of a run gave. It is pickled on its way between processes."""

    # No record: every run imports this module, and making the class takes longer.
    __slots__ = ("outcome", "passed_over", "used_values", "whole")

    def __init__(self) -> None:
        self.outcome = Outcome()
        self.passed_over = 0
        """The number of files that were found and are no manifests."""
        self.used_values: set[str] = set()
        """The names of `--set` and `--values` that a placeholder has."""
        self.whole: set[tuple[str, str]] = set()
        """Kind and name of the resources of which all is known from one description."""

    def add(self, other: FileResults) -> None:
        """Adds what other files gave."""
        mine, outcome = self.outcome, other.outcome
        mine.findings += outcome.findings
        mine.checked += outcome.checked
        mine.skipped += outcome.skipped
        mine.unknown += outcome.unknown
        mine.portraits += outcome.portraits
        self.add_sources(outcome.sources)
        mine.incomplete = mine.incomplete or outcome.incomplete
        self.add_not_run(outcome.not_run)
        self.passed_over += other.passed_over
        self.used_values |= other.used_values
        self.whole |= other.whole

    def add_not_run(self, entries: Iterable[NotRun]) -> None:
        """Adds rules that could not run, each once."""
        listed = {(entry.rule, entry.reason) for entry in self.outcome.not_run}
        for entry in entries:
            if (entry.rule, entry.reason) not in listed:
                listed.add((entry.rule, entry.reason))
                self.outcome.not_run.append(entry)

    def add_sources(self, more: Mapping[str, Source]) -> None:
        """Adds texts that findings point into. Several deploy steps may have read the same file."""
        sources = self.outcome.sources
        for path, source in more.items():
            earlier = sources.get(path)
            if earlier is not None and earlier is not source and earlier.text == source.text:
                earlier.join(source)
            else:
                sources[path] = source

    def add_whole(self, resource: ResourceId) -> None:
        """Notes that one description has all of a resource."""
        self.whole.add((resource.kind, resource.name))

    def drop_answered(self) -> None:
        """Drops the rules that could not judge a part of a resource which another description has whole."""
        self.outcome.not_run = [
            entry
            for entry in self.outcome.not_run
            if entry.part_of is None or (entry.part_of.kind, entry.part_of.name) not in self.whole
        ]


def have_comments(sources: Mapping[str, Source]) -> bool:
    """Whether a comment of the texts may accept findings (`lint.engine.acceptance.comments.MARK`)."""
    return any("lint:" in source.text for source in sources.values())
