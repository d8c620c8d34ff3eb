"""Makes lint/image/packaging/index_table.py from distributions that an installer has installed.

python scripts/distribution_table.py [--add] DATE SITE_PACKAGES ...

`--add` keeps what the table has, and adds the distributions that it does not have.
DATE is when they were installed (2026-11-25), SITE_PACKAGES the folders with their metadata: the
index is asked by the installer alone. A row has what a distribution requires on Linux and any
Python since 3.9, and the names by which it is imported.
"""

from __future__ import annotations

import importlib.metadata
import sys
from pathlib import Path

from packaging.requirements import InvalidRequirement, Requirement

from lint.image.shared_names import SHARED

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "lint" / "image" / "packaging" / "index_table.py"
SKIPPED = frozenset(
    ("tests", "test", "docs", "examples", "benchmarks", "scripts", "bin", "samples")
)
PYTHONS = range(9, 15)
HEAD = '''"""What distributions require and are imported as, from the index's metadata of {date}.

Made by scripts/distribution_table.py; do not edit. Requirements are those of
all Python versions since 3.9 on Linux, so that the table errs on the long side.
"""

from __future__ import annotations

DATE = "{date}"

# Name, then all that it requires; `name[extra]` has what the extra adds.
REQUIRES = """
{requires}
"""

# Name by which it is imported, then the distributions that provide it.
IMPORTS = """
{imports}
"""
'''


def canonical(name: str) -> str:
    """A name as indexes compare it."""
    import re

    return re.sub(r"[-_.]+", "-", name).lower()


def requirements(distribution: importlib.metadata.Distribution) -> dict[str, set[str]]:
    """What a distribution requires, by extra ("" for none)."""
    found: dict[str, set[str]] = {"": set()}
    for text in distribution.requires or ():
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        if not on_linux(requirement):
            continue
        extras = (
            f"[{','.join(sorted(map(canonical, requirement.extras)))}]"
            if requirement.extras
            else ""
        )
        marker = str(requirement.marker or "")
        asked = [
            part.split("'")[0].split('"')[0]
            for part in marker.replace('"', "'").split("extra == '")[1:]
        ]
        for extra in asked or [""]:
            found.setdefault(canonical(extra) if extra else "", set()).add(
                canonical(requirement.name) + extras
            )
    return found


def on_linux(requirement: Requirement) -> bool:
    """Whether a requirement counts on Linux, for any Python and any extra."""
    if requirement.marker is None:
        return True
    text = str(requirement.marker).replace('"', "'")
    extras = ["", *(part.split("'")[0] for part in text.split("extra == '")[1:])]
    return any(
        requirement.marker.evaluate(
            {
                "extra": extra,
                "implementation_name": "cpython",
                "os_name": "posix",
                "platform_machine": "x86_64",
                "platform_python_implementation": "CPython",
                "platform_system": "Linux",
                "python_full_version": f"3.{minor}.0",
                "python_version": f"3.{minor}",
                "sys_platform": "linux",
            }
        )
        for minor in PYTHONS
        for extra in extras
    )


def import_names(distribution: importlib.metadata.Distribution) -> set[str]:
    """The names by which its modules are told from others', dotted below namespace packages."""
    files = [str(file).replace("\\", "/") for file in distribution.files or ()]
    files = [file for file in files if file.endswith((".py", ".so")) and not file.startswith("..")]
    packages = {file.rpartition("/")[0] for file in files if file.endswith("/__init__.py")}
    names: set[str] = set()
    for file in files:
        parts = file.split("/")
        for depth in range(1, len(parts)):
            if "/".join(parts[:depth]) in packages:
                names.add(".".join(parts[:depth]))
                break
        else:
            stem = parts[-1].partition(".")[0]
            if stem != "__init__" and len(parts) < 4:
                names.add(".".join([*parts[:-1], stem]))
    return {
        name
        for name in names
        if all(part.isidentifier() for part in name.split("."))
        and name.partition(".")[0] not in SKIPPED
        and not name.endswith(("_pb2", "_pb2_grpc", "__mypyc"))
        and ("." not in name or name.partition(".")[0] in SHARED)
        and not any(part.startswith("_") for part in name.split("."))
        and name not in SHARED
    }


def table(folders: list[str]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """(requirements, imports) of all distributions in the folders."""
    requires: dict[str, set[str]] = {}
    extras: dict[str, set[str]] = {}
    imports: dict[str, set[str]] = {}
    for distribution in importlib.metadata.distributions(path=folders):
        name = canonical(distribution.metadata["Name"])
        for extra, required in requirements(distribution).items():
            into = extras if extra else requires
            into.setdefault(f"{name}[{extra}]" if extra else name, set()).update(required)
        for module in import_names(distribution):
            imports.setdefault(module, set()).add(name)
    # An extra counts where something asks for it, and where all that it brings is known.
    for row, required in extras.items():
        if all(one.partition("[")[0] in requires for one in required):
            requires[row] = required
    return requires, imports


def added(
    requires: dict[str, set[str]], imports: dict[str, set[str]]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The rows of the table as it is, with those of the distributions that it does not have."""
    from lint.image.packaging import index_table

    def rows(text: str) -> dict[str, set[str]]:
        return {line.split()[0]: set(line.split()[1:]) for line in text.strip().splitlines()}

    old, modules = rows(index_table.REQUIRES), rows(index_table.IMPORTS)
    names = {name.partition("[")[0] for name in old}
    for name, row in requires.items():
        if name.partition("[")[0] not in names:
            old[name] = row
    for module, row in imports.items():
        if row - names:
            modules.setdefault(module, set()).update(row - names)
    return old, modules


def render(date: str, folders: list[str], *, add: bool = False) -> str:
    """The text of the module."""
    requires, imports = table(folders)
    if add:
        requires, imports = added(requires, imports)
    return HEAD.format(
        date=date,
        requires="\n".join(
            " ".join([name, *sorted(row)]) for name, row in sorted(requires.items())
        ),
        imports="\n".join(" ".join([name, *sorted(row)]) for name, row in sorted(imports.items())),
    )


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word != "--add"]
    if len(given) < 2:
        sys.exit(__doc__)
    text = render(given[0], given[1:], add="--add" in sys.argv)
    OUTPUT.write_text(text, encoding="utf-8")
