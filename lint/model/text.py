"""The only way from the text of a user's file to a message: what may be shown is decided here.

A message is a `Message`, never a string. It is made by `say` from a constant template and
arguments, and every argument is itself a `Message`, made by the function below that knows what
kind of text it is. An f-string cannot get into a finding: mypy refuses it, and so does
tests/test_redaction_contract.py.

Converting a check:

    f"env var `{name[:60]}` occurs twice"       say("env var `{}` occurs twice", name(name_text))
    f"`{node.text[:40]}` is not a quantity"     say("`{}` is not a quantity", resource.value(node))
    f"`{field}` is {value:,}; most is {most}"   say("`{}` is {}; most is {}", name(field),
                                                    amount(value), number(most))
    f"`{module}:{attr}` is not in {image}"      say("`{}` is not in {}", module(text), path(image))
    f"<redacted, {len(text)} chars>"            hidden(text)
    "a constant sentence"                       say("a constant sentence")
    help=""                                     leave it out, or NOTHING
    "Remove it" + ("; x." if y else ".")        say("Remove it{}.", say("; x") if y else NOTHING)
    ", ".join(f"`{key}`" for key in keys)       listed(name(key) for key in keys)
    " and ".join(others)                        joined(own(other) for other in others)
    rule.params["one-of"][0]                    own(rule.params["one-of"][0])
    f"{len(files)} files"                       count(len(files), "file")
    did_you_mean(word, known)                   near = nearest(word, known)
                                                say("Did you mean `{}`?", own(near))

Which function for which text:

- `resource.value(node)`: a scalar of a manifest. It is shown when the schema lists its field as
  one that holds no secrets (lint/manifest/disclosure.py) and the text does not look like one.
- `name(text)`: a key, a field, the name of an env var, container, volume, file, distribution.
- `module(text)`: a dotted Python name, also with its attribute (`app.main:app`).
- `pattern(text)`: a line of an ignore file, a glob.
- `path(text)`: a path of a file, an archive member, a folder.
- `placeholder(text)`: a placeholder, by its name and without its default.
- `number(n)`, `amount(n)` (with thousands separators), `count(n, noun)` (with the plural).
- `own(text)`: what the tool or the rule set itself says: constants, parameters of rules, names
  from tables of ours. Never text of a manifest, a wheel, a source tree, a server.
- `hidden(text)`: never the text, only its length and shape.
- `value(text, harmless=...)`: where there is no node; `harmless` must come from a table.

All of them hide what looks like a credential, wherever it comes from: private keys, user and
password of a URL, tokens by their prefix, words that look random. `str(message)` makes the
string; nothing is decided or formatted before somebody asks for it. A `Message` is false when it
is empty, equal to one of the same text, and cannot be added to a string.
"""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_LONGEST = 100
"""Characters of one argument that a message shows."""
_MOST = 4096
"""A longer text is no value that anybody would want to see in a message."""
_SHORT = 16
"""A word below this length is never taken for a random one."""
_LARGEST_BITS = 63

_NAME_EXTRA = frozenset("_-./")
_MODULE_EXTRA = frozenset("_.:")
_PATTERN_EXTRA = frozenset("_-./*?[]!^~+,{}\\ ")
_TOKEN = lazy_regex(
    r"(?<![A-Za-z0-9_])(?:gh[pousr]_|github_pat_|glpat-|glsa_|AIza|eyJ|AKIA|ASIA|ya29\.|xox[abp]-|xapp-"
    r"|sk-proj-|sk-ant-|[srp]k_(?:live|test)_|whsec_|npm_|pypi-Ag|hf_|dop_v1_|SG\.|GOCSPX-|shpat_|sbp_"
    r"|AGE-SECRET-KEY-|LTAI|dapi)([A-Za-z0-9_\-.+/=]{6,})"
)
_SHORTEST_TOKEN = 12

_PRIVATE_KEY = "-----BEGIN"
# What precedes an `@` that is no digest's and no mail address's: user and password, or a token.
_AUTHORITY = lazy_regex(r"(://|:\\/\\/|%3[Aa]%2[Ff]%2[Ff])")
_PAIR = lazy_regex(
    r"(?i)((?:pass|pwd|secret|token|credential|api_?key|apikey|private_?key|auth)\w{0,20}"
    r"[\"']?\s{0,4}[=:]\s{0,4}[\"']?)(?!bearer\b|basic\b|[.{\[$`<|>&*!])([^\s\"',;&]+)"
)
_DEFAULT = lazy_regex(r"\$\{[A-Za-z_][\w.\-]{0,99}:?[-=?+]([^{}]+)\}")
_BEARER = lazy_regex(r"(?i)\b((?:bearer|basic)\s{1,4})(\S{6,})")
_WORD = lazy_regex(r"[A-Za-z0-9+/_=\-]{16,}")
_ALNUM = lazy_regex(r"[A-Za-z0-9]+")
_DIGEST = lazy_regex(r"(?:@sha256:[0-9a-f]{64}|(?<=[\w.\-]):[0-9a-f]{40})(?![0-9A-Za-z])")
_MASK = lazy_regex(r"<redacted, [\d,]+ chars?(?:, [a-z ]+)*>")


class Message:
    """A text that may be shown: a constant template with arguments that are `Message`s too."""

    __slots__ = ("_arguments", "_settle", "_text")

    def __init__(
        self, text: str, arguments: tuple[Message, ...], decide: Callable[[str], str] | None
    ) -> None:
        self._text = text
        self._arguments = arguments
        self._settle = decide

    def __str__(self) -> str:
        decide = self._settle
        if decide is not None:
            self._text, self._settle = decide(self._text), None
        elif self._arguments:
            pieces = self._text.split("{}")
            whole = pieces[0]
            for argument, piece in zip(self._arguments, pieces[1:], strict=True):
                whole += str(argument) + piece
            self._text, self._arguments = whole, ()
        return self._text

    def __repr__(self) -> str:
        return f"<Message {str(self)!r}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __bool__(self) -> bool:
        return bool(str(self))

    def __reduce__(self) -> tuple[object, tuple[str]]:
        # What is not shown does not travel to another process either.
        return _again, (str(self),)


def _again(text: str) -> Message:
    return Message(text, (), None)


def say(template: str, *arguments: Message) -> Message:
    """A sentence: `template` is a literal in the code, each `{}` in it is one of the arguments."""
    return Message(template, arguments, None)


NOTHING = say("")
"""The empty message."""


def name(text: str) -> Message:
    """A name: letters, digits and `_-./`, and nothing that looks like a credential."""
    return Message(text, (), _name)


def module(text: str) -> Message:
    """A dotted Python name, with or without leading dots and with or without `:attribute`."""
    return Message(text, (), _module)


def pattern(text: str) -> Message:
    """A glob, or a line of an ignore file."""
    return Message(text, (), _pattern)


def path(text: str) -> Message:
    """A path as the user wrote it or as a folder or an archive has it."""
    return Message(text, (), public)


def value(text: str, *, harmless: bool) -> Message:
    """A value: shown when its field holds no secrets (`harmless`) and the text looks like none."""
    return Message(text, (), public if harmless else redacted)


def hidden(text: str) -> Message:
    """Only the length and the shape of a text."""
    return Message(text, (), redacted)


def own(text: str) -> Message:
    """What the tool or a rule set says itself, but for what looks like a credential."""
    return Message(text, (), _masked)


def placeholder(text: str, *, harmless: bool = True) -> Message:
    """A placeholder by its name: its default, and what a template computes, are hidden.

    In a field that may hold a secret, only `${NAME}`, `${{ name }}` and `{{ name }}` are certainly
    placeholders: `$word`, `<word>` and `@WORD@` may be parts of a password.
    """
    return Message(text, (), _placeholder if harmless or "{" in text[:3] else redacted)


def number(n: int | float) -> Message:
    """A number in plain digits; of one that is absurdly long, only that it is."""
    return Message(_digits(n, ""), (), None)


def amount(n: int | float) -> Message:
    """A number with thousands separators."""
    return Message(_digits(n, ","), (), None)


def count(n: int, noun: str) -> Message:
    """`1 file`, `2 files`, `1,000 files`; `noun` is a literal."""
    return say("{} " + noun if n == 1 else "{} " + noun + "s", amount(n))


def listed(items: Iterable[Message], *, most: int = 6, quoted: bool = True) -> Message:
    """Items in backquotes (`quoted`) with commas between them, and a count of those past `most`."""
    every = list(items)
    shown = every[:most]
    mark = "`{}`" if quoted else "{}"
    more = "" if len(every) <= most else f" (+{len(every) - most:,} more)"
    return say(", ".join([mark] * len(shown)) + more, *shown)


MOST_NAMES = 40
"""Names that are listed where each is needed for the repair."""


def joined(items: Iterable[Message]) -> Message:
    """Items as a sentence has them: `a`, `a and b`, `a, b and c`."""
    every = list(items)
    if len(every) < 2:
        return every[0] if every else NOTHING
    return say(", ".join(["{}"] * (len(every) - 1)) + " and {}", *every)


def redacted(text: str) -> str:
    """What is shown in the place of a text: `<redacted, 14 chars, ends in white space>`."""
    size = len(text)
    what = f"<redacted, {size:,} char" if size == 1 else f"<redacted, {size:,} chars"
    if text and not text.isspace():
        if text[0].isspace():
            what += ", begins with white space"
        if text[-1].isspace():
            what += ", ends in white space"
    elif text:
        what += ", only white space"
    return what + ">"


def public(text: str) -> str:
    """A text of a harmless kind as it may be shown: without what looks like a credential.

    At most 100 characters are shown; of a text of more than 4,096 characters, none.
    """
    if len(text) > _MOST:
        return redacted(text)
    return _cut(_masked(text))


def looks_secret(text: str) -> bool:
    """Whether anything in a text looks like a credential."""
    return bool(secret_spans(text))


def secret_spans(text: str, *, code: bool = False) -> list[tuple[int, int]]:
    """The parts of a text that look like credentials: (start, end) in order, none overlaps.

    The values of `password=...`, users and passwords of URLs, tokens, words that look random, the
    defaults of placeholders; a private key is all of the text. In `code` a `password=` is followed
    by an expression, and not by a value.
    """
    if _plain(text):
        return []
    if code or len(text) > _REMEMBERED_LENGTH:
        return _secret_spans(text, code)
    spans = _remembered.get(text)
    if spans is None:
        if len(_remembered) >= _REMEMBERED_MOST:
            _remembered.clear()
        spans = _remembered[text] = _secret_spans(text, code)
    return spans


# The lines and messages of a fleet of manifests repeat each other.
_remembered: dict[str, list[tuple[int, int]]] = {}
_REMEMBERED_MOST = 10_000
_REMEMBERED_LENGTH = 200


def _secret_spans(text: str, code: bool) -> list[tuple[int, int]]:
    if _PRIVATE_KEY in text:
        return [(0, len(text))]
    spans: list[tuple[int, int]] = []
    if "@" in text:
        spans += _users(text)
    if not code and ("=" in text or ":" in text):
        spans += [match.span(2) for match in _PAIR.finditer(text)]
    if "${" in text:
        spans += [match.span(1) for match in _DEFAULT.finditer(text)]
    if " " in text:
        spans += [match.span(2) for match in _BEARER.finditer(text)]
    spans += _tokens(text)
    return merged(spans)


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, with those that touch made one, and without empty ones."""
    result: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], end))
        elif start < end:
            result.append((start, end))
    return result


def _masked(text: str) -> str:
    spans = secret_spans(text)
    if not spans:
        return text
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += (text[done:start], redacted(text[start:end]))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def _cut(text: str) -> str:
    if len(text) <= _LONGEST:
        return text
    # A mask is never cut: half of one says nothing.
    for match in _MASK.finditer(text):
        if match.start() < _LONGEST < match.end():
            return text[: match.end()] + ("..." if match.end() < len(text) else "")
    return text[:_LONGEST] + "..."


def _plain(text: str) -> bool:
    """Whether a text is too short and too simple to hold a credential."""
    return len(text) < _SHORTEST_TOKEN and not (
        "@" in text or "=" in text or ":" in text or "{" in text
    )


def _users(text: str) -> list[tuple[int, int]]:
    """Users and passwords: what is between `://` and `@`, and before the `@` of `user:password@host`.

    Everything from the first `://` to the last `@` counts, because a password may hold `@`, `/` and
    spaces; the `@` of an image's digest is none of them.
    """
    end = len(text)
    digest = text.find("@sha256:")
    if digest >= 0 and text.find("@", digest + 1) < 0:
        end = digest
    mark = _AUTHORITY.search(text)
    last = text.rfind("@", 0, end)
    if mark is not None and mark.end() <= last:
        return [(mark.end(), last)]
    spans = []
    start = 0
    for word in text[:end].split(" "):
        at = word.rfind("@")
        if at > 0 and ":" in word[:at]:
            spans.append((start, start + at))
        start += len(word) + 1
    return spans


def _tokens(text: str) -> list[tuple[int, int]]:
    # Without these nothing below looks random, and no pattern has to be compiled.
    if "=" not in text and not _has_digit_or_capital(text):
        return []
    spans = [match.span() for match in _TOKEN.finditer(text) if _has_digit_or_capital(match[1])]
    if len(text) >= _SHORT:
        spared = (
            [match.span() for match in _DIGEST.finditer(text)]
            if ":" in text and ("/" in text or "@sha256:" in text)
            else []
        )
        spans += [
            match.span()
            for match in _WORD.finditer(text)
            if _random(match[0])
            and not any(first <= match.start() and match.end() <= last for first, last in spared)
        ]
    return spans


def _has_digit_or_capital(text: str) -> bool:
    """Whether a text is more than ordinary words: behind a token's prefix, it is then a token."""
    return any(character.isdigit() or character.isupper() for character in text)


def _random(word: str) -> bool:
    """Whether a word looks like the output of a random generator, or like base64."""
    if word.isalpha() and word.islower():
        return False
    bare = word.rstrip("=")
    if len(word) - len(bare) in (1, 2) and len(bare) >= 14 and bare.isalnum():
        return True
    flips = 0
    for match in _ALNUM.finditer(bare):
        part = match[0]
        size = len(part)
        found = _flips(part)
        flips += found
        if size >= 20 and found >= max(5, size // 4):
            return True
        if size >= 24 and found >= max(6, size // 5) and not (part.islower() or part.isupper()):
            return True
        if size >= 32 and found and not part.strip("0123456789abcdefABCDEF"):
            return True
    return len(bare) >= 32 and flips >= max(7, len(bare) // 5)


def _flips(part: str) -> int:
    """How often the kind of character changes; a capital at the head of a word does not count."""
    found = 0
    last = ""
    for character in part:
        kind = "d" if character.isdigit() else "u" if character.isupper() else "l"
        if last and kind != last and not (last == "u" and kind == "l"):
            found += 1
        last = kind
    return found


def _grammar(text: str, extra: frozenset[str]) -> bool:
    return all(character.isalnum() or character in extra for character in text)


def _name(text: str) -> str:
    return _shown_name(text, _NAME_EXTRA)


def _module(text: str) -> str:
    head, _, attribute = text.partition(":")
    names = [part for part in head.lstrip(".").split(".") + attribute.split(".") if part]
    if not all(part.isidentifier() for part in names):
        return redacted(text)
    return _shown_name(text, _MODULE_EXTRA)


def _pattern(text: str) -> str:
    return _shown_name(text, _PATTERN_EXTRA)


def _shown_name(text: str, extra: frozenset[str]) -> str:
    if not text:
        return ""
    if len(text) > _MOST or not _grammar(text, extra) or looks_secret(text):
        return redacted(text)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "..."


_BRACED = lazy_regex(r"\$\{([A-Za-z_][\w.\-]{0,99})(?:(:?[-=?+])([^{}]*)|([^{}]+))?\}")
_MUSTACHE = lazy_regex(r"(\$?\{\{-?)([^{}]*?)(-?\}\})")
_SIMPLE = lazy_regex(r"\s{0,9}\.?[A-Za-z_][\w\-]{0,99}(?:\.[A-Za-z_][\w\-]{0,99}){0,9}\s{0,9}")
_FIELD = lazy_regex(r"(?:\.[A-Za-z_][\w\-]{0,99}){1,9}(?![\w\-.\"'])")
_MARKED = lazy_regex(
    r"\$[A-Za-z_]\w{0,99}|<[A-Za-z][\w .\-]{0,99}>|__[A-Z][A-Z0-9_]{0,99}__"
    r"|%[A-Z_][A-Z0-9_]{0,99}%|@[A-Z_][A-Z0-9_]{0,99}@|\[\[[\w.\- ]{0,99}\]\]|[\w\-]{1,99}"
)


def _placeholder(text: str) -> str:
    if len(text) > 1000:
        return redacted(text)
    match = _BRACED.fullmatch(text)
    if match is not None:
        shown = _name(match[1])
        if match[3]:
            return "${" + shown + match[2] + redacted(match[3]) + "}"
        return "${" + shown + (match[2] or "") + (redacted(match[4]) if match[4] else "") + "}"
    match = _MUSTACHE.fullmatch(text)
    if match is not None:
        inner = match[2]
        if _SIMPLE.fullmatch(inner) and not looks_secret(inner):
            return text
        # Of an expression only the values that it refers to are named.
        fields = " ".join(_FIELD.findall(inner))
        return f"{match[1]} {redacted(inner.strip())}{fields and ' ' + fields} {match[3]}"
    if _MARKED.fullmatch(text) and not looks_secret(text):
        return text
    return redacted(text)


def _digits(n: int | float, separator: str) -> str:
    if isinstance(n, int) and n.bit_length() > _LARGEST_BITS:
        return f"a number of more than {_LARGEST_BITS} bits"
    if isinstance(n, float):
        return f"{n:g}"
    return f"{n:{separator}}"
