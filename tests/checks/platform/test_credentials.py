"""`credentials`: which names and shapes make a secret, and that no report shows one.

The tokens are put together here, so that no scanner of repositories takes them for live.
"""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lint.checks.context import CheckContext
from lint.manifest.reader import read_manifest
from lint.manifest.resource import Resource
from lint.yaml.tree import MappingNode
from tests.checks.judging import found, judge_of
from tests.examples import examples

SERVICE = """\
apiVersion: serving.knative.dev/v1
kind: Service
metadata: {name: example}
spec:
  template:
    spec:
      containers:
      - env: ENV
        args: ARGS
"""
RANDOM = "Q7wE3rT9yU1iO5pA2sD8fG4hJ6kL0zX5cV8bN1mQ"


def service(name: str = "", value: str = "", args: list[str] | None = None) -> str:
    env = [{"name": name, "value": value}] if name else []
    return SERVICE.replace("ENV", json.dumps(env)).replace("ARGS", json.dumps(args or []))


def rules(text: str) -> list[str]:
    return [finding.rule for finding in found("credentials", text)]


@pytest.mark.parametrize(
    "name",
    ["DB_PASSWORD", "dbPassword", "PGPASSWORD", "db-passwd", "SMTP_PASS", "MYSQL_PWD", "PASSWORD_2",
     "AUTH_TOKEN", "CLIENT_SECRET", "OPENAI_API_KEY", "apiKey", "JWT_SECRET_KEY", "SIGNING_KEY_OLD",
     "TOKEN_B64"],
)  # fmt: skip
def test_names_of_secrets(name: str) -> None:
    assert rules(service(name, RANDOM[:20])) == ["CR210"]


@pytest.mark.parametrize(
    "name",
    ["TOKEN_URL", "SECRET_NAME", "SECRET_ID", "API_KEY_HEADER", "PASSWORD_FILE", "KEYBOARD", "MONKEY",
     "COMPASS", "BYPASS", "PUBLIC_KEY", "NEXT_PUBLIC_API_KEY", "VITE_API_KEY", "SUPABASE_ANON_KEY",
     "PARTITION_KEY", "TOKENIZER", "TOKEN_ISSUER", "PASSWORD_POLICY", "ACCESS_KEY_ID", "SECRET_PROJECT"],
)  # fmt: skip
def test_names_of_other_things(name: str) -> None:
    assert rules(service(name, RANDOM[:20])) == []


@pytest.mark.parametrize(
    "value",
    ["", "true", "3600", "24h", "30.5s", "0", "https://a.example.com/b1C2d3E4", "/run/secrets/A1b2C3d4",
     "../A1b2C3d4e5F6", "projects/1/secrets/a/versions/2", "sm://project1/Secret2", "key-file-2.pem",
     "change-me", "ChangeMe123!", "your_key_here_1", "***********1", "A1A1A1A1A1A1A1", "my-session-secret",
     "two words 123", "schlüssel-123456789", "<api-key-1>", "password"],
)  # fmt: skip
def test_values_that_are_no_secrets(value: str) -> None:
    assert rules(service("API_KEY", value)) == []


@pytest.mark.parametrize(
    ("value", "found_rules"),
    [
        ("horse-battery", ["CR210"]),
        ("p4ss!", []),
        ("p4ss!!", ["CR210"]),
        ("postgres", []),
        ("${DB_PASSWORD}", ["CR218"]),
    ],
)
def test_passwords_may_be_short_and_plain(value: str, found_rules: list[str]) -> None:
    assert rules(service("DB_PASSWORD", value)) == found_rules


TOKENS = [
    "gh" + "p_" + RANDOM[:36],
    "xo" + "xb-" + "980417265503-" + RANDOM[:24],
    "AK" + "IA" + "Q7WEQ3RTQ5YUQ2IO",
    "AI" + "za" + RANDOM[:35],
    "sk_" + "live_" + RANDOM[:24],
    "sk-" + "proj-" + RANDOM,
    "sk-" + "ant-" + RANDOM,
    "SG" + "." + RANDOM[:22] + "." + RANDOM + "123",
    "hf" + "_" + RANDOM[:34],
    "98765432:" + "AA" + RANDOM[:33],
    "ey" + "JhbGciOiJIUzI1NiJ9" + ".ey" + "JzdWIiOiI5ODc2NSJ9." + RANDOM,
]


@pytest.mark.parametrize("token", TOKENS)
def test_tokens_are_found_under_any_name_and_in_arguments(token: str) -> None:
    assert rules(service("A", token)) == ["CR213"]
    assert rules(service("A", f"Bearer {token}")) == ["CR213"]
    assert rules(service(args=[f"--auth={token}"])) == ["CR213"]
    assert rules(service("A", "x" + token)) == []


@pytest.mark.parametrize(
    ("value", "found_rules"),
    [
        ("postgres://u:vulture-9@h/db", ["CR211"]),
        ("postgres://u:vulture%409@/db?host=/cloudsql/a:b:c", ["CR211"]),
        ("Server=h;User Id=u;Password=vulture-9;", ["CR211"]),
        ("postgres://u:vulture-9@${HOST}/db", ["CR211"]),
        ("postgres://u:USER_PASSWORD_PLACEHOLDER@h/db", []),
        ("postgres://postgres:postgres@h/db", []),
        ("postgres://h:5432/db@1", []),
        ("https://h/a:bcde@f", []),
        ("mailto:someone@example.com", []),
    ],
)
def test_passwords_in_urls(value: str, found_rules: list[str]) -> None:
    assert rules(service("DATABASE_URL", value)) == found_rules
    assert rules(service(args=["--db", value])) == found_rules


def test_a_private_key_outranks_the_name() -> None:
    key = "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEAv5Q7wE3rT9yU1iO5\n"
    assert rules(service("PRIVATE_KEY", key)) == ["CR212"]
    assert rules(service("PRIVATE_KEY", key.replace("\n", "\\n"))) == ["CR212"]


@settings(max_examples=examples(60), deadline=None)
@given(
    st.sampled_from(TOKENS),
    st.sampled_from(["DB_PASSWORD={}", "--token={}", "{}", "postgres://u:{}@h/db"]),
    st.booleans(),
)
def test_no_report_shows_what_was_found(token: str, frame: str, argument: bool) -> None:
    value = frame.format(token)
    text = service(args=[value]) if argument else service("API_KEY", value)
    manifest = read_manifest("service.yaml", text.encode())
    root = manifest.documents[0].root
    assert isinstance(root, MappingNode)
    findings = judge_of("credentials").judge(
        CheckContext(Resource(root, "Service", manifest.source))
    )
    assert findings
    for finding in findings:
        assert token not in finding.message + finding.help + finding.because
        assert token not in manifest.source.line(finding.place.line)


@pytest.mark.slow
@settings(max_examples=examples(100), deadline=None)
@given(st.text(max_size=60), st.text(max_size=200))
def test_wild_names_and_values_are_judged_or_not_without_harm(name: str, value: str) -> None:
    text = service("A" + name, value, [name, value])
    assert set(rules(text)) <= {"CR210", "CR211", "CR212", "CR213"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_KEY", "${API_KEY}"),
        ("API_KEY", "${{ secrets.API_KEY }}"),
        ("API_KEY", "{{ .Values.key1 }}"),
        ("API_KEY", "$KEY_123456"),
        ("DATABASE_URL", "postgres://u:$PASSWORD@h/db"),
        ("DB_PASSWORD", "%DB_PASSWORD%"),
        ("CACHE_URL", "redis://:${CACHE_AUTH}@10.0.0.3:6379"),
    ],
)
def test_a_secret_that_is_filled_in_is_stored_in_plain_text(name: str, value: str) -> None:
    (finding,) = found("credentials", service(name, value))
    assert (finding.rule, finding.severity) == ("CR218", "info")
    assert value not in finding.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_KEY", "YOUR_API_KEY"),  # a word that the writer leaves for the reader
        ("API_KEY", "${API_KEY_NAME}"),
        ("DB_PASSWORD", "${DB_PASSWORD_FILE}"),
        ("DB_PASSWORD", "${HOST}-${NAME}"),
        ("PASSWORD_POLICY", "${POLICY}"),
        ("DATABASE_URL", "postgres://web:password@${HOST}/web"),
    ],
)
def test_other_placeholders_are_no_secrets(name: str, value: str) -> None:
    assert rules(service(name, value)) == []


def test_what_the_program_expands_is_no_secret() -> None:
    env = [
        {"name": "PW", "valueFrom": {"secretKeyRef": {"name": "pw", "key": "1"}}},
        {"name": "DB_URL", "value": "postgres://web:${PW}@10.0.0.3/web"},
        {"name": "DB_PASSWORD", "value": "$PW"},
    ]
    text = SERVICE.replace("ENV", json.dumps(env)).replace("ARGS", "[]")
    assert rules(text) == []
