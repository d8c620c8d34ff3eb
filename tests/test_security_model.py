"""The trust model of SECURITY.md: each sentence of its two lists has a test."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from lint.engine.examples import SKELETONS
from tests.image.wheels import build_wheel

ROOT = Path(__file__).resolve().parent.parent
TITLES = (
    "### What a hostile repository cannot do",
    "### What a service that `lint --live` asks cannot do",
)
UNTRUSTED = "tests/engine/test_untrusted_paths.py"
GOOGLE = "tests/cloud/google"
ELSEWHERE = "tests/ruleset/elsewhere"
ONE_FILE = "tests/engine/test_one_bad_file.py"
TESTS = {
    "It cannot run code": ["tests/test_security_model.py::test_nothing_of_the_repository_is_run"],
    "It cannot write": [
        f"{UNTRUSTED}::test_settings_name_no_file_to_write",
        "tests/test_security_model.py::test_nothing_of_the_repository_is_run",
    ],
    "It cannot make `lint` read files outside the repository": [
        f"{UNTRUSTED}::test_settings_lead_nowhere_else",
        f"{UNTRUSTED}::test_ways_around",
        f"{UNTRUSTED}::test_a_rule_file_extends_nothing_elsewhere",
        f"{ELSEWHERE}/test_reference.py::test_what_is_no_file_of_a_package",
        f"{ELSEWHERE}/test_origin.py::test_a_set_of_a_package_extends_nothing_outside_it",
    ],
    "It cannot pass for an installed package": [
        f"{ELSEWHERE}/test_installed.py::test_a_package_of_the_repository_is_not_installed",
        f"{ELSEWHERE}/test_installed.py::test_pythonpath_counts_outside_the_repository",
    ],
    "It cannot make `lint rules fetch` run a command": [
        f"{ELSEWHERE}/test_reference.py::test_what_is_no_address",
        f"{ELSEWHERE}/test_reference.py::test_what_is_no_tag_or_branch",
        f"{ELSEWHERE}/test_git.py::test_a_protocol_that_the_address_does_not_have_is_refused",
        f"{ELSEWHERE}/test_git.py::test_the_repository_around_does_not_count",
        f"{ELSEWHERE}/test_origin.py::test_no_file_names_a_repository_of_this_machine",
    ],
    "It cannot change a fetched rule set": [
        f"{ELSEWHERE}/test_fetch.py::test_another_content_is_not_kept",
        f"{ELSEWHERE}/test_store.py::test_what_was_changed_is_not_believed",
        f"{ELSEWHERE}/test_store.py::test_a_changed_list_does_not_help",
    ],
    "It cannot hand over the credentials of a remote": [
        f"{UNTRUSTED}::test_ways_around",
        "tests/support/test_confinement.py::test_inside",
    ],
    "It cannot show other files through links": [
        f"{UNTRUSTED}::test_a_manifest_that_is_a_link_out_of_the_repository",
        f"{UNTRUSTED}::test_a_file_of_the_build_that_is_a_link_out_of_the_repository",
    ],
    "It cannot show a file that is no rule set": [
        f"{UNTRUSTED}::test_nothing_of_a_file_that_is_no_rule_set_is_shown"
    ],
    "It cannot make the run wait for a FIFO": [
        f"{UNTRUSTED}::test_what_is_no_regular_file_is_not_waited_for",
        "tests/test_opened_files.py::test_no_module_opens_files_by_itself",
        "tests/support/test_files.py::test_a_file_up_to_the_limit_is_read",
    ],
    "It cannot open a connection": [
        "tests/test_command.py::test_no_socket_is_opened",
        "tests/cli/test_fetch.py::test_a_check_fetches_nothing",
    ],
    "It cannot send look-ups elsewhere": [
        "tests/cloud/google/test_endpoints.py::test_anything_else_is_an_error"
    ],
    "It cannot make a report show values": [
        "tests/canary/test_schema_places.py::test_nothing_that_may_be_a_secret_comes_out",
        "tests/canary/test_cases.py::test_of_code_no_literals_come_out",
    ],
    "It cannot print workflow commands": [
        "tests/canary/test_workflow_commands.py::test_manifests_and_their_names_make_no_commands",
        "tests/canary/test_workflow_commands.py::test_standard_error_is_escaped_like_reports",
    ],
    "It cannot make a run hang": [
        "tests/hostile/test_manifests.py::test_texts",
        "tests/hostile/test_builds.py::test_wheels",
        "tests/test_regex_time.py::test_every_pattern_takes_linear_time",
    ],
    "It cannot hide the findings of other files": [
        f"{ONE_FILE}::test_a_reader_that_breaks",
        f"{ONE_FILE}::test_hostile_manifests_hide_no_other",
    ],
    "It cannot hide a file by number": [
        "tests/engine/test_discovery.py::test_a_limit_that_is_reached_is_reported_and_exit_code_2"
    ],
    "It cannot change results through the cache": [
        "tests/support/test_cache.py::test_every_changed_byte_is_noticed",
        "tests/support/test_cache.py::test_an_entry_sealed_with_another_key_is_not_believed",
    ],
    "It cannot send credentials elsewhere": [
        f"{GOOGLE}/test_rest.py::test_no_redirect_is_followed"
    ],
    "It cannot fill the memory": [
        f"{GOOGLE}/test_rest.py::test_a_body_without_end",
        f"{GOOGLE}/test_rest.py::test_a_body_that_grows_when_it_is_unpacked",
    ],
    "It cannot cause a wrong error": [
        f"{GOOGLE}/test_rest.py::test_an_instance_of_another_shape",
        f"{GOOGLE}/test_live.py::test_empty_messages",
    ],
    "It cannot make things absent": [f"{GOOGLE}/test_listing.py::test_a_list_without_end_is_a_gap"],
    "It cannot be asked for a secret's payload": [
        "tests/cloud/test_no_payload.py::test_nothing_calls_for_a_payload"
    ],
}
"""The beginning of each sentence, and the tests that hold it."""


def sentences() -> list[str]:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    found = []
    for title in TITLES:
        section = text.split(title + "\n")[1].split("\n#")[0]
        found += [
            " ".join(item.split()) for item in re.findall(r"(?ms)^\* (.*?)(?=^\* |\Z)", section)
        ]
    return found


@pytest.mark.parametrize("sentence", sentences(), ids=lambda sentence: sentence[:60])
def test_every_sentence_has_tests_that_exist(sentence: str) -> None:
    matching = [key for key in TESTS if sentence.startswith(key)]
    assert len(matching) == 1, f"no entry of TESTS, or more than one, for: {sentence}"
    for test in TESTS[matching[0]]:
        path, _, name = test.partition("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert name in functions, test


def test_every_entry_has_its_sentence() -> None:
    for key in TESTS:
        assert sum(sentence.startswith(key) for sentence in sentences()) == 1, key


def test_nothing_of_the_repository_is_run(tmp_path: Path) -> None:
    """Modules that Python, build tools or an importing linter would run, and that write a file."""
    here = tmp_path / "repository"
    code = f"open({str(tmp_path / 'ran')!r}, 'w').close()\n"
    files = [
        "main.py", "app/__init__.py", "app/main.py", "setup.py", "conftest.py", "sitecustomize.py",
        "usercustomize.py", "json.py", "yaml.py", "tomllib.py", "lint/__init__.py", "lint/__main__.py",
        "docs/conf.py", "hooks/pre-commit", ".git/hooks/pre-commit",
    ]  # fmt: skip
    for name in files:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(code)
    (here / "app.pth").write_text(f"import os; {code}")
    (here / "service.yaml").write_text(SKELETONS["Service"])
    (here / "Dockerfile").write_text(f"FROM python\nRUN touch {tmp_path}/ran\nCMD python main.py\n")
    (here / "pyproject.toml").write_text(
        "[build-system]\nrequires = []\nbuild-backend = 'setup'\nbackend-path = ['.']\n"
    )
    (here / "lint.toml").write_text("source = '.'\nentrypoint = 'app.main'\n")
    wheel = build_wheel(
        tmp_path,
        files={"app/__init__.py": code, "app/main.py": code, "app.pth": f"import os; {code}"},
    )
    before = sorted(here.rglob("*"))
    for words in (["."], ["service.yaml", "--wheel", wheel], ["service.yaml", "--format", "json"]):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "lint", *words], cwd=here, capture_output=True, text=True
        )
        assert done.returncode in (0, 1), done.stderr
    assert not (tmp_path / "ran").exists()
    assert sorted(here.rglob("*")) == before
