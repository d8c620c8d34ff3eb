"""What counts for a file: the rules, image, policies and values that options and settings name."""

from __future__ import annotations

from lint.engine.judge import Judge
from lint.engine.resolved import is_path, listed_value, resolve
from lint.errors import UsageError, os_reason
from lint.model.rule import RuleSetError, has_versions, together
from lint.ruleset.plan import load_plan

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from lint.cloud.inventory import Inventory
    from lint.engine.build_contexts import BuildContext
    from lint.engine.images import Images
    from lint.engine.resolved import Resolved
    from lint.image.image import Image
    from lint.model.findings import NotRun
    from lint.model.options import Options
    from lint.model.rule import Plan
    from lint.organization.given import GivenPolicies
    from lint.organization.model import PolicySet
    from lint.settings import Settings, SettingsTree

_OF_IMAGES = ("entrypoint", "container", "python", "lock", "wheelhouse")
"""Options that describe the images of a run, and do nothing where it has none."""


class Context:
    """What the files of one override are judged by: rules, image, policies, values, threshold.

    `choose` gives a plan as options and settings have it, where they choose among its rules.
    """

    # No record: see `lint.engine.resolved.Resolved`.
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
    rules can rely on ("cloud", "live"). `images` are those of the run, None as long as nothing
    describes one. All methods raise `UsageError`, also for a broken rule set.
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
        self.policies: dict[tuple[str, ...], GivenPolicies] = {}
        """What was read of organisation policies, by the files that were named."""
        self.images: Images | None = None

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
        if self.images is not None:
            return
        for name in _OF_IMAGES:
            if getattr(self.options, name):
                from lint.engine.images import need_image

                need_image(name)

    @property
    def absent(self) -> list[str]:
        """Images that the settings name and that are not built yet, as remarks."""
        return list(self.images.absent) if self.images is not None else []

    @property
    def broken_images(self) -> list[tuple[str, Exception]]:
        """The paths of images whose reading ended in an error of ours, with that error."""
        return self.images.broken if self.images is not None else []

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

            matchers = [matcher(listed_value(entry["paths"]), settings.base) for entry in overrides]
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
        image = self._image(resolved, settings, guessed, target)
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

    def _image(
        self, resolved: Resolved, settings: Settings, guessed: bool, target: str
    ) -> Image | None:
        described = resolved.wheels or resolved.source or resolved.image
        if not described and not self.options.dockerfile:
            return None
        from lint.engine.images import Images

        if self.images is None:
            self.images = Images(self.options)
        return self.images.of(resolved, settings, guessed, target)

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
