"""The site: every page is in it, nothing of it comes from elsewhere, search works from a disk."""

from __future__ import annotations

import functools
import html
import importlib.util
import json
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from scripts import site
from tests.browser import Page, browser, chromium

ROOT = Path(__file__).resolve().parents[2]


def test_pages_that_nobody_names_are_in_a_section() -> None:
    nav = ["index.md", {"Guide": ["a.md"]}, {"Rules": ["rules.md"]}]
    pages = ["a.md", "b.md", "index.md", "rules.md", "rules/CR1.md", "rules/CR2.md", "rules/IN1.md"]
    groups = [{"CR": ["rules/CR1.md", "rules/CR2.md"]}, {"IN": ["rules/IN1.md"]}]
    assert site.navigation(nav, pages) == [
        "index.md",
        {"Guide": ["a.md", "b.md"]},
        {"Rules": ["rules.md", *groups]},
    ]


@pytest.mark.parametrize(
    ("path", "text", "made"),
    [
        ("docs/ci.md", "[a](live.md#x)", "[a](live.md#x)"),
        ("docs/ci.md", "[a](../SECURITY.md)", "[a](security.md)"),
        ("docs/ci.md", "[a](../Dockerfile)", f"[a]({site.REPOSITORY}/blob/main/Dockerfile)"),
        ("docs/ci.md", "[a](../examples)", f"[a]({site.REPOSITORY}/tree/main/examples)"),
        ("docs/ci.md", "[a](../nowhere.txt)", "[a](../nowhere.txt)"),
        ("docs/ci.md", "[a](https://x.org/../y) [b](#c)", "[a](https://x.org/../y) [b](#c)"),
        ("docs/rules/A1.md", "[a](../rules.md)", "[a](../rules.md)"),
        ("docs/rules/A1.md", "[a](../../CHANGELOG.md)", "[a](../changelog.md)"),
        ("CONTRIBUTING.md", "[a](docs/ci.md#x)", "[a](ci.md#x)"),
        ("SECURITY.md", "[a](README.md)", f"[a]({site.REPOSITORY}/blob/main/README.md)"),
        ("docs/ci.md", "```yaml .x/a.yml\n```", '```yaml title=".x/a.yml"\n```'),
        ("docs/ci.md", "```yaml\na: b\n```", "```yaml\na: b\n```"),
        ("docs/ci.md", "| `A\\|B` | x \\| y |", "| `A|B` | x \\| y |"),
        ("docs/ci.md", "`A\\|B`", "`A\\|B`"),
    ],
)
def test_text_for_the_site(path: str, text: str, made: str) -> None:
    assert site.for_the_site(text, path) == made


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, made without a warning."""
    if not importlib.util.find_spec("material"):
        pytest.skip("mkdocs-material is not installed (the extra `docs`); .ci/docs has it")
    folder = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def articles(folder: Path) -> Iterator[tuple[str, str]]:
    """The pages with their text, without blocks of code."""
    for page in sorted(folder.rglob("*.html")):
        found = re.search(r"<article.*?</article>", page.read_text(encoding="utf-8"), re.S)
        if found:
            name = page.relative_to(folder).as_posix()
            yield name, re.sub(r"<pre.*?</pre>", "", found[0], flags=re.S)


@pytest.mark.slow
def test_every_page_of_the_repository_is_there(built: Path) -> None:
    docs = ROOT / "docs"
    pages = {path.relative_to(docs).with_suffix(".html") for path in docs.rglob("*.md")}
    pages |= {Path(name).with_suffix(".html") for name in site.FROM_THE_ROOT.values()}
    assert len(pages) > 250
    assert [str(page) for page in pages if not (built / page).exists()] == []
    assert not list(built.rglob("lint.1"))


@pytest.mark.slow
def test_nothing_is_loaded_from_elsewhere(built: Path) -> None:
    for page in sorted(built.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=\"?([^\s\">]+)", text)
        loaded += re.findall(r"<link\b[^>]*\bhref=\"?([^\s\">]+)", text)
        assert loaded
        assert [url for url in loaded if "//" in url] == [], page
    for sheet in built.rglob("*.css"):
        assert not re.search(
            r"url\(['\"]?(?:https?:)?//|@import", sheet.read_text(encoding="utf-8")
        )


@pytest.mark.slow
def test_markdown_means_the_same_as_on_github(built: Path) -> None:
    """Python-Markdown wants an empty line above a list, and four columns for what is in an entry."""
    wrong = []
    for name, text in articles(built):
        for part in re.findall(r"<(?:p|li)>.*?</(?:p|li)>", text, re.S):
            if re.search(
                r"\n\s*(?:[-*]|\d+\.) |```|\|--|\*\*", re.sub(r"<code>.*?</code>", "", part)
            ):
                wrong.append((name, html.unescape(part)[:150]))
        wrong += [(name, code) for code in re.findall(r"<code>[^<]*\\\|[^<]*</code>", text)]
    assert wrong == []


@pytest.mark.slow
def test_search_finds_rules_by_id_and_pages_by_word(built: Path) -> None:
    index = json.loads((built / "search" / "search_index.json").read_text(encoding="utf-8"))
    titles = {entry["location"]: entry["title"] for entry in index["docs"]}
    assert titles["rules/CR012.html"] == "CR012 reserved-env-name"
    assert "settings.html#all-settings" in titles


@pytest.fixture
def served(built: Path) -> Iterator[str]:
    """The address of a server of the site."""
    handler = functools.partial(Quiet, directory=str(built))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.mark.slow
@pytest.mark.parametrize("where", ["a disk", "a server"])
def test_it_can_be_read_and_searched(built: Path, served: str, tmp_path: Path, where: str) -> None:
    if not chromium():
        pytest.skip("Chromium is not installed")
    with browser(tmp_path) as page:
        if where == "a server":
            page.call("Page.navigate", url=f"{served}/start.html")
            wait_until(page, "document.querySelector('.md-search__input') !== null")
        else:
            page.open(built / "start.html")
        page.press("s")
        # Each letter is a question of its own, and each needs another part of the index.
        page.type("reserved-env-name")
        wait_until(
            page, "document.querySelector('.md-search-result__list a[href*=\"CR012\"]') !== null"
        )
        time.sleep(0.5)
        page.value("1")  # what the console has said by now
        assert page.complaints == []
        own = ("file:", "data:", "blob:", served)
        assert [url for url in page.requests if not url.startswith(own)] == []


def wait_until(page: Page, condition: str) -> None:
    deadline = time.monotonic() + 30
    while not page.value(condition):
        assert time.monotonic() < deadline, (condition, page.complaints)
        time.sleep(0.1)
