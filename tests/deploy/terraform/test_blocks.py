"""Bodies: `dynamic` blocks, `count` and `for_each`."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.deploy.terraform.reading import SERVICE, faults, inside, place, read_files, step_of

DYNAMIC = """\
      dynamic "env" {
        for_each = local.env
        content {
          name  = env.key
          value = env.value
        }
      }
      env {
        name  = "LAST"
        value = 1
      }
"""


def env(folder: Path, text: str, **others: str) -> list[tuple[str, str]]:
    resource = step_of(folder, text, **others).resource
    assert resource is not None
    found = resource.containers[0].env
    return [(str(each.name), each.value.text if each.value else "") for each in found]


def test_a_dynamic_block_is_expanded(tmp_path: Path) -> None:
    text = inside(DYNAMIC) + 'locals {\n  env = { B = "x", A = true }\n}\n'
    assert env(tmp_path, text) == [("A", "true"), ("B", "x"), ("LAST", "1")]


def test_each_block_has_the_place_of_its_value(tmp_path: Path) -> None:
    text = inside(DYNAMIC) + 'locals {\n  env = { B = "x" }\n}\n'
    resource = step_of(tmp_path, text).resource
    assert resource is not None
    first, last = resource.containers[0].env
    assert place(first.value) == ("main.tf", 22, 16)
    assert place(first.name_node) == ("main.tf", 22, 11)
    assert place(last.value) == ("main.tf", 16, 17)
    assert resource.open == frozenset()


def test_what_a_dynamic_block_goes_through_may_be_unknown(tmp_path: Path) -> None:
    text = inside(DYNAMIC) + "locals {\n  env = merge({ A = 1 }, var.more)\n}\n"
    resource = step_of(tmp_path, text).resource
    assert resource is not None
    assert resource.open == {"env", "secrets"}
    assert not resource.partial
    unknown = step_of(tmp_path, inside(DYNAMIC.replace("local.env", "var.env"))).resource
    assert unknown is not None
    assert unknown.open == {"env", "secrets"}
    assert [variable.name for variable in unknown.containers[0].env] == ["LAST"]


def test_an_iterator_has_a_name_of_its_own(tmp_path: Path) -> None:
    text = DYNAMIC.replace("for_each = local.env", 'for_each = ["a"]\n iterator = each_env')
    text = text.replace("env.key", '"V_${each_env.key}"').replace("env.value", "each_env.value")
    assert env(tmp_path, inside(text)) == [("V_0", "a"), ("LAST", "1")]


def test_the_content_of_an_unknown_block_is_checked_too(tmp_path: Path) -> None:
    text = inside(DYNAMIC.replace("local.env", "var.env").replace("name  =", "nmae =", 1))
    assert [fault.split(":")[1].strip() for fault in faults(read_files(tmp_path, text))] == [
        "terraform-unknown"
    ]


def test_blocks_of_one_that_may_not_be_there(tmp_path: Path) -> None:
    block = '  dynamic "vpc_access" {{\n    for_each = {}\n    content {{\n      connector = "c"\n    }}\n  }}\n'
    there = SERVICE.replace("  template {\n", "  template {\n" + block.format("[1]"))
    resource = step_of(tmp_path, there).resource
    assert resource is not None
    assert resource.annotation("run.googleapis.com/vpc-access-connector", template=True)
    assert not resource.partial
    maybe = SERVICE.replace("  template {\n", "  template {\n" + block.format("var.x ? [1] : []"))
    resource = step_of(tmp_path, maybe).resource
    assert resource is not None
    assert resource.partial


def test_instances(tmp_path: Path) -> None:
    def names(line: str, name: str) -> list[str]:
        text = SERVICE.replace("{\n", "{\n  " + line + "\n", 1).replace('"api"\n', name + "\n", 1)
        steps = read_files(tmp_path, text).steps
        return [str(step.resource and step.resource.name_node.text) for step in steps]  # type: ignore[union-attr]

    assert names('for_each = toset(["a", "b"])', "each.key") == ["a", "b"]
    assert names("for_each = { x = { n = 1 }, y = { n = 2 } }", '"s-${each.value.n}"') == [
        "s-1",
        "s-2",
    ]
    assert names("for_each = var.services", "each.key") == ["${each.key}"]
    assert names("count = 0", '"a"') == []
    assert names("count = 1", '"s-${count.index}"') == ["s-0"]
    assert names("count = var.create ? 1 : 0", '"a"') == ["a"]


def test_a_giant_for_each_ends(tmp_path: Path) -> None:
    keys = ", ".join(f'"k{number}"' for number in range(20_000))
    text = SERVICE.replace("{\n", f"{{\n  for_each = toset([{keys}])\n", 1)
    start = time.process_time()
    assert len(read_files(tmp_path, text).steps) == 50
    assert time.process_time() - start < 20


def test_a_giant_dynamic_block_ends(tmp_path: Path) -> None:
    keys = ", ".join(f"k{number} = 1" for number in range(20_000))
    text = inside(DYNAMIC) + f"locals {{\n  env = {{ {keys} }}\n}}\n"
    start = time.process_time()
    (step,) = read_files(tmp_path, text).steps
    assert step.resource is not None
    assert step.resource.open == {"env", "secrets"}
    assert time.process_time() - start < 20


@pytest.mark.slow
def test_dynamic_blocks_in_one_another_end(tmp_path: Path) -> None:
    body = '        name = "x"\n'
    for name in ("value_source", "env", "containers", "template"):
        body = f'dynamic "{name}" {{\n  for_each = local.many\n  content {{\n{body}}}\n}}\n'
    many = ", ".join("1" for _ in range(1_000))
    text = f'locals {{\n  many = [{many}]\n}}\nresource "google_cloud_run_v2_service" "x" {{\n{body}}}\n'
    start = time.process_time()
    (step,) = read_files(tmp_path, text).steps
    assert step.resource is not None
    assert time.process_time() - start < 60
