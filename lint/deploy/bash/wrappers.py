"""Programs that run another one, and the programs that a deploy step is made of."""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from lint.deploy.text import Text

PROGRAMS = frozenset(("gcloud", "docker", "podman", "nerdctl", "buildah", "pack"))
"""What deploys, and what makes the images that are deployed."""
SHELLS = frozenset(("bash", "sh", "dash", "zsh", "ksh", "ash"))
_WITH_VALUE = {
    "sudo": "-u -g -h -p -C -r -t -U -D -T",
    "doas": "-u -C",
    "env": "-u -C -S",
    "cross-env": "",
    "cross-env-shell": "",
    "nice": "-n",
    "ionice": "-c -n",
    "time": "-f -o",
    "timeout": "-s -k",
    "gtimeout": "-s -k",
    "xargs": "-I -n -P -d -L -E -s -a",
    "stdbuf": "-i -o -e",
    "exec": "-a",
    "chronic": "",
    "command": "",
    "builtin": "",
    "nohup": "",
    "setsid": "",
    "unbuffer": "",
    "then": "",
    "do": "",
    "else": "",
    "{": "",
    "!": "",
}
"""The options of programs that run the words behind them, as far as those take a value."""
_LEADING = {"timeout": 1, "gtimeout": 1}
"""How many words of its own a wrapper has before the command."""
_RUNNERS = frozenset(
    [
        "retry",
        "retries",
        "run",
        "exec",
        "execute",
        "try",
        "do",
        "cmd",
        "invoke",
        "attempt",
        "backoff",
    ]
)
"""One of the words in the names of functions and scripts that run what they are given."""
_TALKER = lazy_regex(
    r"(?i)ask|awk|cat|check|confirm|debug|die|echo|err|fail|grep|hash|header|info|log|man|message"
    r"|msg|need|note|print|require|say|section|sed|step|test|title|type|usage|warn|whereis|which"
)
"""What is in the names of what only names a command."""
_GROUPS = frozenset(("run", "functions", "builds", "alpha", "beta"))
_LOADERS = frozenset(
    ("doppler", "op", "infisical", "dotenv", "dotenvx", "chamber", "teller", "direnv")
)
"""Programs that set variables for a command, which is behind `--`."""
_GCLOUD_VARIABLE = lazy_regex(r"(?i)\$\{(?:gcloud|gcloud_?(?:bin|cmd|path|exe)|gcloud_?sdk_?bin)\}")
_MAX_WORDS = 12


def base(text: str) -> str:
    """The name of a program without its folder and extension."""
    name = text.rpartition("/")[2]
    return name.removesuffix(".cmd").removesuffix(".exe")


def find_program(words: Sequence[Text]) -> int:
    """The index of the program that a command runs in the end; -1 where it is none of `PROGRAMS`."""
    index = 0
    while index < min(len(words), _MAX_WORDS):
        word = words[index]
        if not word.known:
            if _GCLOUD_VARIABLE.fullmatch(str(word)):
                return index
            # `$SUDO gcloud run ...`: the variable is empty, or names what runs the rest.
            talks = _TALKER.search(str(word)) is not None
            return index + 1 if _is_handed_on(words, index) and not talks else -1
        name = base(str(word))
        if name in PROGRAMS or (name == "executor" and "kaniko" in str(word)):
            return index
        if name in _WITH_VALUE:
            if name == "command" and _asks(words, index):
                return -1
            index = _behind_options(words, index, name)
        elif name in _LOADERS or not _RUNNERS.isdisjoint(name.lower().replace("-", "_").split("_")):
            return _behind_runner(words, index)
        elif _is_handed_on(words, index) and not _TALKER.search(name):
            return index + 1
        else:
            return -1
    return -1


def _is_handed_on(words: Sequence[Text], index: int) -> bool:
    """Whether a program that is not known gets a whole gcloud command: `quiet gcloud run ...`."""
    following = [str(word) for word in words[index + 1 : index + 3]]
    return len(following) == 2 and base(following[0]) == "gcloud" and following[1] in _GROUPS


def handed_over(words: Sequence[Text], index: int) -> list[Text]:
    """The words from the program on. Those that `xargs` puts in are unknown."""
    program = list(words[index:])
    before = [base(str(word)) for word in words[:index]]
    if "xargs" not in before:
        return program
    mark = ""
    for position, word in enumerate(map(str, words[:index])):
        if word.startswith(("-I", "-i", "--replace")):
            mark = word.removeprefix("--replace").lstrip("-Ii=") or "{}"
            if word == "-I":
                mark = str(words[position + 1])
    if not mark:
        return [*program, program[-1].written("${xargs}", known=False)]
    return [
        word.written("${xargs}", known=False) if word.find(mark) >= 0 else word for word in program
    ]


def _asks(words: Sequence[Text], index: int) -> bool:
    """Whether it is `command -v`, which runs nothing."""
    return index + 1 < len(words) and str(words[index + 1]) in ("-v", "-V")


def _behind_options(words: Sequence[Text], index: int, name: str) -> int:
    with_value = _WITH_VALUE[name].split()
    index += 1
    while index < len(words):
        text = str(words[index])
        if text.startswith("-") and len(text) > 1:
            index += 2 if text in with_value else 1
        elif name in ("env", "sudo", "cross-env", "cross-env-shell") and "=" in text:
            index += 1
        else:
            break
    return index + _LEADING.get(name, 0)


def _behind_runner(words: Sequence[Text], index: int) -> int:
    for position in range(index + 1, min(len(words), _MAX_WORDS)):
        if words[position].known and base(str(words[position])) in PROGRAMS:
            before = [str(word) for word in words[index + 1 : position]]
            if "--" in before or all(_is_setting(word) for word in before):
                return position
            return -1
    return -1


def _is_setting(word: str) -> bool:
    """Whether a word before a command is an option, a number or an assignment."""
    return word.startswith("-") or "=" in word or word.rstrip("smh").isdigit()


def reads_script(words: Sequence[Text]) -> bool:
    """Whether a command is a shell that runs what it reads: `bash <<EOF`, `sh -s -- a`."""
    if not words[0].known or base(str(words[0])) not in SHELLS:
        return False
    before = ""
    for word in map(str, words[1:]):
        if word in ("-", "--", "-s"):
            return True
        if not word.startswith(("-", "+")) and not before.endswith("o"):
            return False
        before = word
    return True


def script_of(words: Sequence[Text]) -> Text | None:
    """The text that `bash -c TEXT` runs; None where a command is none of these."""
    index = 0
    while index < len(words) and words[index].known:
        name = base(str(words[index]))
        if name in SHELLS:
            break
        if name not in _WITH_VALUE:
            return None
        index = _behind_options(words, index, name)
    else:
        return None
    for position in range(index + 1, len(words) - 1):
        option = str(words[position])
        if not option.startswith(("-", "+")):
            return None
        if not option.startswith("--") and option.endswith("c"):
            return words[position + 1]
    return None
