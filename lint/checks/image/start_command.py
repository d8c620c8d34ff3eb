"""`start-command`: the command that an image starts, and the script file behind it."""

from __future__ import annotations

import ast
import os

from lint.checks.faults import fault_parameters, report_faults
from lint.checks.image.absent_files import absent, not_on_path
from lint.checks.image.entry_points import entry_points, started_containers
from lint.image.context.base_images import has_no_entrypoint
from lint.image.source_limits import parse
from lint.image.start.launch import join
from lint.image.start.options import option
from lint.image.start.program_folders import program_places
from lint.image.start.script_faults import LF, crlf, no_interpreter, not_executable, unusable
from lint.image.start.script_file import (
    MARK,
    Executed,
    executed_file,
    has_carriage_returns,
    interpreter_of,
    lacks_interpreter,
    lacks_shell,
    made_executable,
    repaired,
    shell_text,
)
from lint.model.fault import Fault
from lint.model.findings import Place
from lint.model.text import NOTHING, own, placeholder, say
from lint.model.text import name as shown_name
from lint.model.text import path as shown_path
from lint.support.lazy_regex import lazy_regex
from lint.support.shell_words import UNKNOWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from lint.checks.context import CheckContext
    from lint.checks.faults import Facts
    from lint.checks.image.entry_points import Started
    from lint.checks.protocol import Input
    from lint.image.file import ImageFile
    from lint.image.image import Image
    from lint.image.start.launch import Launch
    from lint.model.fault import Spot
    from lint.model.findings import Finding, NotRun, Severity
    from lint.model.rule import Rule

FAULTS = (
    "absent",
    "absent-settings",
    "line-ends",
    "not-executable",
    "interpreter",
    "one-word",
    "option-as-program",
    "worker-timeout",
    "development-server",
    "file-system",
    "double-dollar",
)
_MAX_SCRIPT = 1 << 20
_RUN = "run.googleapis.com/"
_MOUNTS = lazy_regex(
    r"(?:^|[\s;&|(/])(gcsfuse|s3fs|sshfs|juicefs\s+mount|rclone\s+mount|mount\s+-t\s+(?:nfs4?|cifs|fuse\S*))\s"
)
_OWN_REGISTRY = lazy_regex(
    r"(?:[\w-]+\.)?gcr\.io/(?!cloudrun/|cloudsql-docker/|cloud-sql-connectors/|distroless/|google)"
    r"|[\w-]+-docker\.pkg\.dev/(?!cloudrun/|google)"
)
"""An image in a registry of the user's own, and not one of Google's."""
_DOUBLE = lazy_regex(r"\$\$(?:\{?)([A-Z][A-Z0-9_]+)")
_NO_JSON = lazy_regex(
    r"\[\s*(?:'[^']*'|\"[^\"]*\"|[\u201c\u201d][^\u201c\u201d]*[\u201c\u201d])\s*,|\[['\"\u201c\u201d]"
)
"""A list as Python has it, or with a comma at its end: no test of a shell begins so."""
_NO_QUOTES = lazy_regex(r"['\"]")
_RELOAD = ("--reload", "--auto-reload", "--debugger", "--debug")
_RELOADING = frozenset(
    [
        "uvicorn",
        "gunicorn",
        "hypercorn",
        "granian",
        "flask",
        "quart",
        "litestar",
        "sanic",
        "fastapi",
        "functions-framework",
        "daphne",
    ]
)


def model() -> Any:
    """The fault that the rule is about."""
    return fault_parameters(FAULTS)


def requires(params: Any) -> Input:
    """A source tree, with a Dockerfile or without."""
    return "source"


def run(rules: Sequence[Rule], context: CheckContext) -> Iterator[Finding | NotRun]:
    """A finding for each fault of the commands that start the image."""
    return report_faults(rules, context, _detect)


def _detect(context: CheckContext, facts: dict[str, Facts]) -> Iterator[Fault]:
    image = context.given_image
    if context.resource.kind == "Service":
        yield from _in_code(context)
    seen: set[tuple[str, int]] = set()
    for started in started_containers(context):
        # The command of one of several containers may start another image.
        if started.stated_by_manifest and len(context.resource.containers) > 1:
            continue
        for fault in _of_one(context, image, started):
            key = (fault.kind, fault.where.line)
            if key not in seen:
                seen.add(key)
                yield fault


def _of_one(context: CheckContext, image: Image, started: Started) -> Iterator[Fault]:
    yield from _one_word(image, started)
    yield from _no_list(image, started)
    yield from _option_as_program(image, started)
    yield from _shell(image, started)
    texts = [("", text, 0)] if (text := shell_text(started.words)) else []
    executed = _executed(started)
    script = _script(image, started, executed)
    member = image.context.at(script.path) if script is not None and image.context else None
    if _program_known(image, started) and _may_be_built_here(started):
        if executed is not None and script is not None and executed.directly:
            yield from not_on_path(image, started, executed.path, script.path)
        if script is not None and member is None:
            yield from absent(image, started, script.path)
        for launch in started.launches:
            if launch.absent and (script is None or launch.absent != script.path):
                yield from absent(image, started, launch.absent, launch)
    if script is not None and member is not None:
        data = _data(member)
        if data is not None:
            yield from _script_faults(image, started, member, script, data)
            texts.append((member.display_path, data.decode("utf-8", "replace"), 1))
    yield from _texts(context, started, texts)
    if context.resource.kind == "Service":
        for launch in started.launches:
            if not launch.assumed and launch.certain:
                yield from _server(context, image, started, launch)


def _one_word(image: Image, started: Started) -> Iterator[Fault]:
    if started.stated_by_manifest or image.start is None:
        return  # the rule about the manifest's own words
    start, path = image.start
    from lint.checks.command_words import is_command_line, one_word, takes_text

    if takes_text(start.entrypoint) or not _program_known(image, started):
        return
    found = one_word(start.entrypoint, start.cmd)
    if found is None:
        # What an entry script does with one word is not known: it may give it to a shell.
        if len(start.cmd) == 1 and start.entrypoint and is_command_line(start.cmd[0]):
            found = (False, False)
        else:
            return
    whole = start.entrypoint[0] if found[0] else start.cmd[0]
    yield Fault(
        "one-word",
        Place(path, start.line),
        message=say(
            "the command line that begins with `{}` is 1 word of the list, and no program has that name",
            shown_name(whole.split()[0]),
        ),
        help=say("Write each word as an item of the list, or use the shell form."),
        severity=None if found[1] else "warning",
    )


def _no_list(image: Image, started: Started) -> Iterator[Fault]:
    """A command in brackets that is no JSON, which a shell gets as a text."""
    if started.stated_by_manifest or image.start is None or started.words[:2] != ["/bin/sh", "-c"]:
        return
    text = started.words[2] if len(started.words) > 2 else ""
    if not _NO_JSON.match(text) or not _program_known(image, started):
        return
    start, path = image.start
    yield Fault(
        "one-word",
        Place(path, start.line),
        message=say(
            "the list is no JSON, so a shell gets it as a text, and no program has the name `{}`",
            placeholder(_NO_QUOTES.sub("", text.split()[0])),
        ),
        help=say(
            "Write each word in double quotes, with a comma between them and none at the end."
        ),
    )


def _option_as_program(image: Image, started: Started) -> Iterator[Fault]:
    """A command line that begins with an option, of an image without ENTRYPOINT.

    Source: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
    """
    first = started.words[0] if started.words else ""
    copy_map = image.context.copy_map if image.context is not None else None
    if not first.startswith("-") or UNKNOWN in first or started.program_by_manifest:
        return
    if copy_map is None or (copy_map.start is not None and copy_map.start.entrypoint):
        return
    if not has_no_entrypoint(copy_map.image):
        return
    if not _may_be_built_here(started):
        return
    by = own("`args`") if started.stated_by_manifest else own("CMD")
    yield Fault(
        "option-as-program",
        started.where,
        message=say(
            "the image has no ENTRYPOINT, so `{}`, the first of {}, is the program that is started",
            shown_name(first.partition("=")[0]),
            by,
        ),
        help=say("State the program first, or as `command`.")
        if started.stated_by_manifest
        else say("State the program first, or with ENTRYPOINT."),
    )


def _may_be_built_here(started: Started) -> bool:
    """Whether the image that a manifest names is in a registry of the user's own.

    One service and one Dockerfile belong together, but not where the image is one of somebody else's.
    What the image itself states is there in any case.
    """
    if not started.stated_by_manifest:
        return True
    for container in started.containers:
        node = container.image
        if node is not None and not node.templated:
            return _OWN_REGISTRY.match(node.text) is not None
    return True


def _program_known(image: Image, started: Started) -> bool:
    """Whether the first word is the program: a base image may bring an ENTRYPOINT that gets it."""
    if started.program_by_manifest or image.start is None or image.start[0].entrypoint:
        return True
    return image.env_known


def _shell(image: Image, started: Started) -> Iterator[Fault]:
    copy_map = image.context.copy_map if image.context is not None else None
    if copy_map is None or started.stated_by_manifest or not copy_map.shell_form:
        return
    if copy_map.start is None or not lacks_shell(copy_map.image):
        return
    yield Fault(
        "interpreter",
        Place(copy_map.display_path, copy_map.start.line),
        message=say(
            "the shell form is run by `/bin/sh`, and the base image `{}` has no shell",
            shown_name(copy_map.image),
        ),
        help=say("Write the command as a list: the exec form."),
        severity="warning" if copy_map.may_have(("/bin/sh", "/bin/busybox")) else None,
    )


def _executed(started: Started) -> Executed | None:
    """The script that the command starts, as the command names it."""
    text = shell_text(started.words)
    words: Sequence[str] = started.words
    if text:
        from lint.support.shell import plain_command
        from lint.support.shell_words import plain_words

        command = plain_command(text)
        words = plain_words(command.words, {}) if command is not None else []
    executed = executed_file(words)
    if executed is None or "$" in executed.path:
        return None
    return Executed(executed.path, executed.directly, executed.by_execvp or bool(text))


def _script(image: Image, started: Started, executed: Executed | None) -> Executed | None:
    """The script that the command starts, by its absolute path in the image.

    What is named without a folder, and lies in a folder of PATH, is that. None where nothing tells.
    """
    context = image.context
    if context is None or executed is None:
        return None
    directory = next((each.directory for each in started.launches), image.workdir)
    place = join(directory, executed.path)
    if executed.directly and "/" not in executed.path:
        places = [*program_places(executed.path, image.env.get("PATH")), place]
        place = next((one for one in places if one and context.at(one) is not None), None)
    if place is None:
        return None
    return Executed(place, executed.directly, executed.by_execvp)


def _data(member: ImageFile) -> bytes | None:
    if member.size > _MAX_SCRIPT:
        return None
    try:
        return member.read()
    except OSError:
        return None


def _script_faults(
    image: Image,
    started: Started,
    member: ImageFile,
    script: Executed,
    data: bytes,
) -> Iterator[Fault]:
    assert image.context is not None
    copy_map = image.context.copy_map
    runs, modes = copy_map.changes(member.path, script.path) if copy_map is not None else ([], [])
    here = Place(member.display_path, 1)
    starts = [(started.where, say("the image starts it here"))]
    if has_carriage_returns(data) and not repaired(runs):
        if (
            script.directly
            and interpreter_of(data).path
            and data.partition(b"\n")[0].endswith(b"\r")
        ):
            message, help = crlf(member.path, data)
        else:
            message = say(
                "the lines of `{}` end in CR LF: the shell takes the carriage return as a part of"
                " each command",
                shown_path(member.path),
            )
            help = LF
        yield Fault(
            "line-ends",
            here,
            message=message,
            help=help,
            related=starts,
            severity=_normalised(image, member),
        )
    if not script.directly or not _program_known(image, started):
        return
    severity = _mode(image, member)
    if severity is not None and copy_map is not None:
        if not made_executable(runs, modes, member.path, script.path):
            message, help = not_executable(member.path)
            yield Fault(
                "not-executable",
                here,
                message=message,
                help=help,
                related=starts,
                severity=None if severity == "error" else severity,
            )
    if member.path.endswith((".py", ".sh")) or data.startswith((b"#!", MARK + b"#!")):
        installs = copy_map.runs() if copy_map is not None else []
        yield from _interpreter(image, started, member.path, here, data, script.by_execvp, installs)


def _interpreter(
    image: Image,
    started: Started,
    path: str,
    here: Place,
    data: bytes,
    by_execvp: bool,
    runs: Sequence[str],
) -> Iterator[Fault]:
    interpreter = interpreter_of(data)
    starts = [(started.where, say("the image starts it here"))]
    if not interpreter.path:
        if not by_execvp:
            message, help = no_interpreter(path, data)
            yield Fault("interpreter", here, message=message, help=help, related=starts)
        return
    copy_map = image.context.copy_map if image.context is not None else None
    if copy_map is None:
        return
    lacks = lacks_interpreter(copy_map.image, interpreter, runs)
    if lacks is False:
        return
    message, help = unusable(
        path,
        interpreter.program,
        say("the base image `{}` does not have it", shown_name(copy_map.image)),
    )
    yield Fault(
        "interpreter",
        here,
        message=message,
        help=help,
        related=starts,
        severity=None if lacks else "warning",
    )


def _normalised(image: Image, member: ImageFile) -> Severity | None:
    """A warning where git may change the line ends when it checks the file out."""
    assert image.context is not None
    from lint.support.files import read_in_tree
    from lint.support.paths import repository_root

    directory = image.context.directory
    for folder in {directory, repository_root(directory) or directory}:
        try:
            text = read_in_tree(os.path.join(folder, ".gitattributes"), 64 << 10).decode(
                "utf-8", "replace"
            )
        except (OSError, ValueError):
            continue
        if any(" text" in line or "eol=lf" in line for line in text.splitlines()):
            return "warning"
    return None


def _mode(image: Image, member: ImageFile) -> Severity | None:
    """How sure it is that a file reaches the build without the executable bit; None where it has it.

    The mode that git keeps is that of every checkout.
    """
    assert image.context is not None
    from lint.support.git_index import tracked_mode
    from lint.support.paths import repository_root

    full = os.path.join(image.context.directory, *member.path.split("/"))
    try:
        own_mode = bool(os.stat(full).st_mode & 0o111)
    except OSError:
        return None
    root = repository_root(image.context.directory)
    kept: int | None = None
    if root is not None:
        relative = os.path.relpath(os.path.abspath(full), root).replace(os.sep, "/")
        kept = tracked_mode(root, relative)
    if kept is None:
        return None if own_mode or os.name == "nt" else "error"
    if kept & 0o111:
        return None
    return "warning" if own_mode else "error"


def _texts(
    context: CheckContext, started: Started, texts: Sequence[tuple[str, str, int]]
) -> Iterator[Fault]:
    """What the shell text of a start says: of the command (no path), and of a script."""
    environment = context.resource.annotation(_RUN + "execution-environment", template=True)
    gen2 = environment is not None and (environment.templated or environment.text == "gen2")
    for path, text, first in texts:
        for number, line in enumerate(text.splitlines(), first):
            bare = line.lstrip()
            if bare.startswith("#"):
                continue
            where: Spot = Place(path, number) if path else started.where
            found = _MOUNTS.search(line + " ")
            if found is not None and not gen2 and context.resource.kind == "Service":
                related = []
                if environment is not None:
                    related.append((environment, say("the environment is set here")))
                yield Fault(
                    "file-system",
                    where,
                    message=say(
                        "`{}` mounts a file system in the container, which the execution environment gen1"
                        " cannot do{}",
                        shown_name(found[1].split()[0]),
                        NOTHING
                        if environment is not None
                        else say("; no environment is set, and Cloud Run may take gen1"),
                    ),
                    help=say(
                        "Set `{}` to gen2 on the template.",
                        shown_name(_RUN + "execution-environment"),
                    ),
                    related=related,
                )
            double = _DOUBLE.search(line)
            if double is not None:
                yield Fault(
                    "double-dollar",
                    where,
                    message=say(
                        "`{}` is the shell's process number with a name behind it, not a variable",
                        placeholder("$$" + double[1]),
                    ),
                    help=say("Write `{}`.", placeholder("$" + double[1])),
                )


def _server(
    context: CheckContext, image: Image, started: Started, launch: Launch
) -> Iterator[Fault]:
    words = launch.arguments
    where: Spot = started.where
    if launch.path:
        member = image.context.at(launch.path) if image.context is not None else None
        where = Place(member.display_path, launch.line) if member is not None else where
    server = launch.server
    if server == "gunicorn":
        yield from _worker_timeout(context, image, launch, where)
    reload = next(
        (
            word
            for word in words
            if word.partition("=")[0] in _RELOAD and not word.endswith("=false")
        ),
        "",
    )
    if server in _RELOADING and reload:
        yield _development(
            where,
            say("`{}` is started with `{}`", own(server), shown_name(reload.partition("=")[0])),
        )
    elif server == "runserver":
        yield _development(where, say("`manage.py runserver` is Django's development server"))
    elif server in ("flask", "quart"):
        yield _development(where, say("`{} run` is a development server", own(server)))
    elif server == "fastapi" and "dev" in words:
        yield _development(where, say("`fastapi dev` is for development"))


def _in_code(context: CheckContext) -> Iterator[Fault]:
    """Servers that a program starts itself, with `debug=True` or `reload=True`."""
    for entry in entry_points(context)[0]:
        member = entry.image.members.get(entry.image.modules().get(entry.module, ""))
        if not entry.main or not entry.certain or member is None or entry.launch is None:
            continue
        data = _data(member)
        if data is None or (b"debug" not in data and b"reload" not in data):
            continue
        try:
            module = parse(data)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        for call in _calls(module.body):
            option_name = next(
                (
                    keyword.arg
                    for keyword in call.keywords
                    if keyword.arg in ("debug", "reload", "use_reloader")
                    and isinstance(keyword.value, ast.Constant)
                    and keyword.value.value is True
                ),
                "",
            )
            if option_name:
                where = Place(member.display_path, call.lineno, call.col_offset + 1)
                yield _development(
                    where,
                    say("the program starts its server with `{}=True`", own(option_name or "")),
                )


def _calls(body: Sequence[ast.stmt]) -> Iterator[ast.Call]:
    """The calls of a method `run` at the top of a program, and in its `if` and `with` blocks."""
    for statement in body:
        if isinstance(statement, (ast.If, ast.With, ast.Try)):
            yield from _calls(statement.body)
        elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
            function = statement.value.func
            if isinstance(function, ast.Attribute) and function.attr == "run":
                yield statement.value


def _development(where: Spot, message: Any) -> Fault:
    return Fault(
        "development-server",
        where,
        message=message,
        help=say("Start a production server, such as gunicorn or uvicorn, without reloading."),
    )


def _worker_timeout(
    context: CheckContext, image: Image, launch: Launch, where: Spot
) -> Iterator[Fault]:
    throttling = context.resource.annotation(_RUN + "cpu-throttling", template=True)
    if throttling is not None and (throttling.templated or throttling.text == "false"):
        return
    given = option(launch.arguments, ("-t", "--timeout"))
    if given and given != "30":
        return
    variables = {**image.env, **launch.env}
    main = context.resource.ingress_container
    for variable in main.env if main is not None else ():
        variables[variable.name or ""] = variable.literal
    arguments = variables.get("GUNICORN_CMD_ARGS", "")
    if arguments is None or "timeout" in arguments or "-t " in arguments or "-c" in arguments:
        return
    named = option(launch.arguments, ("-c", "--config"))
    path = join(launch.directory, named.removeprefix("file:") or "gunicorn.conf.py")
    data = image.file_at(path) if path is not None else None
    if data is None and named:
        return  # it may say anything
    if data is not None and b"timeout" in data:
        return
    yield Fault(
        "worker-timeout",
        where,
        message=say(
            "gunicorn stops a worker that does not report for 30 s, and between requests the CPU is"
            " throttled"
        ),
        help=say("Add `--timeout 0`: Cloud Run has a timeout of its own."),
    )
