"""One wording for scripts that cannot be started, of a source tree and of a saved image."""

from __future__ import annotations

from pathlib import Path

import pytest

from lint.engine.run import check
from lint.image.saved.layers import read_layers
from lint.image.saved.programs import Execute
from lint.image.saved.streams import Blob
from lint.image.start.script_faults import no_interpreter
from lint.model.options import Options
from tests.image.saved.layouts import BASE, layer


@pytest.mark.parametrize(
    ("data", "mode"),
    [
        (b"#!/bin/sh\r\nexec python main.py\r\n", 0o755),
        (b"#!/bin/sh\nexec python main.py\n", 0o644),
        (b"exec python main.py\n", 0o755),
        (b"\xef\xbb\xbf#!/bin/sh\nexec python main.py\n", 0o755),
    ],
)
def test_a_tree_and_a_saved_image_say_the_same(tmp_path: Path, data: bytes, mode: int) -> None:
    tree = tmp_path / "tree"
    tree.mkdir()
    (tree / "start.sh").write_bytes(data)
    (tree / "start.sh").chmod(mode)
    (tree / "Dockerfile").write_text(
        'FROM python:3.12-slim\nWORKDIR /\nCOPY start.sh /\nENTRYPOINT ["/start.sh"]\n'
    )
    options = Options([])
    options.source = str(tree)
    of_tree = {
        (str(f.message), str(f.help)) for f in check(options).findings if f.rule[:4] == "BLD0"
    }

    packed = layer({**BASE, "start.sh": data}, {"start.sh": mode})
    (tmp_path / "layer.tar").write_bytes(packed)
    system = read_layers([Blob(str(tmp_path / "layer.tar"), 0, len(packed))])
    of_image = Execute(system, {}, "/").command(["/start.sh"])
    said = (str(of_image.message).replace("`/start.sh`", "`start.sh`"), str(of_image.help))
    assert said in of_tree


def test_a_mark_hides_the_first_line() -> None:
    message, help = no_interpreter("a.sh", b"\xef\xbb\xbf#!/bin/sh\n")
    assert str(message) == (
        "a byte order mark hides the `#!` line of `a.sh`, and the kernel cannot start it"
    )
    assert str(help) == "Save it without the mark."
