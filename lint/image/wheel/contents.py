"""What should not be in a wheel: secrets, files left by tools, files outside of the packages."""

from __future__ import annotations

from lint.model.text import NOTHING, amount, path, say
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.fault_list import FaultList
    from lint.image.file import ImageFile
    from lint.image.wheel.reader import Wheel
    from lint.model.text import Message

MAX_LOOKED_INTO = 500
"""Members whose content is read in search of credentials."""

MAX_SECRET_BYTES = 64 << 10
"""A key or a file of credentials takes a few kilobytes."""

_ENV_FILE = lazy_regex(
    r"\.env(?:\.(?!example|sample|template|dist|tpl|test)[\w-]+)*|(?!example|sample|template|default)[\w-]+\.env"
)
_KEY_NAME = lazy_regex(r".+\.(?:pem|key|p8|ppk)|id_(?:rsa|dsa|ecdsa|ed25519)")
_KEY = lazy_regex(rb"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----|PuTTY-User-Key-File-")
_SERVICE_ACCOUNT = lazy_regex(rb'"type"\s*:\s*"service_account"')
_AUTHORIZED_USER = lazy_regex(rb'"type"\s*:\s*"authorized_user"')
_CREDENTIAL_FILES = frozenset((".pypirc", ".netrc", ".git-credentials", ".dockercfg"))
_JUNK_FILES = frozenset((".DS_Store", "Thumbs.db", ".coverage"))
_JUNK_DIRECTORIES = frozenset(
    (".git", ".hg", ".svn", ".idea", ".vscode", ".venv", "node_modules", ".tox", ".pytest_cache")
)
_JUNK_SUFFIXES = (".swp", ".swo", ".orig", ".rej", "~")
_NOT_PACKAGES = frozenset(
    ("tests", "test", "testing", "docs", "doc", "examples", "example", "benchmarks", "benchmark")
)
_CODE = (".py", ".so", ".pyi", ".pyc", ".pth")


def audit_contents(wheel: Wheel, faults: FaultList) -> None:
    """Reports secrets, junk and misplaced files among the members."""
    if not wheel.members:
        if not wheel.data_scripts and not wheel.scripts:
            _no_modules(wheel, faults)
        return
    if _is_editable(wheel):
        faults.add(
            "editable-wheel",
            say("the wheel is an editable install: it only refers to its source tree"),
            wheel.display_path,
            say("Build the wheel with `python -m build --wheel` or `pip wheel .`."),
        )
    elif not wheel.top_level:
        _no_modules(wheel, faults)
    _audit_secrets(wheel, faults)
    _audit_junk(wheel, faults)
    _audit_places(wheel, faults)


def _no_modules(wheel: Wheel, faults: FaultList) -> None:
    faults.add(
        "no-modules",
        say("the wheel has no modules"),
        wheel.display_path,
        say("Set the packages to include in the settings of the build backend."),
    )


def _is_editable(wheel: Wheel) -> bool:
    marks = ("__editable__", "_editable_impl_", "__editables__")
    return any("/" not in file and file.startswith(marks) for file in wheel.members)


def _audit_secrets(wheel: Wheel, faults: FaultList) -> None:
    looked = 0
    for file, member in wheel.members.items():
        name = file.rpartition("/")[2]
        if _ENV_FILE.fullmatch(name):
            _secret(
                "secret-env-file",
                say("is an env file, which usually contains secrets"),
                member,
                faults,
            )
        elif name in _CREDENTIAL_FILES:
            what = say("has the name of a file with credentials")
            _secret("secret-credentials", what, member, faults)
        elif (
            (name.endswith(".json") or _KEY_NAME.fullmatch(name))
            and member.size <= MAX_SECRET_BYTES
            and looked < MAX_LOOKED_INTO
        ):
            looked += 1
            _look_into(member, faults)


def _look_into(member: ImageFile, faults: FaultList) -> None:
    try:
        data = member.read()
    except OSError:
        return  # found by verification
    if not member.path.endswith(".json"):
        if _KEY.search(data):
            _secret("secret-private-key", say("contains a private key"), member, faults)
    elif _SERVICE_ACCOUNT.search(data) and b'"private_key"' in data:
        what = say("contains the key of a Google Cloud service account")
        _secret("secret-credentials", what, member, faults)
    elif _AUTHORIZED_USER.search(data) and b'"refresh_token"' in data:
        what = say("contains the Google Cloud credentials of a user")
        _secret("secret-credentials", what, member, faults)


def _secret(kind: str, what: Message, member: ImageFile, faults: FaultList) -> None:
    faults.add(
        kind,
        say("`{}` {}", path(member.path), what),
        member.display_path,
        say("Exclude the file from the wheel, and revoke the secrets if the wheel was published."),
    )


def _audit_junk(wheel: Wheel, faults: FaultList) -> None:
    bytecode = [file for file in wheel.members if "__pycache__/" in file]
    if bytecode:
        faults.add(
            "junk-bytecode",
            say(
                "the wheel contains compiled bytecode (`{}`{})",
                path(bytecode[0]),
                say(" and {} more", amount(len(bytecode) - 1)) if len(bytecode) > 1 else NOTHING,
            ),
            wheel.members[bytecode[0]].display_path,
            say("Exclude `__pycache__` from the wheel."),
        )
    seen: set[str] = set()
    for file, member in wheel.members.items():
        *directories, name = file.split("/")
        junk = next((part for part in directories if part in _JUNK_DIRECTORIES), "")
        if not junk and (name in _JUNK_FILES or name.endswith(_JUNK_SUFFIXES)):
            junk = name
        if junk and (junk == name or junk not in seen):
            seen.add(junk)
            faults.add(
                "junk-file",
                say("`{}` does not belong in a wheel", path(file)),
                member.display_path,
                say("Exclude `{}` from the wheel.", path(junk)),
            )


def _audit_places(wheel: Wheel, faults: FaultList) -> None:
    """Files outside of the packages are installed into site-packages itself."""
    tops: dict[str, bool] = {}
    for file in wheel.members:
        top, slash, rest = file.partition("/")
        if slash:
            tops[top] = tops.get(top, False) or rest.endswith((*_CODE, ".pyd", "py.typed"))
    packages = {top for top, code in tops.items() if code}
    named = wheel.name.replace("-", "_")
    real = sorted(wheel.top_level - _NOT_PACKAGES)
    for file, member in wheel.members.items():
        top, slash, _ = file.partition("/")
        if slash and top in _NOT_PACKAGES and top != named and real:
            if tops.pop(top, None) is not None:
                faults.add(
                    "junk-tests",
                    say(
                        "the wheel installs `{}` as a top-level package beside `{}`",
                        path(top),
                        path(real[0]),
                    ),
                    member.display_path,
                    say("Exclude `{}` from the wheel.", path(top)),
                )
        elif slash and top not in packages:
            if not _is_library_directory(top) and tops.pop(top, None) is not None:
                _outside(say("the directory `{}`", path(top)), member, faults)
        elif not slash and not file.endswith((*_CODE, ".pyd")) and not file.startswith(".env"):
            _outside(say("`{}`", path(file)), member, faults)


def _outside(what: Message, member: ImageFile, faults: FaultList) -> None:
    faults.add(
        "outside-package",
        say("{} is outside of the package and is installed into site-packages itself", what),
        member.display_path,
        say("Move it into the package, or exclude it from the wheel."),
    )


def _is_library_directory(top: str) -> bool:
    """Shared libraries that auditwheel and its kin put beside the package, and type stubs."""
    return top.endswith((".libs", ".dylibs", "-stubs")) or top in _JUNK_DIRECTORIES
