"""The KEY=VALUE entries of deploy-cloudrun: those of `env_vars`, `secrets`, `labels` and `env_vars_file`."""

from __future__ import annotations

from lint.deploy.action_grammar import Pair, parse_pairs, split_pairs
from lint.deploy.action_inputs import MAX_ENTRIES
from lint.deploy.edits import before, made, span
from lint.deploy.yaml_text import text_of
from lint.model.findings import Place
from lint.model.text import name, own, say
from lint.support.lazy_regex import lazy_regex
from lint.yaml.tree import MappingNode, ScalarNode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lint.deploy.action_grammar import Pairs
    from lint.deploy.action_inputs import Inputs
    from lint.deploy.file import DeployFile
    from lint.deploy.text import Text
    from lint.model.fault import Repair
    from lint.model.text import Message

_LOOKS_LIKE_A_NAME = lazy_regex(r"[A-Z_][A-Z0-9_]*")
PLAIN_GRAMMAR = (2, 1, 0)
"""The release from which on a backslash escapes any character, and an entry needs no `=`."""
SPLIT_GRAMMAR = (0, 10, 1)
"""The first release whose grammar is known here."""


def escaped_comma(text: Text, rest: Text) -> Repair | None:
    r"""A `\\` before the comma that divides a value from its rest.

    It is unsafe where the rest may be a variable whose value was forgotten.
    """
    place = before(rest)
    if place is None:
        return None
    source = rest.source
    lines = source.lines()
    head = lines[place.line - 1][: place.column - 1].rstrip()
    if not head.endswith(",") or _in_double_quotes(text):
        return None
    comma = Place(place.path, place.line, len(head), place.line, len(head))
    safe = rest.known and not rest.is_lent and not _LOOKS_LIKE_A_NAME.fullmatch(rest.string)
    return made([(comma, "\\")], source, safe=safe)


def _in_double_quotes(text: Text) -> bool:
    """Whether a text is in double quotes of YAML, where a backslash is itself an escape."""
    place = before(text)
    if place is None:
        return True
    return text.source.lines()[place.line - 1][: place.column - 1].endswith('"')


def _without_quotes(value: Text) -> Repair | None:
    """The quotes around a value removed: unsafe, as they may be wanted there."""
    first, last = span(value.cut(0, 1)), span(value.cut(len(value) - 1))
    return made([(first, ""), (last, "")], value.source, safe=False)


class Entries:
    """Reads the entries of one use. Those that are wrong are reported, and left out."""

    def __init__(self, base: Inputs) -> None:
        self.base = base

    def has_comma(self, pair: Pair, input_name: str) -> bool:
        """Whether a comma in a value, which the release does not pass on, ends it; reports it."""
        position = pair.value.find(",")
        if position < 0:
            return False
        self.base.fault(
            "action-entry",
            pair.value.cut(position, position + 1),
            say(
                "the comma in the value of `{}` ends it: deploy-cloudrun {} passes it to gcloud "
                "without an escape, and gcloud splits there",
                self._key_name(pair),
                own(self.base.release.name),
            ),
            say("Use `@v3`, which passes escaped commas on.")
            if input_name == "env_vars"
            else say("Use `@v3`."),
        )
        return True

    def pairs(self, input_name: str) -> list[Pair]:
        """The entries of an input, those that are right; the others are reported."""
        found = self.base.get(input_name)
        if found is None or self.base.version < SPLIT_GRAMMAR:
            return []
        parsed = self._parsed(found.value)
        return self._judged(parsed, input_name, found.value)

    def _parsed(self, text: Text) -> Pairs:
        return parse_pairs(text) if self.base.version >= PLAIN_GRAMMAR else split_pairs(text)

    def _judged(self, parsed: Pairs, where: str, text: Text) -> list[Pair]:
        if parsed.refused is not None:
            self._refuse(parsed, where, text)
        right = []
        previous: Pair | None = None
        seen: dict[str, Pair] = {}
        for pair in parsed.pairs[:MAX_ENTRIES]:
            if pair.signed and (
                str(pair.key).isupper() or not self._comma_before(text, pair.whole)
            ):
                self.base.revealed.append(pair.key)
            if str(pair.key).startswith("#"):
                self._comment(pair.whole, where)
            elif not pair.signed and pair.key.known:
                # What is reported once is not judged again as a variable with a strange name.
                self._unsigned(pair, previous, where, text)
            else:
                if pair.signed:
                    previous = pair
                    self._judge_repeated(pair, seen)
                self._judge_value(pair, where)
                right.append(pair)
        return right

    def _judge_repeated(self, pair: Pair, seen: dict[str, Pair]) -> None:
        first = seen.setdefault(str(pair.key), pair)
        if first is not pair and pair.key.known:
            self.base.fault(
                "action-entry",
                pair.key,
                say("`{}` is given twice: the first value is lost", self._key_name(pair)),
                say("Remove one of them."),
                related=[(first.key, say("the first one"))],
            )

    def _refuse(self, parsed: Pairs, where: str, text: Text) -> None:
        refused = parsed.refused
        assert refused is not None
        if str(refused).startswith("#"):
            self._comment(refused, where)
            return
        if parsed.reason == "escape":
            message = say("`{}` ends in a backslash, and the action stops", own(where))
            help = say("Write `\\\\` for a backslash.")
        elif parsed.reason == "key":
            message = say(
                "an entry of `{}` has nothing before its `=`, and the action stops", own(where)
            )
            help = say("Write KEY=VALUE.")
        elif parsed.reason == "value":
            message = say("an entry of `{}` has no value, and the action stops", own(where))
            help = say("Remove the entry, or use `@v3`, which takes it.")
        else:
            comma = self._comma_before(text, refused)
            if comma:
                message = say(
                    "a comma splits this value of `{}`, and the action stops at the part without `=`",
                    own(where),
                )
                help = say(
                    "Use `@v2`, and escape the comma as `\\,`."
                    if where == "env_vars_file"
                    else "Use `@v3`, and escape the comma as `\\,`."
                )
            else:
                message = say("an entry of `{}` has no `=`, and the action stops", own(where))
                help = say("Write KEY=VALUE.")
        self.base.fault("action-entry", refused, message, help)

    def _comma_before(self, text: Text, part: Text) -> bool:
        """Whether a comma, and no line end, separates a part from what is before it."""
        position = text.find(str(part))
        return position > 0 and str(text)[:position].rstrip(" \t").endswith(",")

    def _comment(self, whole: Text, where: str) -> None:
        self.base.fault(
            "action-entry",
            whole,
            say(
                "`{}` has no comments: a line that begins with `#` is an entry like any other",
                own(where),
            ),
            say("Move the comment out of the block."),
        )

    def _unsigned(self, pair: Pair, previous: Pair | None, where: str, text: Text) -> None:
        string = str(pair.key)
        if previous is not None and self._comma_before(text, pair.whole):
            self.base.fault(
                "action-entry",
                pair.whole,
                say(
                    "a comma ends the value of `{}` here: what follows becomes an entry of its own "
                    "without a value",
                    self._key_name(previous),
                ),
                say("Escape the comma as `\\,`."),
                related=[(previous.key, say("the entry that is cut off"))],
                repair=escaped_comma(text, pair.whole),
            )
            return
        help = say("Write KEY=VALUE.")
        if ":" in string:
            help = say("Write KEY=VALUE instead of KEY: VALUE.")
        self.base.fault(
            "action-entry",
            pair.whole,
            say("an entry of `{}` has no `=`, so all of it is a name without a value", own(where)),
            help,
        )

    def _judge_value(self, pair: Pair, where: str) -> None:
        string = str(pair.value)
        first, last = string[:1], string[-1:]
        if len(string) > 1 and first == last and first in "'\"" and self._ends_known(pair.value):
            self.base.fault(
                "action-quotes",
                pair.value.cut(0, 1),
                say(
                    "quotes have no meaning in `{}`: those around the value of `{}` are a part of it",
                    own(where),
                    self._key_name(pair),
                ),
                say("Remove the quotes."),
                repair=_without_quotes(pair.value),
            )
        for lost in pair.lost:
            self.base.fault(
                "action-backslash",
                lost,
                say(
                    "the backslash in the value of `{}` is dropped: it escapes the character behind it",
                    self._key_name(pair),
                ),
                say("Write `\\\\` for a backslash."),
            )
        if where == "secrets" and pair.value.pieces and not pair.value.pieces[0].known:
            piece = pair.value.pieces[0]
            if piece.text.startswith("${{ secrets."):
                self.base.fault(
                    "action-secret-value",
                    pair.value,
                    say(
                        "`{}` gets its value from GitHub's secrets; `secrets` takes the name of a secret "
                        "in Secret Manager",
                        self._key_name(pair),
                    ),
                    say("Write NAME:VERSION of a secret in Secret Manager."),
                )

    def _ends_known(self, text: Text) -> bool:
        return text.pieces[0].known and text.pieces[-1].known

    def _key_name(self, pair: Pair) -> Message:
        return name(str(pair.key))

    def file_pairs(self) -> list[Pair]:
        """The entries of `env_vars_file`, those that can be read."""
        found = self.base.get("env_vars_file")
        if found is None or not found.value.known or not self.base.action.directory:
            return []
        file = self.base.action.file.named(found.string, self.base.action.directory)
        if file is None:
            return []
        string = str(file.text).strip()
        first = string.partition("\n")[0].rstrip("\r")
        if not string:
            return []
        if string[0] not in "{[" and "=" in first[1:-1]:
            return self._judged(self._parsed(file.text), "env_vars_file", file.text)
        return self._mapped(file)

    def _mapped(self, file: DeployFile) -> list[Pair]:
        """The variables of a file that is read as JSON or YAML: a mapping of strings."""
        from lint.manifest.reader import read_manifest

        manifest = read_manifest(file.source.path, file.data, yaml_1_2=True)
        root = next((each.root for each in manifest.documents if each.root is not None), None)
        if not isinstance(root, MappingNode):
            self.base.fault(
                "action-entry",
                file.text.split("\n")[0],
                say(
                    "the file is read as YAML, because its first line is no KEY=VALUE, and it is no "
                    "mapping: none of its variables is set"
                ),
                say("Begin the file with KEY=VALUE."),
            )
            return []
        pairs = []
        for _, key, node in root.items():
            if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
                where = text_of(node if isinstance(node, ScalarNode) else key, file.source)
                self.base.fault(
                    "action-entry",
                    where,
                    say("the value of `{}` is no string, and the action stops", name(key.text)),
                    say("Quote it."),
                )
                continue
            key_text = text_of(key, file.source)
            pairs.append(Pair(key_text, text_of(node, file.source), True, key_text))
        return pairs
