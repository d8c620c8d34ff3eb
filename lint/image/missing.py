"""Why a module of the source tree is not in the image."""

from __future__ import annotations

import os

from lint.image.context.ignore_repairs import exception_for, package_of
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import NOTHING, joined, listed, own, say
from lint.model.text import name as shown_name
from lint.model.text import path as shown_path
from lint.model.text import pattern as shown_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.context.build_context import Absence, Context
    from lint.image.image import Image


def why_missing(image: Image, module: str) -> list[Fault]:
    """Why a module that the source tree has is not in the build; empty where nothing tells."""
    reasons = image.layer_reasons(module)
    tree = image.tree
    if tree is None:
        return reasons
    base = module.replace(".", "/")
    for path in _files_of(tree, base):
        absence = tree.absence(path)
        if absence is not None:
            reasons += _absence_reasons(absence, tree, path)
            break
    if image.wheels:
        from lint.image.packaging.settings import explain_missing

        for path in (f"{base}.py", f"{base}/__init__.py"):
            setting = explain_missing(tree.directory, path)
            if setting is not None:
                display_path = _join(tree.display_path, os.path.basename(setting.path))
                reasons.append(
                    Fault(
                        "not-packaged",
                        Place(display_path, setting.line),
                        message=say("`{}` {}", shown_name(setting.name), own(setting.message)),
                        help=say("Change `{}`.", shown_name(setting.name)),
                    )
                )
                break
    return reasons


def left_out(image: Image, module: str) -> bool:
    """Whether the source tree has a module that is not in the build, and that is certain."""
    if image.context is None:
        return False
    if "." not in module and not _is_of_the_tree_alone(image, module):
        return False
    return _has_left_out(image, module)


def import_left_out(image: Image, module: str) -> bool:
    """The same of a module that is imported: of a package that is left out as a whole, too."""
    top, dot, _ = module.partition(".")
    if dot and top not in image.modules():
        if image.context is None or not _is_of_the_tree_alone(image, module):
            return False
    return left_out(image, module)


def _has_left_out(image: Image, module: str) -> bool:
    assert image.context is not None
    for path in _files_of(image.context, module.replace(".", "/")):
        if image.context.in_tree(path):
            absence = image.context.absence(path)
            return bool(image.wheels) or (absence is not None and absence.reason != "unknown")
    return False


def _is_of_the_tree_alone(image: Image, module: str) -> bool:
    """Whether a module can be that of a file of the tree, and of no distribution.

    A folder without `__init__.py` alone could be something else: then the file of a submodule counts.
    """
    assert image.context is not None
    if image.wheels:
        return False  # what lies beside the package is not meant to be installed
    name = module.partition(".")[0]
    bases = dict.fromkeys((name, module.replace(".", "/")))
    files = (f"{base}{end}" for base in bases for end in (".py", "/__init__.py"))
    if not any(image.context.in_tree(path) for path in files):
        return False
    from lint.image.packaging.known_distributions import may_provide

    return not may_provide(name) and not image.context.mentions(name)


def _files_of(context: Context, base: str) -> list[str]:
    """The files whose absence explains that of a module: its own, or one of a bare folder."""
    files = [f"{base}.py", f"{base}/__init__.py"]
    for root in context.roots:
        folder = os.path.join(context.directory, root, *base.split("/"))
        try:
            names = sorted(name for name in os.listdir(folder) if name.endswith(".py"))
        except (OSError, ValueError):  # a name that no file system takes
            continue
        files += [f"{base}/{name}" for name in names[:1]]
    return files


def _absence_reasons(absence: Absence, tree: Context, path: str) -> list[Fault]:
    """Why a file is not in the image, where a line of some file says so.

    `path` is the file's path below the folder that Python would have to search.
    """
    repair = None
    if absence.reason == "ignored":
        pattern = absence.decision.pattern
        if pattern is None:
            return []
        other = [name for name, decision in sorted(absence.others.items()) if decision.included]
        note = say("; {} would include it", joined(map(own, other)))
        where = Place(pattern.path, pattern.line)
        message = say(
            "the pattern `{}` excludes `{}`{}",
            shown_pattern(pattern.text),
            shown_path(absence.display_path),
            note if other else NOTHING,
        )
        help = say(
            "Change the pattern `{}` in `{}`.",
            shown_pattern(pattern.text),
            shown_path(pattern.path),
        )
        repair = exception_for(tree, package_of(tree, absence.path))
    elif absence.reason == "not-copied":
        where = Place(absence.dockerfile, absence.line)
        message = say("no COPY line brings `{}` into the image", shown_path(absence.display_path))
        help = say("Copy it in the Dockerfile.")
    elif absence.reason == "elsewhere":
        where = Place(absence.dockerfile, absence.line)
        message = say(
            "`{}` is copied to {}, where Python does not look for it",
            shown_path(absence.display_path),
            listed(map(shown_path, absence.places), most=3),
        )
        folder = tree.copy_map.workdir if tree.copy_map is not None else None
        if folder and f"{folder.rstrip('/')}/{path}" in absence.places:
            # `python shop/main.py` searches /app/shop, and not /app.
            help = say(
                "Set PYTHONPATH to `{}`, or start the program with `python -m`.", shown_path(folder)
            )
        else:
            help = say("Copy it below the working directory, or set PYTHONPATH.")
    else:
        return []
    return [Fault(absence.reason, where, message=message, help=help, repair=repair)]


def _join(folder: str, file: str) -> str:
    return file if folder in ("", ".") else f"{folder.rstrip('/')}/{file}"
