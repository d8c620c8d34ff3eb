"""Hooks of mkdocs.yml: what the site needs beyond the pages in docs/ as they are in the repository.

The pages are written for the repository, so that they can be read there. For the site,
- each page of docs/ that mkdocs.yml does not name is added to the section "Guide", and each page of a
  rule below the list of rules;
- SECURITY.md, CONTRIBUTING.md and CHANGELOG.md become pages;
- a link to any other file of the repository becomes a link to the file on GitHub;
- the file name behind the language of a block becomes the title of the block;
- a pipe in code in a table loses its backslash, which GitHub needs and Python-Markdown shows.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Any

from lint.model.links import REPOSITORY

ROOT = Path(__file__).resolve().parent.parent
FROM_THE_ROOT = {
    "SECURITY.md": "security.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
"""Files at the root of the repository that are pages of the site, by the names of the pages."""
OTHERS = "Guide"
"""The section of pages that no section names."""
RULES = "Rules"
Nav = list[Any]

_LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)\s#]+)")
_CODE = re.compile(r"`[^`\n]+`")
_TITLED = re.compile(r"^( *```\w+) (\S+)$", re.M)


def navigation(nav: Nav, pages: list[str]) -> Nav:
    """The sections with all pages, which are paths below docs/."""
    named = set(_named(nav))
    rules = sorted(page for page in pages if page.startswith("rules/"))
    others = sorted(page for page in pages if page not in named and page not in rules)
    groups: dict[str, list[str]] = {}
    for page in rules:
        groups.setdefault(page.removeprefix("rules/").rstrip("0123456789.md"), []).append(page)
    more: dict[str, Nav] = {
        RULES: [{letters: group} for letters, group in groups.items()],
        OTHERS: others,
    }
    return [
        {title: [*content, *more.get(title, [])] for title, content in entry.items()}
        if isinstance(entry, dict)
        else entry
        for entry in nav
    ]


def _named(nav: Any) -> list[str]:
    if isinstance(nav, str):
        return [nav]
    parts = nav.values() if isinstance(nav, dict) else nav
    return [page for part in parts for page in _named(part)]


def for_the_site(text: str, path: str) -> str:
    """The text of a page, whose path is that in the repository, with links and titles of the site."""
    folder = posixpath.dirname(path)
    page = FROM_THE_ROOT.get(path, path.removeprefix("docs/"))

    def link(match: re.Match[str]) -> str:
        target = posixpath.normpath(posixpath.join(folder, match[1]))
        inside = FROM_THE_ROOT.get(target, target.removeprefix("docs/"))
        if inside != target:
            return posixpath.relpath(inside, posixpath.dirname(page) or ".")
        if not (ROOT / target).exists():
            return match[1]  # mkdocs reports it
        return f"{REPOSITORY}/{'tree' if (ROOT / target).is_dir() else 'blob'}/main/{target}"

    text = _TITLED.sub(r'\1 title="\2"', _LINK.sub(link, text))
    return re.sub(r"^\|.*", lambda row: _CODE.sub(_without_escapes, row[0]), text, flags=re.M)


def _without_escapes(code: re.Match[str]) -> str:
    return code[0].replace("\\|", "|")


def on_config(config: Any) -> None:
    """Adds the pages of the folder to the sections."""
    docs = Path(config.docs_dir)
    config.nav = navigation(
        config.nav, [path.relative_to(docs).as_posix() for path in docs.rglob("*.md")]
    )


def on_files(files: Any, config: Any) -> None:
    """Adds the pages from the root of the repository."""
    from mkdocs.structure.files import File

    for path, page in FROM_THE_ROOT.items():
        files.append(File.generated(config, page, abs_src_path=str(ROOT / path)))


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Puts links and titles in their form for the site."""
    here = page.file.src_uri
    paths = {name: path for path, name in FROM_THE_ROOT.items()}
    return for_the_site(markdown, paths.get(here, f"docs/{here}"))
