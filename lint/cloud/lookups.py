"""One run's questions about all resources: gathered, asked at once, and handed out again."""

from __future__ import annotations

from lint.cloud.access import doubt_of_access
from lint.cloud.query import Query, Result, unknown
from lint.cloud.references import (
    SecretUse,
    Use,
    connector_use,
    instance_uses,
    named_revisions,
    own_revision,
    secret_uses,
    service_account,
)
from lint.cloud.settings_summary import shape_of
from lint.cloud.target import Target
from lint.cloud.v2.service import REGIONS, convert
from lint.manifest.references import CLOUDSQL, CONNECTOR
from lint.model.record import record
from lint.yaml.tree import MappingNode, Node, ScalarNode, is_null, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Protocol

    from lint.cloud.target import Defaults
    from lint.manifest.resource import Resource
    from lint.model.findings import Place

    class Backend(Protocol):
        """What answers questions: `lint.cloud.google.live.Live` or `lint.cloud.inventory.Inventory`."""

        validates: bool

        def ambient_project(self) -> str:
            """The project that goes without saying, "" when there is none."""

        def answer(self, questions: Iterable[Query]) -> dict[Query, Result]:
            """The answer to every question."""


@record
class Gap:
    """A query that stays open."""

    node: Node
    """What it is about."""
    question: str
    """The query in words."""
    reason: str
    """Why it has no answer."""
    failed: bool
    """True where a look-up went wrong, false where the results leave the query open."""


class ResourceLookups:
    """What was asked for one resource, and the answers once `LookupBatch.ask` has run."""

    def __init__(
        self, resource: Resource, target: Target, demanded: dict[str, str], validates: bool
    ) -> None:
        self.resource = resource
        self.target = target
        self.answers: dict[Query, Result] = {}
        self.age: tuple[float, Place] | None = None
        self.secrets = list(secret_uses(resource, target, demanded))
        self.connector = connector_use(resource, target)
        self.instances = list(instance_uses(resource))
        self.converted = convert(resource, target)
        self.planned = shape_of(resource.kind, self.converted.body)
        self.stated = _stated(resource)
        instances = resource.annotation(CLOUDSQL, template=True)
        if instances is not None and instances.unknown:
            self.planned["instances"] = []
        self.live: Use | None = None
        self.own_revision: Use | None = None
        self.revisions: list[Use] = []
        self.validation: Use | None = None
        self._early: list[Gap] = []
        self._about_itself(validates)

    def _about_itself(self, validates: bool) -> None:
        resource, name = self.resource, self.converted.name
        node = resource.name_node
        if node is None or not resource.name:
            return
        if not name:
            lacking = "project" if not self.target.project else "region"
            reason = f"no {lacking} is known; --{lacking} states it"
            words = f"what runs as {resource.kind} `{resource.name}`"
            self._early.append(Gap(node, words, reason, True))
            return
        question = Query(resource.kind.lower(), name)
        self.live = Use(node, question)
        own = own_revision(resource)
        if own is not None:
            self.own_revision = Use(own, Query("revision", f"{name}/revisions/{own.text}"))
        self.revisions = [
            Use(named, Query("revision", f"{name}/revisions/{named.text}"))
            for named in named_revisions(resource)
        ]
        if validates:
            obstacle = _obstacle(resource)
            if obstacle:
                self._early.append(Gap(node, "validation by Cloud Run", obstacle, False))
            else:
                body = Query("validation", name, after=question, body=self.converted)
                self.validation = Use(node, body)

    def questions(self) -> Iterator[Query]:
        """Everything that is to be asked for this resource."""
        for use in (self.live, self.validation, self.own_revision, self.connector):
            if use is not None:
                yield use.question
        for use in (*self.revisions, *self.instances):
            yield use.question
        for secret in self.secrets:
            yield secret.secret
            if secret.version is not None:
                yield secret.version
            if not secret.demand:
                yield secret.policy

    def answer(self, question: Query) -> Result:
        """The answer to a question of this view."""
        return self.answers.get(question) or unknown("it was not asked")

    def account(self) -> str:
        """The service account that the resource runs as, "" where it cannot be told."""
        numbers = (self.answer(use.secret).facts.get("number", "") for use in self.secrets)
        number = self.target.project if self.target.project.isdigit() else ""
        return service_account(
            self.resource, self.target, number or next((text for text in numbers if text), "")
        )

    def gaps(self) -> list[Gap]:
        """What nobody could tell, each thing once."""
        gaps = [*self._early, *self._unnamed()]
        for use, words in self._things():
            answer = self.answer(use.question)
            after = use.question.after
            if answer.unknown and (after is None or not self.answer(after).unknown):
                gaps.append(Gap(use.node, words, answer.reason, answer.failed))
        account = self.account()
        for secret in self.secrets:
            gaps += self._secret_gaps(secret, account)
        return list({(id(gap.node), gap.question): gap for gap in gaps}.values())

    def _things(self) -> Iterator[tuple[Use, str]]:
        kind = self.resource.kind
        for use, words in (
            (self.live, f"what runs as {kind} `{self.resource.name}`"),
            (self.validation, "validation by Cloud Run"),
            (self.own_revision, "revision"),
            (self.connector, "VPC connector"),
        ):
            if use is not None:
                named = "" if use in (self.live, self.validation) else f" `{use.question.short}`"
                yield use, words + named
        for use in self.revisions:
            yield use, f"revision `{use.question.short}`"
        for use in self.instances:
            yield use, f"Cloud SQL instance `{use.question.short}`"

    def _unnamed(self) -> Iterator[Gap]:
        """References that could not be asked about because nobody knows the project or region."""
        target = self.target
        if target.parent:
            return
        node = self.resource.annotation(CONNECTOR, template=True)
        if self.connector is None and text_of(node) and node is not None:
            words = f"VPC connector `{node.text[:80]}`"
            yield Gap(node, words, "no project or region is known", True)
        if not target.project:
            # With any project at all, the secrets that depend on it come to light.
            nowhere = Target("?", "", target.region, "")
            for use in secret_uses(self.resource, nowhere, {}):
                if use.secret.project == "?":
                    words = f"secret `{use.secret.short}`"
                    yield Gap(use.node, words, "no project is known", True)

    def _secret_gaps(self, use: SecretUse, account: str) -> Iterator[Gap]:
        name = use.secret.short
        reasons = []
        for question, node, words in (
            (use.secret, use.node, f"secret `{name}`"),
            (use.version, use.version_node, f"version {use.version_text} of secret `{name}`"),
            (None if use.demand else use.policy, use.node, f"access to secret `{name}`"),
        ):
            if question is None:
                continue
            answer = self.answer(question)
            # One reason that holds for the secret holds for all that is asked about it.
            if answer.unknown and answer.reason not in reasons:
                reasons.append(answer.reason)
                yield Gap(node, words, answer.reason, answer.failed)
        policy = self.answer(use.policy)
        if use.demand or not policy.found or not self.answer(use.secret).found:
            return
        doubt = (
            doubt_of_access(policy.facts, account)
            if account
            else "nobody knows what account it runs as"
        )
        if doubt:
            yield Gap(use.node, f"access to secret `{name}`", doubt, False)


def _stated(resource: Resource) -> frozenset[str]:
    """The settings that the file states, by their names in the v1 API."""
    mappings = (
        resource.annotations,
        resource.template_annotations,
        resource.spec,
        resource.spec.get("nodeSelector") if resource.spec is not None else None,
    )
    return frozenset(
        name
        for mapping in mappings
        if isinstance(mapping, MappingNode)
        for name, _, value in mapping.items()
        if not is_null(value)
    )


def _obstacle(resource: Resource) -> str:
    """Why the server must or can not be asked to validate a resource; "" when it can."""
    annotations = resource.annotations
    if annotations is not None and REGIONS in annotations:
        # Such a request is carried out although it says that it is only for validation.
        return "requests for multi-region services ignore validate_only, so none is sent"
    if _placeholders(resource):
        return "the manifest holds placeholders; --set says what they stand for"
    return ""


def _placeholders(resource: Resource) -> bool:
    """Whether anything but the values of env vars is a placeholder: those may be any text."""
    values = {
        id(variable.value)
        for container in resource.containers
        for variable in container.env
        if variable.value is not None
    }
    names = {
        id(variable.name_node) for container in resource.containers for variable in container.env
    }
    return any(
        node.templated or (node.unknown and id(node) not in names)
        for node in resource.root.walk()
        if isinstance(node, ScalarNode) and id(node) not in values
    )


class LookupBatch:
    """Gathers the questions of all resources and asks them together.

    `age` is that of an inventory, in days, with the file's place; the first view gets it.
    """

    def __init__(self, respondent: Backend, defaults: Defaults) -> None:
        self.respondent = respondent
        self.defaults = defaults
        defaults.ambient = respondent.ambient_project
        self.views: list[ResourceLookups] = []
        self.age: tuple[float, Place] | None = None

    def add(self, resource: Resource, demanded: dict[str, str] | None = None) -> ResourceLookups:
        """The view of one more resource. `demanded`: secrets that rules demand, by rule id."""
        view = ResourceLookups(
            resource, self.defaults.target(resource), demanded or {}, self.respondent.validates
        )
        if not self.views:
            view.age = self.age
        self.views.append(view)
        return view

    def ask(self) -> None:
        """Asks everything that was gathered, each question once."""
        questions = dict.fromkeys(question for view in self.views for question in view.questions())
        answers = self.respondent.answer(questions)
        for view in self.views:
            view.answers = answers

    def targets(self) -> list[str]:
        """The projects and regions of the resources, with their origins, each once."""
        return list(dict.fromkeys(str(view.target) for view in self.views))
