"""References to rule sets from elsewhere: how they are written.

    pkg:acme_rules/base.yaml
    git+https://github.com/acme/rules@COMMIT#base.yaml sha256:DIGEST

A stranger may have written one, so every part has a narrow form: no part can be an option of git, a
command, or a path that leads out of the package or the commit.
"""

from __future__ import annotations

from lint.errors import UsageError
from lint.model.record import record
from lint.support.lazy_regex import lazy_regex

_PREFIXES = ("pkg:", "git+")
_MAX_LENGTH = 1_000
_FILE = lazy_regex(r"[A-Za-z0-9_.+@-]+(?:/[A-Za-z0-9_.+@-]+)*\.ya?ml")
_PACKAGE = lazy_regex(r"[A-Za-z_][A-Za-z0-9_]*")
_URL = lazy_regex(
    r"(?:(?:https://|ssh://(?:[A-Za-z0-9_][A-Za-z0-9_.-]*@)?)[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?|file://)"
    r"/[A-Za-z0-9_.~/%+-]+"
)
"""No user with https, and no password: credentials are up to git."""
_COMMIT = lazy_regex(r"[0-9a-f]{40}")
_NAME = lazy_regex(r"[A-Za-z0-9][A-Za-z0-9_./-]*")
_DIGEST = lazy_regex(r"sha256:([0-9a-f]{64})")
_CREDENTIALS = lazy_regex(r"(?<=https://)[^/@]+(?=@)|(?<=://)[^/@:]*:[^/@]*(?=@)")
_AS_PRINTED = "Write it as `lint rules fetch git+URL@TAG#FILE.yaml` prints it."


class ElsewhereError(UsageError):
    """A rule set from elsewhere that cannot be used: what is wrong, and what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(f"{message}. {help}")
        self.message = message
        self.help = help


@record
class PackageReference:
    """A file of an installed package."""

    package: str
    """The name under which it is imported."""
    path: str
    """The file, relative to the package's folder, with `/`."""

    def __str__(self) -> str:
        return f"pkg:{self.package}/{self.path}"


@record
class GitReference:
    """A file of a commit of a git repository."""

    url: str
    commit: str
    """40 hexadecimal digits; the name of a branch or tag where the reference is not pinned."""
    path: str
    """The file, relative to the root of the repository, with `/`."""
    digest: str
    """64 hexadecimal digits (see `lint.ruleset.elsewhere.store`); "" where it is not pinned."""

    def __str__(self) -> str:
        digest = f" sha256:{self.digest}" if self.digest else ""
        return f"git+{self.url}@{self.commit}#{self.path}{digest}"

    @property
    def short(self) -> str:
        """What messages call the file: a path, so that those next to it have one, too."""
        place = self.url.partition("://")[2].rpartition("@")[2]
        return f"{place}@{self.commit[:7]}/{self.path}"


def is_elsewhere(reference: str) -> bool:
    """Whether a reference names a rule set of a package or of a git repository."""
    return reference.startswith(_PREFIXES)


def without_credentials(reference: str) -> str:
    """A reference as it may be shown, right or wrong."""
    return _CREDENTIALS.sub("<redacted>", reference)


def parse(
    reference: str, *, local: bool = False, pinned: bool = True
) -> PackageReference | GitReference:
    """Takes a reference apart.

    `local` allows repositories of this machine (`file:`), which only the command line may name. With
    `pinned`, a git reference must have a commit and a digest. Raises `ElsewhereError`.
    """
    if len(reference) > _MAX_LENGTH:
        raise ElsewhereError("the reference of a rule set is too long", "Shorten it.")
    kind, rest = reference[:4], reference[4:]
    return _package(rest) if kind == "pkg:" else _git(rest, local, pinned)


def is_file(path: str) -> bool:
    """Whether a path names a rule file below the folder that it is relative to."""
    parts = path.lower().split("/")
    return _FILE.fullmatch(path) is not None and not {".", "..", ".git"}.intersection(parts)


def _package(rest: str) -> PackageReference:
    package, _, path = rest.partition("/")
    if not _PACKAGE.fullmatch(package) or not is_file(path):
        raise ElsewhereError(
            "`pkg:` names a YAML file of an installed package",
            "Write pkg:PACKAGE/FILE.yaml, with the name under which the package is imported.",
        )
    return PackageReference(package, path)


def _git(rest: str, local: bool, pinned: bool) -> GitReference:
    address, _, file = rest.partition("#")
    url, _, commit = address.rpartition("@")
    path, digest = [*file.split(), "", ""][:2]
    scheme = url.partition("://")[0]
    if scheme == "file" and not local:
        raise ElsewhereError(
            "a repository of this machine can only be named on the command line",
            "Name one with https or ssh.",
        )
    if _URL.fullmatch(url) is None or not is_file(path) or len(file.split()) > 2:
        raise _malformed(rest, file)
    found = _DIGEST.fullmatch(digest)
    if pinned and (found is None or not _COMMIT.fullmatch(commit)):
        raise ElsewhereError(
            "the reference of a git repository has no commit or no digest", _AS_PRINTED
        )
    if (digest and found is None) or not _NAME.fullmatch(commit) or ".." in commit:
        raise ElsewhereError("the reference of a git repository is malformed", _AS_PRINTED)
    return GitReference(url, commit, path, found[1] if found else "")


def _malformed(rest: str, file: str) -> ElsewhereError:
    """What is wrong with a reference of git. Its words are not repeated: they may have a password."""
    problem, help = "", _AS_PRINTED
    if not rest.startswith(("https://", "ssh://", "file://")):
        problem = ": its address begins with neither https:// nor ssh://"
        help = "Write git+https://HOST/PATH or git+ssh://git@HOST/PATH."
    elif _CREDENTIALS.search(rest) is not None:
        problem = ": its address has credentials"
        help = "Leave them out: git uses your own."
    elif not file:
        problem = ": it names no file"
        help = "Add #FILE.yaml at its end."
    return ElsewhereError(f"the reference of a git repository is malformed{problem}", help)
