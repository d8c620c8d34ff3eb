"""`buildpack`: what Google's buildpacks need of a source tree without a Dockerfile."""

from __future__ import annotations

import ast
import os
import re

from lint.checks.faults import fault_parameters, report_faults
from lint.checks.image.build_env import build_env
from lint.image.context import builders
from lint.image.context.buildpack_python import (
    FILE,
    builder_in,
    is_for_python,
    stated_python,
    text_of,
)
from lint.image.context.project_toml import project_env
from lint.image.source_limits import parse
from lint.image.start.buildpack import buildpack_start
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import Message, listed, number, own, say
from lint.model.text import name as shown_name
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.checks.protocol import Input
    from lint.image.context.build_context import Context
    from lint.model.findings import Finding, NotRun
    from lint.model.rule import Rule

FAULTS = (
    "no-entry-point",
    "version",
    "wheel",
    "project-file",
    "run-time-variable",
    "function-target",
    "two-lists",
    "runtime-file",
)
_BUILD_ONLY = frozenset(
    [
        "GOOGLE_ENTRYPOINT",
        "GOOGLE_FUNCTION_SOURCE",
        "GOOGLE_RUNTIME",
        "GOOGLE_RUNTIME_VERSION",
        "GOOGLE_PYTHON_VERSION",
        "GOOGLE_PYTHON_PACKAGE_MANAGER",
        "GOOGLE_BUILDABLE",
        "GOOGLE_CLEAR_SOURCE",
    ]
)
"""The variables that only the build reads. Source: https://docs.cloud.google.com/docs/buildpacks/python"""
_SERVES = lazy_regex(
    r"(?im)^[ \t]*[\"']?(?:flask|fastapi|django|starlette|quart|gunicorn|uvicorn|hypercorn|aiohttp|tornado|bottle|"
    r"streamlit|gradio|sanic|litestar|functions-framework|falcon)\b"
)
_PIN = lazy_regex(r"([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*==\s*([0-9][\w.]*)\s*(?:[;#].*)?")
_NAME = lazy_regex(r"\s*([A-Za-z0-9][\w.-]*)")


def model() -> Any:
    """The fault that the rule is about."""
    return fault_parameters(FAULTS)


def requires(params: Any) -> Input:
    """A source tree."""
    return "source"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each fault of a tree that a buildpack makes an image of."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    image = context.given_image
    tree = image.context
    if tree is None or image.wheels or not tree.complete or not is_for_python(tree):
        return
    top = {path for path in tree.kept if "/" not in path}
    texts = {name: text_of(tree, name) for name in top if name in _READ}
    env = {**project_env(texts.get("project.toml", "")), **build_env(context.resource)}
    yield from _entry_point(context, tree, top, texts, env)
    yield from _version(tree, texts, env)
    yield from _wheels(tree, texts, env)
    yield from _project_file(tree, texts)
    yield from _function(tree, env)
    yield from _lists(tree, texts)
    if not context.resource.deployed_by:
        yield from _variables(context)


_READ = frozenset(
    (
        "project.toml",
        "requirements.txt",
        "pyproject.toml",
        ".python-version",
        "runtime.txt",
        "Procfile",
    )
)


def _entry_point(
    context: CheckContext, tree: Context, top: set[str], texts: dict[str, str], env: dict[str, str]
) -> Iterator[Fault]:
    if "Procfile" in top or "app.yaml" in top:
        return
    if buildpack_start(tree.kept, env).words:
        return
    from lint.image.context.build_scripts import written_by

    names = ("GOOGLE_ENTRYPOINT", "GOOGLE_FUNCTION_TARGET", "--function", "functions deploy")
    if any(written_by(tree, name, any_line=True) for name in names):
        return
    # A folder that nobody names as the source may be built in another way, or not at all.
    serves = _SERVES.search(texts.get("requirements.txt", "")) or _SERVES.search(
        texts.get("pyproject.toml", "")
    )
    yield Fault(
        "no-entry-point",
        Place(tree.display_path),
        message=say(
            "there is no Dockerfile, Procfile, `main.py` or `app.py`: for Python, an entrypoint must be set"
            " manually, and the build stops"
        ),
        help=say(
            "Add a Procfile with a `web:` line, name the program `main.py`, or set GOOGLE_ENTRYPOINT for"
            " the build."
        ),
        severity="warning" if tree.guessed and not serves else None,
    )


def _place(tree: Context, texts: dict[str, str], source: str) -> Place:
    """Where the version is stated, by a file or a variable of the build."""
    if source == FILE:
        return Place(_shown(tree, FILE), 1)
    line = _line(texts.get("project.toml", ""), source)
    return Place(_shown(tree, "project.toml" if line else ""), line or 1)


def _version(tree: Context, texts: dict[str, str], env: dict[str, str]) -> Iterator[Fault]:
    stated = stated_python(texts, env)
    if stated is None:
        if "runtime.txt" in texts:
            yield Fault(
                "runtime-file",
                Place(_shown(tree, "runtime.txt"), 1),
                message=say(
                    "the buildpack does not read `runtime.txt`, and takes its newest Python"
                ),
                help=say("Write the version into `.python-version`."),
            )
        return
    text, source = stated
    where = _place(tree, texts, source)
    if not text.strip():
        yield Fault(
            "version",
            where,
            message=say("`{}` states no version, and the build stops", own(source)),
            help=say(
                "Write a version, such as {}.{}.",
                number(builders.NEWEST[0]),
                number(builders.NEWEST[1]),
            ),
        )
        return
    if builders.is_range(text):
        return
    version = builders.stated_version(text)
    if version is None:
        yield Fault(
            "version",
            where,
            message=say("`{}` states no version that the buildpack can read", own(source)),
            help=say(
                "Write one version, such as {}.{}.",
                number(builders.NEWEST[0]),
                number(builders.NEWEST[1]),
            ),
            severity="warning",
        )
        return
    shown = _release(version)
    builder = builder_in(tree, texts)
    having = builders.offering(version)
    if builder in having or (builder is None and having):
        return
    if not having:
        newer = version > builders.NEWEST
        yield Fault(
            "version",
            where,
            message=say(
                "no builder of Google's offers Python {} (as of {})", shown, own(builders.DATE)
            ),
            help=say(
                "Choose {}.",
                listed(map(_release, builders.BUILDERS[builders.DEFAULT]), quoted=False),
            ),
            severity="warning" if newer or builder is None else None,
        )
        return
    yield Fault(
        "version",
        where,
        message=say(
            "the builder `{}` does not offer Python {} (as of {}); `{}` does",
            own(builder or builders.DEFAULT),
            shown,
            own(builders.DATE),
            own(having[0]),
        ),
        help=say("Choose a version that it offers, or name the builder `{}`.", own(having[0])),
        severity="warning",
    )


def _wheels(tree: Context, texts: dict[str, str], env: dict[str, str]) -> Iterator[Fault]:
    """Pins without a wheel for the Python that the build takes."""
    from lint.image.packaging.first_wheels import lacks_wheel

    stated = stated_python(texts, env)
    builder = builder_in(tree, texts)
    python = builders.stated_version(stated[0]) if stated is not None else None
    if stated is None and builder is not None:
        python = max(builders.BUILDERS[builder])
    if python is None:
        return
    for row, line in enumerate(texts.get("requirements.txt", "").splitlines(), 1):
        match = _PIN.fullmatch(line.strip())
        if match is None:
            continue
        name = re.sub(r"[-_.]+", "-", match[1]).lower()
        first = lacks_wheel(name, match[2], python)
        if not first:
            continue
        chosen = (
            say(
                "no file states the version of Python, so the build takes {}.{}",
                number(python[0]),
                number(python[1]),
            )
            if stated is None
            else say("the build takes Python {}.{}", number(python[0]), number(python[1]))
        )
        yield Fault(
            "wheel",
            Place(_shown(tree, "requirements.txt"), row),
            message=say(
                "{}, for which `{}` {} has no wheel: it is compiled, which may fail",
                chosen,
                shown_name(name),
                shown_name(match[2]),
            ),
            help=say(
                "State the Python in `.python-version`, or take `{}` {} or newer.",
                shown_name(name),
                own(first),
            ),
        )


def _project_file(tree: Context, texts: dict[str, str]) -> Iterator[Fault]:
    """Entries of `[[build.env]]` that name no variable."""
    text = texts.get("project.toml", "")
    if not text:
        return
    from lint.support.toml import TomlError, load_toml

    path = _shown(tree, "project.toml")
    try:
        data: Any = load_toml(text)
    except TomlError:
        yield Fault(
            "project-file",
            Place(path, 1),
            message=say("`project.toml` is not valid TOML, and the build stops"),
            help=say("Correct it."),
        )
        return
    for keys in (("build",), ("io", "buildpacks", "build")):
        table = data
        for key in keys:
            table = table.get(key) if isinstance(table, dict) else None
        entries = table.get("env") if isinstance(table, dict) else None
        if isinstance(entries, dict):
            entries = [entries]
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(entry, dict) and isinstance(entry.get("name"), str) and "value" in entry:
                continue
            found = sorted(str(key) for key in entry) if isinstance(entry, dict) else []
            yield Fault(
                "project-file",
                Place(path, _line(text, f"{keys[-1]}.env") or 1),
                message=say(
                    "an entry of `[[{}.env]]` needs `name` and `value`, and has {}",
                    shown_name(".".join(keys)),
                    listed(map(shown_name, found)) if found else say("neither"),
                ),
                help=say(
                    "Write `name` and `value`. The builder is no variable: it is `builder` of `[io.buildpacks]`."
                )
                if "builder" in found
                else say("Write `name` and `value`."),
            )


def _function(tree: Context, env: dict[str, str]) -> Iterator[Fault]:
    target = env.get("GOOGLE_FUNCTION_TARGET", "")
    if not target or not target.isidentifier():
        return
    source = env.get("GOOGLE_FUNCTION_SOURCE", "main.py")
    path = os.path.normpath(source).replace(os.sep, "/")
    member = tree.kept.get(path)
    if member is None:
        yield Fault(
            "function-target",
            Place(tree.display_path),
            message=say(
                "there is no `{}`, which the function `{}` is taken from",
                shown_name(source),
                shown_name(target),
            ),
            help=say(
                "Define the function in `main.py`, or set GOOGLE_FUNCTION_SOURCE for the build."
            ),
        )
        return
    text = text_of(tree, path)
    try:
        module = parse(text.encode())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    names = set()
    for node in ast.walk(module):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.alias):
            names.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
    if target in names or "*" in names or "globals" in text or "__getattr__" in names:
        return
    from lint.support.nearest import nearest

    functions = [
        node.name
        for node in module.body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    match = nearest(target, functions)
    yield Fault(
        "function-target",
        Place(member.display_path, 1),
        message=say(
            "`{}` does not define the function `{}`", shown_name(source), shown_name(target)
        ),
        help=say("Did you mean `{}`?", shown_name(match))
        if match
        else say("Define it, or name another function."),
    )


def _lists(tree: Context, texts: dict[str, str]) -> Iterator[Fault]:
    """Dependencies of pyproject.toml that requirements.txt, which is installed alone, does not have."""
    if "requirements.txt" not in texts or "pyproject.toml" not in texts:
        return
    requirements = texts["requirements.txt"]
    lines = [line.strip() for line in requirements.splitlines()]
    if any(
        line.startswith(("-r", "-e", ".", "--requirement", "--editable", "git+")) or "://" in line
        for line in lines
    ):
        return
    from lint.support.toml import TomlError, load_toml

    try:
        project: Any = load_toml(texts["pyproject.toml"]).get("project", {})
    except TomlError:
        return
    stated = project.get("dependencies") if isinstance(project, dict) else None
    if not isinstance(stated, list):
        return
    known = {_normal(match[1]) for line in lines if (match := _NAME.match(line))}
    missing = []
    for item in stated:
        match = _NAME.match(item) if isinstance(item, str) else None
        if match is not None and _normal(match[1]) not in known:
            missing.append(_normal(match[1]))
    # A list that is made of the other one has what these need in turn: then nothing is missing.
    if missing:
        yield Fault(
            "two-lists",
            Place(
                _shown(tree, "pyproject.toml"), _line(texts["pyproject.toml"], "dependencies") or 1
            ),
            message=say(
                "the buildpack installs `requirements.txt` alone, which does not have {} of `pyproject.toml`",
                listed(map(shown_name, missing), most=3),
            ),
            help=say("Keep one of the two lists, or add them to `requirements.txt`."),
        )


def _variables(context: CheckContext) -> Iterator[Fault]:
    for container in context.resource.containers[:1]:
        for variable in container.env:
            node = variable.name_node
            if variable.name in _BUILD_ONLY and node is not None:
                yield Fault(
                    "run-time-variable",
                    node,
                    message=say(
                        "`{}` is read while the image is built, and not at run time",
                        own(variable.name),
                    ),
                    help=say("Set it with `--set-build-env-vars`, or in `project.toml`."),
                )


def _release(version: tuple[int, int]) -> Message:
    return say("{}.{}", number(version[0]), number(version[1]))


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _line(text: str, part: str) -> int:
    """The first line with a part, from 1; 0 for none."""
    for row, line in enumerate(text.splitlines(), 1):
        if part in line:
            return row
    return 0


def _shown(tree: Context, name: str) -> str:
    from lint.image.context.build_context import join_shown

    return join_shown(tree.display_path, name) if name else tree.display_path
