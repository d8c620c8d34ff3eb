"""The substitutions of Cloud Build in a text: `$PROJECT_ID`, `${_REGION}`, `$$`.

Source: github.com/GoogleCloudPlatform/cloud-build-local (subst, validate);
docs.cloud.google.com/build/docs/configuring-builds/substitute-variable-values
"""

from __future__ import annotations

from itertools import islice

from lint.deploy.text import Text
from lint.deploy.yaml_text import unknown
from lint.model.record import default, record
from lint.support.lazy_regex import lazy_regex

BUILT_IN = frozenset(
    [
        "BRANCH_NAME",
        "BUILD_ID",
        "COMMIT_SHA",
        "LOCATION",
        "PROJECT_ID",
        "PROJECT_NUMBER",
        "REF_NAME",
        "REPO_FULL_NAME",
        "REPO_NAME",
        "REVISION_ID",
        "SERVICE_ACCOUNT",
        "SERVICE_ACCOUNT_EMAIL",
        "SHORT_SHA",
        "TAG_NAME",
        "TRIGGER_BUILD_CONFIG_PATH",
        "TRIGGER_NAME",
    ]
)
ALWAYS_NEW = frozenset(["BUILD_ID", "COMMIT_SHA", "REVISION_ID", "SHORT_SHA"])
"""Those that no earlier build had, but for a build that is run again."""
OF_TRIGGERS = frozenset(
    ["_HEAD_BRANCH", "_BASE_BRANCH", "_HEAD_REPO_URL", "_PR_NUMBER", "_GITHUB_APP_INSTALLATION"]
)
"""Those of users' form that triggers give."""
_KEY = lazy_regex(r"\$(?:\$|\{([A-Z_][A-Z0-9_]*)\}|([A-Z_][A-Z0-9_]*))")
MAX_USED = 3_000
"""Substitutions of one text that are replaced; Cloud Build takes no argument of more than 10,000 characters."""
_OWN = lazy_regex(r"_[A-Z0-9_]+")


@record
class Used:
    """One substitution in a text."""

    key: str
    text: Text
    """How it is written, with its `$`."""


@record
class Substituted:
    """A text as a step gets it."""

    text: Text
    used: list[Used] = default(factory=list)


def is_own(key: str) -> bool:
    """Whether a key is of the form that users may define."""
    return _OWN.fullmatch(key) is not None


def substitute(text: Text) -> Substituted:
    """The text with its substitutions as unknown pieces, and `$$` as a dollar sign.

    What users define is unknown, too: a trigger or the command line may give another value.
    """
    string = str(text)
    if "$" not in string:
        return Substituted(text)
    used: list[Used] = []
    parts: list[Text] = []
    done = 0
    for match in islice(_KEY.finditer(string), MAX_USED):
        parts.append(text.cut(done, match.start()))
        written = text.cut(match.start(), match.end())
        key = match[1] or match[2]
        if key is None:
            parts.append(written.written("$"))
        else:
            used.append(Used(key, written))
            parts.append(unknown(written, f"${{{key}}}"))
        done = match.end()
    parts.append(text.cut(done))
    pieces = [piece for part in parts if part for piece in part.pieces]
    return Substituted(Text(pieces or text.cut(0, 0).pieces), used)
