"""What counts for a file: options and settings merged, and the rules, image and values they name.

`resolve` is the only place where the command line and the settings meet.
"""

from __future__ import annotations

import os

from lint.engine.judge import Judge
from lint.errors import UsageError, os_reason
from lint.model.options import BUILDERS, SAVED_IMAGE, THRESHOLDS
from lint.model.rule import RuleSetError, has_versions, together
from lint.ruleset.plan import load_plan
from lint.support.confinement import is_inside

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, NoReturn

    from lint.cloud.inventory import Inventory
    from lint.engine.build_contexts import BuildContext
    from lint.image.image import Image
    from lint.image.packaging.lock_file import Lock
    from lint.model.findings import NotRun
    from lint.model.options import Options
    from lint.model.rule import Plan
    from lint.organization.given import GivenPolicies
    from lint.organization.model import PolicySet
    from lint.settings import Settings, SettingsTree

_OF_IMAGES = ("entrypoint", "container", "python", "lock", "wheelhouse")
"""Options that describe the images of a run, and do nothing where it has none."""


class Resolved:
    """The options of a run with the settings of one override filled in, and the defaults.

    The command line wins over the override, the override over the settings around it. An empty
    value is one that neither states. A `..._root` is the folder that must contain what the
    settings name; "" allows any.
    """

    # No record: every run makes one, and compiling an __init__ of 17 parameters takes 0.3 ms.
    __slots__ = (
        "baseline",
        "builder",
        "container",
        "dockerfile",
        "entrypoint",
        "fail_on",
        "formats",
        "image",
        "info",
        "inventory",
        "lock",
        "policies",
        "policies_root",
        "python",
        "rules",
        "rules_root",
        "severities",
        "source",
        "strict",
        "values",
        "wheelhouse",
        "wheelhouse_root",
        "wheels",
        "wheels_root",
    )

    def __init__(self) -> None:
        self.rules: list[str] = []
        """Names of built-in rule sets, and paths."""
        self.rules_root = ""
        self.severities: dict[str, str] = {}
        """Other severities of rules, by id, name or prefix."""
        self.wheels: list[str] = []
        """Paths of wheels and of folders of wheels, and glob patterns."""
        self.wheels_root = ""
        self.source = ""
        self.image = ""
        """A saved image."""
        self.dockerfile = ""
        self.container = ""
        self.builder = ""
        self.entrypoint = ""
        self.python = ""
        self.lock = ""
        self.wheelhouse = ""
        self.wheelhouse_root = ""
        self.values: dict[str, str] = {}
        """What placeholders are replaced by."""
        self.fail_on = ""
        self.info = False
        self.strict = False
        """Whether a rule that cannot run makes the exit code 2."""
        self.formats: list[str] = []
        self.baseline = ""
        self.inventory = ""
        self.policies: list[str] = []
        """Files and folders of organisation policies."""
        self.policies_root = ""


def resolve(
    options: Options,
    settings: Settings,
    override: int = -1,
    values: Mapping[str, str] | None = None,
) -> Resolved:
    """Merges the options with one settings file and one of its overrides, by its number.

    `values` are those of `--set` and `--values`. Raises `lint.settings.SettingsError` for a path of
    the settings that leads out of the repository.
    """
    own: Mapping[str, Any] = settings.get("overrides")[override] if override >= 0 else {}

    def stated(key: str) -> Any:
        return own.get(key, settings.get(key))

    def paths(key: str) -> list[str]:
        number = override if key in own else -1
        return [
            settings.resolve(key, entry, number) if key != "rules" or is_path(entry) else entry
            for entry in _list(stated(key))
            if entry
        ]

    def path(key: str) -> str:
        return (paths(key) or [""])[0]

    resolved = Resolved()
    resolved.rules = options.rules
    if not resolved.rules:
        resolved.rules = paths("rules") or ["cloud-run"]
        resolved.rules_root = settings.root
    resolved.severities = {**(settings.get("severities") or {}), **(own.get("severities") or {})}
    resolved.wheels = options.wheel
    if not resolved.wheels:
        resolved.wheels = paths("wheel")
        resolved.wheels_root = settings.root
    resolved.source = options.source or path("source")
    resolved.image = options.image or path(SAVED_IMAGE)
    resolved.dockerfile = options.dockerfile or path("dockerfile")
    resolved.container = options.container or stated("container") or ""
    resolved.builder = options.builder or stated("builder") or BUILDERS[0]
    resolved.entrypoint = options.entrypoint or stated("entrypoint") or ""
    resolved.python = options.python or stated("python") or ""
    resolved.lock = options.lock or path("lock")
    resolved.wheelhouse = options.wheelhouse
    if not resolved.wheelhouse:
        resolved.wheelhouse = path("wheelhouse")
        resolved.wheelhouse_root = settings.root
    resolved.values = {**(stated("values") or {}), **(values or {})}
    resolved.fail_on = options.fail_on or stated("fail-on") or THRESHOLDS[0]
    resolved.info = options.info or bool(settings.get("info"))
    resolved.strict = options.strict or bool(settings.get("strict"))
    resolved.baseline = options.baseline or ("" if options.no_accept else path("baseline"))
    resolved.formats = options.format or _list(stated("format"))
    resolved.policies = options.policy
    if not resolved.policies:
        resolved.policies = paths("policies")
        resolved.policies_root = settings.root
    resolved.inventory = options.inventory or ("" if options.live else path("inventory"))
    return resolved


class Context:
    """What the files of one override are judged by: rules, image, policies, values, threshold.

    `choose` gives a plan as options and settings have it, where they choose among its rules.
    """

    # No record: see `Resolved`.
    __slots__ = ("choose", "fail_on", "image", "judge", "policies", "values")

    def __init__(
        self,
        judge: Judge,
        image: Image | None,
        values: dict[str, str],
        fail_on: str,
        choose: Callable[[Plan], Plan] | None,
        policies: GivenPolicies | None,
    ) -> None:
        self.policies = policies
        self.judge = judge
        self.choose = choose
        self.image = image
        self.values = values
        self.fail_on = fail_on


class Contexts:
    """The context of each file, made once for all files that share it.

    `values` are those of `--set` and `--values`; `available` names the inputs of the cloud that
    rules can rely on ("cloud", "live"). `broken_images` are the paths of images whose reading ended
    in an error of ours, with that error. `absent` are images that the settings name and that are not
    built yet, as remarks. All methods raise `UsageError`, also for a broken rule set.
    """

    def __init__(
        self,
        options: Options,
        settings: SettingsTree,
        values: Mapping[str, str],
        available: frozenset[str],
        inventory: Inventory | None = None,
    ) -> None:
        self.options = options
        self.inventory = inventory
        self.settings = settings
        self.values = values
        self.available = available
        self.made: dict[tuple[str, int, str, str, str], Context] = {}
        self._matchers: dict[str, list[Callable[[str], bool]]] = {}
        self.broken_images: list[tuple[str, Exception]] = []
        self.absent: dict[str, None] = {}
        self.policies: dict[tuple[str, ...], GivenPolicies] = {}
        """What was read of organisation policies, by the files that were named."""
        self._images: dict[tuple[Any, ...], Image | None] = {}

    def of(self, path: str, build: BuildContext | None = None) -> Context:
        """The context of a file; `-` is a file of the working directory.

        `build` is the build context that counts where the user names no image.
        """
        settings = self.settings.of_file(path)
        return self._made(settings, self.override_of(settings, path), build)

    def need_images(self) -> None:
        """Raises `UsageError` for an option that describes an image, where there is none.

        All contexts must have been made: a folder may have images that nobody named.
        """
        if self._images or self.absent:
            return
        for name in _OF_IMAGES:
            if getattr(self.options, name):
                _need_image(name)

    @property
    def have_tree(self) -> bool:
        """Whether an image of a source tree is judged, which may have comments of its own."""
        images = [context.image for context in self.made.values()]
        return any(image is not None and image.context is not None for image in images)

    @property
    def have_unreadable(self) -> bool:
        """Whether a part of an image could not be read."""
        images = [context.image for context in self.made.values()]
        return any(image is not None and bool(image.unreadable) for image in images)

    def not_run(self) -> list[NotRun]:
        """The rules that no context could run."""
        return [entry for context in self.made.values() for entry in context.judge.not_run.values()]

    def dockerfiles(self) -> set[str]:
        """The Dockerfiles of the images that are judged."""
        images = [context.image for context in self.made.values()]
        contexts = [image.context for image in images if image is not None]
        return {
            context.dockerfile_path
            for context in contexts
            if context is not None and context.dockerfile_path
        }

    def of_all(self, paths: Iterable[str]) -> list[Context]:
        """The context of each file. Raises `RuleSetError` for all rule sets that are broken."""
        contexts: list[Context] = []
        broken: dict[tuple[str, int], RuleSetError] = {}
        for path in paths:
            settings = self.settings.of_file(path)
            number = self.override_of(settings, path)
            if (settings.path, number) in broken:
                continue
            try:
                contexts.append(self._made(settings, number))
            except RuleSetError as error:
                broken[settings.path, number] = error
        if broken:
            raise together(list(broken.values()))
        return contexts

    def _made(self, settings: Settings, number: int, build: BuildContext | None = None) -> Context:
        tied = ("", "", "")
        if build is not None:
            tied = (build.source, build.dockerfile, build.target)
        key = (settings.path, number, *tied)
        context = self.made.get(key)
        if context is None:
            context = self.made[key] = self._make(settings, number, build)
        return context

    def override_of(self, settings: Settings, path: str) -> int:
        """The number of the first override that is for a file, -1 where none is."""
        overrides = settings.get("overrides")
        if not overrides:
            return -1
        matchers = self._matchers.get(settings.path)
        if matchers is None:
            from lint.engine.discovery import matcher

            matchers = [matcher(_list(entry["paths"]), settings.base) for entry in overrides]
            self._matchers[settings.path] = matchers
        return next((number for number, matches in enumerate(matchers) if matches(path)), -1)

    def _make(self, settings: Settings, number: int, build: BuildContext | None) -> Context:
        resolved = resolve(self.options, settings, number, self.values)
        target = ""
        stated = resolved.wheels or resolved.source or resolved.image
        if build is not None and not stated:
            resolved.source, resolved.dockerfile = build.source, build.dockerfile
            target = build.target
        guessed = build is not None and build.guessed and resolved.source == build.source
        self._leave_out_absent(resolved, settings)
        image = self._image(resolved, guessed, target)
        plans = _plans(resolved, settings)
        available = set(self.available)
        if image is not None:
            available |= image.available
        bases = ["python-build"] if image is not None else []
        bases += ["live"] if self.available else []
        policies = self._policies(resolved, settings)
        if policies is not None:
            bases.append("org-policy")
            available.add("policies")
        for base in map(_plan, bases):
            if not has_versions(plans, base):
                plans.append(base)
        choose = None
        if self.options.select or self.options.ignore or resolved.severities:
            from lint.engine.rule_choice import RuleChoice

            choice = RuleChoice(self.options.select, self.options.ignore, resolved.severities)
            choice.hold_against(plans, settings, number)
            choose = choice.of_plan
            plans = [choose(plan) for plan in plans]
        judge = Judge(plans, frozenset(available))
        return Context(judge, image, resolved.values, resolved.fail_on, choose, policies)

    def _policies(self, resolved: Resolved, settings: Settings) -> GivenPolicies | None:
        """The organisation's policies, where files are named or an inventory has recorded them.

        The contexts that name the same files share them.
        """
        if not resolved.policies and self.inventory is None:
            return None
        from lint.engine.cloud import defaults_of
        from lint.organization.given import GivenPolicies

        key = (*resolved.policies, resolved.policies_root, settings.path)
        if key not in self.policies:
            found: PolicySet | None
            if resolved.policies:
                from lint.organization.files import read_policies

                found = read_policies(resolved.policies, resolved.policies_root)
            else:
                from lint.organization.recorded import recorded_policies

                assert self.inventory is not None
                found = recorded_policies(self.inventory.data, self.inventory.path)
                if found is None:
                    return None
            defaults = defaults_of(self.options.project, self.options.region, settings)
            self.policies[key] = GivenPolicies(found, defaults)
        return self.policies[key]

    def _leave_out_absent(self, resolved: Resolved, settings: Settings) -> None:
        """Leaves out wheels and an image that the settings name and that are not built yet.

        One settings file serves the commit hook, before anything is built, and the gate.
        """
        if not self.options.wheel:
            absent: list[str] = []
            resolved.wheels = _wheel_files(resolved.wheels, resolved.wheels_root, absent)
            for reference in absent:
                self.absent[f"`wheel` of {settings.path}: there is no {reference} yet"] = None
        if resolved.image and not self.options.image and not os.path.lexists(resolved.image):
            self.absent[f"`image` of {settings.path}: there is no {resolved.image} yet"] = None
            resolved.image = ""

    def _image(self, resolved: Resolved, guessed: bool, target: str) -> Image | None:
        """The image; the contexts that describe the same one share it."""
        if resolved.image:
            return self._saved_image(resolved)
        if not resolved.wheels and not resolved.source:
            if self.options.dockerfile:
                _need_image("dockerfile")
            return None
        if self.options.source and not os.path.lexists(resolved.source):
            raise UsageError(f"--source takes a folder, and there is no {resolved.source}")
        if resolved.dockerfile and not os.path.isfile(resolved.dockerfile):
            raise UsageError(f"there is no Dockerfile {resolved.dockerfile}")
        wheels = tuple(_wheel_files(resolved.wheels) if self.options.wheel else resolved.wheels)
        read = (wheels, resolved.source, resolved.builder, resolved.entrypoint)
        described = (resolved.lock, resolved.wheelhouse, resolved.dockerfile, resolved.container)
        key = (*read, resolved.python, *described, target)
        if key not in self._images:
            from functools import partial

            from lint.image.image import read_image

            self.options.progress(f"reading the image of {resolved.source or wheels[0]}")
            read_with = partial(
                read_image,
                guessed=guessed,
                target=target,
                container=resolved.container,
                python=_python_version(resolved.python),
                lock=_lock(resolved.lock),
                wheelhouse=_wheelhouse(resolved.wheelhouse, resolved.wheelhouse_root),
            )
            try:
                found = read_with(*read, dockerfile=resolved.dockerfile)
                if guessed and found.context is not None:
                    from lint.image.context.copy_sources import fitting_context

                    # Nobody says that the folder of the Dockerfile is the context.
                    folder, file = fitting_context(found.context), found.context.dockerfile_path
                    if folder and file:
                        found = read_with(wheels, folder, *read[2:], dockerfile=file)
                self._images[key] = found
            except UsageError:
                raise
            except Exception as error:
                # The manifests are judged without it.
                self._images[key] = None
                self.broken_images.append((resolved.source or wheels[0], error))
        image = self._images[key]
        if image is not None and image.context is not None and not guessed:
            image.context.guessed = False
        return image

    def _saved_image(self, resolved: Resolved) -> Image | None:
        """The saved image; the source tree that is given with it explains what it lacks."""
        file = resolved.image
        for name in ("wheel", "lock", "wheelhouse"):
            if getattr(self.options, name):
                raise UsageError(
                    f"--{name} has no effect on a saved image: pass it without --image"
                )
        if not os.path.lexists(file):
            name = "NAME" if file.endswith((".tar", ".gz", ".tgz")) else file
            raise UsageError(
                f"--image takes a file, and there is no {file}. Save the image with "
                f"`docker save {name} -o image.tar`, and pass --image image.tar"
            )
        read = (file, resolved.source, resolved.builder, resolved.dockerfile)
        key = (*read, resolved.entrypoint, resolved.container, resolved.python)
        if key not in self._images:
            from lint.image.saved.saved_image import SavedImage

            self.options.progress(f"reading the image {file}")
            tree = None
            if resolved.source:
                from lint.image.context.build_context import read_context

                builder: Any = resolved.builder
                tree = read_context(resolved.source, builder, resolved.dockerfile or None)
            try:
                self._images[key] = SavedImage(
                    file,
                    resolved.entrypoint,
                    tree=tree,
                    python=_python_version(resolved.python),
                    container=resolved.container,
                )
            except UsageError:
                raise
            except Exception as error:
                # The manifests are judged without it.
                self._images[key] = None
                self.broken_images.append((file, error))
        return self._images[key]


def is_path(reference: str) -> bool:
    """Whether a reference to a rule set is a path, not the name of a built-in one or from elsewhere."""
    from lint.ruleset.elsewhere.reference import is_elsewhere

    looks_like_one = "/" in reference or os.sep in reference
    looks_like_one = looks_like_one or reference.endswith((".yaml", ".yml"))
    return looks_like_one and not is_elsewhere(reference)


def _need_image(option: str) -> NoReturn:
    raise UsageError(f"--{option} describes an image: also pass --wheel or --source")


def _wheel_files(
    references: list[str], root: str = "", absent: list[str] | None = None
) -> list[str]:
    """The wheels that paths, folders and glob patterns name, each once.

    With a `root`, none may lead out of it. What names no wheel is added to `absent`; where that is
    None, it raises `UsageError`.
    """
    files: dict[str, None] = {}
    for reference in references:
        found, problem = [reference], ""
        if os.path.isdir(reference):
            from glob import escape, glob

            found = sorted(glob(os.path.join(escape(reference), "*.whl")))
            problem = f"the folder {reference} holds no wheel"
        elif any(mark in reference for mark in "*?[") and not os.path.exists(reference):
            from glob import glob

            found = sorted(glob(reference))
            problem = f"no wheel matches {reference!r}"
        elif not os.path.lexists(reference):
            found, problem = [], f"there is no wheel {reference}"
        if not found:
            if absent is None:
                raise UsageError(problem)
            absent.append(reference)
        for file in found:
            if root and not is_inside(file, root):
                raise UsageError(
                    f"the wheel {file} leads out of the repository; give it with --wheel"
                )
            files[file] = None
    return list(files)


def _plans(resolved: Resolved, settings: Settings) -> list[Plan]:
    """The plans of all rule sets. Raises `RuleSetError` for all of them that are broken."""
    plans: list[Plan] = []
    broken: list[RuleSetError] = []
    for reference in resolved.rules:
        try:
            plans.append(_plan(reference, resolved.rules_root))
        except RuleSetError as error:
            broken.append(error)
        except UsageError as error:
            if is_path(reference) or not resolved.rules_root:
                raise
            raise UsageError(f"`rules` of {settings.path}: {error}") from None
    if broken:
        raise together(broken)
    return plans


def _plan(reference: str, root: str = "") -> Plan:
    try:
        return load_plan(reference, root)
    except FileNotFoundError:
        if is_path(reference):
            raise UsageError(f"no such rule set: {reference}") from None
        from lint.ruleset.builtin import built_in_names
        from lint.support.nearest import did_you_mean

        hint = did_you_mean(reference, built_in_names())
        raise UsageError(f"there is no built-in rule set {reference!r}. {hint}") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot read the rule set {reference}: {os_reason(error)}") from None


def _python_version(text: str) -> tuple[int, int] | None:
    if not text:
        return None
    major, _, minor = text.partition(".")
    if not (major.isdecimal() and minor.isdecimal() and len(text) <= 8):
        raise UsageError(f"{text!r} is not a Python version such as 3.12")
    return int(major), int(minor)


def _lock(path: str) -> Lock | None:
    if not path:
        return None
    from lint.image.packaging.lock_file import read_lock

    return read_lock(path)


def _wheelhouse(path: str, root: str) -> str:
    """The folder, if it is one; with a `root`, no wheel in it may lead out of that."""
    if not path:
        return ""
    if not os.path.isdir(path):
        raise UsageError(f"the wheelhouse {path} is not a directory")
    from lint.image.packaging.distributions import MAX_WHEELS

    try:
        wheels = [name for name in os.listdir(path) if name.endswith(".whl")]
    except OSError as error:
        raise UsageError(f"cannot read the wheelhouse {path}: {os_reason(error)}") from None
    if len(wheels) > MAX_WHEELS:
        raise UsageError(f"the wheelhouse {path} has more than {MAX_WHEELS:,} wheels")
    for name in wheels:
        if root and not is_inside(os.path.join(path, name), root):
            raise UsageError(
                f"the wheel {name} leads out of the repository; give the folder with --wheelhouse"
            )
    return path


def _list(value: Any) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)
