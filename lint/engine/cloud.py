"""The cloud's part of a run: whom to ask, for what, and what stayed open."""

from __future__ import annotations

from lint.errors import UsageError
from lint.model.findings import Place, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from lint.checks.protocol import Lookup
    from lint.cloud.google.live import Live
    from lint.cloud.inventory import Inventory
    from lint.cloud.lookups import ResourceLookups
    from lint.cloud.target import Defaults
    from lint.manifest.resource import Resource
    from lint.model.findings import Outcome
    from lint.model.options import Options
    from lint.settings import Settings


class ProjectLookups:
    """Asks the project itself or a recorded inventory about all resources of a run, at once.

    `require` makes the run incomplete where a look-up failed. `available` is what rules can rely on:
    "cloud", and "live" where the project itself is asked.
    """

    def __init__(
        self, live: Live | None, inventory: Inventory | None, defaults: Defaults, require: bool
    ) -> None:
        from lint.cloud.lookups import LookupBatch

        self.live = live
        self.inventory = inventory
        self.require = require
        self.available = frozenset(("cloud",) if live is None else ("cloud", "live"))
        respondent = live or inventory
        assert respondent is not None
        self.survey = LookupBatch(respondent, defaults)
        if inventory is not None:
            self.survey.age = inventory.age(_now()), Place(inventory.path, end_column=1)

    def add(self, resource: Resource, demanded: Mapping[Lookup, str]) -> ResourceLookups:
        """Collects the queries for a resource; `demanded` are those that rules need, by rule id."""
        return self.survey.add(resource, demanded)

    def ask(self, outcome: Outcome) -> None:
        """Runs the queries; the outcome notes which project was asked, and what got no answer."""
        from lint.cloud.gaps import find_gaps

        try:
            self.survey.ask()
        finally:
            if self.live is not None:
                self.live.close()
        failed = 0
        for view in self.survey.views:
            for gap in find_gaps(view):
                failed += gap.failed
                place = view.resource.place(gap.node)
                outcome.unknown.append(Unknown(place, gap.question, gap.reason))
        if self.require and failed:
            outcome.incomplete = True
            looked = "look-up" if failed == 1 else "look-ups"
            outcome.notes.append(f"--live=require: {failed} {looked} failed")
        outcome.notes.extend(self.reported())

    def reported(self) -> list[str]:
        """Who was asked: a line for each project and region."""
        if self.inventory is not None:
            age = self.survey.age[0] if self.survey.age else 0.0
            days = "today" if age < 1 else "1 day ago" if age < 2 else f"{age:.0f} days ago"
            return [
                f"asked the inventory {self.inventory.path} of project {self.inventory.project}, "
                f"region {self.inventory.region}, recorded {days}"
            ]
        assert self.live is not None
        caller = self.live.identity()
        return [f"asked {target}{caller and f' as {caller}'}" for target in self.survey.targets()]


def open_online(options: Options, inventory: str, settings: Settings) -> ProjectLookups:
    """The project itself with `--live`, else the recorded inventory at the path `inventory`.

    Raises `UsageError`.
    """
    if options.live and inventory:
        raise UsageError("--live asks the project and --inventory a file: choose one")
    defaults = defaults_of(options.project, options.region, settings)
    if options.live:
        return ProjectLookups(open_live(), None, defaults, options.live == "require")
    from lint.cloud.inventory import read_inventory

    return ProjectLookups(None, read_inventory(inventory), defaults, False)


def open_live(limit: float = 30.0) -> Live:
    """The cloud, to be asked for `limit` seconds at most. Raises `UsageError`."""
    from lint.cloud.google.endpoints import read_endpoints
    from lint.cloud.google.live import Live

    return Live(read_endpoints(), limit=limit)


def defaults_of(project: str, region: str, settings: Settings) -> Defaults:
    """Project and region of the command line and the settings."""
    from lint.cloud.target import Defaults

    return Defaults(
        project=project,
        region=region,
        settings_project=settings.get("project") or "",
        settings_region=settings.get("region") or "",
    )


def _now() -> float:
    import time

    return time.time()
