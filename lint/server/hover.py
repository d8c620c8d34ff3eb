"""What editors show about the word under the pointer, in Markdown."""

from __future__ import annotations

from functools import cache

from lint.engine.field_text import flag_text
from lint.engine.rule_choice import built_in_rules
from lint.model.findings import CONSEQUENCES, POSSIBLE_CONSEQUENCES
from lint.model.links import rule_page
from lint.model.record import record
from lint.ruleset.schema_parts import rule_set_part, settings_part
from lint.server.document import MANIFEST, RULE_SET, SETTINGS
from lint.server.markdown import code as as_code
from lint.server.markdown import prose
from lint.server.outline import Outline
from lint.server.rule_mentions import mention_at, named_rules
from lint.server.run_flags import flag_at
from lint.server.settings_table import setting_at
from lint.server.spots import kind_of, spot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from lint.engine.code_links import CodeLinks
    from lint.engine.field_text import FieldText
    from lint.manifest.schema import Field
    from lint.model.rule import Rule
    from lint.ruleset.schema_parts import Part
    from lint.server.document import Document, Position
    from lint.server.outline import Entry
    from lint.server.spots import Spot


@record
class Hover:
    """A text about a word, with the columns of the word on its line."""

    markdown: str
    line: int
    start: int
    end: int
    """One past the last column."""


def hover(
    document: Document,
    position: Position,
    *,
    rules: Iterable[Rule] = (),
    code: CodeLinks | None = None,
) -> Hover | None:
    """What there is to say about a place; None for nothing.

    `rules` are those of the workspace's rule sets; the built-in ones are known without them. `code` is
    what is known of the code behind the manifest.
    """
    lines = document.lines
    line, column = position.line, position.column
    if not 0 <= line < len(lines):
        return None
    mention = mention_at(document, position)
    if mention is not None:
        text = _about_rule(mention.word, rules)
        return Hover(text, line, mention.start, mention.end) if text else None
    if document.kind == MANIFEST:
        return _in_manifest(lines, position, code)
    if document.kind == RULE_SET:
        return _in_rule_set(lines, position)
    if document.kind == SETTINGS:
        setting = setting_at(document.path, lines, line, column)
        part = settings_part().at(setting.path) if setting is not None else None
        if setting is None or part is None:
            return None
        text = about_part(str(setting.path[-1]), part)
        return Hover(text, line, setting.start, setting.end) if text else None
    flag = flag_at(lines, line, column)
    if flag is None:
        return None
    text = about_flag(flag.name)
    return Hover(text, line, flag.start, flag.end) if text else None


def _in_manifest(lines: Sequence[str], position: Position, code: CodeLinks | None) -> Hover | None:
    outline = Outline("\n".join(lines))
    entry = outline.at(position.line, position.column)
    if entry is None:
        return None
    found = spot(kind_of(outline, entry.document), entry.path)
    if found is None:
        return None
    if code is not None and position.column >= entry.value_column:
        text = _variable(found, entry, code)
        if text:
            start = entry.value_column
            return Hover(text, position.line, start, start + len(entry.value))
    text = about_spot(found)
    return Hover(text, position.line, entry.column, entry.end) if text else None


def _in_rule_set(lines: Sequence[str], position: Position) -> Hover | None:
    entry = Outline("\n".join(lines)).at(position.line, position.column)
    if entry is None:
        return None
    path = entry.path
    while path and isinstance(path[-1], int):
        path = path[:-1]  # what an item says is said of its list
    part = rule_set_part().at(path)
    text = about_part(str(path[-1]), part) if path and part is not None else ""
    return Hover(text, position.line, entry.column, entry.end) if text else None


def about_spot(spot: Spot) -> str:
    """The text about a field, a key of a map or an annotation; "" where there are no words."""
    text = spot.text()
    if text is None or spot.field is None:
        return ""
    type = "text" if spot.key else type_of(spot.field)
    return _field(spot.key or spot.field.name, type, text, "" if spot.key else _marks(spot.field))


def _variable(spot: Spot, entry: Entry, code: CodeLinks) -> str:
    """The text about an environment variable that the code reads; "" for any other value."""
    if spot.field is None or (spot.owner, spot.field.name) != ("EnvVar", "name"):
        return ""
    variable = code.variable(entry.text)
    if variable is None:
        return ""
    needed = "The start fails without it." if variable.needed else "The code reads it."
    places = ", ".join(as_code(str(place)) for place in variable.places)
    return _page(as_code(variable.name), needed, {"Read at": places})


def about_part(name: str, part: Part) -> str:
    """The text about a key of a rule set or of the settings; "" where there are no words."""
    if not part.says:
        return ""
    facts = {"Value": part.takes, "Default": f"`{part.default}`" if part.default else ""}
    return _page(as_code(name), _sentence(part.says), facts)


def about_flag(flag: str) -> str:
    """The text about what a flag of gcloud sets; "" for a flag that sets no single field."""
    found = flag_text(flag)
    if found is None:
        return ""
    name, inverted, text = found
    negated = flag.startswith("--no-")
    value = f" to {str(inverted == negated).lower()}" if inverted or negated else ""
    sets = f"`{flag}` sets `{name}`{value}."
    return _field(flag, "", text, sets)


def about_rule(rule: Rule) -> str:
    """The text about a rule."""
    certain = rule.severity == "error"
    consequences = CONSEQUENCES if certain else POSSIBLE_CONSEQUENCES
    facts = {
        "Severity": rule.severity,
        "Consequence": f"{rule.consequence}: {consequences[rule.consequence]}",
    }
    says = "\n\n".join(prose(text) for text in (f"{rule.title}.", rule.because) if text)
    built_in = not rule.own and rule.id in _built_in_ids()
    return _page(f"{rule.id} {rule.name}", says, facts, rule_page(rule.id) if built_in else "")


def type_of(field: Field) -> str:
    """The type of a field in words."""
    if field.kind == "list":
        return f"list of {_plural(field.element)}"
    if field.kind == "map":
        return f"mapping to {_plural(field.element)}"
    return {"object": "mapping", "string": "text", "boolean": "true or false"}.get(
        field.kind, field.kind
    )


def _about_rule(word: str, rules: Iterable[Rule]) -> str:
    found = named_rules(word, rules)
    return about_rule(found[0]) if found else ""


@cache
def _built_in_ids() -> frozenset[str]:
    return frozenset(rule.id for rule in built_in_rules())


def _field(name: str, type: str, text: FieldText, more: str) -> str:
    head = f"{as_code(name)}: {type}" if type else as_code(name)
    says = "\n\n".join(filter(None, (text.says, more)))
    return _page(head, says, text.facts(), text.page)


def _page(head: str, says: str, facts: Mapping[str, str], page: str = "") -> str:
    items = "\n".join(f"- {name}: {value}" for name, value in facts.items() if value)
    link = f"[Documentation]({page})" if page else ""
    return "\n\n".join(filter(None, (f"**{head}**", says, items, link)))


def _plural(kind: str) -> str:
    return {"object": "mappings", "string": "texts"}.get(kind, f"{kind} values")


def _marks(field: Field) -> str:
    """What the schema says about a field beside its type."""
    marks = []
    if field.required:
        marks.append("Required.")
    if field.gcloud is None:
        marks.append("No release of gcloud accepts it in a file.")
    elif field.gcloud:
        marks.append(f"gcloud accepts it from release {field.gcloud} on.")
    return " ".join(marks)


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
