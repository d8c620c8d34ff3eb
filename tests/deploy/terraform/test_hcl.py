"""HCL as blocks and arguments with their places; what is not HCL is passed over."""

from __future__ import annotations

import sys
import time

import pytest

pytest.importorskip("tree_sitter_hcl")

from lint.deploy.terraform.hcl import HclFile, HclUnavailableError, reveal
from lint.model.source import Source

TEXT = """\
# a comment with s3cret
resource "google_cloud_run_v2_service" "api" {
  name = "café" # é
  env {
    value = "hunter2"
  }
  name = "again"
  limits = { "memory" = "1Gi", cpu = 2 }
}
"""


def test_blocks_and_arguments_have_places() -> None:
    file = HclFile(Source("main.tf", TEXT))
    (block,) = file.body.blocks
    assert [str(label) for label in block.labels] == ["google_cloud_run_v2_service", "api"]
    assert (block.labels[1].place.line, block.labels[1].place.column) == (2, 41)
    assert list(block.body.attributes) == ["name", "limits"]
    assert [str(attribute.name) for attribute in block.body.repeated] == ["name"]
    assert block.body.repeated[0].name.place.line == 7
    assert str(block.body.blocks[0].type) == "env"
    assert not block.broken
    assert file.broken is None


def test_columns_count_characters() -> None:
    text = 'a = "éé" + b\n'
    file = HclFile(Source("main.tf", text))
    assert str(file.text(file.body.attributes["a"].expression)) == '"éé" + b'


def test_windows_lines_are_lines() -> None:
    file = HclFile(Source("main.tf", TEXT.replace("\n", "\r\n")))
    assert file.body.blocks[0].body.repeated[0].name.place.line == 7


def test_strings_numbers_and_comments_are_hidden() -> None:
    source = Source("main.tf", TEXT)
    reveal(HclFile(source))
    assert "s3cret" not in source.line(1)
    assert source.line(2) == TEXT.split("\n")[1]
    assert source.line(5) == '    value = "<redacted, 7 chars>"'
    assert (
        source.line(8)
        == '  limits = { "memory" = "<redacted, 3 chars>", cpu = <redacted, 1 char> }'
    )


@pytest.mark.parametrize("text", ["", "}", "a {", 'a = "${', "a = <<EOT\n", "\0", "=\n" * 100])
def test_what_is_no_hcl_is_passed_over(text: str) -> None:
    file = HclFile(Source("main.tf", text))
    reveal(file)
    assert isinstance(file.body.blocks, list)


def test_the_first_error_has_a_place() -> None:
    file = HclFile(Source("main.tf", 'a {\n  b = 1\n  c = "x" "y"\n}\n'))
    assert file.broken is not None
    assert file.broken[0] == 2
    assert file.body.blocks[0].broken


@pytest.mark.slow
@pytest.mark.parametrize("part", ["a {\n", "a = [", "a = (", "a = {b = ", 'a = "${'])
def test_deep_nesting_ends(part: str) -> None:
    start = time.process_time()
    HclFile(Source("main.tf", part * 20_000))
    assert time.process_time() - start < 20


def test_a_parser_that_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tree_sitter_hcl", None)
    with pytest.raises(HclUnavailableError):
        HclFile(Source("main.tf", ""))
