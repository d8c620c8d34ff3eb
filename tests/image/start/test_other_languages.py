"""Programs that are known to run no Python."""

from __future__ import annotations

import pytest

from lint.image.start.other_languages import NOT_PYTHON, is_other_language
from tests.image.start.following import launches


@pytest.mark.parametrize(
    ("words", "files", "known"),
    [
        (["node", "server.js"], {}, True),
        (["/usr/bin/java", "-jar", "app.jar"], {}, True),
        (["tini", "--", "node", "server.js"], {}, True),
        (["sh", "-c", "exec nginx -g 'daemon off;'"], {}, True),
        (["yarn", "start"], {"/app/package.json": '{"scripts": {"start": "node x"}}'}, True),
        (["npm", "start"], {"/app/package.json": '{"scripts": {"start": "python x.py"}}'}, False),
        (["npm", "start"], {}, True),
        (["./server"], {}, False),
        (["node-wrapper"], {}, False),
    ],
)
def test_what_is_started(words: list[str], files: dict[str, str], known: bool) -> None:
    pytest.importorskip("tree_sitter_bash")
    (launch,) = launches(words, files)
    assert (launch.unknown == NOT_PYTHON) is known
    assert launch.unknown


def test_a_program_is_named_without_its_folder() -> None:
    assert is_other_language("node", None)
    assert not is_other_language("/usr/bin/node", None)
