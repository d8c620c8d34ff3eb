"""Shell scripts as the simple commands that they run, in order, with their words.

The grammar is tree-sitter-bash's. Nothing is executed: variables that are known are filled in,
all others stay unknown.
"""

from __future__ import annotations

from lint.support.lazy_regex import lazy_regex
from lint.support.shell_branches import OPERATORS, Branch, Test
from lint.support.shell_words import SCRIPT_FOLDER, Variable, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

MAX_BYTES = 256 << 10
"""A longer script is not read."""
MAX_COMMANDS = 2_000
MAX_DEPTH = 100


class ShellUnavailableError(Exception):
    """The grammar is not installed on this Python, and the text is more than one plain command."""


_PLAIN = lazy_regex(r"[^;|&<>()`*?\\\n#!~{}]++|(?<=\$)\{\w++(?::?[-=][^{}$]*+)?\}")
_VARIABLE = lazy_regex(r"\$(\w+)|\$\{(\w+)(?:(:?[-=])([^{}$]*))?\}")
_OWN_PATH = r'"?\$(?:0|\{0\}|BASH_SOURCE|\{BASH_SOURCE(?:\[0\])?\})"?'
_OWN_FOLDER = (
    rf'\$\(dirname (?:-- )?(?:{_OWN_PATH}|"?\$\((?:readlink -f|realpath) (?:-- )?{_OWN_PATH}\)"?)\)'
)
_SCRIPT_FOLDER = lazy_regex(
    rf'{_OWN_FOLDER}|\$\(cd (?:-P )?(?:-- )?"?{_OWN_FOLDER}"?(?: ?> ?/dev/null(?: 2>&1)?)? && pwd(?: -P)?\)'
)
_GLOB = lazy_regex(r"[*?\[]")
_ASSIGNMENT = lazy_regex(r"([A-Za-z_]\w*)=(.*)")


class Command:
    """A simple command.

    `operator` joins it to the command before it: `;`, `&&`, `||` or `|`. `conditional` is true
    inside `if`, `case` and loops; `background` where `&` ends it.
    `assignments` are those before the command's name; a command without words only assigns.
    `branches` are the blocks of `if` and `case` around it, which known values may decide, but not those
    around a loop or in one (`in_loop`).
    """

    __slots__ = (
        "assignments",
        "background",
        "branches",
        "column",
        "conditional",
        "exported",
        "in_loop",
        "line",
        "operator",
        "words",
    )

    def __init__(
        self,
        words: list[Word],
        assignments: dict[str, Word],
        line: int,
        column: int,
        operator: str,
        conditional: bool,
    ) -> None:
        self.words = words
        self.assignments = assignments
        self.line = line
        self.column = column
        self.operator = operator
        self.conditional = conditional
        self.background = False
        self.exported = False
        self.branches: tuple[Branch, ...] = ()
        self.in_loop = False


def read_commands(text: str) -> list[Command] | None:
    """The simple commands of a script or of a `sh -c` text in the order in which they stand.

    The commands of a function stand where it is called. None where the text is no shell script
    or is larger than `MAX_BYTES`.

    Raises `ShellUnavailableError`.
    """
    data = text.encode("utf-8", "replace")
    if len(data) > MAX_BYTES:
        return None
    try:
        root = parse_tree(data)
    except ShellUnavailableError:
        plain = plain_command(text)
        if plain is None:
            raise
        return [plain]
    reader = _Reader(data)
    for node in _walk_functions(root):
        name = node.child_by_field_name("name")
        body = node.child_by_field_name("body")
        if name is not None and body is not None:
            reader.functions[reader.source(name)] = body
    try:
        reader.statements(root, ";", False, 0)
    except RecursionError:
        return None
    if root.has_error and not reader.commands:
        return None
    return reader.commands


def plain_command(text: str) -> Command | None:
    """The command that a text is, where it is a single plain one; None for anything more.

    For Pythons without the grammar: words, quotes and variables, and no operator of the shell.
    """
    import shlex

    text = text.strip()
    position = 0
    while position < len(text):
        match = _PLAIN.match(text, position)
        if match is None:
            return None
        position = match.end()
    if "'" in text and "$" in text:
        return None  # what is between single quotes stays as it is
    try:
        pieces = shlex.split(text)
    except ValueError:
        return None
    assignments: dict[str, Word] = {}
    quoted = '"' in text
    while pieces and (match := _ASSIGNMENT.fullmatch(pieces[0])):
        assignments[match[1]] = _plain_word(match[2], quoted)
        pieces = pieces[1:]
    words = [_plain_word(piece, quoted) for piece in pieces]
    return Command(words, assignments, 1, 1, ";", False)


def _plain_word(text: str, quoted: bool) -> Word:
    parts: list[str | Variable | None] = []
    position = 0
    for match in _VARIABLE.finditer(text):
        if match.start() > position:
            parts.append(text[position : match.start()])
        default = None if match[4] is None else Word([match[4]], 1, 1)
        parts.append(Variable(match[1] or match[2], match[3] or "", default))
        position = match.end()
    if position < len(text):
        parts.append(text[position:])
    return Word(parts, 1, 1, quoted and bool(text))


def parse_tree(data: bytes) -> Any:
    """The root of the syntax tree of a script. Raises `ShellUnavailableError`."""
    try:
        import tree_sitter
        import tree_sitter_bash
    except ImportError as error:
        raise ShellUnavailableError("tree-sitter-bash is not installed") from error
    parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))
    return parser.parse(data).root_node


def _walk_functions(root: Any) -> Iterator[Any]:
    todo = [root]
    while todo:
        node = todo.pop()
        if node.type == "function_definition":
            yield node
        elif node.type in _BLOCKS:
            todo.extend(reversed(node.named_children))


_BLOCKS = frozenset(
    (
        "case_item",
        "case_statement",
        "compound_statement",
        "do_group",
        "elif_clause",
        "else_clause",
        "for_statement",
        "function_definition",
        "if_statement",
        "list",
        "negated_command",
        "pipeline",
        "program",
        "redirected_statement",
        "subshell",
        "while_statement",
    )
)
_LOOPS = frozenset(("do_group", "while_statement"))


class _Reader:
    """Collects the simple commands of one syntax tree."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.commands: list[Command] = []
        self.functions: dict[str, Any] = {}
        self.branches: tuple[Branch, ...] = ()
        self.in_loop = False
        self.in_function = False

    def source(self, node: Any) -> str:
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def statements(self, node: Any, operator: str, conditional: bool, depth: int) -> None:
        """The statements directly below a block, each joined to the one before it."""
        joined = operator
        for child in node.children:
            if len(self.commands) >= MAX_COMMANDS or depth > MAX_DEPTH:
                return
            kind = child.type
            if kind in ("&&", "||", "|", "|&"):
                joined = "|" if kind == "|&" else kind
            elif kind == "&":
                if self.commands:
                    self.commands[-1].background = True
            elif kind in (";", "\n"):
                joined = ";"
            else:
                self.statement(child, joined, conditional, depth + 1)
                joined = ";"

    def statement(self, node: Any, operator: str, conditional: bool, depth: int) -> None:
        kind = node.type
        if kind == "command":
            self.command(node, operator, conditional, depth)
        elif kind in ("declaration_command", "unset_command"):
            self.declaration(node, operator, conditional)
        elif kind in ("variable_assignment", "variable_assignments"):
            nodes = [node] if kind == "variable_assignment" else node.named_children
            self.add(
                [], dict(filter(None, map(self.assignment, nodes))), node, operator, conditional
            )
        elif kind == "function_definition":
            return  # its commands stand where it is called
        elif kind == "redirected_statement":
            body = node.child_by_field_name("body")
            if body is not None:
                self.statement(body, operator, conditional, depth)
        elif kind == "if_statement":
            self.if_statement(node, depth)
        elif kind == "case_statement":
            self.case_statement(node, depth)
        elif kind == "list" and self.first_of(node).type == "test_command":
            self.after_test(node, depth)
        elif kind in _BLOCKS:
            before = self.branches, self.in_loop
            if kind in _LOOPS:
                self.branches, self.in_loop = (), True  # each run may take another branch
            self.statements(node, operator, conditional or kind in _LOOPS, depth)
            self.branches, self.in_loop = before

    def if_statement(self, node: Any, depth: int) -> None:
        around = self.branches
        before: list[Test | None] = []
        parts = [node]
        for part in parts:
            last = part.type == "else_clause"
            conditions = [one for one in part.children_by_field_name("condition") if one.is_named]
            if part.type == "elif_clause":  # whose parts have no names
                conditions = part.named_children[:1]
            test = self.test(conditions[0]) if len(conditions) == 1 else None
            branch = Branch(before, True if last else test)
            self.branches = (*around, branch if last else Branch(before, None))
            for child in part.children:
                if child.type == "then":
                    self.branches = (*around, branch)
                elif child.type in ("elif_clause", "else_clause"):
                    parts.append(child)
                elif child.type == "&" and self.commands:
                    self.commands[-1].background = True
                elif child.is_named and len(self.commands) < MAX_COMMANDS:
                    self.statement(child, ";", True, depth + 1)
            before.append(test)
        self.branches = around

    def first_of(self, node: Any) -> Any:
        """The first command of `a && b || c`."""
        while node.type == "list" and node.children:
            node = node.children[0]
        return node

    def after_test(self, node: Any, depth: int) -> None:
        """`[ ... ] && command`: it runs where the test holds."""
        around = self.branches
        test = self.test(self.first_of(node))
        parts: list[Any] = []
        while node.type == "list" and len(node.children) == 3:
            parts[:0] = node.children[1:]
            node = node.children[0]
        kinds = {part.type for part in parts[::2]}
        for sign, part in zip(parts[::2], parts[1::2], strict=True):
            branch = Branch([], test) if kinds == {"&&"} else Branch([], None)
            if len(parts) == 2 and sign.type == "||":
                branch = Branch([test], True)
            self.branches = (*around, branch)
            self.statement(part, sign.type, True, depth + 1)
        self.branches = around

    def case_statement(self, node: Any, depth: int) -> None:
        around = self.branches
        subject = node.child_by_field_name("value")
        before: list[Test | None] = []
        for item in node.named_children:
            if item.type != "case_item" or subject is None:
                continue
            patterns = [self.pattern(one) for one in item.children_by_field_name("value")]
            known = [one for one in patterns if one is not None]
            test: Test | None = Test("case", self.word(subject), known)
            if test is not None and (len(known) < len(patterns) or self.changes(test)):
                test = None
            self.branches = (*around, Branch(before, test))
            self.statements(item, ";", True, depth + 1)
            before.append(test)
        self.branches = around

    def test(self, node: Any) -> Test | None:
        """The test of a command `[ ... ]`; None where it cannot be decided."""
        inner = node.named_children if node.type == "test_command" else []
        if len(inner) != 1 or inner[0].type not in ("binary_expression", "unary_expression"):
            return None
        parts = inner[0].children
        if len(parts) == 2:
            kind, words = self.source(parts[0]), parts[1:]
        elif len(parts) == 3:
            kind, words = self.source(parts[1]), [parts[0], parts[2]]
        else:
            return None
        if kind not in OPERATORS:
            return None
        found = [self.word(word) for word in words]
        if self.data[node.start_byte : node.start_byte + 2] == b"[[" and len(found) == 2:
            plain = not found[1].quoted and set(self.source(words[1])) & set("*?[(")
            if plain:
                return None  # a pattern
        test = Test(kind, found[0], found[1:])
        if kind.startswith("-") and len(found) == 2 and any(map(str.isidentifier, test.names())):
            return None  # numbers are often counted, which is not followed
        return None if self.changes(test) else test

    def changes(self, test: Test) -> bool:
        """Whether a test may be another one each time: in a loop, and of a function's parameters."""
        return self.in_loop or (
            self.in_function and any(not name.isidentifier() for name in test.names())
        )

    def pattern(self, node: Any) -> Word | None:
        """A pattern of `case` as `fnmatch` has it; None where it is none of the plain ones."""
        if node.type in ("extglob_pattern", "word", "number"):
            text = self.source(node)
            return Word([text], 1, 1) if not set(text) & set("\\$`(^") else None
        found = self.word(node)
        if node.type not in ("string", "raw_string") or found.names:
            return None
        return Word([_GLOB.sub(r"[\g<0>]", found.text({}))], 1, 1)

    def command(self, node: Any, operator: str, conditional: bool, depth: int) -> None:
        assignments: dict[str, Word] = {}
        words: list[Word] = []
        for child in node.named_children:
            if child.type == "variable_assignment":
                pair = self.assignment(child)
                if pair is not None:
                    assignments[pair[0]] = pair[1]
            elif child.type == "command_name" or (
                not child.type.endswith("redirect") and child.type != "herestring_redirect"
            ):
                words.append(self.word(child))
        name = words[0].text({}) if words else ""
        if name in self.functions and depth < MAX_DEPTH:
            body = self.functions.pop(name)  # a function that calls itself is read once
            before, self.in_function = self.in_function, True
            self.statement(body, operator, conditional, depth + 1)
            self.in_function = before
            self.functions[name] = body
            return
        self.add(words, assignments, node, operator, conditional)

    def declaration(self, node: Any, operator: str, conditional: bool) -> None:
        assignments = dict(
            filter(
                None,
                (
                    self.assignment(child)
                    for child in node.named_children
                    if child.type == "variable_assignment"
                ),
            )
        )
        self.add([], assignments, node, operator, conditional)
        if self.commands:
            self.commands[-1].exported = self.source(node).startswith("export")

    def assignment(self, node: Any) -> tuple[str, Word] | None:
        name = node.child_by_field_name("name")
        if name is None:
            return None
        value = node.child_by_field_name("value")
        line, column = node.start_point[0] + 1, node.start_point[1] + 1
        return self.source(name), Word([], line, column) if value is None else self.word(value)

    def add(
        self,
        words: list[Word],
        assignments: dict[str, Word],
        node: Any,
        operator: str,
        conditional: bool,
    ) -> None:
        line, column = node.start_point[0] + 1, node.start_point[1] + 1
        command = Command(words, assignments, line, column, operator, conditional)
        command.branches, command.in_loop = self.branches, self.in_loop
        self.commands.append(command)

    def word(self, node: Any) -> Word:
        parts: list[str | Variable | None] = []
        self.parts(node, parts, 0)
        quoted = any(child.type.endswith("string") for child in (node, *node.named_children))
        return Word(parts, node.start_point[0] + 1, node.start_point[1] + 1, quoted)

    def parts(self, node: Any, parts: list[str | Variable | None], depth: int) -> None:
        kind = node.type
        if depth > MAX_DEPTH:
            parts.append(None)
        elif kind in ("word", "number", "string_content", "test_operator", "regex"):
            text = self.source(node)
            parts.append(_unescaped(text, quoted=kind == "string_content"))
        elif kind == "raw_string":
            parts.append(self.source(node)[1:-1])
        elif kind in ("simple_expansion", "expansion"):
            parts.append(self.variable(node, depth))
        elif kind in ("string", "concatenation", "command_name", "translated_string"):
            end = node.start_byte + (1 if kind == "string" else 0)
            for child in node.children:
                if child.type == '"' or child.type == "$":
                    continue
                # White space between two parts of a quoted text belongs to none of them.
                if kind == "string" and child.start_byte > end:
                    gap = self.data[end : child.start_byte].decode("utf-8", "replace")
                    parts.append(gap)
                self.parts(child, parts, depth + 1)
                end = child.end_byte
        elif kind == "command_substitution" and _SCRIPT_FOLDER.fullmatch(self.source(node)):
            parts.append(Variable(SCRIPT_FOLDER))
        else:
            parts.append(None)  # a command's output, an arithmetic value, a process

    def variable(self, node: Any, depth: int) -> Variable | None:
        name = ""
        operator = ""
        default: Word | None = None
        for child in node.children:
            if child.type in ("variable_name", "special_variable_name"):
                name = self.source(child)
            elif child.type in (":-", "-", ":=", "=", ":+", "+", ":?", "?"):
                operator = child.type
            elif child.type in ("${", "$", "}"):
                continue
            elif operator and default is None:
                default = Word([], child.start_point[0] + 1, child.start_point[1] + 1)
                self.parts(child, default.parts, depth + 1)
            else:
                return None  # substitutions, lengths, slices
        return Variable(name, operator, default) if name else None


def _unescaped(text: str, quoted: bool) -> str:
    """The text without the backslashes that the shell removes."""
    if "\\" not in text:
        return text
    pieces = []
    position = 0
    while position < len(text):
        if text[position] == "\\" and position + 1 < len(text):
            following = text[position + 1]
            if following == "\n":
                position += 2
                continue
            if not quoted or following in '$`"\\':
                pieces.append(following)
                position += 2
                continue
        pieces.append(text[position])
        position += 1
    return "".join(pieces)
