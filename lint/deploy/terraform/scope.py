"""What `var.NAME` and `local.NAME` stand for in a folder of .tf files.

A variable has the value of the call of the module, else of `terraform.tfvars` and `*.auto.tfvars`.
Its default counts where nothing else can be meant: for a call of a module, and in a root module (a
folder with a provider or a backend) that has no other .tfvars file, if the default is not empty. In
any other folder the caller, the command line or the environment decides: the variable is unknown.
"""

from __future__ import annotations

import os

from lint.deploy.file import MAX_BYTES
from lint.deploy.terraform.evaluate import Evaluator
from lint.deploy.terraform.hcl import HclFile, reveal
from lint.deploy.terraform.types import Shaper
from lint.deploy.terraform.values import Entries, Items, Literal, is_null, lent
from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lint.deploy.file import DeployFile
    from lint.deploy.terraform.hcl import Attribute, Block
    from lint.deploy.terraform.values import Value

EXTENSIONS = (".tf", ".tofu")
MAX_FILES = 100
MAX_CHAIN = 30
"""Locals that are made of one another."""
_OLD = lazy_regex(r"(?<![0-9.])[34]\.[0-9]|(?:~>|<|=)\s*[34](?![0-9])|<=?\s*5(?:\.0)*(?![0-9.])")
"""A version constraint that allows a provider before 5.0."""


class Scope:
    """The variables and locals of one folder. Files are read when a name is asked for."""

    def __init__(
        self,
        file: DeployFile,
        parsed: HclFile | None = None,
        arguments: Mapping[str, Value] | None = None,
    ) -> None:
        """`parsed` is the file itself. `arguments` are those of the call of the module, if it is one."""
        self._file = file
        self._parsed = parsed
        self._given = arguments
        self._files: list[HclFile] | None = None
        self._locals: dict[str, Attribute] = {}
        self._variables: dict[str, Block] = {}
        self._assigned: dict[str, Attribute] = {}
        self._defaults_count = arguments is not None
        self._depth = 0
        self._values: dict[tuple[str, str], Value | None] = {}
        self.old_provider = False
        """Whether the folder asks for a provider before 5.0, which demanded less."""
        self.evaluator = Evaluator(self.resolve)

    def resolve(self, kind: str, name: str) -> Value | None:
        """The value of `var.name` or `local.name`; None where it is not known."""
        mark = (kind, name)
        if mark not in self._values:
            self._values[mark] = None  # one that needs itself is unknown
            if self._depth < MAX_CHAIN:
                self._depth += 1
                value = self._variable(name) if kind == "var" else self._local(name)
                self._values[mark] = None if value is None else lent(value)
                self._depth -= 1
        return self._values[mark]

    def _local(self, name: str) -> Value | None:
        self.load()
        attribute = self._locals.get(name)
        return None if attribute is None else self.evaluator.attribute(attribute, {})

    def _variable(self, name: str) -> Value | None:
        value = self._assigned_value(name)
        block = self._variables.get(name)
        type_attribute = block.body.attributes.get("type") if block is not None else None
        if value is None or type_attribute is None:
            return value
        shaper = Shaper(type_attribute.file, self.evaluator)
        return shaper.shaped(value, type_attribute.expression)

    def _assigned_value(self, name: str) -> Value | None:
        self.load()
        if self._given is not None and name in self._given:
            return self._given[name]
        assigned = self._assigned.get(name)
        if assigned is not None:
            return self.evaluator.attribute(assigned, {})
        block = self._variables.get(name)
        default = block.body.attributes.get("default") if block is not None else None
        if default is None or not self._defaults_count:
            return None
        value = self.evaluator.attribute(default, {})
        return value if self._given is not None or not _is_empty(value) else None

    def load(self) -> list[HclFile]:
        """The files of the folder, parsed."""
        if self._files is None:
            self._files = list(self._read())
            is_root = False
            for file in self._files:
                is_root = self._gather(file) or is_root
            if self._given is None:
                others = self._read_assignments()
                self._defaults_count = is_root and not others
        return self._files

    def declared(self) -> dict[str, frozenset[str]] | None:
        """The names of the variables and locals; None where not all files of the folder are known."""
        files = self.load()
        names = self._names((*EXTENSIONS, ".tf.json", ".tofu.json"))
        there = len(names) if os.path.isdir(self._file.folder) else 1
        if there != len(files) or there >= MAX_FILES:
            return None
        if any(file.broken is not None for file in files):
            return None
        return {"var": frozenset(self._variables), "local": frozenset(self._locals)}

    def _read(self) -> Iterator[HclFile]:
        if self._parsed is not None:
            yield self._parsed
        for name in self._names(EXTENSIONS):
            if self._parsed is None or name != self._file.name:
                parsed = self._parse(name)
                if parsed is not None:
                    yield parsed

    def _names(self, endings: tuple[str, ...]) -> list[str]:
        try:
            names = sorted(os.listdir(self._file.folder))
        except OSError:
            return []
        return [name for name in names if name.endswith(endings)][:MAX_FILES]

    def _parse(self, name: str) -> HclFile | None:
        found = self._file.named(name)
        if found is None or len(found.data) > MAX_BYTES:
            return None
        return parsed_file(found)

    def _gather(self, file: HclFile) -> bool:
        """Notes what a file declares; whether it makes a root module of its folder."""
        is_root = False
        for block in file.body.blocks:
            kind = str(block.type)
            if kind == "locals":
                self._locals.update(block.body.attributes)
            elif kind == "variable" and block.labels:
                self._variables.setdefault(str(block.labels[0]), block)
            elif kind == "provider":
                is_root = True
            elif kind == "terraform":
                for inner in block.body.blocks:
                    is_root = is_root or str(inner.type) in ("backend", "cloud")
                    if str(inner.type) == "required_providers":
                        self._versions(inner)
        return is_root

    def _versions(self, block: Block) -> None:
        for name in ("google", "google-beta"):
            attribute = block.body.attributes.get(name)
            if attribute is None:
                continue
            value = self.evaluator.attribute(attribute, {})
            version = value.get("version") if isinstance(value, Entries) else value
            if isinstance(version, Literal) and _OLD.search(str(version.text)):
                self.old_provider = True

    def _read_assignments(self) -> bool:
        """Notes what .tfvars files set that are always read; whether there are others."""
        others = False
        names = self._names((".tfvars", ".tfvars.json"))
        names.sort(key=lambda name: name != "terraform.tfvars")
        for name in names:
            if name != "terraform.tfvars" and not name.endswith(".auto.tfvars"):
                others = True
                continue
            parsed = self._parse(name)
            if parsed is not None:
                self._assigned.update(parsed.body.attributes)
        return others


def parsed_file(file: DeployFile) -> HclFile:
    """A file parsed, which shows of itself what holds no values."""
    parsed = HclFile(file.source)
    file.source.mark_later(lambda _: reveal(parsed))
    return parsed


def _is_empty(value: Value) -> bool:
    """Whether a default is only there so that the variable has one."""
    if is_null(value) or (isinstance(value, Literal) and value.value in ("", 0, False)):
        return True
    if isinstance(value, Items):
        return not value.items
    return isinstance(value, Entries) and not value.entries
