"""What a message may be made of, and what it shows of it."""

from __future__ import annotations

import pickle
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lint.model import text as text_of_tool
from lint.model.text import (
    NOTHING,
    amount,
    count,
    hidden,
    joined,
    listed,
    looks_secret,
    module,
    name,
    number,
    own,
    path,
    pattern,
    placeholder,
    public,
    say,
    secret_spans,
    value,
)

SHA = "3f786850e387550fdab836ed7e6dc881de23001b"


def test_a_message_is_a_template_with_decided_arguments():
    made = say("env var `{}` is set {} times", name("PORT"), number(2))
    assert str(made) == "env var `PORT` is set 2 times"
    assert made == say("env var `PORT` is set 2 times")
    assert len({made, say("env var `PORT` is set 2 times")}) == 1


def test_messages_nest_and_braces_of_arguments_stay_what_they_are():
    made = say("Remove it{}.", say("; `{}` decides", own("{}")))
    assert str(made) == "Remove it; `{}` decides."


def test_an_empty_message_is_false():
    assert not NOTHING
    assert not value("", harmless=True)
    assert say("x")


def test_a_missing_argument_is_an_error():
    with pytest.raises(ValueError, match="zip"):
        str(say("{} and {}", name("a")))


def test_what_is_hidden_does_not_travel_to_another_process():
    made = say("the value is {}", hidden("S3CRET"))
    assert b"S3CRET" not in pickle.dumps(made)
    assert pickle.loads(pickle.dumps(made)) == made


@pytest.mark.parametrize(
    "text",
    [
        "PORT",
        "netra_backend.app.services.monitoring",
        "run.googleapis.com/gpu-zonal-redundancy-disabled",
        "TaskTemplateSpecContainersStartupProbe2",
        "staging-shared-postgres",
        "gcf-sources-123456789012-us-central1",
        "名前",
        "projects/p/locations/us-central1/connectors/staging-connector",
    ],
)
def test_names_are_shown(text):
    assert str(name(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "A=S3CRET",
        "A: S3CRET",
        "A:S3CRET",
        "-----BEGIN RSA PRIVATE KEY-----",
        "a b",
        '"x"',
        "https://u:S3CRET@h",
        "ghp_abcDEF123456789",
        "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC",
    ],
)
def test_what_is_no_name_is_not_shown_as_one(text):
    assert str(name(text)) == f"<redacted, {len(text)} chars>"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("postgres://u:p@S@h/x", "postgres://<redacted, 5 chars>@h/x"),
        ("postgres://u:p/S@h", "postgres://<redacted, 5 chars>@h"),
        ("postgres://u:my S3CRET@h", "postgres://<redacted, 11 chars>@h"),
        ("https://TOKEN@host", "https://<redacted, 5 chars>@host"),
        ("user:S3CRET@registry/x", "<redacted, 11 chars>@registry/x"),
        (r"http:\/\/u:S3CRET@h", r"http:\/\/<redacted, 8 chars>@h"),
        ("a;password=S3CRET", "a;password=<redacted, 6 chars>"),
        ("Authorization: Bearer S3CRET", "Authorization: Bearer <redacted, 6 chars>"),
        ("${TAG:-S3CRET}", "${TAG:-<redacted, 6 chars>}"),
        (f"gcr.io/p/app:{SHA}", f"gcr.io/p/app:{SHA}"),
        ("gcr.io/p/app@sha256:" + "ab12" * 16, "gcr.io/p/app@sha256:" + "ab12" * 16),
        (
            "u:S@gcr.io/p@sha256:" + "ab12" * 16,
            "<redacted, 3 chars>@gcr.io/p@sha256:" + "ab12" * 16,
        ),
        (SHA, "<redacted, 40 chars>"),
        ("123-compute@developer.gserviceaccount.com", "123-compute@developer.gserviceaccount.com"),
        ("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "<redacted, 40 chars>"),
        ("all ", "all "),
        ("valueFrom: {secretKeyRef: ...}", "valueFrom: {secretKeyRef: ...}"),
        ("{secretKeyRef: {name: db, key: 1}}", "{secretKeyRef: {name: db, key: 1}}"),
        ("512Mb", "512Mb"),
        ("x" * 200, "x" * 100 + "..."),
    ],
)
def test_harmless_values_lose_what_looks_like_a_credential(text, shown):
    assert str(value(text, harmless=True)) == shown
    assert str(path(text)) == shown


def test_a_private_key_is_hidden_whole():
    text = "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n"
    assert str(own(text)) == f"<redacted, {len(text)} chars, ends in white space>"


def test_a_hidden_value_tells_its_length_and_shape():
    assert str(hidden("S3CRET ")) == "<redacted, 7 chars, ends in white space>"
    assert str(hidden("\tx")) == "<redacted, 2 chars, begins with white space>"
    assert str(hidden(" ")) == "<redacted, 1 char, only white space>"
    assert str(value("S3CRET", harmless=False)) == "<redacted, 6 chars>"


def test_modules_and_patterns_have_grammars_of_their_own():
    assert str(module("app.main:create_app")) == "app.main:create_app"
    assert str(module("..services")) == "..services"
    assert str(module("admin:hunter-2")) == "<redacted, 14 chars>"
    assert str(pattern("!**/monitoring/*.py[co]")) == "!**/monitoring/*.py[co]"
    assert str(pattern("A=S3CRET")) == "<redacted, 8 chars>"


@pytest.mark.parametrize(
    ("text", "shown", "strict"),
    [
        ("${X}", "${X}", "${X}"),
        ("${X:-S3CRET}", "${X:-<redacted, 6 chars>}", "${X:-<redacted, 6 chars>}"),
        ("${X/a/S3CRET}", "${X<redacted, 9 chars>}", "${X<redacted, 9 chars>}"),
        ("${{ secrets.X }}", "${{ secrets.X }}", "${{ secrets.X }}"),
        ("{{ .Values.tag }}", "{{ .Values.tag }}", "{{ .Values.tag }}"),
        ('{{ default "S" .x }}', "{{ <redacted, 14 chars> .x }}", "{{ <redacted, 14 chars> .x }}"),
        ("<REGION>", "<REGION>", "<redacted, 8 chars>"),
        ("__TAG__", "__TAG__", "<redacted, 7 chars>"),
        ("@TAG@", "@TAG@", "<redacted, 5 chars>"),
        ("%TAG%", "%TAG%", "<redacted, 5 chars>"),
        ("$TAG", "$TAG", "<redacted, 4 chars>"),
        ("PROJECT_ID", "PROJECT_ID", "<redacted, 10 chars>"),
    ],
)
def test_placeholders_are_shown_by_name(text, shown, strict):
    assert str(placeholder(text)) == shown
    assert str(placeholder(text, harmless=False)) == strict


def test_numbers_are_bounded():
    assert str(number(8080)) == "8080"
    assert str(amount(1_000_000)) == "1,000,000"
    assert str(number(0.5)) == "0.5"
    assert len(str(number(10**5000))) < 40
    assert str(count(1, "file")) == "1 file"
    assert str(count(16, "file")) == "16 files"


def test_lists_are_cut_and_counted():
    assert str(listed(name(text) for text in "abc")) == "`a`, `b`, `c`"
    assert str(listed([name("a")] * 3, most=2, quoted=False)) == "a, a (+1 more)"
    assert [str(joined(map(name, text))) for text in ("", "a", "ab", "abc")] == [
        "",
        "a",
        "a and b",
        "a, b and c",
    ]


@given(st.text(max_size=80), st.text("abcdefXYZ0123456789-_/+", min_size=4, max_size=20))
def test_what_stands_between_a_scheme_and_a_host_is_never_shown(around, secret):
    text = f"{around}postgres://user:{secret}@host"
    assert f":{secret}@" not in public(text)
    assert looks_secret(text)


@given(st.text(max_size=200))
def test_spans_are_in_order_and_apart(text):
    spans = secret_spans(text)
    for (_, end), (start, _) in pairwise(spans):
        assert end < start
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(st.text("abzghpnmfskt-_/.+ ", min_size=12))
def test_words_without_digits_and_capitals_are_no_tokens(text):
    assert not any(text_of_tool._random(word[0]) for word in text_of_tool._WORD.finditer(text))
    tails = [token[1] for token in text_of_tool._TOKEN.finditer(text)]
    assert not any(text_of_tool._has_digit_or_capital(tail) for tail in tails)
