"""The edits of a repair, with all that belong to it or none."""

from __future__ import annotations

from lint.checks.repairs import fix_of
from lint.manifest.reader import read_manifest
from lint.model.fault import Repair
from lint.model.findings import Place
from lint.yaml.tree import MappingNode, ScalarNode


def test_all_edits_belong_to_one_fix() -> None:
    manifest = read_manifest("a.yaml", b"a: 1\nb: |\n  c\n")
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    first, block = root.get("a"), root.get("b")
    assert isinstance(first, ScalarNode)
    also = Repair("rename_key", root.keys["a"], "d")
    fix = fix_of(Repair("quote", first, safe=False, shown=False, further=(also,)), manifest.source)
    assert fix is not None
    assert [edit.text for edit in fix.edits] == ['"', '"', "d"]
    assert (fix.safe, fix.shown) == (False, False)
    # What cannot be edited leaves the rest alone, too.
    refused = Repair("set_text", block, "x")
    assert fix_of(Repair("quote", first, further=(refused,)), manifest.source) is None


def test_a_place_of_any_file_needs_no_source() -> None:
    fix = fix_of(Repair("set_place", Place("a.sh", 2, 3, 2, 8), "--memory"))
    assert fix is not None
    (edit,) = fix.edits
    assert (edit.path, edit.line, edit.column, edit.end_column) == ("a.sh", 2, 3, 8)


def test_no_repair_is_safe_in_a_text_with_aliases() -> None:
    for text, safe in ((b"a: &x {b: 1}\nc: *x\n", False), (b"a: {b: 1}\nc: 2 * 3\n", True)):
        manifest = read_manifest("a.yaml", text)
        root = manifest.documents[0].root
        assert isinstance(root, MappingNode)
        node = root.at("a", "b")
        assert isinstance(node, ScalarNode)
        fix = fix_of(Repair("quote", node), manifest.source)
        assert fix is not None
        assert fix.safe is safe
