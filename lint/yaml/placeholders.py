"""Placeholders: the parts of a value that somebody fills in before the deploy.

More than half of the manifests in public repositories hold some. A value with a placeholder in
it is *unknown*: no check may judge it, and reports count it.
"""

from __future__ import annotations

import re

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_SYNTAX = lazy_regex(
    r"\$\{\{(?P<workflow>[^{}]++)\}\}"
    r"|\$\{(?P<braced>[A-Za-z_][\w.\-]*+)[^{}]*+\}"
    r"|\$(?P<bare>[A-Za-z_]\w*)"
    r"|\{\{(?P<mustache>[^{}]*+)\}\}"
    r"|\[\[(?P<bracket>\s*+[\w.\-][\w.\- ]*+\s*+)\]\]"
    r"|<(?P<angle>[A-Za-z][\w .\-]*+)>"
    r"|__(?P<dunder>[A-Z](?:_?[A-Z0-9])*)__"
    r"|%(?P<percent>[A-Z_][A-Z0-9_]{2,})%"
    r"|@(?P<at>[A-Z_][A-Z0-9_]{2,})@"
)
# Words that writers leave for readers to replace. Upper case only where the word could also be
# meant: `REGION` is a fill-in, `region` is not.
_FILL_IN = lazy_regex(
    r"(?<![A-Za-z0-9_])(?:"
    r"(?:GCP_|GCLOUD_|GOOGLE_CLOUD_|MY_)?PROJECT(?:[_-](?:ID|NUMBER|NAME|NUM))?"
    r"|(?:GCP_|MY_)?(?:REGION|LOCATION)"
    r"|(?:SERVICE|JOB|IMAGE|REPO|REPOSITORY|BUCKET|SECRET|CONNECTOR|INSTANCE|NETWORK|SUBNET|DB)"
    r"(?:_ACCOUNT)?[_-](?:NAME|ID|URL|URI|PATH|TAG|EMAIL|NUMBER|DIGEST|SHA)"
    r"|SERVICE[_-]ACCOUNT|IMAGE|REPOSITORY|COMMIT_SHA|SHORT_SHA|TAG(?:_NAME)?"
    r"|[A-Z0-9_]*PLACEHOLDER[A-Z0-9_]*|[Pp]laceholder"
    r"|YOUR[_-][A-Z0-9_-]{0,100}[A-Z0-9]|[Yy]our-[a-z0-9-]{0,100}[a-z0-9]|[Yy]our_[a-z0-9_]*[a-z0-9]"
    r"|CHANGE[_-]?ME|REPLACED?[_-][A-Z0-9_-]{1,100}|TODO|XXX+"
    r")(?![A-Za-z0-9_])"
)
# Each match of the pattern above has one of these in it, and most texts have none.
_FILL_IN_PARTS = (
    *("PROJECT", "REGION", "LOCATION", "SERVICE", "JOB", "IMAGE", "REPO", "BUCKET", "SECRET"),
    *("CONNECTOR", "INSTANCE", "NETWORK", "SUBNET", "DB", "COMMIT_SHA", "SHORT_SHA", "TAG"),
    *("PLACEHOLDER", "laceholder", "YOUR", "our-", "our_", "CHANGE", "REPLACE", "TODO", "XXX"),
)


def find(text: str) -> tuple[str, ...]:
    """The placeholders in a value that are written in a placeholder syntax, as written."""
    # Nearly every scalar of a manifest has none of these characters.
    if not ("$" in text or "{{" in text or "<" in text or "[[" in text or "__" in text):
        if text.count("%") < 2 and text.count("@") < 2:
            return ()
    return tuple(match.group() for match in _SYNTAX.finditer(text))


def find_fill_ins(text: str) -> tuple[str, ...]:
    """The fill-in words (`PROJECT_ID`, `YOUR_BUCKET`) in a value, as written."""
    if not any(part in text for part in _FILL_IN_PARTS):
        return ()
    return tuple(match.group() for match in _FILL_IN.finditer(text))


# No YAML scalar begins with `%` or `@`; so many begin with a letter of no alphabet.
_NOT_YAML = lazy_regex(r"(?<![^\s\[{,])(?:%(?=[A-Z_][A-Z0-9_]{2,}%)|@(?=[A-Z_][A-Z0-9_]{2,}@))")
_STAND_INS = (("%", "\ue000"), ("@", "\ue001"))


def stand_in(text: str) -> str:
    """The text with a character that YAML takes where an unquoted `%NAME%` or `@NAME@` begins.

    All other characters stay, at their places. The same text where there is none.
    """
    if any(letter in text for _, letter in _STAND_INS):
        return text
    letters = dict(_STAND_INS)
    return _NOT_YAML.sub(lambda match: letters[match.group()], text)


def restore(text: str) -> str:
    """The text as it was before `stand_in`."""
    for written, letter in _STAND_INS:
        text = text.replace(letter, written)
    return text


_found: dict[str, tuple[str, ...]] = {}
_FOUND_MOST = 10_000
_FOUND_LENGTH = 200


def find_any(text: str) -> tuple[str, ...]:
    """The placeholders in a value, else the fill-in words in it.

    Every check asks, and manifests of a fleet repeat each other: answers are remembered.
    """
    found = _found.get(text)
    if found is None:
        found = find(text) or find_fill_ins(text)
        if len(text) <= _FOUND_LENGTH:
            if len(_found) >= _FOUND_MOST:
                _found.clear()
            _found[text] = found
    return found


def substitute(text: str, values: Mapping[str, str], used: Callable[[str], object]) -> str:
    """The text with every placeholder that `values` knows replaced; `used` hears each name.

    A name matches with or without its decoration: `--set DB_HOST=…` fills `${DB_HOST}`,
    `{{ DB_HOST }}` and `__DB_HOST__` alike, and `{{ .Values.tag }}` by `.Values.tag`.
    """

    def syntax(match: re.Match[str]) -> str:
        name = match.group(match.lastgroup or 0).strip()
        if match.lastgroup == "mustache":  # `{{- x -}}` also takes the white space around it
            name = name.removeprefix("-").removesuffix("-").strip()
        for candidate in (name, match.group()):
            if candidate in values:
                used(candidate)
                return values[candidate]
        return match.group()

    def fill_in(match: re.Match[str]) -> str:
        if match.group() in values:
            used(match.group())
            return values[match.group()]
        return match.group()

    return _FILL_IN.sub(fill_in, _SYNTAX.sub(syntax, text))
