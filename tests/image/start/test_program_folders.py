"""Where a program without a folder is looked for."""

from __future__ import annotations

import pytest

from lint.image.start.program_folders import DEFAULT_PATH, program_folders, program_places
from tests.image.start.following import launches


@pytest.mark.parametrize(
    ("path", "folders"),
    [
        ("/app/bin:/usr/bin/", ["/app/bin", "/usr/bin"]),
        ("bin::/usr/bin:/", ["/usr/bin", "/"]),
        (None, DEFAULT_PATH.split(":")),
        ("/app:\ufffc", DEFAULT_PATH.split(":")),
        ("", []),
    ],
)
def test_folders(path: str | None, folders: list[str]) -> None:
    assert program_folders(path) == folders


def test_places() -> None:
    assert program_places("run", "/:/bin") == ["/run", "/bin/run"]


@pytest.mark.parametrize(
    ("env", "module"),
    [({}, "a"), ({"PATH": "/app/bin:/usr/bin"}, "b"), ({"PATH": "/usr/bin"}, "")],
)
def test_a_script_in_a_folder_of_path_is_followed(env: dict[str, str | None], module: str) -> None:
    pytest.importorskip("tree_sitter_bash")
    files = {"/usr/local/bin/serve": "#!/bin/sh\nexec python -m a\n"}
    files["/app/bin/serve"] = "#!/bin/sh\nexec python -m b\n"
    (launch,) = launches(["tini", "--", "serve"], files, env=env)
    assert launch.module == module
