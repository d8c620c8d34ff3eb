"""Modules that the code names in texts: uvicorn's, Celery's and Django's."""

from __future__ import annotations

import ast

import pytest

from lint.image.python.facts import (
    CONFIGURED,
    CONFIGURES,
    DISCOVERS,
    DJANGO,
    LATER,
    MODULE_NOT_FOUND,
    OPTIONAL,
    WORKER,
)
from lint.image.python.named_modules import (
    WORDS,
    called_by_settings,
    named_in_assignment,
    named_in_call,
    named_in_settings,
    settings_in,
)
from lint.image.python.syntax import dotted

TASKS = WORKER | DJANGO | OPTIONAL


def call(source: str) -> list[tuple[str, tuple[str, ...] | None, int]]:
    node = ast.parse(source, mode="eval").body
    assert isinstance(node, ast.Call)
    return [found[1:] for found in named_in_call(node, dotted(node.func))]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("uvicorn.run('app.main:app')", [("app.main", ("app",), 0)]),
        ("uvicorn.run('app.main:make.app', port=1)", [("app.main", None, 0)]),
        ("hypercorn.run('a:b')", [("a", ("b",), 0)]),
        ("uvicorn.run(app)", []),
        ("uvicorn.run('app.main')", []),
        ("uvicorn.run('a b:app')", []),
        ("uvicorn.run()", []),
        ("server.run('app.main:app')", []),
        ("Celery('x', include=['app.tasks', 'app.more'])", [("app.tasks", None, WORKER), ("app.more", None, WORKER)]),
        ("celery.Celery(include=('app.tasks',))", [("app.tasks", None, WORKER)]),
        ("Celery('x', include=names)", []),
        ("Celery('x', include=['a b'])", []),
        ("Celery('x')", []),
        ("Celery('x', config_source='shop.settings')", [("shop", ("settings",), WORKER | CONFIGURES)]),
        ("app.conf.update(imports=['app.tasks'], include='app.more', other=['x'])",
         [("app.tasks", None, WORKER), ("app.more", None, WORKER)]),
        ("app.conf.update({'imports': ('app.tasks',), 'other': ['x'], **more})", [("app.tasks", None, WORKER)]),
        ("app.update(imports=['app.tasks'])", []),
        ("app.config_from_object('celeryconfig')", [("celeryconfig", None, WORKER | CONFIGURES)]),
        ("app.config_from_object('shop.settings:Worker.Fast')", [("shop.settings", ("Worker",), WORKER | CONFIGURES)]),
        ("app.config_from_object('celeryconfig', force=True)", [("celeryconfig", None, CONFIGURES)]),
        ("app.config_from_object('celeryconfig', namespace='X')", [("celeryconfig", None, WORKER)]),
        ("app.config_from_object('django.conf:settings', namespace='CELERY')",
         [("django.conf", ("settings",), WORKER | CONFIGURES)]),
        ("app.config_from_object('celeryconfig', silent=True)", []),
        ("app.config_from_object('celeryconfig', True)", []),
        ("app.config_from_object(settings)", []),
        ("app.config_from_object('no module')", []),
        ("app.autodiscover_tasks(['shop'])", [("shop", None, WORKER), ("shop.tasks", None, WORKER | OPTIONAL)]),
        ("app.autodiscover_tasks(packages=('a.b',), related_name='jobs')",
         [("a", None, WORKER), ("a.b", None, WORKER | OPTIONAL | MODULE_NOT_FOUND), ("a.b.jobs", None, WORKER | OPTIONAL)]),
        ("app.autodiscover_tasks(lambda: ['shop'], None, force=True)", [("shop", None, 0)]),
        ("app.autodiscover_tasks(['shop'], NAME)", [("shop", None, WORKER)]),
        ("app.autodiscover_tasks(settings.INSTALLED_APPS)", [("django.conf", ("settings",), DISCOVERS | OPTIONAL)]),
        ("app.autodiscover_tasks(lambda: settings.INSTALLED_APPS, related_name='jobs')", []),
        ("app.autodiscover_tasks()", [("django.apps", ("apps",), DISCOVERS | OPTIONAL)]),
        ("app.autodiscover_tasks(None, related_name=NAME)", []),
        ("app.autodiscover_tasks(['a b'])", []),
    ],
)  # fmt: skip
def test_calls(source: str, expected: list[tuple[str, tuple[str, ...] | None, int]]) -> None:
    assert call(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("app.conf.imports = ['app.tasks']", ["app.tasks"]),
        ("make().conf.imports = ['app.tasks']", []),
        ("celery_app.conf.CELERY_INCLUDE = 'app.tasks'", ["app.tasks"]),
        ("app.conf.timezone = 'UTC'", []),
        ("app.imports = ['app.tasks']", []),
        ("app.conf.imports = NAMES", []),
    ],
)
def test_assignments(source: str, expected: list[str]) -> None:
    (statement,) = ast.parse(source).body
    assert isinstance(statement, ast.Assign)
    found = list(named_in_assignment(dotted(statement.targets[0]), statement.value))
    assert [module for _, module, _, _ in found] == expected
    assert {flags for _, _, _, flags in found} <= {WORKER}


def setting(source: str) -> list[tuple[str, tuple[str, ...] | None, int]]:
    (statement,) = ast.parse(source).body
    return [
        found[1:]
        for name, value in settings_in(statement)
        for found in named_in_settings(name, value)
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("INSTALLED_APPS = ['shop']",
         [("shop", None, 0), ("shop.apps", None, OPTIONAL), ("shop.models", None, OPTIONAL), ("shop.tasks", None, TASKS)]),
        ("INSTALLED_APPS += ('shop.apps.ShopConfig',)",
         [("shop.apps", ("ShopConfig",), 0), ("shop.models", None, OPTIONAL), ("shop.tasks", None, TASKS | CONFIGURES)]),
        ("CELERY_IMPORTS = ('shop.jobs',)",
         [("shop.jobs", None, WORKER | CONFIGURED), ("shop.jobs", None, WORKER | CONFIGURED | DJANGO)]),
        ("imports = 'shop.jobs'", [("shop.jobs", None, WORKER | CONFIGURED)]),
        ("INSTALLED_APPS = [NAME, 'a b', 3]", []),
        ("INSTALLED_APPS = names()", []),
        ("MIDDLEWARE = ['shop.web.Timing', 'bare']", [("shop.web", ("Timing",), 0)]),
        ("ROOT_URLCONF = 'shop.urls'", [("shop.urls", None, LATER)]),
        ("ROOT_URLCONF = URLS", []),
        ("OTHER_APPS = ['shop']", []),
        ("settings.INSTALLED_APPS = ['shop']", []),
        ("INSTALLED_APPS: list", []),
    ],
)  # fmt: skip
def test_settings(source: str, expected: list[tuple[str, tuple[str, ...] | None, int]]) -> None:
    assert setting(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("MIDDLEWARE = ['shop.web.Timing']", ["shop.web:Timing"]),
        ("INSTALLED_APPS = ['shop.apps.ShopConfig']", ["shop.apps:ShopConfig.ready"]),
        ("INSTALLED_APPS = ['shop']", ["shop.apps:.ready"]),
        ("ROOT_URLCONF = 'shop.urls'", []),
    ],
)
def test_what_django_calls(source: str, expected: list[str]) -> None:
    (statement,) = ast.parse(source).body
    found = [
        name for key, value in settings_in(statement) for _, name in called_by_settings(key, value)
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("INSTALLED_APPS = A + B", ["a", "b", "c"]),
        ("INSTALLED_APPS = [*A, 'd', *B]", ["a", "d", "b", "c"]),
        ("INSTALLED_APPS: list[str] = list(A) + ['d']", ["a", "d"]),
        ("INSTALLED_APPS += B", ["b", "c"]),
        ("INSTALLED_APPS = base.INSTALLED_APPS + ['d']", ["d"]),
        ("INSTALLED_APPS = TWICE + A", ["a"]),
        ("INSTALLED_APPS = CIRCLE + A", ["a"]),
        ("INSTALLED_APPS = NOTHING", []),
    ],
)
def test_lists_that_are_made_of_others(line: str, expected: list[str]) -> None:
    before = "A = ['a']\nB: list[str] = ['b', 'c']\nTWICE = ['x']\nTWICE = ['y']\nCIRCLE = CIRCLE\n"
    body = ast.parse(before + line).body
    ((_, value),) = settings_in(body[-1], body)
    found = named_in_settings("INSTALLED_APPS", value)
    plain = [module for _, module, _, flags in found if not flags]
    assert plain == expected


def test_one_statement_may_set_several() -> None:
    (statement,) = ast.parse("A = B = C.d = 1").body
    assert [name for name, _ in settings_in(statement)] == ["A", "B"]


@pytest.mark.parametrize(
    "source",
    ["uvicorn.run('a:b')", "INSTALLED_APPS = ['a']", "MIDDLEWARE = ['a.b']", "ROOT_URLCONF = 'a'",
     "Celery(include=['a'])", "app.conf.update(imports=['a'])", "app.conf.imports = ['a']",
     "app.autodiscover_tasks(['a'])", "app.config_from_object('a')",
     "CELERY_IMPORTS=['a']", "imports = ['a']"],
)  # fmt: skip
def test_every_one_has_a_word_that_the_filter_looks_for(source: str) -> None:
    assert any(word in source.encode() for word in WORDS)
