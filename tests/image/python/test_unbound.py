"""A handler that goes on is a guard until a name is used that it left unbound."""

from __future__ import annotations

import pytest

from lint.image.python.facts import IMPORT_ERROR
from lint.image.python.reader import read_facts


@pytest.mark.parametrize(
    ("source", "guarded"),
    [
        ("try:\n    import a\nexcept ImportError:\n    pass\n", True),
        ("try:\n    import a\nexcept ImportError:\n    pass\na.run()\n", False),
        ("try:\n    from m import a\nexcept ImportError:\n    print('no')\nx = [a]\n", False),
        ("try:\n    import a\nexcept ImportError:\n    a = None\na.run()\n", True),
        ("try:\n    import a\nexcept ImportError:\n    import b as a\na.run()\n", True),
        ("a = None\ntry:\n    import a\nexcept ImportError:\n    pass\na.run()\n", True),
        ("try:\n    import a\nexcept ImportError:\n    pass\nif x:\n    a.run()\n", True),
        ("try:\n    import a\nexcept ImportError:\n    pass\nif a:\n    pass\n", False),
        ("try:\n    import a\nexcept ImportError:\n    pass\nx = y and a\n", True),
        ("try:\n    import a\nexcept ImportError:\n    pass\ndef f():\n    a.run()\n", True),
        ("try:\n    import a\nexcept ImportError:\n    pass\n@a.deco\ndef f(): pass\n", False),
        ("try:\n    import a\nexcept ImportError:\n    pass\nclass B(a.Base): pass\n", False),
        ("try:\n    import a\nexcept ImportError:\n    pass\ntry:\n    a\nexcept NameError:\n    pass\n", True),
        ("try:\n    from m import open\nexcept ImportError:\n    pass\nopen('x')\n", True),
        ("from n import *\ntry:\n    import a\nexcept ImportError:\n    pass\na.run()\n", True),
        ("def f():\n    try:\n        import a\n    except ImportError:\n        pass\n    return a.run()\n", False),
        ("def f():\n    try:\n        import a\n    except ImportError:\n        return\n    a.run()\n", True),
        ("try:\n    match x:\n        case a:\n            import b\nexcept ImportError:\n    pass\nprint(a)\n", False),
        ("try:\n    match x:\n        case c:\n            import b\nexcept ImportError:\n    pass\nprint(a)\n", True),
    ],
)  # fmt: skip
def test_whether_the_import_is_guarded(source: str, guarded: bool) -> None:
    (first,) = [i for i in read_facts(source.encode()).imports if i.names != ("*",)][:1]
    assert bool(first.flags & IMPORT_ERROR) is guarded


def test_only_what_comes_before_the_name_must_succeed() -> None:
    source = (
        "try:\n    import a\n    import b\n    import c\nexcept ImportError:\n    pass\nb.run()\n"
    )
    imports = read_facts(source.encode()).imports
    assert [bool(i.flags & IMPORT_ERROR) for i in imports] == [False, False, True]
