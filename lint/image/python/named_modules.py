"""Modules that the code names in texts, and that a framework imports by that name."""

from __future__ import annotations

import ast

from lint.image.python.facts import LATER, OPTIONAL, WORKER
from lint.image.python.syntax import keyword, text, texts
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Named = tuple[ast.expr, str, tuple[str, ...] | None, int]

WORDS = (b"uvicorn.run", b"INSTALLED_APPS", b"MIDDLEWARE", b"ROOT_URLCONF", b"Celery(")
"""A source without any of them names no module in this way."""

_DOTTED = lazy_regex(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
_RUNNERS = frozenset(("uvicorn.run", "hypercorn.run"))


def named_in_call(call: ast.Call, name: str) -> Iterator[Named]:
    """(node, module, names, flags) for each module that a call names.

    uvicorn imports `"module:app"` when it is run; a Celery worker imports what `include` names.
    """
    if name in _RUNNERS and call.args:
        module, colon, attribute = (text(call.args[0]) or "").partition(":")
        if colon and _DOTTED.fullmatch(module):
            names = (attribute.partition(".")[0],) if attribute.isidentifier() else None
            yield call.args[0], module, names, 0
    elif name.rpartition(".")[2] == "Celery":
        include = keyword(call, "include")
        for module in texts(include) or ():
            if _DOTTED.fullmatch(module) and include is not None:
                yield include, module, None, WORKER


def settings_in(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    """(name, value) of each variable that a statement sets, or extends with `+=`."""
    if isinstance(statement, ast.Assign):
        targets, value = statement.targets, statement.value
    elif isinstance(statement, ast.AugAssign):
        targets, value = [statement.target], statement.value
    else:
        return
    for target in targets:
        if isinstance(target, ast.Name):
            yield target.id, value


def named_in_settings(name: str, value: ast.expr) -> Iterator[Named]:
    """(node, module, names, flags) for each module that a setting of Django names.

    `django.setup()` imports the applications and their models, the handler loads the middleware;
    the URLs are imported by the first request.
    Source: https://docs.djangoproject.com/en/5.2/ref/applications/#initialization-process
    """
    if name == "ROOT_URLCONF":
        module = text(value)
        if module and _DOTTED.fullmatch(module):
            yield value, module, None, LATER
        return
    if name not in ("INSTALLED_APPS", "MIDDLEWARE") or not isinstance(value, (ast.List, ast.Tuple)):
        return
    for item in value.elts:
        entry = text(item)
        if entry is None or not _DOTTED.fullmatch(entry):
            continue
        module, _, last = entry.rpartition(".")
        if name == "MIDDLEWARE":
            if module:
                yield item, module, (last,), 0
        elif module and last[:1].isupper():
            yield item, module, (last,), 0
            yield item, f"{module.removesuffix('.apps')}.models", None, OPTIONAL
        else:
            yield item, entry, None, 0
            yield item, f"{entry}.apps", None, OPTIONAL
            yield item, f"{entry}.models", None, OPTIONAL


def called_by_settings(name: str, value: ast.expr) -> Iterator[tuple[ast.expr, str]]:
    """(node, `module:name`) for what Django calls of what a setting names.

    The handler makes each middleware, `django.setup()` calls `ready` of each application's
    configuration; where the setting names a package only, the name is "".
    Source: https://docs.djangoproject.com/en/5.2/ref/applications/#configuring-applications
    """
    if name not in ("INSTALLED_APPS", "MIDDLEWARE") or not isinstance(value, (ast.List, ast.Tuple)):
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
