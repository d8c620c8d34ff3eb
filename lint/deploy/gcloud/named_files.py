"""The files that flags name: flags files, env files, manifests to replace with."""

from __future__ import annotations

import os

from lint.deploy.gcloud.dotenv import is_dotenv, read_dotenv
from lint.deploy.gcloud.grammar import Word
from lint.deploy.text import of_file, of_scalar
from lint.model.findings import Place
from lint.model.record import default, record
from lint.model.source import Source
from lint.model.text import name, own, path, say
from lint.yaml.scalars import Timestamp
from lint.yaml.tree import MappingNode, ScalarNode, SequenceNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.file import DeployFile
    from lint.deploy.gcloud.faults import Faults
    from lint.deploy.gcloud.grammar import Call, Given
    from lint.deploy.step import CommandLine
    from lint.deploy.text import Text
    from lint.model.text import Message
    from lint.yaml.tree import Node

_FLAG = "--flags-file"
MOST_FILES = 20
DOTENV_SINCE = 540
"""The release since which files that end in `.env` are env files in the GA track."""


@record
class Content:
    """A named file: its text, and the tree of it where it is YAML."""

    source: Source

    def root(self) -> Node | None:
        """The file read as YAML; None where gcloud finds no document, or several."""
        from lint.yaml.composer import StopError, compose

        text = self.source.text.removeprefix("\ufeff")
        try:
            documents = compose(self.source.path, text, {}, False).documents
        except (StopError, RecursionError):
            return None
        return documents[0].root if len(documents) == 1 else None


@record
class Files:
    """What a command finds under the names that it uses."""

    file: DeployFile
    line: CommandLine
    faults: Faults
    opened: list[str] = default(factory=list)

    def read(self, text: Text, flag: str) -> Content | None:
        """The file of a name; None where nobody can know what is in it."""
        string = str(text)
        if not text.known or not string:
            return None
        if string == "-":
            return self.stdin()
        directory = self.line.directory
        written = self.line.written
        full = os.path.normpath(os.path.join(directory, string)).replace(os.sep, "/")
        if full in written or string in written:
            made = written[full] if full in written else written[string]
            return self.of_text(made) if made is not None else None
        if not directory or os.path.isabs(string):
            return None
        found = self.file.named(string, directory)
        if found is None:
            self.missing(text, flag, full)
            return None
        return Content(found.source)

    def stdin(self) -> Content | None:
        """What is piped to the command."""
        return self.of_text(self.line.stdin) if self.line.stdin is not None else None

    def of_text(self, text: Text) -> Content | None:
        """A file that the script itself has written. Its places are those of the script."""
        if not text.known or not text.pieces:
            return None
        string = str(text)
        place = text.place
        # The lines before it keep their number, so that a place in the tree is one in the script.
        padded = "\n" * (place.line - 1) + string
        source = Source(text.source.path, padded)
        return Content(source)

    def missing(self, text: Text, flag: str, full: str) -> None:
        """Notes a file that is not in the repository, where nothing seems to make it."""
        base = os.path.basename(full)
        if base.startswith(".env") or base.endswith(".env") or os.path.isdir(full):
            return
        if os.path.dirname(str(text)) and not os.path.isdir(os.path.dirname(full)):
            return  # a folder that a build makes
        self.faults.add(
            "file-not-found",
            text,
            say("`{}` is not in the repository, and `{}` reads it", path(str(text)), own(flag)),
            say("Add the file, or correct its name; what another step makes is not known."),
        )


def expand_flags_files(words: list[Word], files: Files) -> list[Word]:
    """The words with each `--flags-file` replaced by the flags of its file."""
    result: list[Word] = []
    position = 0
    while position < len(words):
        word = words[position]
        text = str(word.text)
        position += 1
        if text == _FLAG:
            # As the last word, without a file, gcloud drops it.
            if position < len(words):
                result += _flags_of(words[position].text, files, 0)
                position += 1
        elif text.startswith(_FLAG + "="):
            result += _flags_of(word.text.cut(len(_FLAG) + 1), files, 0)
        else:
            result.append(word)
    return result


def _flags_of(text: Text, files: Files, depth: int) -> list[Word]:
    if not text.known:
        return [Word(text)]
    if str(text) in files.opened[-depth:] if depth else False:
        _refuse(text, say("the flags file names itself"), say("Remove the flag."), files.faults)
        return []
    if len(files.opened) >= MOST_FILES:
        return []
    content = files.read(text, _FLAG)
    if content is None:
        return [Word(text.written("${FLAGS}", known=False))]
    files.opened.append(str(text))
    if not content.source.text:
        _refuse(
            text, say("the flags file is empty"), say("Write `--flag: value` lines."), files.faults
        )
        return []
    root = content.root()
    if root is None:
        _refuse(text, say("the flags file is not YAML"), say("Correct its syntax."), files.faults)
        return []
    result: list[Word] = []
    for member in root.items if isinstance(root, SequenceNode) else [root]:
        if not isinstance(member, MappingNode):
            _refuse(
                text,
                say("the flags file is no map of flags, and no list of such maps"),
                say("Write `--flag: value` lines."),
                files.faults,
            )
            return result
        for key, key_node, node in member.items():
            result += _word(key, key_node, node, content.source, files, depth)
    return result


def _word(
    key: str, key_node: ScalarNode, node: Node, source: Source, files: Files, depth: int
) -> list[Word]:
    title = _text(key_node, source, key)
    if key == _FLAG:
        nodes = node.items if isinstance(node, SequenceNode) else [node]
        return [
            word
            for each in nodes
            if isinstance(each, ScalarNode)
            for word in _flags_of(_text(each, source), files, depth + 1)
        ]
    if isinstance(node, SequenceNode):
        return [
            Word(
                title, [_text(item, source) for item in node.items if isinstance(item, ScalarNode)]
            )
        ]
    if isinstance(node, MappingNode):
        pairs = []
        for name_, name_node, item in node.items():
            if not isinstance(item, ScalarNode):
                continue
            if key.endswith("env-vars"):
                _check_string(name_, item, _text(item, source), files.faults)
            pairs.append((_text(name_node, source, name_), _text(item, source)))
        return [Word(title, None, pairs)]
    assert isinstance(node, ScalarNode)
    if node.value is None or isinstance(node.value, bool):
        return [Word(title)]
    return [Word(title + title.written("=") + _text(node, source))]


def _text(node: Node, source: Source, string: str | None = None) -> Text:
    """A scalar of YAML with its place."""
    place = Place(source.path, node.line, node.column, node.end_line, node.end_column)
    if string is None:
        assert isinstance(node, ScalarNode)
        string = node.value if isinstance(node.value, str) else str(node.value)
    return of_scalar(string, source, place)


def _check_string(key: str, node: ScalarNode, text: Text, faults: Faults) -> bool:
    """Whether a value is a string, which env vars must be."""
    if isinstance(node.value, str) and not isinstance(node.value, Timestamp):
        return True
    faults.add(
        "bad-named-file",
        text,
        say("the value of `{}` is not a string", name(key)),
        say("Put it in quotes."),
    )
    return False


def read_env_files(call: Call, files: Files) -> None:
    """Reads the files of `--env-vars-file` and `--build-env-vars-file` into pairs."""
    for part in (call.main, *call.containers):
        for given in part.given:
            if given.flag.form in ("env-file", "yaml-file") and given.value is not None:
                given.pairs = _env_of(given, call, files)


def _env_of(given: Given, call: Call, files: Files) -> list[tuple[Text, Text]] | None:
    text = given.value
    assert text is not None
    content = files.read(text, given.flag.name)
    if content is None:
        return None
    dotenv = call.release >= DOTENV_SINCE or (call.track == "alpha" and call.letter in "DW")
    if given.flag.form == "env-file" and is_dotenv(str(text)) and dotenv:
        return _dotenv_pairs(content, text, files.faults)
    return _yaml_pairs(content, text, files.faults)


def _dotenv_pairs(content: Content, text: Text, faults: Faults) -> list[tuple[Text, Text]] | None:
    bindings = read_dotenv(of_file(content.source))
    if not bindings:
        _refuse(text, say("the env file sets nothing"), say("Write `NAME=value` lines."), faults)
        return None
    pairs = []
    for binding in bindings:
        if binding.value is None:
            _refuse(
                binding.key,
                say("`{}` has no value", name(str(binding.key))),
                say("Write `NAME=` for an empty one."),
                faults,
            )
            continue
        pairs.append((binding.key, binding.value))
    return pairs


def _yaml_pairs(content: Content, text: Text, faults: Faults) -> list[tuple[Text, Text]] | None:
    root, source = content.root(), content.source
    if root is None:
        _refuse(text, say("the file of env vars is not YAML"), say("Correct its syntax."), faults)
        return None
    if not isinstance(root, MappingNode):
        _refuse(
            text,
            say("the file of env vars is no map of names to values"),
            say("Write `NAME: value` lines, or give the file a name that ends in `.env`."),
            faults,
        )
        return None
    pairs = []
    for key, key_node, node in root.items():
        if not isinstance(node, ScalarNode):
            _refuse(
                _text(key_node, source, key),
                say("the value of `{}` is not a string", name(key)),
                say("Write it as one string, in quotes."),
                faults,
            )
            continue
        if not isinstance(key_node.value, str):
            _refuse(
                _text(key_node, source, key),
                say("the name of a variable is not a string"),
                say("Put it in quotes."),
                faults,
            )
            continue
        value = _text(node, source)
        if _check_string(key, node, value, faults):
            pairs.append((_text(key_node, source, key), value))
    return pairs


def _refuse(where: Text, message: Message, help: Message, faults: Faults) -> None:
    faults.add("bad-named-file", where, message, help)


def manifest_of(call: Call, files: Files) -> str:
    """The path of the manifest that `replace` sends; "" where it is not known or not there."""
    text = call.name
    if text is None or not text.known or str(text) == "-":
        return ""
    content = files.read(text, call.command)
    return content.source.path if content is not None and content.source.path else ""
