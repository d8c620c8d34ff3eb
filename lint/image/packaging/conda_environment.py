"""What conda is told to install: `environment.yml`, lists of packages, explicit files and conda-lock's.

Only a lock file says what a package of conda brings besides itself. The name of a package is that of
the distribution on the package index, apart from those in `OTHER_NAMES`.

Sources: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html and
https://conda.github.io/conda-lock/.
"""

from __future__ import annotations

import re

from lint.image.wheel.metadata import Requirement, canonical_name
from lint.model.record import default, record
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.yaml.tree import Node

MAX_LINES = 50_000
EXPLICIT = "@EXPLICIT"
"""The line of a file that lists the address of each package, so that nothing else is installed."""

OTHER_NAMES = {
    "dask-core": "dask",
    "django-rest-framework": "djangorestframework",
    "faiss": "faiss-cpu",
    "geopandas-base": "geopandas",
    "keras-gpu": "keras",
    "matplotlib-base": "matplotlib",
    "mlflow-skinny": "mlflow",
    "msgpack-python": "msgpack",
    "opencv": "opencv-python",
    "py-opencv": "opencv-python",
    "py-xgboost": "xgboost",
    "python-confluent-kafka": "confluent-kafka",
    "python-flatbuffers": "flatbuffers",
    "python-graphviz": "graphviz",
    "python-kubernetes": "kubernetes",
    "python-lmdb": "lmdb",
    "python-snappy": "python-snappy",
    "pytables": "tables",
    "pytorch": "torch",
    "pytorch-cpu": "torch",
    "pytorch-gpu": "torch",
    "redis-py": "redis",
    "tensorflow-base": "tensorflow",
    "tensorflow-gpu": "tensorflow",
    "uvicorn-standard": "uvicorn[standard]",
}  # fmt: skip
"""Packages of conda whose distribution has another name."""
ALONE = frozenset(
    (
        "blas", "bzip2", "ca-certificates", "cmake", "compilers", "conda", "cudatoolkit", "cudnn",
        "curl", "cxx-compiler", "ffmpeg", "freetype", "gcc", "gcc_linux-64", "git", "gxx", "libgcc",
        "libgcc-ng", "libopenblas", "libpng", "libpq", "libstdcxx-ng", "make", "mamba", "mkl",
        "ncurses", "nodejs", "nomkl", "openblas", "openjdk", "openssl", "pip", "postgresql", "python",
        "python_abi", "readline", "setuptools", "sqlite", "tini", "tk", "tzdata", "unzip", "wget",
        "wheel", "xz", "zip", "zlib",
    )
)  # fmt: skip
"""Packages that bring no distributions but themselves."""
WITH_PYTHON = ("pip", "setuptools", "wheel")
"""What conda puts into an environment with a Python, unless it is told not to."""
OF_CONDA = frozenset(
    (
        "anaconda-anon-usage", "anaconda-auth", "anaconda-cli-base", "anaconda-client",
        "annotated-types", "archspec", "asn1crypto", "attrs", "boltons", "brotli", "brotlipy", "certifi",
        "cffi", "chardet", "charset-normalizer", "click", "colorama", "conda", "conda-anaconda-telemetry",
        "conda-anaconda-tos", "conda-content-trust", "conda-libmamba-solver", "conda-package-handling",
        "conda-package-streaming", "cryptography", "defusedxml", "distro", "evalidate", "frozendict",
        "h11", "h2", "hpack", "httpcore", "httpx", "hyperframe", "idna", "jaraco-classes",
        "jaraco-context", "jaraco-functools", "jeepney", "jsonpatch", "jsonpointer", "jsonschema",
        "keyring", "libmambapy", "linkify-it-py", "mamba", "markdown-it-py", "mdit-py-plugins", "mdurl",
        "menuinst", "more-itertools", "msgpack", "nbformat", "packaging", "pip", "pkce", "platformdirs",
        "pluggy", "psutil", "pycosat", "pycparser", "pydantic", "pydantic-core", "pydantic-settings",
        "pygments", "pyjwt", "pyopenssl", "pyqt5", "pyrsistent", "pysocks", "python-dateutil",
        "python-dotenv", "pytz", "pyyaml", "readchar", "requests", "requests-toolbelt", "rich",
        "rpds-py", "ruamel-yaml", "ruamel-yaml-clib", "ruamel-yaml-conda", "secretstorage", "semver",
        "setuptools", "shellingham", "six", "sniffio", "tomli", "tomlkit", "toolz", "tqdm", "traitlets",
        "truststore", "typer", "typer-slim", "typing-extensions", "typing-inspection", "urllib3",
        "wheel", "zipp", "zstandard",
    )
)  # fmt: skip
"""What conda itself, of any of its versions, has beside it in the environment `base`."""

_SPEC = lazy_regex(r"(?:[\w./:-]+::)?([A-Za-z0-9_][\w.-]*)\s*(.*)")
_PINNED = lazy_regex(r"={1,2}\s*v?(\d[\w.]*)(?:=.*)?")
_PYTHON = lazy_regex(r"(?:={1,2}|~=|>=)?\s*3\.(\d{1,2})(?:$|[.\s=*])")
_ADDRESS = lazy_regex(
    r"\w+://\S+/([A-Za-z0-9_][\w.-]*)-[^-/\s]+-[^-/\s]+\.(?:conda|tar\.bz2)(?:#\S*)?"
)


@record
class CondaPackages:
    """What conda is told to install into one environment."""

    name: str = ""
    """The environment that the file names; "" for none."""
    requirements: list[Requirement] = default(factory=list)
    """By the names of distributions, with the lines that state them."""
    pip: list[tuple[str, int]] = default(factory=list)
    """The lines below `pip:`, as in a requirements file, each with its line."""
    locked: bool = False
    """Whether these are all that is installed."""
    python: tuple[int, int] | None = None
    """The version of Python that is asked for."""
    more: str = ""
    """The first package that may bring distributions of which nobody knows; "" for none."""
    unclear: bool = False
    """Whether some of it cannot be read."""

    def add(self, spec: str, line: int) -> None:
        """Adds a package, as a command or a file states it: `conda-forge::flask=3.0`, `numpy>=2`."""
        match = _SPEC.fullmatch(spec.strip())
        if match is None or "$" in spec:
            self.unclear = True
            return
        package, version = match[1].lower(), match[2].strip()
        if package == "python":
            # `>=3.9` takes the newest one.
            stated = _PYTHON.match(version)
            if stated is not None and not version.startswith(">"):
                self.python = (3, int(stated[1]))
            return
        if package not in ALONE:
            self.more = self.more or package
        pinned = _PINNED.fullmatch(version)
        name = OTHER_NAMES.get(package, package)
        self.requirements.append(Requirement(f"{name}=={pinned[1]}" if pinned else name, line))


def read_environment(text: str) -> CondaPackages:
    """Reads an `environment.yml`."""
    from lint.yaml.tree import MappingNode, ScalarNode, elements

    found = CondaPackages()
    root = _root(text)
    dependencies = root.get("dependencies") if root is not None else None
    if root is None or dependencies is None:
        found.unclear = True  # it is a file of something else
        return found
    found.name = _text(root.get("name"))
    for item in elements(dependencies):
        if isinstance(item, ScalarNode):
            found.add(item.text, item.line)
        elif isinstance(item, MappingNode) and len(item) == 1 and "pip" in item:
            lines = elements(item.get("pip"))
            found.pip += [(one.text, one.line) for one in lines if isinstance(one, ScalarNode)]
        else:
            found.unclear = True
    return found


def read_packages(text: str) -> CondaPackages:
    """Reads a list of packages, one a line, or an explicit one."""
    found = CondaPackages()
    lines = text.removeprefix("\ufeff").splitlines()[:MAX_LINES]
    for number, line in enumerate(lines, 1):
        line = re.sub(r"(?:^|\s)#.*", "", line).strip() if "://" not in line else line.strip()
        if not line:
            continue
        if line == EXPLICIT:
            found.locked = True
            continue
        address = _ADDRESS.fullmatch(line)
        if address is not None:
            name = OTHER_NAMES.get(address[1].lower(), address[1])
            found.requirements.append(Requirement(name, number))
            if address[1] == "python":
                minor = re.search(r"/python-3\.(\d{1,2})\.", line)
                found.python = (3, int(minor[1])) if minor is not None else None
        elif found.locked or "://" in line:
            found.unclear = True
        else:
            found.add(line, number)
    return found


def read_conda_lock(text: str) -> CondaPackages:
    """Reads the `conda-lock.yml` of conda-lock: its packages for Linux on x86-64, those of pip included."""
    from lint.yaml.tree import elements

    found = CondaPackages(locked=True)
    root = _root(text)
    packages = elements(root.get("package")) if root is not None else []
    found.unclear = not packages
    for item in packages:
        name = _text(item.get("name"))
        if not name or _text(item.get("platform")) not in ("linux-64", ""):
            continue
        found.requirements.append(Requirement(OTHER_NAMES.get(name.lower(), name), item.line))
        minor = re.match(r"3\.(\d{1,2})", _text(item.get("version")))
        if canonical_name(name) == "python" and minor is not None:
            found.python = (3, int(minor[1]))
    return found


def _text(node: Node | None) -> str:
    """A scalar as it is written; "" for anything else."""
    from lint.yaml.tree import ScalarNode

    return node.text if isinstance(node, ScalarNode) else ""


def _root(text: str) -> Node | None:
    """The mapping that a YAML text is; None where it is none."""
    from lint.yaml.composer import StopError, compose

    try:
        documents = compose("environment.yml", text, {}, False).documents
    except StopError:
        return None
    root = documents[0].root if len(documents) == 1 else None
    return root if root is not None and root.kind == "mapping" else None
