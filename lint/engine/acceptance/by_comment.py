"""Accepts the findings that comments name, and says what is wrong with the comments themselves."""

from __future__ import annotations

from time import gmtime, strftime

from lint.engine.acceptance.comments import Comments, may_hold_comments
from lint.model.fault import Fault
from lint.model.findings import Accepted, Place
from lint.model.text import listed, name, own, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lint.engine.acceptance.comments import Comment
    from lint.engine.acceptance.known_rules import KnownRules
    from lint.model.findings import Finding
    from lint.model.source import Source
    from lint.model.text import Message

_LONGEST_WORD = 80


class ByComment:
    """What the comments of all texts accept: the findings that are left, and those accepted.

    `faults` is what is wrong with the comments. `unused` lists the words of comments (names of
    rules) that accepted nothing although their rules were judged.
    """

    def __init__(self, sources: Mapping[str, Source], rules: KnownRules, today: str = "") -> None:
        """`today` is a date such as 2027-01-31; the default is today, by UTC."""
        self.faults: list[Fault] = []
        self._rules = rules
        self._today = today or strftime("%Y-%m-%d", gmtime())
        self._comments: dict[str, Comments] = {}
        self._words: dict[int, dict[str, set[str]]] = {}
        """For each comment that counts, the ids of rules by the words that name them."""
        self._used: set[tuple[int, str]] = set()
        for path, source in sources.items():
            if may_hold_comments(source.text):
                found = Comments(source)
                if found.all:
                    self._comments[path] = found
                    for comment in found.all:
                        source.reveal(
                            comment.line, comment.column, comment.line, comment.end_column
                        )
                        self._words[id(comment)] = self._valid_words(path, comment)

    def _valid_words(self, path: str, comment: Comment) -> dict[str, set[str]]:
        """The words of a comment that can accept something; the others are faults."""
        if comment.mistake is not None:
            self._fault("ignore-malformed", path, comment, comment.mistake, comment.help)
            return {}
        valid: dict[str, set[str]] = {}
        for word in dict.fromkeys(comment.words):
            shown = name(word[:_LONGEST_WORD])
            ids = self._rules.named(word)
            if not ids:
                near = self._rules.nearest(word)
                help = (
                    say("Did you mean `{}`?", own(near))
                    if near
                    else say("`lint rules` lists the rules.")
                )
                message = say("no rule is called `{}`", shown)
                self._fault("ignore-unknown-rule", path, comment, message, help)
            elif ids & self._rules.fixed:
                message = say("findings of `{}` cannot be accepted: the rule set forbids it", shown)
                help = say("Repair what the rule reports, or change the rule set.")
                self._fault("ignore-forbidden", path, comment, message, help)
            else:
                valid[word] = ids
        if valid and comment.until and comment.until < self._today:
            message = say("the comment expired on {}, so it accepts nothing", own(comment.until))
            help = say("Repair what it accepted, or give it a later date and a reason for that.")
            self._fault("ignore-expired", path, comment, message, help)
            return {}
        return valid

    def split(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Accepted]]:
        """The findings that no comment accepts, and those that one does."""
        left: list[Finding] = []
        accepted: list[Accepted] = []
        for finding in findings:
            comment = self._accepting(finding)
            if comment is None:
                left.append(finding)
            else:
                reason = own(comment.reason)
                accepted.append(Accepted(finding, "comment", reason, comment.until))
        return left, accepted

    def _accepting(self, finding: Finding) -> Comment | None:
        comments = self._comments.get(finding.place.path)
        if comments is None:
            return None
        for comment in comments.of_line(finding.place.line):
            for word, ids in self._words[id(comment)].items():
                if finding.rule in ids:
                    self._used.add((id(comment), word))
                    return comment
        return None

    def find_unused(self, unknown: Iterable[Place], unread: Iterable[str]) -> None:
        """Adds a fault for each comment with words that accepted nothing.

        Such a comment may still be of use where a value is not known yet (`unknown`), in a file
        that was not read to its end (`unread`), and where its rule was not judged.
        """
        incomplete = set(unread)
        open_lines: dict[str, set[int]] = {}
        for place in unknown:
            open_lines.setdefault(place.path, set()).add(place.line)
        for path, comments in self._comments.items():
            if path in incomplete:
                continue
            kept = {
                id(comment)
                for line in open_lines.get(path, ())
                for comment in comments.of_line(line)
            }
            for comment in comments.all:
                unused = [
                    word
                    for word, ids in self._words[id(comment)].items()
                    if (id(comment), word) not in self._used and ids & self._rules.judged
                ]
                if unused and id(comment) not in kept:
                    named = listed((name(word[:_LONGEST_WORD]) for word in unused), quoted=False)
                    message = say("the comment accepts nothing: there is no finding of {}", named)
                    whole = len(unused) == len(comment.words)
                    help = say("Remove the comment.") if whole else say("Remove {} from it.", named)
                    self._fault("ignore-unused", path, comment, message, help)

    def _fault(
        self, kind: str, path: str, comment: Comment, message: Message, help: Message
    ) -> None:
        place = Place(path, comment.line, comment.column, comment.line, comment.end_column)
        self.faults.append(Fault(kind, place, message=message, help=help))
