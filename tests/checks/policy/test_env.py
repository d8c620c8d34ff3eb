"""`env`: set, empty, forbidden, and the values of literals."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.checks.policy.own_rule import assert_messages
from tests.command import lint_here


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("env: {required: [MODE, KEY, LATER]}", []),
        ("env: {required: [EMPTY]}", ["env var `EMPTY` is empty"]),
        ("env: {required: [NOPE]}", ["env var `NOPE` is not set on container `app`"]),
        ("env: {required: [NOPE, A, EMPTY, B, NOPE]}", ["env var `EMPTY` is empty", "3 env vars are not set on container `app`: `NOPE`, `A`, `B`"]),
        ("env: {required: [A, MODES, B]}", ["env var `MODES` is not set", "2 env vars are not set on container `app`: `A`, `B`"]),
        ("env: {required: [ONLY_SIDE]}", ["env var `ONLY_SIDE` is not set"]),
        ("container: side, env: {required: [ONLY_SIDE]}", []),
        ("container: '*', env: {required: [ONLY_SIDE]}", ["env var `ONLY_SIDE` is not set on container `app`"]),
        ("env: {forbidden: ['PLA*']}", ["env var `PLAIN` must not be set"]),
        ("env: {values: {MODE: {trimmed: true}}}", ["env var `MODE` has white space"]),
        ("env: {values: {MODE: {one-of: [slow]}}}", ["env var `MODE` is <redacted, 5 chars, ends in white space>"]),
        ("env: {values: {MODE: {one-of: [fast], trimmed: true}}}", ["env var `MODE` has white space"]),
        ("env: {values: {EMPTY: {not-empty: true}}}", ["env var `EMPTY` is empty"]),
        ("env: {values: {LATER: {pattern: '[0-9]+'}}}", []),
        ("env: {values: {KEY: {pattern: '[0-9]+'}}}", []),
        ("env: {values: {PLAIN: {pattern: '[0-9]+'}}}", ["env var `PLAIN` is <redacted, 7 chars>"]),
    ],
)  # fmt: skip
def test_env_vars(tmp_path: Path, rule: str, expected: list[str]) -> None:
    assert_messages(tmp_path, rule, expected)


def test_a_pattern_that_takes_too_long_is_a_rule_that_was_not_run(tmp_path: Path) -> None:
    rules = tmp_path / "rules.yaml"
    pattern = "((((a*b?)*c?)*d?)*e?)*(?=.*z).*(?=.*y).*(?=.*x).*!"
    rules.write_text(
        f"ruleset: own\nrules:\n  T1: {{title: t, env: {{values: {{A: {{pattern: '{pattern}'}},"
        " B: {pattern: '(a+)+b'}, C: {pattern: a}}}}\n"
    )
    (tmp_path / "service.yaml").write_text(
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\nspec:\n"
        "  template:\n    spec:\n      containers:\n        - image: gcr.io/p/web:1\n          env:\n"
        f"            - {{name: A, value: {'a' * 5000}}}\n"
        f"            - {{name: B, value: {'a' * 40}}}\n"
        f"            - {{name: C, value: {'a' * 10001}}}\n"
    )
    before = time.process_time()
    ended = lint_here("--rules", "rules.yaml", "service.yaml", cwd=tmp_path)
    assert time.process_time() - before < 10
    assert "1 rule did not run: its pattern takes too long on a value (T1)" in ended.stdout
    assert "`B` is <redacted, 40 chars>, which does not match `(a+)+b`" in ended.stdout
    assert "a" * 20 not in ended.stdout + ended.stderr


def test_a_value_past_the_limit_of_a_pattern_is_exit_code_2(tmp_path: Path) -> None:
    """Otherwise a long value would be a way around the rule."""
    (tmp_path / "rules.yaml").write_text(
        "ruleset: own\nrules:\n  T1: {title: t, env: {values: {A: {pattern: a}}}}\n"
    )
    (tmp_path / "service.yaml").write_text(
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: web}\nspec:\n"
        "  template:\n    spec:\n      containers:\n        - image: gcr.io/p/web:1\n          env:\n"
        f"            - {{name: A, value: {'a' * 10001}}}\n"
    )
    ended = lint_here("--rules", "rules.yaml", "service.yaml", cwd=tmp_path)
    assert ended.returncode == 2
    assert "a value has more than 10,000 characters" in ended.stdout
