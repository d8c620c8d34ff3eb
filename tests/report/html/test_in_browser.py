"""The page in a headless Chromium: what it asks for, what it complains of, how it looks and answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lint.cli.main import main
from lint.engine.examples import SKELETONS
from lint.engine.run import check
from lint.model.options import Options
from lint.report import render
from tests.browser import Page, browser, chromium
from tests.engine.portraits.drawing import MANIFEST, outcome_of
from tests.report.html.test_page import HOSTILE

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(chromium() is None, reason="Chromium is not installed"),
]
EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "netra-staging"
SIZES = (360, 820, 1440)
SHOWN = "[...document.querySelectorAll('.finding')].filter(f => !f.hidden).map(f => f.id)"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("chromium")) as opened:
        yield opened


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the incident and its repaired twin, with their image."""
    file = tmp_path_factory.mktemp("report") / "report.html"
    main(
        ["check", str(EXAMPLE), "--rules", str(EXAMPLE / "rules.yaml"), "--format", f"html={file}"]
    )
    return file


@pytest.fixture(autouse=True)
def quiet(page: Page) -> Iterator[None]:
    """Nothing but the file itself is asked for, and the console stays empty, in every test."""
    page.requests.clear()
    page.complaints.clear()
    page.size(1440, 900)
    page.prefers(prefers_color_scheme="light")
    yield
    assert page.complaints == []
    assert all(url.startswith("file:///") and ".html" in url for url in page.requests)
    page.value("try { localStorage.clear() } catch {}")


def looks_right(page: Page) -> None:
    """Nothing is wider than the window, and no text of the picture leaves its box."""
    assert page.value("document.documentElement.scrollWidth <= innerWidth")
    outside = page.value(
        """[...document.querySelectorAll('svg.picture')].filter(s => s.getClientRects().length).flatMap(s => {
          const around = s.getBoundingClientRect();
          const boxes = [...s.querySelectorAll('.box, .frame')].map(b => b.getBoundingClientRect());
          return [...s.querySelectorAll('text')].filter(t => {
            const r = t.getBoundingClientRect();
            return r.right > around.right + 1 || !boxes.some(b => r.left >= b.left && r.right <= b.right + 1
              && r.top >= b.top - 1 && r.bottom <= b.bottom + 1);
          }).map(t => t.textContent);
        })"""
    )
    assert outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_windows_of_every_size(page: Page, report: Path, scheme: str) -> None:
    page.prefers(prefers_color_scheme=scheme)
    for width in SIZES:
        page.size(width, 800)
        page.open(report)
        page.value("document.querySelectorAll('details').forEach(d => { d.open = true })")
        looks_right(page)


def test_a_narrow_window_has_the_parts_as_a_list(page: Page, report: Path) -> None:
    page.size(360, 800)
    page.open(report)
    visible = "getComputedStyle(document.querySelector('svg.picture')).display"
    assert page.value(visible) == "none"
    assert page.value("document.querySelector('.words .part').getBoundingClientRect().height") > 20
    page.size(1440, 800)
    assert page.value(visible) == "block"


def test_long_names_many_parts_and_none_stay_in_their_boxes(page: Page, tmp_path: Path) -> None:
    containers = "".join(
        f"      - {{name: sidecar-{n}, image: 'gcr.io/shop-project/{'long/' * n}sidecar:{n}'}}\n"
        for n in range(9)
    )
    variables = "".join(
        f"        - {{name: A_{'LONG_' * (n % 14)}NAME_{n}, value: x}}\n" for n in range(60)
    )
    text = MANIFEST.replace("        resources:", f"{variables}        resources:", 1)
    text = text.replace("      volumes:", f"{containers}      volumes:")
    text = text.replace("name: orders\n", f"name: {'orders-' * 20}\n").replace("名", "名" * 40)
    for number, each in enumerate(
        [text, *SKELETONS.values(), "apiVersion: serving.knative.dev/v1\nkind: Service\n"]
    ):
        file = tmp_path / f"{number}.html"
        file.write_text(render("html", outcome_of(each)), encoding="utf-8")
        page.open(file)
        looks_right(page)


def test_a_hostile_manifest_runs_nothing(page: Page, tmp_path: Path) -> None:
    file = tmp_path / "a.html"
    text = MANIFEST.replace("orders", "x").replace("internal", repr(HOSTILE).replace("\\'", "''"))
    file.write_text(render("html", outcome_of(text)), encoding="utf-8")
    page.open(file)
    assert HOSTILE in page.value("document.body.textContent")
    assert page.value("document.querySelectorAll('img, script').length") == 1


def test_the_policy_stops_a_script_that_is_not_the_reports_own(
    page: Page, report: Path, tmp_path: Path
) -> None:
    file = tmp_path / "a.html"
    added = "<script>document.title = 'run'</script><img src='https://example.com/x.png'></body>"
    file.write_text(report.read_text(encoding="utf-8").replace("</body>", added), encoding="utf-8")
    page.open(file)
    assert page.value("document.title") != "run"
    assert any("Content Security Policy" in complaint for complaint in page.complaints)
    page.complaints.clear()
    page.requests.clear()  # of the image, which was blocked


def test_filters_narrow_down_and_stay_in_the_address(page: Page, report: Path) -> None:
    page.open(report)
    every = page.value(SHOWN)
    page.value("document.querySelector('input[value=warning]').click()")
    fewer = page.value(SHOWN)
    assert 0 < len(fewer) < len(every)
    assert page.value(
        f"{SHOWN}.every(id => document.getElementById(id).dataset.severity !== 'warning')"
    )
    page.value(
        "(() => { const f = document.getElementById('filters').elements; f.rule.value = 'BLD030';"
        "f.rule.dispatchEvent(new Event('input', {bubbles: true})) })()"
    )
    assert len(page.value(SHOWN)) == 1
    assert page.value("location.hash") == "#severity=error%2Cinfo&rule=BLD030"
    assert (
        page.value("document.getElementById('shown').textContent") == f"1 of {len(every)} findings"
    )
    hidden = page.value("[...document.querySelectorAll('.resource')].filter(s => s.hidden).length")
    assert hidden > 0
    page.open(report, "severity=error%2Cinfo&rule=BLD030")
    assert len(page.value(SHOWN)) == 1
    page.value("document.querySelector('button[type=reset]').click()")
    page.value("new Promise(resolve => setTimeout(resolve, 20))")
    assert page.value(SHOWN) == every
    assert page.value("location.hash") == ""


def test_keys_go_to_the_filter_and_from_finding_to_finding(page: Page, report: Path) -> None:
    page.open(report)
    every = page.value(SHOWN)
    focused = "document.activeElement.id || document.activeElement.name"
    page.press("j")
    assert page.value(focused) == every[0]
    page.press("j")
    page.press("j")
    page.press("k")
    assert page.value(focused) == every[1]
    page.press("/")
    page.type("socket")
    assert page.value(focused) == "text"
    few = page.value(SHOWN)
    assert 0 < len(few) < len(every)
    page.press("Escape")
    page.press("j")
    assert page.value(focused) in few
    top = page.value(
        f"document.getElementById({page.value(focused)!r}).getBoundingClientRect().top"
    )
    assert 0 <= top < 900


def test_a_number_in_the_picture_leads_to_its_finding(page: Page, report: Path) -> None:
    page.open(report)
    page.value(
        "document.querySelector('svg .badge').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    target = page.value("document.querySelector('svg .badge').getAttribute('href').slice(1)")
    assert page.value("document.activeElement.id") == target
    assert page.value("location.hash") == f"#{target}"
    page.open(report, target)
    assert page.value("document.querySelector('.finding.at').id") == target


def test_what_a_link_leads_to_is_not_behind_the_filters(page: Page, report: Path) -> None:
    for width in SIZES:
        page.size(width, 500)
        page.open(report)
        page.value("document.querySelectorAll('nav a')[1].click()")
        page.value("new Promise(resolve => setTimeout(resolve, 50))")
        covered = "document.getElementById('filters').getBoundingClientRect().bottom"
        for target in ("#s2 h2", ".finding.at h4"):
            top = page.value(f"document.querySelector({target!r}).getBoundingClientRect().top")
            assert max(page.value(covered), 0) <= top < 400
            page.press("j")


def test_the_button_changes_the_colours_and_the_browser_remembers(page: Page, report: Path) -> None:
    back = "getComputedStyle(document.body).backgroundColor"
    page.open(report)
    light = page.value(back)
    for _ in range(2):  # system, light, dark
        page.value("document.getElementById('theme').click()")
    dark = page.value(back)
    assert dark != light
    page.open(report)
    assert page.value(back) == dark
    assert page.value("document.getElementById('theme').textContent") == "Colours: dark"
    page.prefers(prefers_color_scheme="dark")
    page.value("document.getElementById('theme').click()")
    assert page.value(back) == dark
    assert page.value("document.getElementById('theme').textContent") == "Colours: system"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_have_contrast_enough_to_be_read(page: Page, report: Path, scheme: str) -> None:
    """WCAG 2.2, 1.4.3: 4.5 to 1 for text of ordinary size."""
    page.prefers(prefers_color_scheme=scheme)
    page.open(report)
    poor = page.value(
        """(() => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', {willReadFrequently: true});
          const rgb = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
            return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = (color) => { const [r, g, b] = rgb(color).map(v => v / 255)
            .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const ratio = (a, b) => { const [x, y] = [light(a), light(b)].sort((p, q) => q - p);
            return (x + 0.05) / (y + 0.05); };
          const back = (element) => { for (let e = element; e; e = e.parentElement) {
            const color = getComputedStyle(e).backgroundColor; if (rgb(color)[3] > 250) return color; }
            return 'white'; };
          const poor = [];
          for (const element of document.querySelectorAll('body *')) {
            if (!element.getClientRects().length || element.closest('svg')) continue;
            if (![...element.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
            const found = ratio(getComputedStyle(element).color, back(element));
            if (found < 4.5) poor.push([element.className || element.tagName, found.toFixed(2)]);
          }
          for (const badge of document.querySelectorAll('svg .badge')) {
            const found = ratio(getComputedStyle(badge.querySelector('text')).fill,
              getComputedStyle(badge.querySelector('rect')).fill);
            if (found < 4.5) poor.push(['badge', found.toFixed(2)]);
          }
          const box = document.querySelector('svg .box');
          for (const words of document.querySelectorAll('svg text:not(.badge text)')) {
            const found = ratio(getComputedStyle(words).fill, getComputedStyle(box).fill);
            if (found < 4.5) poor.push([words.className.baseVal, found.toFixed(2)]);
          }
          return [...new Set(poor.map(String))];
        })()"""
    )
    assert poor == []


def test_everything_that_can_be_used_has_a_name(page: Page, report: Path) -> None:
    page.open(report)
    tree = page.call("Accessibility.getFullAXTree")["nodes"]
    roles = {"link", "button", "checkbox", "combobox", "searchbox", "textbox", "DisclosureTriangle"}
    nameless = [
        node
        for node in tree
        if node.get("role", {}).get("value") in roles and not node.get("name", {}).get("value")
    ]
    assert nameless == []
    assert {"main", "navigation", "search", "banner"} <= {
        node.get("role", {}).get("value") for node in tree
    }


def test_without_scripts_everything_can_be_read(page: Page, report: Path) -> None:
    page.call("Emulation.setScriptExecutionDisabled", value=True)
    try:
        page.open(report)
        document = page.call("DOM.getDocument")["root"]["nodeId"]
        found = page.call(
            "DOM.querySelectorAll", nodeId=document, selector=".finding:not([hidden])"
        )
        assert len(found["nodeIds"]) > 5
        hidden = page.call(
            "DOM.querySelectorAll", nodeId=document, selector="form[hidden], #keys[hidden]"
        )
        assert len(hidden["nodeIds"]) == 2
    finally:
        page.call("Emulation.setScriptExecutionDisabled", value=False)


def test_it_prints_on_paper(page: Page, report: Path) -> None:
    page.open(report)
    pdf = page.call("Page.printToPDF", printBackground=False)["data"]
    assert len(pdf) > 20_000
    page.call("Emulation.setEmulatedMedia", media="print")
    assert page.value("getComputedStyle(document.getElementById('filters')).display") == "none"
    page.call("Emulation.setEmulatedMedia", media="")


def test_a_report_on_500_services_opens_in_two_seconds(page: Page, tmp_path: Path) -> None:
    texts = [
        (EXAMPLE / name).read_text(encoding="utf-8") for name in ("broken.yaml", "service.yaml")
    ]
    folder = tmp_path / "fleet"
    folder.mkdir()
    for number in range(500):
        text = texts[number % 2].replace("netra-backend-staging", f"service-{number}")
        (folder / f"{number:03}.yaml").write_text(text, encoding="utf-8")
    options = Options([str(folder)])
    options.format = ["html"]
    file = tmp_path / "fleet.html"
    file.write_text(render("html", check(options)), encoding="utf-8")
    assert file.stat().st_size < 10 << 20
    # Other work on the machine makes it slower, and never faster.
    assert any(page.open(file) < 2 for _ in range(10))
    assert page.value("document.querySelectorAll('svg.picture').length") == 500
    page.press("/")
    page.type("service-76")
    assert 0 < page.value(f"{SHOWN}.length") < 20
