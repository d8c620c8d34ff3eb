"""Asks a stand-in one question, or everything that manifests need."""

from __future__ import annotations

from typing import Any

from lint.cloud.google.live import Live
from lint.cloud.lookups import LookupBatch, ResourceLookups
from lint.cloud.query import Query, Result
from lint.cloud.target import Defaults
from tests.cloud.manifests import resource_of
from tests.cloud.server import (
    PROJECT,
    StandIn,
)

SECRET = f"projects/{PROJECT}/secrets/token"


def ask(project: StandIn, kind: str, name: str, **limits: Any) -> Result:
    live = Live(project.endpoints, **limits)
    question = Query(kind, name)
    try:
        return live.answer([question])[question]
    finally:
        live.close()


def survey(project: StandIn, *texts: str, **limits: Any) -> list[ResourceLookups]:
    live = Live(project.endpoints, **limits)
    gathered = LookupBatch(live, Defaults(project=PROJECT, region="us-central1"))
    for text in texts:
        gathered.add(resource_of(text))
    try:
        gathered.ask()
    finally:
        live.close()
    return gathered.views


def entries(view: ResourceLookups) -> list[dict[str, str]]:
    assert view.validation is not None
    answer = view.answer(view.validation.question)
    assert answer.found, answer
    return list(answer.facts["entries"])
