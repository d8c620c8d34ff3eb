"""Modules that the code names in texts, and that a framework imports by that name."""

from __future__ import annotations

import ast

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
from lint.image.python.syntax import dotted, keyword, targets, text, texts
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    Named = tuple[ast.expr, str, tuple[str, ...] | None, int]

WORDS = (
    b"uvicorn.run",
    b"INSTALLED_APPS",
    b"MIDDLEWARE",
    b"ROOT_URLCONF",
    b"Celery(",
    b"autodiscover_tasks(",
    b"config_from_object(",
    b".conf.",
    b"CELERY_I",
    b"imports =",
)
"""A source without any of them names no module in this way."""

_DOTTED = lazy_regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_RUNNERS = frozenset(("uvicorn.run", "hypercorn.run"))
_WORKER_SETTINGS = frozenset(("imports", "include", "CELERY_IMPORTS", "CELERY_INCLUDE"))
"""Settings of Celery whose modules a worker imports when it starts."""
_LISTS = ("INSTALLED_APPS", "MIDDLEWARE")
_MOST_LISTS = 20
"""Lists are made of lists so deep."""
_TASKS = "tasks"
"""The module of a package in which Celery looks for tasks, if no other is named."""


def named_in_call(call: ast.Call, name: str) -> Iterator[Named]:
    """(node, module, names, flags) for each module that a call names.

    uvicorn imports `"module:app"` when it is run; a Celery worker imports what its application
    names (see `_celery`).
    """
    if name in _RUNNERS and call.args:
        module, colon, attribute = (text(call.args[0]) or "").partition(":")
        if colon and _DOTTED.fullmatch(module):
            names = (attribute.partition(".")[0],) if attribute.isidentifier() else None
            yield call.args[0], module, names, 0
    else:
        yield from _celery(call, name)


def named_in_assignment(target: str, value: ast.expr) -> Iterator[Named]:
    """(node, module, names, flags) for each module that `app.conf.imports = [...]` names."""
    owner, _, setting = target.rpartition(".")
    if owner.endswith(".conf") and setting in _WORKER_SETTINGS:
        yield from _imported_by_worker(value)


def _celery(call: ast.Call, name: str) -> Iterator[Named]:
    """The modules that a call makes a Celery worker import when it starts.

    Source: `celery.app.base` and `celery.loaders.base` of Celery 5.7.
    """
    owner, _, function = name.rpartition(".")
    if function == "Celery":
        yield from _imported_by_worker(keyword(call, "include"))
        yield from _configuration(keyword(call, "config_source"), WORKER)
    elif function == "update" and owner.endswith(".conf"):
        for item in call.keywords:
            if item.arg in _WORKER_SETTINGS:
                yield from _imported_by_worker(item.value)
        given = call.args[0] if call.args else None
        if isinstance(given, ast.Dict):
            for key, value in zip(given.keys, given.values, strict=True):
                if text(key) in _WORKER_SETTINGS:
                    yield from _imported_by_worker(value)
    elif function == "config_from_object" and owner and len(call.args) == 1:
        if keyword(call, "silent") is None:
            for node, module, names, flags in _configuration(call.args[0], _when(call)):
                own = _own_names(call, module)
                yield node, module, names, flags if own else flags & ~CONFIGURES
    elif function == "autodiscover_tasks" and owner:
        yield from _discovered(call)


def _own_names(call: ast.Call, module: str) -> bool:
    """Whether the settings of Celery have the names there that are known here."""
    prefix = keyword(call, "namespace")
    return prefix is None or (module == "django.conf" and text(prefix) == "CELERY")


def _when(call: ast.Call) -> int:
    """The flag of what is imported when the worker starts, or with `force=True` at once."""
    force = keyword(call, "force")
    return 0 if isinstance(force, ast.Constant) and force.value else WORKER


def _imported_by_worker(value: ast.expr | None) -> Iterator[Named]:
    one = text(value)
    for module in (one,) if one is not None else texts(value) or ():
        if value is not None and _DOTTED.fullmatch(module):
            yield value, module, None, WORKER


def _configuration(value: ast.expr | None, when: int) -> Iterator[Named]:
    """`"settings"`, `"shop.settings:Name"`, or `"shop.settings"`, which may be a name in `shop`."""
    when |= CONFIGURES
    path = text(value)
    if value is None or path is None or not _DOTTED.fullmatch(path.replace(":", ".", 1)):
        return
    module, _, name = path.partition(":") if ":" in path else path.rpartition(".")
    if module:
        yield value, module, (name.partition(".")[0],), when
    else:
        yield value, name, None, when


def _discovered(call: ast.Call) -> Iterator[Named]:
    """The modules `tasks` of packages, or those of another name.

    Without packages they are those of Django's applications. Nothing happens where a package has
    none. Where a package cannot be imported, the one around it is searched.
    """
    given = call.args[0] if call.args else keyword(call, "packages")
    if isinstance(given, ast.Lambda):
        given = given.body
    if isinstance(given, ast.Constant) and given.value is None:
        given = None
    related = call.args[1] if len(call.args) > 1 else keyword(call, "related_name")
    name = _TASKS if related is None else text(related)
    when = _when(call)
    if name == _TASKS and given is None:
        yield call, "django.apps", ("apps",), DISCOVERS | OPTIONAL
    elif name == _TASKS and dotted(given).endswith("settings.INSTALLED_APPS"):
        yield call, "django.conf", ("settings",), DISCOVERS | OPTIONAL
    for package in texts(given) or ():
        if given is None or not _DOTTED.fullmatch(package):
            continue
        around = package.rpartition(".")[0]
        if around:
            yield given, around, None, when
            yield given, package, None, when | OPTIONAL | MODULE_NOT_FOUND
        else:
            yield given, package, None, when
        if name:
            yield given, f"{package}.{name}", None, when | OPTIONAL


def settings_in(
    statement: ast.stmt, body: Sequence[ast.stmt] = ()
) -> Iterator[tuple[str, ast.expr]]:
    """(name, value) of each variable that a statement sets, or extends with `+=`.

    `body` is the module's: a list that joins other lists of it has the items of these.
    """
    if not isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign)):
        return
    value = statement.value
    if value is None:
        return
    for target in targets(statement):
        if isinstance(target, ast.Name) and target.id in _LISTS:
            yield target.id, ast.List(list(_items(value, body, 0)))
        elif isinstance(target, ast.Name):
            yield target.id, value


def _items(value: ast.expr, body: Sequence[ast.stmt], depth: int) -> Iterator[ast.expr]:
    """The items of a list that is written, or is made of others that the module sets once."""
    if depth > _MOST_LISTS:
        return
    if isinstance(value, (ast.List, ast.Tuple)):
        for item in value.elts:
            if isinstance(item, ast.Starred):
                yield from _items(item.value, body, depth + 1)
            else:
                yield item
    elif isinstance(value, ast.BinOp) and isinstance(value.op, ast.Add):
        yield from _items(value.left, body, depth + 1)
        yield from _items(value.right, body, depth + 1)
    elif isinstance(value, ast.Call) and dotted(value.func) in ("list", "tuple"):
        for given in value.args[:1]:
            yield from _items(given, body, depth + 1)
    elif isinstance(value, ast.Name):
        found = [
            statement.value
            for statement in body
            if isinstance(statement, (ast.Assign, ast.AnnAssign))
            and any(isinstance(t, ast.Name) and t.id == value.id for t in targets(statement))
        ]
        if len(found) == 1 and found[0] is not None:
            yield from _items(found[0], body, depth + 1)


def named_in_settings(name: str, value: ast.expr) -> Iterator[Named]:
    """(node, module, names, flags) for each module that a setting of Django names.

    `django.setup()` imports the applications and their models, the handler loads the middleware;
    the URLs are imported by the first request. A Celery worker may import the applications' tasks.
    Source: https://docs.djangoproject.com/en/5.2/ref/applications/#initialization-process
    """
    if name == "ROOT_URLCONF":
        module = text(value)
        if module and _DOTTED.fullmatch(module):
            yield value, module, None, LATER
        return
    if name in _WORKER_SETTINGS:
        yield from _configured(name, value)
        return
    if name not in _LISTS or not isinstance(value, (ast.List, ast.Tuple)):
        return
    tasks = WORKER | DJANGO | OPTIONAL
    for item in value.elts:
        entry = text(item)
        if entry is None or not _DOTTED.fullmatch(entry):
            continue
        module, _, last = entry.rpartition(".")
        if name == "MIDDLEWARE":
            if module:
                yield item, module, (last,), 0
        elif module and last[:1].isupper():
            package = module.removesuffix(".apps")
            yield item, module, (last,), 0
            yield item, f"{package}.models", None, OPTIONAL
            # Celery finds them by the application's configuration only, not by its name.
            yield item, f"{package}.{_TASKS}", None, tasks | CONFIGURES
        else:
            yield item, entry, None, 0
            yield item, f"{entry}.apps", None, OPTIONAL
            yield item, f"{entry}.models", None, OPTIONAL
            yield item, f"{entry}.{_TASKS}", None, tasks


def _configured(name: str, value: ast.expr) -> Iterator[Named]:
    """What a setting of Celery names, in a module of its own or in the settings of Django."""
    for node, module, names, flags in _imported_by_worker(value):
        yield node, module, names, flags | CONFIGURED
        if name.startswith("CELERY_"):
            yield node, module, names, flags | CONFIGURED | DJANGO


def called_by_settings(name: str, value: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """(node, `module:name`) for what Django calls of what a setting names.

    The handler makes each middleware, `django.setup()` calls `ready` of each application's
    configuration; where the setting names a package only, the name is "".
    Source: https://docs.djangoproject.com/en/5.2/ref/applications/#configuring-applications
    """
    if name not in _LISTS or not isinstance(value, (ast.List, ast.Tuple)):
        return
    for item in value.elts:
        entry = text(item)
        if entry is None or not _DOTTED.fullmatch(entry):
            continue
        module, _, last = entry.rpartition(".")
        if name == "MIDDLEWARE":
            yield item, f"{module}:{last}"
        elif module and last[:1].isupper():
            yield item, f"{module}:{last}.ready"
        else:
            yield item, f"{entry}.apps:.ready"
