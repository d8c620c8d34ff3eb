"""Hostile manifests end within 2 s and 300 MB, with a report and without a traceback."""

from __future__ import annotations

import sys

import pytest

from tests.hostile.running import lint

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

MANIFEST = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: app
  annotations:
    run.googleapis.com/network-interfaces: {annotation}
spec:
  template:
    spec:
      timeoutSeconds: {timeout}
      containers:
      - image: us-docker.pkg.dev/p/r/app:1
        startupProbe: {{tcpSocket: {{port: 8080}}, periodSeconds: {period}, failureThreshold: {threshold}}}
        env:
        - {{name: A, value: {value}}}
"""
HARMLESS = {"annotation": "'[]'", "timeout": "300", "period": "10", "threshold": "3", "value": "x"}


def manifest(**fields: str) -> str:
    return MANIFEST.format(**{**HARMLESS, **fields})


FIELDS = list(HARMLESS)
NUMBERS = {
    "decimal": "9" * 5_000,
    "below the limit of Python": "9" * 2_200,
    "hexadecimal": "0x" + "f" * 3_600,
    "octal": "0" + "7" * 5_000,
    "binary": "0b" + "1" * 15_000,
    "quoted": '"' + "9" * 5_000 + '"',
    "sexagesimal": "1" + ":59" * 200_000,
    "sexagesimal float": "1" + ":59" * 200_000 + ".5",
    "float": "1" * 5_000 + ".0",
    "exponent": "1e" + "9" * 5_000,
    "underscores": "1_" * 5_000 + "1",
    "date": "2024-01-01" + " " * 5_000 + "10:00:00",
}
VALUES = {
    "open workflow placeholder": '"${{' + " " * 2_000 + '"',
    "open mustache": '"{{' + " " * 20_000 + '"',
    "open brackets": '"[[' + " " * 20_000 + '"',
    "open brace": '"${' + "a" * 80_000 + '"',
    "many open braces": '"' + "${a" * 20_000 + '"',
    "fill-in words": '"' + "YOUR_-" * 20_000 + '"',
    "underscores": '"' + "__A" * 20_000 + '"',
    "dashes": '"' + "-" * 50_000 + '"',
    "deep list": "'" + "[" * 20_000 + "'",
    "deep objects": "'" + '{"a":' * 20_000 + "'",
}
TEXTS = {
    "blank lines in what is no YAML": "kind: Service\n" + "\n" * 20_000 + "x: [\n%",
    "blanks in what is no YAML": "kind: Service\n" + "\n \n" * 20_000 + "x: [\n",
    "tabs in quoted scalars": "apiVersion: serving.knative.dev/v1\nkind: Service\nx:\n"
    + '- "a\tb"\n' * 40_000,
    "tabs and hashes on a line": "apiVersion: serving.knative.dev/v1\nkind: Service\nx: [ '#'"
    + ", 'a\tb #'" * 20_000
    + "] # \t\t\t\n",
    "template markers": "a: b\n" * 400_000 + "{{ x }}\n" * 500 + "x: [\n",
}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("kind", NUMBERS)
def test_numbers(tmp_path, field: str, kind: str) -> None:
    (tmp_path / "app.yaml").write_text(manifest(**{field: NUMBERS[kind]}))
    check(tmp_path)


def test_a_product_of_numbers(tmp_path) -> None:
    number = "9" * 999
    (tmp_path / "app.yaml").write_text(manifest(period=number, threshold=number))
    check(tmp_path)


@pytest.mark.parametrize("field", ["annotation", "value"])
@pytest.mark.parametrize("kind", VALUES)
def test_values(tmp_path, field: str, kind: str) -> None:
    (tmp_path / "app.yaml").write_text(manifest(**{field: VALUES[kind]}))
    check(tmp_path)


@pytest.mark.parametrize("kind", TEXTS)
def test_texts(tmp_path, kind: str) -> None:
    (tmp_path / "app.yaml").write_text(TEXTS[kind])
    check(tmp_path)


SETTINGS = {
    "a dotted key": "a" + ".a" * 20_000 + " = 1\n",
    "a dotted table": "[a" + ".a" * 20_000 + "]\n",
    "a quoted dotted key": '"a b"' + '."c d"' * 20_000 + " = 1\n",
    "a dotted key in a table": "x = {a" + " . a" * 20_000 + " = 1}\n",
    "many digits": "x = " + "9" * 5_000 + "\n",
    "a deep list": "x = " + "[" * 20_000 + "\n",
    "unknown keys": "".join(f"k{number} = 1\n" for number in range(5_000)),
}


@pytest.mark.parametrize("kind", SETTINGS)
def test_settings(tmp_path, kind: str) -> None:
    (tmp_path / "lint.toml").write_text(SETTINGS[kind])
    (tmp_path / "app.yaml").write_text(manifest())
    check(tmp_path, 2)


def check(folder, code: int | None = None) -> None:
    ended = lint(folder, "app.yaml")
    assert ended.code in ((0, 1, 2) if code is None else (code,))
    assert ended.seconds < 2
    assert ended.peak < 300
    assert "internal error" not in ended.out + ended.errors
    assert "Traceback" not in ended.errors
    assert len(ended.out) + len(ended.errors) > 10
