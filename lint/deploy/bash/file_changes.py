"""The files that programs write by what their arguments say: `cp`, `sed -i`, `curl -o`."""

from __future__ import annotations

from lint.deploy.bash.machine import Machine

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.text import Text

_COPIES = frozenset(("cp", "mv", "install", "ln"))
_TOUCHES = frozenset(("touch", "truncate"))
_EDITORS = frozenset(("sed", "gsed", "perl", "yq", "jq", "sponge"))
_OUTPUT = frozenset(("-o", "-O", "--output", "--output-file", "--output-document", "--out"))


def note_files(machine: Machine, words: Sequence[Text]) -> None:
    """Keeps the files that a command writes; what is in them is not known.

    A copy of a file that the script has written is one, too.
    """
    name = str(words[0])
    texts = [str(word) for word in words]
    targets: list[Text] = []
    for index, text in enumerate(texts[1:], start=1):
        if text in _OUTPUT and index + 1 < len(words):
            targets.append(words[index + 1])
        elif text.startswith("--output="):
            targets.append(words[index].cut(len("--output=")))
    arguments = [word for word in words[1:] if not str(word).startswith("-")]
    if name in _TOUCHES:
        targets.extend(arguments)
    elif (name in _COPIES and len(arguments) > 1) or (
        name in _EDITORS and arguments and (name == "sponge" or _edits(texts))
    ):
        targets.append(arguments[-1])
    for target in targets:
        path = machine.path(str(target)) if target.known else ""
        if not path:
            continue
        machine.scope.written[path] = None
        if name in _COPIES and len(arguments) == 2 and arguments[0].known:
            source = machine.path(str(arguments[0]))
            if source in machine.scope.written:
                machine.scope.written[path] = machine.scope.written[source]


def _edits(texts: Sequence[str]) -> bool:
    """Whether an editor changes its file in place."""
    return any(
        text == "--inplace"
        or text.startswith(("--in-place", "-i"))
        or (text.startswith("-p") and "i" in text)
        for text in texts[1:]
    )
