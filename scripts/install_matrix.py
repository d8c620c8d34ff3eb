"""Asks the package index whether `pip install cloudrun-lint` needs a compiler anywhere.

python scripts/install_matrix.py      prints a table of platforms and Python versions, for the
                                      plain install and for the extras; exit code 1 where the plain
                                      install fails, 2 where the index does not answer

For each platform it picks what pip would pick there, the newest release of each dependency that
has any file, and looks whether that release has a wheel for the platform. Nothing is installed.
The index is pip's own: PIP_INDEX_URL, or what `pip config` says, or PyPI.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import tomllib
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from email.parser import HeaderParser
from functools import cache
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit
from zipfile import ZipFile

from packaging.requirements import Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.tags import Tag, compatible_tags, cpython_tags, mac_platforms
from packaging.utils import (
    InvalidSdistFilename,
    InvalidWheelFilename,
    canonicalize_name,
    parse_sdist_filename,
    parse_wheel_filename,
)
from packaging.version import InvalidVersion, Version

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = [(3, minor) for minor in range(11, 16)]
EXTRAS = ("cel", "editor", "live", "zstd")
SOURCES_WITHOUT_COMPILER = {"pyyaml"}
"""Packages whose source distribution installs where there is no compiler, only slower."""
MAX_ROUNDS = 50
SECONDS = 60
JSON_PAGE = "application/vnd.pypi.simple.v1+json"


class Platform(NamedTuple):
    """A platform: its name in the table, its wheel tags, and what markers see."""

    name: str
    tags: tuple[str, ...]
    sys_platform: str
    system: str
    machine: str


def platforms() -> list[Platform]:
    """The platforms that docs/start.md names."""
    found = []
    for arch in ("x86_64", "aarch64"):
        glibc = [f"manylinux_2_{minor}_{arch}" for minor in range(28, 16, -1)]
        glibc += [f"manylinux2014_{arch}", f"linux_{arch}"]
        musl = [f"musllinux_1_{minor}_{arch}" for minor in (2, 1, 0)] + [f"linux_{arch}"]
        found.append(Platform(f"Linux glibc {arch}", tuple(glibc), "linux", "Linux", arch))
        found.append(Platform(f"Linux musl {arch}", tuple(musl), "linux", "Linux", arch))
    for arch in ("x86_64", "arm64"):
        tags = tuple(mac_platforms((11, 0), arch))
        found.append(Platform(f"macOS 11 {arch}", tags, "darwin", "Darwin", arch))
    for tag, machine in (("win_amd64", "AMD64"), ("win_arm64", "ARM64")):
        found.append(Platform(f"Windows {machine.lower()}", (tag,), "win32", "Windows", machine))
    return sorted(found)


class File(NamedTuple):
    """A wheel or a source distribution of one release; `tags` is empty for the latter."""

    version: Version
    tags: frozenset[Tag]
    python: SpecifierSet
    url: str
    has_metadata: bool


class NoAnswerError(Exception):
    """The index does not answer, so nothing is known."""


Fetch = Callable[[str, str], tuple[bytes, str]]
"""The content and the content type of an URL; the second parameter is the Accept header."""


def fetch(url: str, accept: str) -> tuple[bytes, str]:
    """Raises `NoAnswerError`."""
    parts = urlsplit(url)
    headers = {"Accept": accept, "User-Agent": "cloudrun-lint-install-matrix"}
    if parts.username is not None:
        login = f"{parts.username}:{parts.password or ''}".encode()
        headers["Authorization"] = f"Basic {base64.b64encode(login).decode()}"
        host = parts.netloc.rpartition("@")[2]
        url = urlunsplit(parts._replace(netloc=host))
    try:
        with urllib.request.urlopen(
            urllib.request.Request(url, headers=headers), timeout=SECONDS
        ) as answer:
            return answer.read(), answer.headers.get_content_type()
    except OSError as error:
        raise NoAnswerError(f"{url}: {error}") from error


def index_url() -> str:
    """Where pip looks for packages."""
    url = os.environ.get("PIP_INDEX_URL", "")
    for section in ("global", "install"):
        command = [sys.executable, "-m", "pip", "config", "get", f"{section}.index-url"]
        url = url or subprocess.run(command, check=False, capture_output=True, text=True).stdout
    return (url.strip() or "https://pypi.org/simple").rstrip("/") + "/"


class _Links(HTMLParser):
    """The links of an index page in HTML, in the form that the JSON page has."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.files: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a" and values.get("href"):
            url = urljoin(self.base, values["href"] or "").partition("#")[0]
            self.files.append(
                {
                    "filename": url.rpartition("/")[2],
                    "url": url,
                    "requires-python": values.get("data-requires-python"),
                    "yanked": "data-yanked" in values,
                    "core-metadata": "data-core-metadata" in values,
                }
            )


class Index:
    """What the index has, asked once for each name."""

    def __init__(self, url: str, fetch: Fetch) -> None:
        self.url = url
        self.fetch = fetch
        self.lock = Lock()
        self.answers: dict[tuple[str, ...], Future[Any]] = {}

    def files(self, name: str) -> list[File]:
        """All files of a package that are not yanked."""
        files: list[File] = self._once(("files", name), lambda: list(self._files(name)))
        return files

    def requirements(self, name: str, version: Version) -> list[Requirement]:
        """What a release requires, by its first wheel."""
        key = ("requirements", name, str(version))
        found: list[Requirement] = self._once(key, lambda: self._requirements(name, version))
        return found

    def _once(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        with self.lock:
            answer = self.answers.get(key)
            mine = answer is None
            if answer is None:
                answer = self.answers[key] = Future()
        if mine:
            try:
                answer.set_result(make())
            except BaseException as error:
                answer.set_exception(error)
        return answer.result()

    def _files(self, name: str) -> Iterator[File]:
        page = f"{self.url}{name}/"
        accept = f"{JSON_PAGE}, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.1"
        content, kind = self.fetch(page, accept)
        if kind == JSON_PAGE:
            rows = json.loads(content)["files"]
        else:
            links = _Links(page)
            links.feed(content.decode())
            rows = links.files
        for row in rows:
            if row.get("yanked"):
                continue
            try:
                python = SpecifierSet(row.get("requires-python") or "")
                if row["filename"].endswith(".whl"):
                    _, version, _, tags = parse_wheel_filename(row["filename"])
                else:
                    _, version = parse_sdist_filename(row["filename"])
                    tags = frozenset()
            except (InvalidWheelFilename, InvalidSdistFilename, InvalidSpecifier, InvalidVersion):
                continue
            has_metadata = bool(row.get("core-metadata") or row.get("data-dist-info-metadata"))
            yield File(version, tags, python, urljoin(page, row["url"]), has_metadata)

    def _requirements(self, name: str, version: Version) -> list[Requirement]:
        wheels = [file for file in self.files(name) if file.version == version and file.tags]
        if not wheels:
            return []
        wheel = next((file for file in wheels if file.has_metadata), wheels[0])
        if wheel.has_metadata:
            metadata = self.fetch(f"{wheel.url}.metadata", "*/*")[0]
        else:
            with ZipFile(BytesIO(self.fetch(wheel.url, "*/*")[0])) as archive:
                member = next(n for n in archive.namelist() if n.endswith(".dist-info/METADATA"))
                metadata = archive.read(member)
        headers = HeaderParser().parsestr(metadata.decode())
        return [Requirement(text) for text in headers.get_all("Requires-Dist", [])]


class Target(NamedTuple):
    """A platform with a Python version."""

    platform: Platform
    python: tuple[int, int]

    def environment(self) -> dict[str, str]:
        """The variables of environment markers."""
        version = ".".join(map(str, self.python))
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{version}.0",
            "os_name": "nt" if self.platform.sys_platform == "win32" else "posix",
            "platform_machine": self.platform.machine,
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": self.platform.system,
            "platform_version": "",
            "python_full_version": f"{version}.0",
            "python_version": version,
            "sys_platform": self.platform.sys_platform,
        }


@cache
def supported(python: tuple[int, int], tags: tuple[str, ...]) -> frozenset[Tag]:
    """The wheel tags that a platform takes."""
    interpreter = f"cp{python[0]}{python[1]}"
    return frozenset(
        [
            *cpython_tags(python, [interpreter], tags),
            *compatible_tags(python, interpreter, tags),
        ]
    )


def applies(requirement: Requirement, target: Target, extras: frozenset[str]) -> bool:
    """Whether a requirement is for this target, under one of the extras or under none."""
    if requirement.marker is None:
        return True
    environment = target.environment()
    return any(
        requirement.marker.evaluate({**environment, "extra": extra}) for extra in extras or {""}
    )


def missing(index: Index, requirements: list[Requirement], target: Target) -> dict[str, str]:
    """The packages that have no wheel for the target, with what they have instead.

    The wanted versions are narrowed until no release asks for another one.
    """
    python = Version(".".join(map(str, target.python)) + ".99")
    wanted: dict[str, SpecifierSet] = {}
    extras: dict[str, frozenset[str]] = {}
    taken: dict[str, Version | None] = {}
    queue = [one for one in requirements if applies(one, target, frozenset())]
    for _ in range(MAX_ROUNDS):
        changed = set()
        for requirement in queue:
            name = canonicalize_name(requirement.name)
            before = (wanted.get(name), extras.get(name))
            wanted[name] = wanted.get(name, SpecifierSet()) & requirement.specifier
            extras[name] = extras.get(name, frozenset()) | requirement.extras
            if (wanted[name], extras[name]) != before:
                changed.add(name)
        queue = []
        for name in sorted(changed):
            versions = [
                file.version
                for file in index.files(name)
                if file.version in wanted[name] and python in file.python
            ]
            finals = [version for version in versions if not version.is_prerelease]
            version = taken[name] = max(finals or versions, default=None)
            if version is not None:
                queue += [
                    one
                    for one in index.requirements(name, version)
                    if applies(one, target, extras[name])
                ]
        if not queue:
            break
    tags = supported(target.python, target.platform.tags)
    without = {}
    for name, version in sorted(taken.items()):
        files = index.files(name)
        if any(file.version == version and file.tags & tags for file in files):
            continue
        if version is None:
            without[name] = f"no release for Python {target.python[0]}.{target.python[1]}"
            continue
        older = [file.version for file in files if file.tags & tags and file.version < version]
        source = any(file.version == version and not file.tags for file in files)
        without[name] = f"{version} has no wheel" + ("" if source else " and no source")
        without[name] += f"; {max(older)} has one" if older else "; no version has one"
    return without


def main() -> int:
    """Prints the tables and gives the exit code."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    plain = [Requirement(text) for text in project["dependencies"]]
    installs = {"cloudrun-lint": plain}
    for extra in EXTRAS:
        more = [Requirement(text) for text in project["optional-dependencies"][extra]]
        installs[f"cloudrun-lint[{extra}]"] = plain + more
    index = Index(index_url(), fetch)
    targets = [Target(platform, python) for platform in platforms() for python in PYTHONS]
    failed = False
    with ThreadPoolExecutor(16) as pool:
        for install, requirements in installs.items():
            try:
                found = list(
                    pool.map(lambda target, r=requirements: missing(index, r, target), targets)
                )
            except NoAnswerError as error:
                print(f"the package index does not answer: {error}")
                return 2
            results = dict(zip(targets, found, strict=True))
            print_table(install, results)
            if install == "cloudrun-lint":
                failed = any(not installs_there(without) for without in found)
    return int(failed)


def installs_there(without: dict[str, str]) -> bool:
    """Whether pip can install without a compiler what has no wheels."""
    return not without.keys() - SOURCES_WITHOUT_COMPILER


def print_table(install: str, results: dict[Target, dict[str, str]]) -> None:
    """A row for each platform, and below what is missing where."""
    head = "".join(f"{f'{major}.{minor}':>8}" for major, minor in PYTHONS)
    print(f"{install:<24}{head}")
    reasons: dict[str, dict[str, list[str]]] = {}
    for platform in platforms():
        cells = []
        for python in PYTHONS:
            without = results[Target(platform, python)]
            cells.append(
                "ok" if not without else "source" if installs_there(without) else "MISSING"
            )
            for name, reason in without.items():
                where = reasons.setdefault(f"{name}: {reason}", {})
                where.setdefault(platform.name, []).append(f"{python[0]}.{python[1]}")
        print(f"  {platform.name:<22}" + "".join(f"{cell:>8}" for cell in cells))
    for reason, where in reasons.items():
        print(f"  {reason}:")
        for name, versions in where.items():
            print(
                f"    {name}" + (f" {', '.join(versions)}" if len(versions) < len(PYTHONS) else "")
            )
    print()


if __name__ == "__main__":
    sys.exit(main())
