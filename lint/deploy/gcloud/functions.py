"""`gcloud functions deploy` of the second generation: a Cloud Run service by another name.

The Functions API adds settings of its own (memory, timeout, concurrency), so that what the flags
do not set is not known.
"""

from __future__ import annotations

from lint.deploy.gcloud.change import RUN, SCALE
from lint.deploy.gcloud.containers import ContainerChange
from lint.deploy.gcloud.draft import Draft, set_in, set_number
from lint.deploy.nodes import put, scalar
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Call
    from lint.deploy.gcloud.value import Values

_SECOND_ONLY = (
    "--concurrency",
    "--cpu",
    "--run-service-account",
    "--serve-all-traffic-latest-revision",
    "--trigger-event-filters",
    "--trigger-event-filters-path-pattern",
    "--trigger-location",
    "--trigger-channel",
    "--trigger-service-account",
)
_INGRESS = {
    "all": "all",
    "internal-only": "internal",
    "internal-and-gclb": "internal-and-cloud-load-balancing",
}
_EGRESS = {"all": "all-traffic", "private-ranges-only": "private-ranges-only"}
_MEMORY = lazy_regex(r"(\d+)(?:([ac-zAC-Z]+)[bB]?)?")
_UNITS = {unit.upper(): unit for unit in ("k", "Ki", "M", "Mi", "G", "Gi", "T", "Ti", "P", "Pi")}


def is_service(values: Values) -> bool:
    """Whether a function is certainly of the second generation.

    Without a flag that says so, gcloud asks which generation an existing function is of.
    """
    generation = values.get("--gen2")
    if generation is not None:
        return generation.on
    return any(flag in values for flag in _SECOND_ONLY)


def change_function(draft: Draft, call: Call, values: Values, faults: Faults) -> bool:
    """Applies the flags of a function; whether it is a Cloud Run service at all."""
    if not is_service(values):
        return False
    draft.partial = True
    if call.name is not None and call.name.known:
        # The service is called like the function, in letters that a service may have.
        name = call.name.written(str(call.name).lower().replace("_", "-"))
        put(draft.at("metadata"), "name", scalar(name), call.name)
    change = ContainerChange(draft, values, None, faults)
    change.env()
    change.secrets()
    _set_memory_unit(values)
    change.limits()
    for flag, key in (("--concurrency", "containerConcurrency"), ("--timeout", "timeoutSeconds")):
        value = values.get(flag)
        if value is not None and value.text is not None and value.string != "default":
            set_number(draft.spec(), key, value.text, value.number, value.word)
    account = values.get("--run-service-account") or values.get("--service-account")
    if account is not None and account.text is not None and account.string:
        set_in(draft.spec(), "serviceAccountName", account.text, account.word)
    for flag, key in (
        ("--min-instances", SCALE + "minScale"),
        ("--max-instances", SCALE + "maxScale"),
        ("--vpc-connector", RUN + "vpc-access-connector"),
    ):
        value = values.get(flag)
        if value is not None and value.text is not None and value.string:
            draft.annotate(key, value.text, value.word)
    for flag, key, words, template in (
        ("--egress-settings", RUN + "vpc-access-egress", _EGRESS, True),
        ("--ingress-settings", RUN + "ingress", _INGRESS, False),
    ):
        value = values.get(flag)
        if value is None or value.text is None:
            continue
        text = value.text
        if text.known:
            text = text.written(words.get(value.string, value.string))
        draft.annotate(key, text, value.word, template=template)
    return True


def _set_memory_unit(values: Values) -> None:
    """Has `--memory` be what gcloud sends: `256MB`, `256mb` and `256` are `256M`.

    Source: `_ParseMemoryStrToK8sMemory` of the Google Cloud CLI.
    """
    value = values.get("--memory")
    if value is None or value.text is None or not value.text.known:
        return
    match = _MEMORY.fullmatch(value.string)
    unit = _UNITS.get((match[2] or "M").upper()) if match is not None else None
    if match is not None and unit is not None and match[1] + unit != value.string:
        value.text = value.text.written(match[1] + unit)
