"""One use of google-github-actions/deploy-cloudrun: its release, its inputs, and what is wrong with them."""

from __future__ import annotations

from lint.deploy.action_releases import Release, release_of
from lint.model.fault import Fault
from lint.model.record import record
from lint.model.text import NOTHING

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.file import DeployFile
    from lint.deploy.text import Text
    from lint.model.fault import Repair
    from lint.model.findings import Severity
    from lint.model.text import Message

MAX_ENTRIES = 1_000
"""Entries and words of one input that are read; Cloud Run takes 1,000 env vars at most."""


@record
class Input:
    """One line below `with:`."""

    key: Text
    value: Text

    @property
    def string(self) -> str:
        """Its value as the action gets it."""
        return str(self.value)

    @property
    def given(self) -> bool:
        """Whether it has certainly a value: an expression alone may be empty."""
        return bool(self.value) and not self.value.is_unknown


@record
class ActionStep:
    """A step of a workflow that uses the action."""

    uses: Text
    """What follows `uses:`."""
    inputs: dict[str, Input]
    """By name in lower case, as GitHub takes them."""
    file: DeployFile
    directory: str
    """Where it runs; "" where that is not known."""
    authenticated: bool = False
    """Whether a step of the job has signed in before."""


class Inputs:
    """The inputs of one use, as its release takes them."""

    def __init__(self, action: ActionStep) -> None:
        self.action = action
        self.inputs = action.inputs
        self.release: Release = release_of(str(action.uses).partition("@")[2])
        self.version = self.release.version
        self.faults: list[Fault] = []
        self.revealed: list[Text] = [action.uses]

    def get(self, input_name: str) -> Input | None:
        """An input that the release takes, and that is not empty."""
        found = self.inputs.get(input_name)
        if found is None or not found.value or not self.release.takes(input_name):
            return None
        return found

    def given(self, input_name: str) -> bool:
        """Whether an input has certainly a value."""
        found = self.get(input_name)
        return found is not None and found.given

    def fault(
        self,
        kind: str,
        where: Text,
        message: Message,
        help: Message = NOTHING,
        severity: Severity | None = None,
        related: Sequence[tuple[Text, Message]] = (),
        repair: Repair | None = None,
    ) -> None:
        """Reports something; the arguments are those of `lint.model.fault.Fault`."""
        self.faults.append(
            Fault(
                kind,
                where.place,
                message=message,
                help=help,
                severity=severity,
                related=[(text.place, label) for text, label in related],
                repair=repair,
            )
        )
