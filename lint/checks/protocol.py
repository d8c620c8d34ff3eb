"""What a check is: a module with these functions, listed in `lint.checks.registry`.

Imported only by the type checker and by tests. mypy holds every module of the registry to these
protocols through `lint.checks.typed_registry`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, Protocol

from lint.checks.context import CheckContext
from lint.model.fault import Fault
from lint.model.findings import Finding, NotRun
from lint.model.rule import Rule

Input = Literal["", "image", "wheel", "source", "cloud", "live", "policies"]
"""What a rule can require: an image at all, a wheel or a source tree, answers about a project,
answers of the project itself, policies of the organisation; "" for nothing besides the manifest."""
Lookup = tuple[str, str]
"""A cloud query that the parameters of a rule need, besides those about the resource: the kind of
thing ("secret"), and its name."""


class Model(Protocol):
    """What every check has."""

    def model(self) -> Any:
        """The type of the parameters, for pydantic. Called only when a rule set is compiled."""


class Check(Model, Protocol):
    """Judges resources."""

    def run(self, rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
        """The findings on one resource.

        `rules` are all rules of this check that apply to the resource and whose requirement is
        met. `NotRun` says that a rule could not be judged on this resource, and why.
        """


class TextCheck(Model, Protocol):
    """Judges what readers met in a text, whether it holds a resource or not."""

    def report(self, rules: Iterable[Rule], faults: Iterable[Fault]) -> Iterator[Finding]:
        """The findings on one text. The last rule about a kind of fault counts."""


class PreparesParameters(Protocol):
    """A check that has more to say about its parameters than their types."""

    def prepare(self, params: Any) -> Any:
        """The validated parameters as the check wants them at run time, as JSON-like data.

        Raises `lint.model.rule.ParameterError` for a mistake in them.
        """


class RequiresInput(Protocol):
    """A check that needs more than the manifest."""

    def requires(self, params: Any) -> Input:
        """What a rule with these parameters requires. Without it, the rule is not run."""


class NeedsLookups(Protocol):
    """A check whose parameters name things in the project."""

    def lookups(self, rule: Rule) -> Iterable[Lookup]:
        """What is to be looked up in the project for a rule."""
