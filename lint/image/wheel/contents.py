"""What should not be in a wheel: secrets, leavings of tools, files beside the packages."""

from __future__ import annotations

from lint.image.wheel.zip_directory import shown_name
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.image.fault_list import FaultList
    from lint.image.file import ImageFile
    from lint.image.wheel.reader import Wheel

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
            "the wheel is an editable one: it only points at the source tree that it was built from",
            wheel.display_path,
            "Build the wheel with `python -m build --wheel` or `pip wheel .`.",
        )
    elif not wheel.top_level:
        _no_modules(wheel, faults)
    _audit_secrets(wheel, faults)
    _audit_junk(wheel, faults)
    _audit_places(wheel, faults)


def _no_modules(wheel: Wheel, faults: FaultList) -> None:
    faults.add(
        "no-modules",
        "the wheel holds no module: nothing can be imported from it",
        wheel.display_path,
        "Tell the build backend which packages to include.",
    )


def _is_editable(wheel: Wheel) -> bool:
    marks = ("__editable__", "_editable_impl_", "__editables__")
    return any("/" not in path and path.startswith(marks) for path in wheel.members)


def _audit_secrets(wheel: Wheel, faults: FaultList) -> None:
    looked = 0
    for path, member in wheel.members.items():
        name = path.rpartition("/")[2]
        if _ENV_FILE.fullmatch(name):
            _secret(
                "secret-env-file", "is an env file, which usually holds secrets", member, faults
            )
        elif name in _CREDENTIAL_FILES:
            _secret("secret-credentials", "holds credentials by its name", member, faults)
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
            _secret("secret-private-key", "holds a private key", member, faults)
    elif _SERVICE_ACCOUNT.search(data) and b'"private_key"' in data:
        what = "holds the key of a Google Cloud service account"
        _secret("secret-credentials", what, member, faults)
    elif _AUTHORIZED_USER.search(data) and b'"refresh_token"' in data:
        _secret(
            "secret-credentials", "holds the Google Cloud credentials of a user", member, faults
        )


def _secret(kind: str, what: str, member: ImageFile, faults: FaultList) -> None:
    faults.add(
        kind,
        f"`{shown_name(member.path)}` {what}",
        member.display_path,
        "Exclude it from the wheel, and revoke it if the wheel was published.",
    )


def _audit_junk(wheel: Wheel, faults: FaultList) -> None:
    bytecode = [path for path in wheel.members if "__pycache__/" in path]
    if bytecode:
        faults.add(
            "junk-bytecode",
            f"the wheel holds compiled bytecode (`{shown_name(bytecode[0])}`"
            + (f" and {len(bytecode) - 1} more)" if len(bytecode) > 1 else ")"),
            wheel.members[bytecode[0]].display_path,
            "Exclude `__pycache__` from the wheel.",
        )
    seen: set[str] = set()
    for path, member in wheel.members.items():
        *directories, name = path.split("/")
        junk = next((part for part in directories if part in _JUNK_DIRECTORIES), "")
        if not junk and (name in _JUNK_FILES or name.endswith(_JUNK_SUFFIXES)):
            junk = name
        if junk and (junk == name or junk not in seen):
            seen.add(junk)
            faults.add(
                "junk-file",
                f"`{shown_name(path)}` does not belong into a wheel",
                member.display_path,
                f"Exclude `{shown_name(junk)}` from the wheel.",
            )


def _audit_places(wheel: Wheel, faults: FaultList) -> None:
    """What lies beside the packages gets installed into site-packages, for all to trip over."""
    tops: dict[str, bool] = {}
    for path in wheel.members:
        top, slash, rest = path.partition("/")
        if slash:
            tops[top] = tops.get(top, False) or rest.endswith((*_CODE, ".pyd", "py.typed"))
    packages = {top for top, code in tops.items() if code}
    own = wheel.name.replace("-", "_")
    real = sorted(wheel.top_level - _NOT_PACKAGES)
    for path, member in wheel.members.items():
        top, slash, _ = path.partition("/")
        if slash and top in _NOT_PACKAGES and top != own and real:
            if tops.pop(top, None) is not None:
                faults.add(
                    "junk-tests",
                    f"the wheel installs `{top}` as a package of its own beside "
                    f"`{shown_name(real[0])}`",
                    member.display_path,
                    f"Exclude `{top}` from the wheel.",
                )
        elif slash and top not in packages:
            if not _is_library_directory(top) and tops.pop(top, None) is not None:
                _outside(f"the directory `{shown_name(top)}`", member, faults)
        elif not slash and not path.endswith((*_CODE, ".pyd")) and not path.startswith(".env"):
            _outside(f"`{shown_name(path)}`", member, faults)


def _outside(what: str, member: ImageFile, faults: FaultList) -> None:
    faults.add(
        "outside-package",
        f"{what} lands in site-packages beside the packages",
        member.display_path,
        "Move it into the package, or exclude it from the wheel.",
    )


def _is_library_directory(top: str) -> bool:
    """Shared libraries that auditwheel and its kin put beside the package, and type stubs."""
    return top.endswith((".libs", ".dylibs", "-stubs")) or top in _JUNK_DIRECTORIES
