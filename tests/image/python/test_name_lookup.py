"""What names stand for, across modules."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.image.image import read_image
from lint.image.python.known_calls import KnownCalls
from lint.image.python.name_lookup import NameLookup
from lint.image.python.resolution import Resolution

FILES = {
    "main.py": "from pkg import things as t, A\nfrom pkg.things import *\nimport pkg.other\n"
    "a = A()\nb = t.make()\nc: 'A' = None\nd = d\ndef e(): pass\ndef e(): pass\n",
    "pkg/__init__.py": "from .things import A\n",
    "pkg/things.py": "from .other import Base\nclass A(Base):\n    def run(self): pass\n"
    "    def __init__(self): self.helper = Base()\ndef make() -> A: return find()\n",
    "pkg/other.py": "class Base:\n    @property\n    def size(self): pass\n    def stop(self): pass\n",
}


@pytest.fixture
def names(tmp_path: Path) -> tuple[NameLookup, KnownCalls]:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    image = read_image([], str(tmp_path), "docker", "")
    modules = image.modules()
    resolution = Resolution(image.members, modules, {})
    calls = KnownCalls(resolution, lambda module: image.members[modules[module]].read())
    return NameLookup(resolution, calls), calls


@pytest.mark.parametrize(
    ("name", "thing"),
    [
        ("A", ("class", "pkg.things", "A", None)),
        ("make", ("function", "pkg.things", "make", None)),
        ("t", ("module", "pkg.things", "", None)),
        ("pkg.other.Base", ("class", "pkg.other", "Base", None)),
        ("a", ("instance", "pkg.things", "A", None)),
        ("a.run", ("function", "pkg.things", "A.run", ("pkg.things", "A"))),
        ("a.stop", ("function", "pkg.other", "Base.stop", ("pkg.things", "A"))),
        ("a.helper", ("instance", "pkg.other", "Base", None)),
        ("A().run", ("function", "pkg.things", "A.run", ("pkg.things", "A"))),
        ("b", ("some", "pkg.things", "A", None)),
        ("d", None),
        ("e", None),
        ("missing", None),
        ("?", None),
    ],
)
def test_names(
    names: tuple[NameLookup, KnownCalls], name: str, thing: tuple[str, ...] | None
) -> None:
    lookup, calls = names
    known = calls.outline("main")
    assert known is not None
    assert lookup.resolve("main", known, known.top, name) == thing
