"""The page in a real browser: quiet, safe, for eyes and keyboards, in two languages."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from builders import gil_report
from ledgers import differing
from ledgers import hostile as hostile_ledger
from pages import crowded_page, gil_page, hostile, io_page

from concdemo import schema
from concdemo.model import Report
from concdemo.render import units
from concdemo.render.html import page, words
from concdemo.render.html.ledger import as_html
from concdemo.text import Language, Text

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium on this machine")

QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
HANGUL = re.compile("[가-힣]")
SPAN = ".lanes rect[role=gridcell]"


@dataclass
class Opened:
    """A page in the browser, and what it asked for and complained about."""

    tab: "playwright.Page"
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def tip(self) -> str:
        """What the box with a span's detail says; nothing where there is none."""
        tip = self.tab.locator("#tip")
        return tip.inner_text() if tip.is_visible() else ""

    def view(self) -> str:
        """Which part of the time axis is shown."""
        return self.tab.locator(".view").first.inner_text()

    def style(self, selector: str, name: str) -> str:
        """A computed style of the first such element."""
        script = "(e, name) => getComputedStyle(e)[name]"
        return str(self.tab.locator(selector).first.evaluate(script, name))


@pytest.fixture(scope="module")
def browser() -> Iterator["playwright.Browser"]:
    """One browser for all tests."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def show(browser: "playwright.Browser", tmp_path: Path) -> Iterator["Show"]:
    """Opens reports as a page; every page must have been quiet when the test is over."""
    opener = Show(browser, tmp_path)
    yield opener
    for opened in opener.opened:
        opened.tab.context.close()
        assert opened.complaints == []
        assert opened.dialogs == []
        assert [url for url in opened.requests if not url.startswith(("file:", "blob:"))] == []


class Show:
    """Call it with reports."""

    def __init__(self, browser: "playwright.Browser", folder: Path) -> None:
        self.browser = browser
        self.folder = folder
        self.opened: list[Opened] = []

    def __call__(
        self, *reports: Report, language: Language = "en", width: int = 1280, **context: object
    ) -> Opened:
        """The page of these reports, opened from a file."""
        return self.open(page(reports, language), width, **context)

    def open(self, source: str, width: int = 1280, **context: object) -> Opened:
        """A page, opened from a file."""
        file = self.folder / f"page-{len(self.opened)}.html"
        file.write_text(source, encoding="utf-8")
        tab = self.browser.new_context(
            viewport={"width": width, "height": 800}, **context
        ).new_page()
        opened = Opened(tab)
        self.opened.append(opened)
        tab.on("console", lambda message: opened.complaints.append(message.text))
        tab.on("pageerror", lambda error: opened.complaints.append(str(error)))
        tab.on("request", lambda request: opened.requests.append(request.url))
        tab.on("dialog", lambda dialog: (opened.dialogs.append(dialog.message), dialog.dismiss()))
        tab.goto(file.as_uri())
        return opened


PAGES: dict[str, list[Report]] = {
    "gil": [gil_page()],
    "io": [io_page()],
    "crowded": [crowded_page(80, 3)],
    "bare": [gil_report()],
    "several": [gil_page(), replace(gil_page(), size=3)],
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [400, 1280])
def test_it_opens_quietly(show: Show, name: str, width: int) -> None:
    """No error, no request but the file's own, and no part wider than the window."""
    opened = show(*PAGES[name], width=width)
    assert len(opened.requests) == 1
    assert opened.tab.evaluate("document.documentElement.scrollWidth") <= width


def test_the_policy_stops_what_is_not_the_pages_own(show: Show) -> None:
    """A script or style that is put into the page doesn't run, and nothing can be asked for."""
    opened = show(gil_page())
    opened.tab.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.broken = 1";
        document.body.append(script);
        const style = document.createElement("style");
        style.textContent = "h1 { color: rgb(1, 2, 3) }";
        document.head.append(style);
    }""")
    asked = opened.tab.evaluate("fetch('http://localhost:9/').then(() => 'let', () => 'stopped')")
    assert opened.tab.evaluate("window.broken") is None
    assert opened.style("h1", "color") != "rgb(1, 2, 3)"
    assert asked == "stopped"
    assert len(opened.complaints) >= 3
    assert all(
        "Content Security Policy" in line or "Fetch API" in line for line in opened.complaints
    )
    opened.complaints.clear()
    opened.requests[:] = [url for url in opened.requests if url.startswith("file:")]


def test_hover_shows_a_spans_detail(show: Show) -> None:
    """Task, state, lane, from, to and length; gone when the pointer leaves."""
    opened = show(gil_page())
    assert opened.tip() == ""
    opened.tab.locator("[data-arm='1'] " + SPAN).nth(1).hover()
    assert opened.tip().splitlines() == [
        "task 1 · running", "thread 1", "20 ms to 30 ms: 10.0 ms"
    ]  # fmt: skip
    opened.tab.mouse.move(5, 5)
    assert opened.tip() == ""


def test_keys_show_it_too(show: Show) -> None:
    """One tab stop an arm; arrows go along a lane and from lane to lane; Escape hides."""
    opened = show(gil_page())
    tab = opened.tab
    assert tab.locator(f"{SPAN}[tabindex='0']").count() == 3
    tab.locator(".toolbar button").last.focus()
    tab.keyboard.press("Tab")
    assert opened.tip().startswith("task 1 · running\nmain thread")
    tab.keyboard.press("ArrowRight")
    assert opened.tip().startswith("task 2 · running\nmain thread")
    tab.keyboard.press("Tab")
    assert "thread 1\n0 to 10 ms" in opened.tip()
    tab.keyboard.press("ArrowDown")
    assert "thread 2\n10 ms to 20 ms" in opened.tip()
    tab.keyboard.press("End")
    assert "thread 2\n60 ms to 80 ms" in opened.tip()
    tab.keyboard.press("ArrowLeft")
    assert "thread 2\n30 ms to 40 ms" in opened.tip()
    tab.keyboard.press("ArrowUp")
    assert "thread 1\n" in opened.tip()
    tab.keyboard.press("Home")
    assert "thread 1\n0 to 10 ms" in opened.tip()
    focused = tab.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focused == "task 1 · running, thread 1, 0 to 10 ms: 10.0 ms"
    assert opened.style(f"{SPAN}:focus", "strokeWidth") == "4px"
    tab.keyboard.press("Escape")
    assert opened.tip() == ""
    tab.keyboard.press("Tab")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.tagName") == "SUMMARY"  # of the chart below


def test_lengths_are_said_as_in_the_tables(show: Show) -> None:
    """The script's durations read like the package's own."""
    lengths = [7, 950, 12_345, 999_949, 1_000_000, 4_567_890, 99_960_000, 1_234_000_000]
    whole = gil_page()
    begin, spans = 0, []
    for number, length in enumerate(lengths):
        spans.append(
            whole.arms[0].spans[0]._replace(task=number, begin_ns=begin, end_ns=begin + length)
        )
        begin += length
    arms = [replace(whole.arms[0], spans=spans, portrait_ns=None), *whole.arms[1:]]
    labels = (
        show(replace(whole, arms=arms))
        .tab.locator("[data-arm='0'] " + SPAN)
        .evaluate_all("all => all.map(e => e.getAttribute('aria-label'))")
    )
    assert [label.rpartition(": ")[2] for label in labels] == [units.duration(n) for n in lengths]


@pytest.mark.parametrize("name", ["io", "crowded", "several"])
def test_language_switches_everything(show: Show, name: str) -> None:
    """No Hangul is left in English, no sentence of ours in English is left in Korean, and back."""
    opened = show(*PAGES[name])
    tab = opened.tab
    switch = tab.locator(".switch")

    def seen() -> tuple[str, str]:
        labels = tab.locator("[aria-label]").evaluate_all(
            "all => all.map(e => e.getAttribute('aria-label')).join('\\n')"
        )
        text = tab.locator("body").inner_text().replace("한국어", "")
        return text + "\n" + tab.title(), labels

    english = seen()
    assert not any(HANGUL.search(text) for text in english)
    assert tab.evaluate("document.documentElement.lang") == "en"
    switch.get_by_text("한국어").click()
    korean = seen()
    assert tab.evaluate("document.documentElement.lang") == "ko"
    assert tab.title() == PAGES[name][0].title.ko
    for report in PAGES[name]:
        for verdict in report.verdicts:
            assert verdict.sentence.ko in korean[0]
            assert verdict.sentence.en not in korean[0]
    for text in vars(words).values():
        if isinstance(text, Text) and " " in text.en and "{" not in text.en:
            assert not re.search(re.escape(text.en), "\n".join(korean)), text
    assert "task" not in korean[1]
    switch.get_by_text("English").click()
    assert seen() == english


def test_details_speak_the_language(show: Show) -> None:
    """After the switch a span's detail is in Korean, and the switch says which is pressed."""
    opened = show(gil_page())
    opened.tab.locator("[data-language=ko]").click()
    opened.tab.locator(SPAN).first.hover()
    assert opened.tip().splitlines()[:2] == ["작업 1 · 실행 중", "메인 스레드"]
    assert opened.tab.locator("[aria-pressed=true]").all_inner_texts() == ["한국어"]


@pytest.mark.parametrize("name", ["io", "crowded", "several"])
def test_hostile_words_stay_words(show: Show, name: str) -> None:
    """Markup in every text field of the report is shown and not obeyed."""
    opened = show(*map(hostile, PAGES[name]))
    harmless = show(*(hostile(report, "x") for report in PAGES[name]))
    count = "document.querySelectorAll('*').length"
    kinds = "[...new Set([...document.querySelectorAll('*')].map(e => e.localName))].sort()"
    opened.tab.locator(SPAN).first.hover()
    opened.tab.locator("[data-language=ko]").click()
    assert opened.tab.evaluate("window.broken") is None
    assert opened.tab.locator("img").count() == 0
    assert opened.tab.evaluate(kinds) == harmless.tab.evaluate(kinds)
    assert opened.tab.evaluate(count) == pytest.approx(harmless.tab.evaluate(count), rel=0.05)
    assert "window.broken=1" in opened.tab.locator("h1").inner_text()


@pytest.mark.parametrize(("name", "bad"), [("gil", False), ("crowded", True), ("several", True)])
def test_the_download_is_the_report(show: Show, name: str, bad: bool) -> None:
    """The saved file is the report's JSON to the byte, made without asking anyone."""
    reports = [hostile(report) if bad else report for report in PAGES[name]]
    opened = show(*reports)
    for index, report in enumerate(reports):
        with opened.tab.expect_download() as caught:
            opened.tab.locator(".download").nth(index).click()
        data = Path(caught.value.path()).read_bytes()
        assert data == schema.encode(report)
        assert json.loads(data)["rounds"] == report.rounds
        assert re.fullmatch(r"concdemo-[\w-]+-[ab]\.json", caught.value.suggested_filename)


def test_zoom_by_buttons_keys_and_wheel(show: Show) -> None:
    """Each way shows a part of the axis, and 0 shows the whole again."""
    opened = show(gil_page())
    tab = opened.tab
    whole = opened.view()
    assert whole == "Shown: 0 to 80 ms"
    tab.get_by_role("button", name="Zoom in").click()
    assert opened.view() == "Shown: 20 ms to 60 ms"
    tab.get_by_role("button", name="Earlier").click()
    assert opened.view() == "Shown: 10 ms to 50 ms"
    tab.get_by_role("button", name="Later").click()
    tab.get_by_role("button", name="Zoom out").click()
    assert opened.view() == whole
    tab.locator(SPAN).first.focus()
    tab.keyboard.press("+")
    assert opened.view() == "Shown: 10 ms to 50 ms"
    tab.keyboard.press("Shift+ArrowRight")
    moved = opened.view()
    tab.keyboard.press("-")
    assert opened.view() == whole != moved
    tab.locator("[data-arm='1'] svg.track").first.hover()
    tab.keyboard.down("Control")
    tab.mouse.wheel(0, -100)
    tab.keyboard.up("Control")
    tab.wait_for_function("old => document.querySelector('.view').textContent !== old", arg=whole)
    tab.locator(SPAN).first.focus()
    tab.keyboard.press("0")
    assert opened.view() == whole


def test_zoom_widens_spans_and_keeps_the_focus(show: Show) -> None:
    """A span twice as wide after zooming in, and still the one that has the focus."""
    opened = show(gil_page())
    tab = opened.tab
    lane = "[data-arm='1'] .lane:nth-of-type(2) rect"
    tab.locator(lane).nth(1).focus()
    label = tab.evaluate("document.activeElement.getAttribute('aria-label')")
    width = "document.activeElement.getBoundingClientRect().width"
    before = tab.evaluate(width)
    tab.keyboard.press("+")
    assert tab.evaluate("document.activeElement.getAttribute('aria-label')") == label
    assert tab.evaluate(width) == pytest.approx(2 * before, rel=0.01)


def test_arrows_bring_hidden_spans_into_view(show: Show) -> None:
    """Going on past the edge of what is shown moves the view along."""
    opened = show(gil_page())
    tab = opened.tab
    tab.locator("[data-arm='1'] " + SPAN).first.focus()
    for _ in range(3):
        tab.keyboard.press("+")
    tab.keyboard.press("ArrowRight")
    assert "20 ms to 30 ms" in opened.tip()
    assert tab.evaluate("document.activeElement.getAttribute('role')") == "gridcell"


def test_a_short_arm_fills_the_axis(show: Show) -> None:
    """One press zooms to an arm that ends early, and a key alone shows the whole again."""
    opened = show(io_page())
    tab = opened.tab
    tab.locator("[data-arm='2'] .fit").click()
    assert opened.view() == "Shown: 0 to 20 ms"
    width = tab.locator("[data-arm='2'] " + SPAN).first.bounding_box()["width"]
    assert width > 0.9 * tab.locator("[data-arm='2'] svg.track").first.bounding_box()["width"]
    assert tab.locator("[data-arm='0'] .fit").count() == 0
    tab.locator("[data-arm='2'] .fit").evaluate("e => e.blur()")
    tab.keyboard.press("0")
    assert opened.view() == "Shown: 0 to 80 ms"


def test_dragging_moves_the_view(show: Show) -> None:
    """A drag to the left shows what is later."""
    opened = show(gil_page())
    tab = opened.tab
    tab.get_by_role("button", name="Zoom in").click()
    box = tab.locator("[data-arm='1'] svg.track").first.bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + box["width"] / 2, box["y"] + 10)
    tab.mouse.down()
    tab.mouse.move(box["x"] + box["width"] / 4, box["y"] + 10, steps=4)
    tab.mouse.up()
    tab.wait_for_function("document.querySelector('.view').textContent.endsWith('30 ms to 70 ms')")


DRAWN = """all => all.map(e => [e.getAttribute("class"),
    ...["x", "y", "width", "height"].map(name => parseFloat(e.getAttribute(name)))])"""


@pytest.mark.parametrize("name", ["gil", "io", "crowded"])
def test_the_script_draws_what_the_package_drew(show: Show, name: str) -> None:
    """Without a script the page has the same picture, rectangle by rectangle."""
    still = show(*PAGES[name], java_script_enabled=False)
    moving = show(*PAGES[name])
    selector = ".lanes .lane svg.track rect"
    first = still.tab.locator(selector).evaluate_all(DRAWN)
    second = moving.tab.locator(selector).evaluate_all(DRAWN)
    assert len(first) == len(second) > 4
    for one, other in zip(first, second, strict=True):
        assert one[0] == other[0]
        assert one[1:] == pytest.approx(other[1:], abs=0.001)
    assert not still.tab.locator(".toolbar").is_visible()


def test_crowds_come_apart(show: Show) -> None:
    """Shared lines become a line each when asked, and slices become spans when zoomed into."""
    opened = show(crowded_page())
    tab = opened.tab
    assert tab.locator("[data-arm='1'] .lane").count() == 40
    tab.locator("[data-arm='1'] " + SPAN).first.hover()
    assert "coroutines 1–5" in opened.tip() and "running" in opened.tip()
    tab.locator(".expand").click()
    assert tab.locator("[data-arm='1'] .lane").count() == 200
    assert not tab.locator(".shared").is_visible()
    assert tab.locator("[data-arm='1'] .lane-name").last.inner_text() == "coroutine 200"
    assert tab.locator("[data-arm='2'] rect.some").count() > 0
    tab.locator("[data-arm='2'] " + SPAN).first.focus()
    tab.keyboard.press("+")
    tab.keyboard.press("+")
    assert tab.locator("[data-arm='2'] rect.some").count() == 0
    assert tab.locator("[data-arm='2'] rect.running").count() > 50
    tab.locator(".expand").click()
    assert tab.locator("[data-arm='1'] .lane").count() == 40


def luminance(color: str) -> float:
    """Relative luminance of ``rgb(r, g, b)``, as WCAG defines it."""
    parts = [int(n) / 255 for n in re.findall(r"\d+", color)[:3]]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_spans_can_be_read(show: Show, scheme: str) -> None:
    """Text has a contrast of 4.5 at least, spans 3, and numbers on spans 4.5."""
    opened = show(io_page(), color_scheme=scheme)
    paper = opened.style("body", "backgroundColor")
    assert (luminance(paper) > 0.5) == (scheme == "light")
    for selector in ("h1", ".note", ".fact", ".lane-name", "thead th", "dt", "a"):
        assert contrast(opened.style(selector, "color"), paper) >= 4.5, selector
    card = opened.style(".card", "backgroundColor")
    for selector in (".judgement", ".claim", ".because"):
        assert contrast(opened.style(selector, "color"), card) >= 4.5, selector
    root = "(e, name) => getComputedStyle(e).getPropertyValue(name)"
    for number in range(8):
        task = hex_color(opened, root, f"--t{number}")
        on = hex_color(opened, root, "--on-odd" if number % 2 else "--on-even")
        assert contrast(task, on) >= 4.5, number
        assert (number % 2 and scheme == "light") or contrast(task, paper) >= 3, number


def hex_color(opened: Opened, script: str, name: str) -> str:
    """A colour of the style sheet as ``rgb(…)``."""
    digits = opened.tab.locator("html").evaluate(script, name).strip().lstrip("#")
    return f"rgb({', '.join(str(int(digits[i : i + 2], 16)) for i in (0, 2, 4))})"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints_on_white_without_buttons(show: Show, scheme: str) -> None:
    """On paper there is dark ink whatever the screen's scheme, and nothing to press."""
    opened = show(gil_page(), color_scheme=scheme)
    opened.tab.emulate_media(media="print", color_scheme=scheme)
    assert luminance(opened.style("h1", "color")) < 0.1
    for selector in (".toolbar", ".switch", ".download", ".keys"):
        assert not opened.tab.locator(selector).first.is_visible()
    assert opened.tab.locator(".lanes rect").first.is_visible()
    pdf = opened.tab.pdf(format="A4")
    assert pdf.startswith(b"%PDF")
    assert 1 < pdf.count(b"/Type /Page\n") + pdf.count(b"/Type /Page ") < 8


def test_large_enough_for_the_last_row(show: Show) -> None:
    """Ordinary words are 18 pixels at least on a projector, verdicts larger."""
    opened = show(gil_page())
    assert float(opened.style(".because", "fontSize").removesuffix("px")) >= 18
    assert float(opened.style(".claim", "fontSize").removesuffix("px")) >= 24


@pytest.mark.parametrize("width", [400, 1280])
def test_a_ledger_s_page(show: Show, width: int) -> None:
    """It leads from a claim to its run's table and back, in both languages, on any screen."""
    opened = show.open(as_html(differing(), "ko").decode(), width)
    tab = opened.tab
    assert HANGUL.search(tab.locator("h1").inner_text())
    tab.locator("[data-language=en]").click()
    assert not HANGUL.search(tab.locator("h1").inner_text())
    tab.locator("[id='async.needs-threads'] a").click()
    assert tab.url.endswith("#run-1")
    assert tab.locator("#run-1 table").first.is_visible()
    with tab.expect_download() as saved:
        tab.locator("#run-1 .download").click()
    assert schema.read(str(saved.value.path())) == differing().reports[1]
    tab.locator("#run-1 a[href='#answer']").click()
    assert tab.url.endswith("#answer")
    across = tab.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert across <= 0


def test_a_hostile_ledger_stays_quiet(show: Show) -> None:
    """Nothing of its words runs."""
    opened = show.open(as_html(hostile_ledger(), "en").decode())
    assert opened.tab.evaluate("window.broken") is None
