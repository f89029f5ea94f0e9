"""Names from files are text in the page, whatever they hold.

Each payload is opened without the page's policy, where it would run if it could; with
the policy, and in search, card, ruler and link, one of each kind: the others are
repetitions.
"""

import functools
import re
from urllib.parse import quote

import pandas as pd
import pytest
import shapely
from playwright.sync_api import expect

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.arguments import one_line
from rangeviz.datasets.scenario.carriers import extract_scenario
from rangeviz.datasets.scenario.reader import parse_scenario
from rangeviz.render.page.encode import clean_text
from rangeviz.render.page.rangemap import RangeMap

pytestmark = pytest.mark.browser

PAYLOADS = [
    "<script>window.ran=1</script>",
    '<img src=x onerror="window.ran=1">',
    "<svg/onload=window.ran=1>",
    "</script><script>window.ran=1</script>",
    '"><img src=x onerror=window.ran=1>',
    "' onmouseover='window.ran=1",
    "`;window.ran=1;`",
    "${window.ran=1}",
    "{{7*7}}",
    "{% for x in [1] %}49{% endfor %}",
    "{# gone #}kept",
    "{{ cycler.__init__.__globals__.os.environ }}",
    "javascript:window.ran=1",
    "\u2028window.ran=1//\u2029",
    '\\";window.ran=1;//',
    "<!--<script>window.ran=1",
    ']]><iframe srcdoc="<script>parent.ran=1</script>">&amp;lt;',
]


# A tag, one that ends its surroundings, an attribute, a template, a line's end, CDATA.
OF_EACH_KIND = {PAYLOADS[i] for i in (0, 3, 4, 8, 13, 16)}


def opened_pages(*usual):
    """Payloads with and without the policy; all but the usual are repetitions."""
    return pytest.mark.parametrize(
        ("payload", "policy"),
        [
            pytest.param(
                payload,
                policy,
                marks=[pytest.mark.repetition] * (payload not in usual[policy]),
            )
            for payload in PAYLOADS
            for policy in (False, True)
        ],
    )


@pytest.fixture(scope="module")
def hostile_html(squares):
    """One page for a payload, with the payload wherever text can stand."""

    @functools.cache
    def make(text: str) -> str:
        source = rv.Source(
            title=text,
            publisher=text,
            date=text,
            url=f"javascript:{text}",
            quote=text[:40],
        )
        system = rv.System(
            id="hostile", name=text, max_range_m=120_000, source=source, note=text
        )
        zone = rv.Zone(text, shapely.box(30.2, 50.1, 30.9, 50.8), note=text)
        # Objects, since a column of strings holds no lone surrogate.
        same = pd.Series([text] * 4, dtype=object)
        code = pd.Series([f"{text}{i}" for i in range(4)], dtype=object)
        borders = squares.assign(name=same, country_name=same, code=code)
        scenario = rv.Scenario(
            sites=(rv.LaunchSite.at(30.1, 50.2, name=text),),
            systems=(system,),
            zones=(zone,),
            title=text,
            subtitle=text,
        )
        report = build_report(scenario, borders=borders)
        return RangeMap(report).to_html()

    return make


@opened_pages(PAYLOADS, OF_EACH_KIND)
def test_payload_stays_text(open_page, hostile_html, without_policy, payload, policy):
    html = hostile_html(payload)
    shown = clean_text(one_line(payload).strip())
    opened = open_page(html if policy else without_policy(html))
    page = opened.page
    expect(page.locator("html.rv-ready")).to_be_attached()
    assert page.locator("h1").text_content() == shown
    assert page.title().split() == shown.split()
    label = page.locator(".rv-label-site")
    assert label.text_content() == shown
    box = page.locator("#rv-map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x + 30, y - 60)
    page.mouse.click(x + 30, y - 60)
    expect(page.locator("#rv-card")).to_be_visible()
    page.locator(".rv-pin").focus()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#rv-zones-0 th")).to_contain_text(shown[:5])
    assert page.evaluate("window.ran") is None
    assert opened.problems == []
    assert opened.requests == []


@opened_pages(OF_EACH_KIND, PAYLOADS[:1])
def test_payload_stays_text_in_search_card_ruler_and_link(
    open_page, hostile_html, without_policy, payload, policy
):
    """Typed, walked to, measured between, in the address."""
    html = hostile_html(payload)
    shown = clean_text(one_line(payload).strip())
    opened = open_page(
        html if policy else without_policy(html),
        address=f"#at={quote(payload)}&show={quote(payload)}",
    )
    page = opened.page
    expect(page.locator("html.rv-ready")).to_be_attached()
    page.locator("#rv-search").fill(payload)
    page.locator("#rv-search").press("Enter")
    page.locator("#rv-map").focus()
    told = page.locator("#rv-card-told")
    for _ in range(20):
        page.keyboard.press("PageDown")
        if told.text_content().startswith(shown[:5]):
            break
    page.keyboard.press("Enter")
    card = page.locator("#rv-card")
    assert shown in card.locator("strong").text_content()
    card.locator("button").last.press("Enter")
    page.keyboard.press("PageDown")
    page.keyboard.press("Enter")
    assert shown in card.locator("strong").text_content()
    expect(card.locator(".rv-card-way")).to_contain_text("km")
    page.locator("#rv-search").fill("Kyiv")
    page.locator("#rv-search").press("Enter")
    expect(page.locator("#rv-status")).to_contain_text("Kyiv (instead of")
    page.locator(".rv-lead").first.evaluate("node => node.click()")
    assert page.evaluate("window.ran") is None
    assert opened.problems == []
    assert opened.requests == []


def test_nothing_is_compiled_or_left_out(hostile_html):
    html = hostile_html("{{7*7}} {% x %} {# y #}")
    assert "{{7*7}} {% x %} {# y #}" in html
    assert not re.search(r"<h1>\s*49", html)


def test_odd_characters_are_cleaned(hostile_html):
    html = hostile_html("a\x00b\x1b[31m\u202eevil\ud800")
    odd = {"\x00", "\x1b", "\u202e", "\ud800"}
    assert [ascii(c) for c in html if c in odd] == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_scenario_in_the_page_reads_back(hostile_html, payload, tmp_path):
    path = tmp_path / "page.html"
    path.write_text(hostile_html(payload), encoding="utf-8")
    scenario = parse_scenario(extract_scenario(path))
    assert scenario.title == payload.strip()
    assert scenario.systems[0].name == payload.strip()
