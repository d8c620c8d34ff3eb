"""Names of stages that no stage of the Dockerfile has."""

from __future__ import annotations

from lint.image.context.instructions import find_word
from lint.model.fault import Fault, Repair
from lint.model.findings import Place
from lint.model.text import amount, count, say
from lint.model.text import name as shown_name
from lint.support.lazy_regex import lazy_regex
from lint.support.nearest import nearest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from lint.image.context.build_context import Context
    from lint.image.context.dockerfile import Stage

_CUTOFF = 0.7
_MAX_ORIGINS = 200
_SHORTEST = 3
"""A shorter name resembles everything."""
_NUMBER = lazy_regex(r"[0-9]{1,4}")
_WORD = lazy_regex(r"[A-Za-z][\w.-]*")
_OFFICIAL = frozenset(
    (
        "alpine", "amazonlinux", "bash", "busybox", "caddy", "clojure", "composer", "debian", "docker",
        "eclipse-temurin", "elixir", "erlang", "fedora", "gcc", "golang", "gradle", "groovy", "haproxy",
        "haskell", "httpd", "influxdb", "julia", "mariadb", "maven", "memcached", "mongo", "mono", "mysql",
        "nginx", "node", "openjdk", "oraclelinux", "perl", "php", "postgres", "pypy", "python", "r-base",
        "rabbitmq", "redis", "rockylinux", "ruby", "rust", "scratch", "sapmachine", "swift", "telegraf",
        "tomcat", "traefik", "ubuntu", "vault",
    )
)  # fmt: skip
"""Images that are used by one word. Source: https://hub.docker.com/u/library."""


def unknown_stages(context: Context) -> list[Fault]:
    """A fault `stage-unknown` for each name of a stage that is nearly that of one.

    A number that no stage has stops the build, and so does a target that is none. Another name is
    taken for that of an image, which may exist: a warning.

    Source: https://docs.docker.com/build/building/multi-stage/#name-your-build-stages
    """
    copy_map = context.copy_map
    stages = copy_map.all_stages() if copy_map is not None else []
    if copy_map is not None and copy_map.unknown_target:
        return list(_target(context, stages))
    if len(stages) < 2:
        return []
    named = [*_bases(context, stages), *_origins(context, stages)]
    if not named:
        return []
    from lint.image.context.build_scripts import names_contexts

    numbers = [fault for fault in named if fault.severity is None]
    return numbers if len(numbers) < len(named) and names_contexts(context) else named


def _target(context: Context, stages: list[Stage]) -> Iterator[Fault]:
    """The stage that the build asks for. What comes of another one is not judged."""
    copy_map = context.copy_map
    assert copy_map is not None
    target = copy_map.unknown_target
    names = [stage.name for stage in stages if stage.name]
    template = any("{%" in line or "{{" in line for line in copy_map.lines)
    if not _WORD.fullmatch(target) or template or any("$" in name for name in names):
        return
    match = nearest(target, names)
    yield Fault(
        "stage-unknown",
        Place(copy_map.display_path, stages[-1].line),
        message=say("the build asks for the stage `{}`, and there is none", shown_name(target)),
        help=say("Did you mean the stage `{}`?", shown_name(match))
        if match
        else say("Name a stage with `AS {}`, or leave out the target.", shown_name(target)),
        severity="warning" if context.guessed else None,
    )


def _bases(context: Context, stages: list[Stage]) -> Iterator[Fault]:
    """FROM lines."""
    copy_map = context.copy_map
    assert copy_map is not None
    for stage in copy_map.built_stages():
        if stage.base is not None:
            continue
        earlier = [one.name for one in stages if one.name and one.line < stage.line]
        match = _similar(stage.image, earlier)
        text = copy_map.lines[stage.line - 1] if stage.line <= len(copy_map.lines) else ""
        column = text.find(stage.image) + 1
        if match and column:
            end = column + len(stage.image)
            where = Place(copy_map.display_path, stage.line, column, stage.line, end)
            yield _fault(where, stage.image, match)


def _origins(context: Context, stages: list[Stage]) -> Iterator[Fault]:
    """`--from` of COPY, ADD and `RUN --mount`."""
    copy_map = context.copy_map
    assert copy_map is not None
    for stage in copy_map.built_stages():
        names = [one.name for one in stages if one.name and one is not stage]
        for origin in (*stage.foreign, *stage.foreign_mounts)[:_MAX_ORIGINS]:
            number = _NUMBER.fullmatch(origin.image) is not None and origin.image not in names
            match = _similar(origin.image, names)
            if not match and not (number and int(origin.image) >= len(stages)):
                continue
            line, column = find_word(copy_map.lines, origin.instruction, origin.image)
            end = column + len(origin.image) if column > 1 else column
            where = Place(copy_map.display_path, line, column, line, end)
            if match:
                yield _fault(where, origin.image, match)
            else:
                yield Fault(
                    "stage-unknown",
                    where,
                    message=say(
                        "there is no stage {}: the Dockerfile has {}, counted from 0",
                        amount(int(origin.image)),
                        count(len(stages), "stage"),
                    ),
                    help=say("Name the stage with `AS`, and use its name."),
                )


def _similar(name: str, names: list[str]) -> str:
    """The stage whose name is nearly this one; "" for none, and for the name of an image."""
    known = name.lower() in names or name.lower() in _OFFICIAL
    if known or len(name) < _SHORTEST or not _WORD.fullmatch(name):
        return ""
    return nearest(name, names, _CUTOFF) or ""


def _fault(where: Place, name: str, match: str) -> Fault:
    return Fault(
        "stage-unknown",
        where,
        message=say(
            "no stage is called `{}`: the build takes the image of this name, if there is one",
            shown_name(name),
        ),
        help=say("Did you mean the stage `{}`?", shown_name(match)),
        severity="warning",
        # There may be an image of this name.
        repair=Repair("set_place", where, match, safe=False)
        if where.end_column > where.column
        else None,
    )
