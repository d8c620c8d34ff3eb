"""Names of arguments and blocks that a resource type does not have, as Terraform refuses them.

The table of fields has a date. A name that is in none of it may be new: only one that is certainly
meant for a field of the table, or for the v1 API, is an error.
"""

from __future__ import annotations

from lint.deploy.edits import respelt
from lint.deploy.terraform.field_table import DATE
from lint.deploy.terraform.values import Items
from lint.model.fault import Fault
from lint.model.text import NOTHING, name, own, say
from lint.support.nearest import is_given, nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.terraform.fields import Field
    from lint.deploy.terraform.values import Value
    from lint.deploy.text import Text

_CERTAIN = 0.85
"""How alike a name must be to one of the table to be certainly a misspelt one."""

_OF_V1 = {
    "container_concurrency": "max_instance_request_concurrency",
    "service_account_name": "service_account",
    "service_account_email": "service_account",
    "timeout_seconds": "timeout",
    "value_from": "value_source",
    "secret_name": "secret",
    "latest_revision": "type",
    "revision_name": "revision",
    "metadata": "labels` and `annotations",
    "spec": "template",
    "autogenerate_revision_name": "revision",
}
"""Names of google_cloud_run_service, with what the v2 resources have for them."""
_OF_V2 = {
    "max_instance_request_concurrency": "container_concurrency",
    "service_account": "service_account_name",
    "timeout": "timeout_seconds",
    "value_source": "value_from",
    "vpc_access": "metadata.annotations",
    "ingress": "metadata.annotations",
    "scaling": "metadata.annotations",
    "execution_environment": "metadata.annotations",
}
"""Names of the v2 resources, with where google_cloud_run_service has them."""


class Words:
    """Gathers what is wrong with the names in one resource block."""

    def __init__(self, resource_type: str) -> None:
        self.faults: list[Fault] = []
        self._type = resource_type
        self._other = _OF_V2 if resource_type == "google_cloud_run_service" else _OF_V1
        self._seen: set[tuple[int, int]] = set()

    def argument(
        self, word: Text, known: Field | None, parent: Field, value: Value, given: Sequence[str]
    ) -> None:
        """An argument that is none: unknown, or the name of a block; `given` are all names beside it."""
        if known is None:
            self._unknown(word, parent, "argument", given)
            return
        self._add(
            Fault(
                "terraform-form",
                word.place,
                message=say("`{}` is a block, not an argument", own(known.name)),
                help=say("Write `{} {}` without `=`.", own(known.name), own("{ ... }"))
                if not isinstance(value, Items)
                else say("Write a `{}` block for each item.", own(known.name)),
            ),
            word,
        )

    def block(self, word: Text, known: Field | None, parent: Field, given: Sequence[str]) -> None:
        """A block that is none: unknown, or the name of an argument; `given` as in `argument`."""
        if known is None:
            self._unknown(word, parent, "block", given)
            return
        self._add(
            Fault(
                "terraform-form",
                word.place,
                message=say("`{}` is an argument, not a block", own(known.name)),
                help=say("Write `{} = ...`.", own(known.name)),
            ),
            word,
        )

    def repeated(self, word: Text) -> None:
        """An argument that is there already."""
        self._add(
            Fault(
                "terraform-repeated",
                word.place,
                message=say("the argument `{}` is set twice", name(str(word))),
                help=say("Remove one of them."),
            ),
            word,
        )

    def _unknown(self, word: Text, parent: Field, what: str, given: Sequence[str]) -> None:
        text = str(word)
        repair = None
        certain = nearest(text, parent.fields, _CERTAIN)
        other = self._other.get(text)
        if other is not None and (other in parent.fields or text in ("metadata", "spec")):
            message = say("`{}` is not in {}", name(text), own(self._type))
            help = say("Use `{}`.", own(other))
            severity = None
        elif certain is not None:
            message = say("{} has no {} `{}` here", own(self._type), own(what), name(text))
            help = say("Did you mean `{}`?", own(certain))
            severity = None
            may_repeat = (
                parent.fields[certain].most == 0 and parent.fields[certain].type == "blocks"
            )
            is_given_again = given.count(text) > 1
            if may_repeat or not (is_given_again or is_given(certain, text, given, parent.fields)):
                repair = respelt(word, certain, parent.fields)
        else:
            message = say(
                "{} has no {} `{}` here, as of {}",
                own(self._type),
                own(what),
                name(text),
                own(DATE),
            )
            near = nearest(text, parent.fields)
            help = say("Did you mean `{}`?", own(near)) if near is not None else NOTHING
            severity = "warning"
        self._add(
            Fault(
                "terraform-unknown",
                word.place,
                message=message,
                help=help,
                severity=severity,  # type: ignore[arg-type]
                repair=repair,
            ),
            word,
        )

    def _add(self, fault: Fault, word: Text) -> None:
        place = word.place
        if (place.line, place.column) not in self._seen:
            self._seen.add((place.line, place.column))
            self.faults.append(fault)
