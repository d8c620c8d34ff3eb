"""Secrets at places that no schema knows: malformed files, placeholders, code, scripts, settings.

Each case is one that came out of some output once; the names of the groups are those of the kinds.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.canary.running import leaks

S = "CANARY0001"
HEAD = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata:
  name: example
spec:
  template:
    spec:
      containers:
      - image: gcr.io/p/a
"""
ENV = HEAD + "        env:\n"


def entry(text: str) -> str:
    return ENV + "".join(f"        {line}\n" for line in text.split("\n"))


READABLE = {
    "alias": entry(f"- name: A\n  value: &b x\n- name: B\n  value: *{S}"),
    "alias of an anchor": entry(f"- name: A\n  value: &{S} x\n- name: B\n  value: *{S}"),
    "tag": entry(f"- name: A\n  value: !{S}"),
    "tag with a value": entry(f"- name: A\n  value: !foo {S}"),
    "binary": entry(f"- name: A\n  value: !!binary {S}"),
    "compose style": entry(f"- DB_PASSWORD={S}"),
    "compose style, lone": HEAD + f"        env: A={S}\n",
    "compose style, block": HEAD + f"        env: |\n          A={S}\n",
    "dollar": entry(f'- name: A\n  value: "pa55${S}"'),
    "default": entry(f'- name: A\n  value: "${{X:-{S}}}"'),
    "default in an image": HEAD.replace("gcr.io/p/a", f"gcr.io/p/a:${{TAG:-{S}}}"),
    "template default": entry(f"- name: A\n  value: '{{{{ default \"{S}\" .x }}}}'"),
    "angle": entry(f"- name: A\n  value: <{S}>"),
    "dunder": entry(f"- name: A\n  value: __{S}__"),
    "percent": entry(f'- name: A\n  value: "%{S}%"'),
    "at": entry(f"- name: A\n  value: x@{S}@y"),
    "fill-in": entry(f"- name: A\n  value: YOUR_{S}"),
    "value from text": entry(f"- name: A\n  valueFrom: {S}"),
    "reference text": entry(f"- name: A\n  valueFrom:\n    secretKeyRef: {S}"),
    "name and value": entry(f'- name: "A: {S}"'),
    "name is value": entry(f"- name: A={S}"),
    "at the container": HEAD + f"        value: {S}\n",
    "at the spec": HEAD + f"      value: {S}\n",
    "misspelt env": HEAD + f"        Env: {{A: {S}}}\n",
    "misspelt env, list": HEAD + f"        evn: [{{name: A, value: {S}}}]\n",
    "envVariables": HEAD + f"        envVariables: {{A: {S}}}\n",
    "envFrom": HEAD + f"        envFrom: [{{A: {S}}}]\n",
    "value of valueFrom": entry(f"- name: A\n  valueFrom: {{value: {S}}}"),
    "value of secretKeyRef": entry(f"- name: A\n  valueFrom: {{secretKeyRef: {{value: {S}}}}}"),
    "key of a value": entry(f"- name: A\n  value: {{{S}: x}}"),
    "lone key of a value": entry(f"- name: A\n  value: {{{S}}}"),
    "white space": entry(f'- name: A\n  value: "{S} "'),
    "comment": HEAD + f"        nope: x # {S}\n",
    "comment above": HEAD + f"        # {S}\n        nope: x\n        nope: y # {S}\n",
    "comment below a block": entry(f"- name: A\n  nope: |\n    x\n  # {S}\n- name: PORT"),
    "command": HEAD + f'        command: ["sh", "-c", "PW={S} exec x"]\n        nope: 1\n',
    "argument": HEAD + f"        args: [--password={S}, --token, {S}]\n        args: [x]\n",
    "escaped URL": HEAD.replace("gcr.io/p/a", f'"http://u:{S}\\u0040h" # x').replace(
        "kind", "kind"
    ),
    "private key": HEAD.replace(
        "gcr.io/p/a", f"'-----BEGIN PRIVATE KEY-----\n\n          {S}\n\n          x'"
    ),
    "label": HEAD.replace("  name: example\n", f"  name: example\n  labels: {{a: '{S} x'}}\n"),
}
MALFORMED = {
    "flow": ENV + f'        - {{name: A, value: "correct horse {S}"\n',
    "flow after a comma": ENV + f"        - {{name: A, value: correct, horse {S}\n",
    "dedent": ENV
    + f"        - name: A\n          value: |\n            x\n          {S}\n         y: [\n",
    "tab": ENV + f"        - name: A\n          value: |\n            x\n\t{S}: [\n",
    "bad escape": ENV
    + f'        - name: A\n          value: "a\n            {S}\n            \\q"\n',
    "plain over lines": ENV
    + f"        - name: A\n          value: a\n            {S}: x\n           : ]\n",
    "private key": ENV
    + f"        - name: A\n          value: -----BEGIN PRIVATE KEY-----\n{S}\n-----END: [\n",
    "mapping": HEAD + f"        env: {{A: {S}\n",
    "two colons": HEAD + f"        env:\n          A: {S}: x\n",
    "open quote": ENV + f'        - name: A\n          value: "{S}\n        - name: B\n',
    "comment": HEAD + f"        # {S}\n        env: [ # {S}\n",
    "anchor": HEAD + f"        env: &{S} [\n",
    "unknown alias": entry(f"- name: A\n  value: *{S}"),
    "template": ENV + f"        {{% if {S} %}}\n        - name: {S}\n        x: [\n",
    "not UTF-8": ENV + f"        - name: A\n          value: {S} \udcff\n",
    "control character": ENV + f"        - name: A\n          value: a \x01 {S}\n",
    "NUL": ENV
    + f"        - name: A\n          value: |\n            a {S}\n            \x00 {S}\n",
}


@pytest.mark.parametrize("name", READABLE)
def test_of_a_manifest_nothing_comes_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.yaml").write_text(READABLE[name], encoding="utf-8")
    assert not leaks(tmp_path, ["a.yaml"])


@pytest.mark.parametrize("name", MALFORMED)
def test_of_a_malformed_manifest_nothing_comes_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.yaml").write_bytes(MALFORMED[name].encode("utf-8", "surrogateescape"))
    assert not leaks(tmp_path, ["a.yaml"])


@pytest.mark.parametrize("value", ["2024-01-31", "0x_"])
def test_dates_and_numbers_do_not_come_out(tmp_path: Path, value: str) -> None:
    (tmp_path / "a.yaml").write_text(entry(f"- name: A\n  value: {value}"))
    assert not leaks(tmp_path, ["a.yaml"])
    for report in (tmp_path / ".reports").iterdir():
        assert value not in report.read_text()


@pytest.mark.parametrize("where", ["value", "flow", "block"])
def test_of_values_files_nothing_comes_out(tmp_path: Path, where: str) -> None:
    texts = {
        "value": f"a: *{S}\n",
        "flow": f"a: {{b: {S}\n",
        "block": f"a: |\n  x\n {S}\n",
    }
    (tmp_path / "a.yaml").write_text(HEAD)
    (tmp_path / "values.yaml").write_text(texts[where])
    assert not leaks(tmp_path, ["a.yaml", "--values", "values.yaml"])


def test_the_lines_of_a_private_key_are_no_names(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD)
    (tmp_path / ".env").write_text(f"KEY=-----BEGIN\nMIIEvQIBADANBgkqhkiG9w0{S}AASCBKcwggSjAgEA=\n")
    assert not leaks(tmp_path, ["a.yaml", "--values", ".env"])


CODE = {
    "call": f'X = str("{S}")\n',
    "get": f'X = {{}}.get("{S}")\n',
    "config": f'X = config("{S}")\n',
    "triple": f'X = """a\n{S}\n""" + 1\n',
    "continued": f'X = "a\\\n{S}"\n',
    "raw": f'X = r"a\\" + "{S}"\n',
    "number": "X = 4111111111111111\n",
    "comment": f"# {S}\n",
}


@pytest.mark.parametrize("name", CODE)
def test_of_code_no_literals_come_out(tmp_path: Path, name: str) -> None:
    (tmp_path / "a.yaml").write_text(HEAD + "        command: [python, -m, app.main]\n")
    (tmp_path / "Dockerfile").write_text("FROM python\nCOPY . .\n")
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("")
    line = CODE[name]
    # The lines between two places of a finding are shown too.
    code = f"import app.nope; {line}{line}import app.nope\nimport app.nope.more\n"
    (tmp_path / "app" / "main.py").write_text(
        code.replace("import app.nope; #", "import app.nope #")
    )
    assert not leaks(tmp_path, ["a.yaml", "--source", "."])
    text = (tmp_path / ".reports" / "text").read_text()
    assert "app.nope" in text
    assert "4111111111111111" not in text


DOCKERFILE = {
    "comma": f"ENV PW=abc,{S}",
    "escaped space": f"ENV PW=abc\\ {S}",
    "quote inside": f"ENV PW=abc'{S}'",
    "bracket": f"ENV PW=abc]{S}",
    "JSON": f'ENV PW="a {S}"',
    "option": f"RUN x --password '{S}'",
    "short option": f"RUN mysql -p {S}",
    "header": f"RUN curl -H 'Authorization: Bearer {S}' http://h",
    "URL": f"ADD https://u:{S}@h/x /x",
    "token": f"ADD https://{S}@h/x /x",
    "label": f"LABEL a={S}",
    "old ENV": f"ENV PW {S}",
    "argument": f"ARG PW={S}",
    "comment": f"# {S}",
    "continued": f"ENV A=b \\\n  PW={S}",
    "here-document": f"RUN <<EOF\n{S}\nEOF",
}


@pytest.mark.parametrize("name", DOCKERFILE)
def test_of_dockerfiles_no_values_come_out(tmp_path: Path, name: str) -> None:
    from lint.model.redaction import mark_file
    from lint.model.source import Source

    line = DOCKERFILE[name]
    text = f"FROM python\n{line}\nCOPY nope .\nCMD ['sh', '-c', 'PW={S} python -m app.main']\n"
    (tmp_path / "a.yaml").write_text(HEAD)
    (tmp_path / "Dockerfile").write_text(text)
    assert not leaks(tmp_path, ["a.yaml", "--source", "."])
    source = Source("Dockerfile", text)
    source.mark_later(mark_file)
    shown = "\n".join(source.line(number) for number in range(1, len(text.split("\n")) + 1))
    assert S not in shown
    assert "FROM python" in shown
    assert "COPY nope ." in shown


@pytest.mark.parametrize(
    "line",
    [
        f"Requires-Dist: x @ https://u:{S}@h/x ;; nope",
        f"Requires-Dist: https://u:{S}@h/x",
        f"Requires-Python: https://u:{S}@h",
        f"Version: https://u:{S}@h",
    ],
)
def test_of_metadata_no_passwords_come_out(tmp_path: Path, line: str) -> None:
    from tests.image.wheels import build_wheel

    version = "" if line.startswith("Version") else "Version: 1.0\n"
    metadata = f"Metadata-Version: 2.1\nName: app\n{version}{line}\n"
    wheel = build_wheel(tmp_path, files={"app/__init__.py": b""}, metadata=metadata)
    (tmp_path / "a.yaml").write_text(HEAD)
    assert not leaks(tmp_path, ["a.yaml", "--wheel", str(wheel)])


def test_of_a_broken_rule_set_vars_and_comments_do_not_come_out(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(HEAD)
    (tmp_path / "rules.yaml").write_text(
        f"ruleset: x\nvars: {{a: {S}, b: [{S}]}} # {S}\nnope: 1 # {S}\nrules: {{}}\n"
    )
    assert not leaks(tmp_path, ["a.yaml", "--rules", "rules.yaml"])


@pytest.mark.parametrize("text", [f"root:{S}:0:0\n", f"client_secret: {S}\n", f'{{"a": "{S}"}}\n'])
def test_of_a_file_that_is_no_rule_set_nothing_comes_out(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.yaml").write_text(HEAD)
    (tmp_path / "rules.yaml").write_text(text)
    assert not leaks(tmp_path, ["a.yaml", "--rules", "rules.yaml"])


HARMLESS = [
    ("      - image: gcr.io/p/a\n", "      - image: gcr.io/p/A B\n", "gcr.io/p/A B"),
    ("gcr.io/p/a\n", "gcr.io/p/a\n        resources: {limits: {cpu: 2x}}\n", "cpu: 2x"),
    ("gcr.io/p/a\n", "gcr.io/p/a\n        ports: [{containerPort: 80a}]\n", "containerPort: 80a"),
    ("name: example", "name: Example_1", "name: Example_1"),
]


@pytest.mark.parametrize(("old", "new", "shown"), HARMLESS, ids=[row[2] for row in HARMLESS])
def test_the_wrong_token_of_a_harmless_field_is_seen(
    tmp_path: Path, old: str, new: str, shown: str
) -> None:
    (tmp_path / "a.yaml").write_text(HEAD.replace(old, new))
    assert not leaks(tmp_path, ["a.yaml"])
    assert shown in (tmp_path / ".reports" / "text").read_text()


@pytest.mark.parametrize(
    "expression",
    ["env.A.matches(env.A + '(')", "int(env.A) == 1", "{'a': 1}[env.A] == 1", "env[env.A] == ''"],
)
def test_of_an_expression_without_a_value_nothing_comes_out(
    tmp_path: Path, expression: str
) -> None:
    pytest.importorskip("cel_expr_python")
    (tmp_path / "a.yaml").write_text(entry(f"- name: A\n  value: {S}"))
    (tmp_path / "rules.yaml").write_text(
        f'ruleset: own\nrules:\n  T1: {{title: t, assert: "{expression}"}}\n'
    )
    assert not leaks(tmp_path, ["a.yaml", "--rules", "rules.yaml"])
