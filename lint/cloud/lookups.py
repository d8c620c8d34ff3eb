"""The queries about all resources of one run: gathered, asked at once, and handed out again."""

from __future__ import annotations

from lint.cloud.query import Query, Result, unknown
from lint.cloud.references import (
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
from lint.manifest.references import CLOUDSQL
from lint.yaml.tree import MappingNode, ScalarNode, is_null

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
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


class ResourceLookups:
    """The queries about one resource, and their results once `LookupBatch.ask` has run.

    `obstacle` is why Cloud Run is not asked to validate the resource, "" where it is.
    """

    def __init__(
        self,
        resource: Resource,
        target: Target,
        demanded: Mapping[tuple[str, str], str],
        validates: bool,
    ) -> None:
        self.resource = resource
        self.target = target
        self.answers: dict[Query, Result] = {}
        self.age: tuple[float, Place] | None = None
        secrets = {name: rule for (kind, name), rule in demanded.items() if kind == "secret"}
        self.secrets = list(secret_uses(resource, target, secrets))
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
        self.obstacle = ""
        self._about_itself(validates)

    def _about_itself(self, validates: bool) -> None:
        resource, name = self.resource, self.converted.name
        if resource.name_node is None or not resource.name or not name:
            return
        question = Query(resource.kind.lower(), name)
        self.live = Use(resource.name_node, question)
        own = own_revision(resource)
        if own is not None:
            self.own_revision = Use(own, Query("revision", f"{name}/revisions/{own.text}"))
        self.revisions = [
            Use(named, Query("revision", f"{name}/revisions/{named.text}"))
            for named in named_revisions(resource)
        ]
        if validates:
            self.obstacle = _obstacle(resource)
            if not self.obstacle:
                body = Query("validation", name, after=question, body=self.converted)
                self.validation = Use(resource.name_node, body)

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

    def add(
        self, resource: Resource, demanded: Mapping[tuple[str, str], str] | None = None
    ) -> ResourceLookups:
        """The view of one more resource.

        `demanded` is what rules need besides, a kind ("secret") and a name, with the rule's id.
        """
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
