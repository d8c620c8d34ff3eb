"""References to rule sets from elsewhere: what they may be."""

from __future__ import annotations

import pytest

from lint.ruleset.elsewhere.reference import (
    ElsewhereError,
    GitReference,
    PackageReference,
    is_elsewhere,
    parse,
    without_credentials,
)

COMMIT = "0123456789abcdef0123456789abcdef01234567"
DIGEST = "ab" * 32
PINNED = f"git+https://github.com/acme/rules@{COMMIT}#base.yaml sha256:{DIGEST}"


@pytest.mark.parametrize(
    "reference",
    [
        "pkg:acme_rules/base.yaml",
        "pkg:acme/sets/v2/base.yml",
        PINNED,
        PINNED.replace("https://github.com", "ssh://git@git.example.com:2222"),
        PINNED.replace("acme/rules", "~acme/my%20rules.git").replace("base", ".lint/base-1.0+x"),
    ],
)
def test_what_is_right_is_written_again_as_it_was(reference: str) -> None:
    assert is_elsewhere(reference)
    assert str(parse(reference)) == reference


def test_the_parts() -> None:
    package, git = parse("pkg:acme/sets/base.yaml"), parse(PINNED)
    assert isinstance(package, PackageReference)
    assert (package.package, package.path) == ("acme", "sets/base.yaml")
    assert isinstance(git, GitReference)
    assert (git.url, git.commit) == ("https://github.com/acme/rules", COMMIT)
    assert (git.path, git.digest) == ("base.yaml", DIGEST)
    assert git.short == "github.com/acme/rules@0123456/base.yaml"


def test_a_digest_on_a_line_of_its_own() -> None:
    assert str(parse(PINNED.replace(" ", "   "))) == PINNED


@pytest.mark.parametrize(
    "reference",
    [
        "pkg:", "pkg:acme", "pkg:acme/", "pkg:acme/rules", "pkg:acme/rules.py", "pkg:acme/../x.yaml",
        "pkg:../acme/x.yaml", "pkg:acme//x.yaml", "pkg:/etc/x.yaml", "pkg:acme.sub/x.yaml",
        "pkg:acme/x\ny.yaml", "pkg:acme/./x.yaml", "pkg:acme/\\x.yaml",
    ],
)  # fmt: skip
def test_what_is_no_file_of_a_package(reference: str) -> None:
    with pytest.raises(ElsewhereError, match="names a YAML file of an installed package"):
        parse(reference)


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("https://", "http://"),
        ("https://", "git://"),
        ("https://", "ext::sh -c touch% /tmp/x "),
        ("https://", ""),
        ("https://github.com", "--upload-pack=touch"),
        ("https://github.com", "https://-oProxyCommand=x"),
        ("https://github.com", "ssh://-oProxyCommand=x"),
        ("https://github.com", "ssh://-oProxyCommand=x@github.com"),
        ("https://github.com", "ssh://git:word@github.com"),
        ("https://github.com", "https://word@github.com"),
        ("https://github.com", "https://"),
        ("acme/rules", "acme/ru les"),
        ("acme/rules", "acme/rules?x"),
        ("acme/rules", "acme/rules\n"),
        ("base.yaml", "../base.yaml"),
        ("base.yaml", "/base.yaml"),
        ("base.yaml", ".git/base.yaml"),
        ("base.yaml", "-base"),
        ("base.yaml", "a:b.yaml"),
        ("base.yaml", ""),
        ("sha256:", "more sha256:"),
    ],
)
def test_what_is_no_address(part: str, other: str) -> None:
    reference = PINNED.replace(part, other)
    assert reference != PINNED
    with pytest.raises(ElsewhereError, match="malformed") as raised:
        parse(reference)
    assert "word" not in str(raised.value)


@pytest.mark.parametrize(
    ("reference", "said"),
    [
        ("git+http://github.com/acme/rules@v1#base.yaml", "Write git+https://HOST/PATH"),
        ("git+https://me:word@github.com/acme/rules@v1#base.yaml", "Leave them out"),
        ("git+https://github.com/acme/rules@v1", "Add #FILE.yaml at its end."),
        ("git+https://github.com/acme/rules#base.yaml", "Write it as `lint rules fetch "),
    ],
)
def test_what_is_wrong_with_an_address_is_said_with_the_remedy(reference: str, said: str) -> None:
    with pytest.raises(ElsewhereError, match="malformed") as raised:
        parse(reference, pinned=False)
    assert said in raised.value.help
    assert "word" not in str(raised.value)


@pytest.mark.parametrize(
    ("part", "other"),
    [
        (COMMIT, "main"),
        (COMMIT, COMMIT[:7]),
        (COMMIT, COMMIT.upper()),
        (f"@{COMMIT}", "@"),
        (f" sha256:{DIGEST}", ""),
        ("sha256", "md5"),
        (DIGEST, DIGEST[:-1]),
    ],
)
def test_what_is_not_pinned(part: str, other: str) -> None:
    reference = PINNED.replace(part, other)
    with pytest.raises(ElsewhereError, match="has no commit or no digest"):
        parse(reference)


@pytest.mark.parametrize("name", ["v1.0", "main", "release/2", COMMIT])
def test_the_command_line_may_name_a_tag_or_branch(name: str) -> None:
    named = parse(f"git+https://github.com/acme/rules@{name}#base.yaml", pinned=False)
    assert isinstance(named, GitReference)
    assert (named.commit, named.digest) == (name, "")


@pytest.mark.parametrize("name", ["-x", "+main:main", "main:x", "a..b", "", "a b", "$(x)"])
def test_what_is_no_tag_or_branch(name: str) -> None:
    with pytest.raises(ElsewhereError, match="malformed"):
        parse(f"git+https://github.com/acme/rules@{name}#base.yaml", pinned=False)


def test_only_the_command_line_names_repositories_of_this_machine() -> None:
    local = PINNED.replace("https://github.com", "file://")
    assert str(parse(local, local=True)) == local
    with pytest.raises(ElsewhereError, match="only be named on the command line"):
        parse(local)


def test_credentials_are_not_shown() -> None:
    for shown in (
        PINNED,
        PINNED.replace("https://", "ssh://git@"),
        "pkg:acme/base.yaml",
        "cloud-run",
    ):
        assert without_credentials(shown) == shown
    for user in ("https://word@", "https://me:word@", "ssh://git:word@"):
        hidden = without_credentials(PINNED.replace("https://", user))
        assert hidden == PINNED.replace("https://", f"{user.partition('//')[0]}//<redacted>@")


def test_a_long_reference() -> None:
    with pytest.raises(ElsewhereError, match="too long"):
        parse("pkg:" + "a/" * 5_000 + "x.yaml")
