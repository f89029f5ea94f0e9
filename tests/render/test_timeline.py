"""Stages as a page with a timeline and as panels of a picture."""

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import geopandas as gpd
import pytest
import shapely
from playwright.sync_api import expect

import rangeviz as rv
from rangeviz.datasets.scenario.carriers import extract_scenario
from rangeviz.datasets.scenario.reader import parse_scenario
from rangeviz.language.language import LANGUAGES, Language
from rangeviz.render.figure.multiples import StagesPicture
from rangeviz.render.page.timeline_page import TimelineMap
from rangeviz.verification.verify import verify
from rangeviz.writing import write

HOSTILE = "{{7*7}}<img src=x onerror=alert(1)>\u202e</script> $x$"


def told(stages, **more):
    systems = rv.load_systems()
    scenario = rv.Scenario(
        sites=(rv.LaunchSite.at(36.2304, 49.9935, name="Kharkiv"),),
        systems=(systems["himars"], systems["atacms"]),
        zones=(rv.find_zone("Kursk"),),
        stages=stages,
        **more,
    )
    return rv.build_stages(scenario)


@pytest.fixture(scope="module")
def three():
    systems = rv.load_systems()
    source = rv.Source(title="Report", publisher="AP", url="https://example.org/a")
    only = (rv.find_zone("Kursk", rule="only"),)
    return told(
        (
            rv.Stage("2024-05-30", "Limited use", (systems["himars"],), ()),
            rv.Stage("2024-11-17", "Authorisation", note="A note.", source=source),
            rv.Stage("2024-11", "Use in Kursk", (systems["atacms"],), only),
        )
    )


@pytest.fixture(scope="module")
def page(three):
    return TimelineMap(three).to_html()


def test_what_any_stage_reaches_is_not_told_as_the_first_ones(three):
    assert TimelineMap(three).summary()[-1].startswith("Within reach on any date: ")


def test_all_stages_together_name_each_thing_once(three):
    scenario = three.combined.scenario
    assert [system.id for system in scenario.systems] == ["himars", "atacms"]
    assert [zone.rule for zone in scenario.zones] == ["restricted", "only"]
    notes = [str(caveat) for caveat in three.combined.caveats]
    assert len(set(notes)) == len(notes)


@pytest.mark.browser
def test_dates_choose_what_the_map_and_the_panel_show(open_page, page):
    opened = open_page(page)
    tab = opened.page
    rings, zones = (
        tab.locator("path.rv-ring[d*=L], path.rv-ring[d*=C]"),
        tab.locator("path.rv-zone"),
    )
    sections = tab.locator(".rv-part:visible h2")
    dates = tab.get_by_role("radio")
    expect(dates.first).to_be_checked()
    expect(sections).to_have_text(["2024-05-30: Limited use"])
    expect(zones).to_have_count(0)
    assert tab.locator("path.rv-ring.rv-s0").count() == 1
    assert tab.locator("path.rv-ring.rv-s1").count() == 0
    assert rings.count() >= 1
    dates.first.focus()
    tab.keyboard.press("ArrowRight")
    expect(dates.nth(1)).to_be_checked()
    expect(sections).to_have_text(["2024-11-17: Authorisation"])
    expect(tab.locator("#rv-stage-told")).to_have_text("2024-11-17: Authorisation")
    expect(zones).to_have_count(1)
    assert tab.locator("path.rv-ring.rv-s1").count() == 1
    assert tab.url.endswith("#stage=2")
    tab.get_by_role("button", name="Later").click()
    expect(sections).to_have_text(["2024-11: Use in Kursk"])
    expect(tab.locator("path.rv-zone-only")).to_have_count(1)
    expect(tab.get_by_role("button", name="Later")).to_be_disabled()
    assert tab.locator("path.rv-ring.rv-s0").count() == 0
    assert opened.problems == []
    assert opened.requests == []


@pytest.mark.browser
def test_the_address_holds_the_stage_and_what_is_switched_off(open_page, page):
    tab = open_page(page).page
    tab.get_by_role("radio").nth(1).check()
    tab.get_by_role("checkbox", name=re.compile("HIMARS")).uncheck()
    hash_ = tab.evaluate("location.hash")
    assert "stage=2" in hash_
    assert "show=atacms" in hash_
    again = open_page(page).page
    again.evaluate("hash => (location.hash = hash)", hash_)
    expect(again.get_by_role("radio").nth(1)).to_be_checked()
    expect(again.get_by_role("checkbox", name=re.compile("HIMARS"))).not_to_be_checked()
    expect(again.get_by_role("checkbox", name=re.compile("ATACMS"))).to_be_checked()
    for wrong in ("#stage=9", "#stage=-1", "#stage=x%00", "#stage=1e1"):
        again.evaluate("hash => (location.hash = hash)", wrong)
        expect(again.get_by_role("radio").first).to_be_checked()


@pytest.mark.browser
def test_it_plays_to_the_end_and_stops_when_it_is_asked_to(open_page, page):
    tab = open_page(page, own_clock=True).page
    dates = tab.get_by_role("radio")
    tab.get_by_role("button", name="Play").press("Enter")
    expect(dates.first).to_be_checked()
    tab.clock.run_for(8_000)
    expect(dates.nth(1)).to_be_checked()
    pause = tab.get_by_role("button", name="Pause")
    pause.press("Space")
    tab.clock.run_for(60_000)
    expect(dates.nth(1)).to_be_checked()
    tab.get_by_role("button", name="Play").click()
    tab.clock.run_for(60_000)
    expect(dates.nth(2)).to_be_checked()
    # At the end it has stopped; once more is from the first.
    tab.get_by_role("button", name="Play").click()
    expect(dates.first).to_be_checked()
    # Whoever chooses a date wants to stay there.
    dates.nth(2).check()
    tab.clock.run_for(60_000)
    expect(dates.nth(2)).to_be_checked()
    expect(pause).to_have_count(0)


@pytest.mark.browser
def test_nothing_plays_by_itself(open_page, page):
    tab = open_page(page, own_clock=True, reduced_motion="reduce").page
    tab.clock.run_for(60_000)
    expect(tab.get_by_role("radio").first).to_be_checked()
    tab.get_by_role("button", name="Play").click()
    assert tab.evaluate("document.getAnimations().length") == 0


@pytest.mark.browser
@pytest.mark.parametrize("width", [1280, 390])
def test_dates_stand_to_scale_and_never_on_each_other(open_page, page, width):
    tab = open_page(page, width=width).page
    dots = tab.evaluate(
        "[...document.querySelectorAll('.rv-axis circle')]"
        ".map((dot) => dot.getBoundingClientRect().x)"
    )
    # 2024-05-30, 2024-11-17, and the middle of 2024-11.
    share = (dots[2] - dots[0]) / (dots[1] - dots[0])
    assert share == pytest.approx((15.0 + 154.5) / 171, abs=0.01)
    boxes = tab.evaluate(
        "[...document.querySelectorAll('.rv-dates label')]"
        ".map((label) => label.getBoundingClientRect())"
        ".map(({ left, right }) => [left, right])"
    )
    for (_, right), (left, _) in itertools.pairwise(sorted(boxes)):
        assert left >= right


@pytest.mark.browser
def test_a_step_along_the_timeline_can_be_undone(open_page, page):
    tab = open_page(page).page
    tab.get_by_role("radio").nth(1).check()
    tab.locator("[data-layer=zone]:visible").uncheck()
    tab.get_by_role("button", name="Undo").click()
    expect(tab.locator("path.rv-zone")).to_have_count(1)
    tab.get_by_role("button", name="Undo").click()
    expect(tab.get_by_role("radio").first).to_be_checked()
    expect(tab.locator("path.rv-zone")).to_have_count(0)
    expect(tab.get_by_role("button", name="Undo")).to_have_attribute(
        "aria-disabled", "true"
    )


@pytest.mark.browser
def test_every_stage_is_there_without_a_script_and_on_paper(open_page, page, three):
    still = open_page(page, width=390, java_script_enabled=False).page
    expect(still.locator(".rv-part:visible")).to_have_count(3)
    expect(still.locator(".rv-timeline")).to_be_hidden()
    permitted = Language().km2(three.stages[1].report.reaches[1].permitted_m2)
    expect(still.locator("#rv-stage-2")).to_contain_text(permitted)
    expect(still.locator("#rv-stage-2 a")).to_have_attribute(
        "href", "https://example.org/a"
    )
    tab = open_page(page).page
    tab.emulate_media(media="print")
    expect(tab.locator(".rv-part:visible")).to_have_count(3)


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_axe_finds_nothing(open_page, page, packages, scheme, width):
    opened = open_page(page, width=width, color_scheme=scheme)
    tab = opened.page
    tab.evaluate((packages / "axe-core/axe.min.js").read_text(encoding="utf-8"))
    result = tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert [found["id"] for found in result["violations"]] == []
    assert tab.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_a_moved_point_leaves_the_stages_as_published(open_page, page):
    tab = open_page(page).page
    note = tab.locator("#rv-stage-1 .rv-published")
    expect(note).to_be_hidden()
    tab.locator(".rv-pin").focus()
    tab.keyboard.press("ArrowLeft")
    expect(note).to_be_visible()


@pytest.mark.browser
def test_hostile_names_stay_text(open_page):
    source = rv.Source(title=HOSTILE, publisher=HOSTILE, url="javascript:alert(1)")
    stage = rv.Stage("2024", HOSTILE, note=HOSTILE, source=source)
    opened = open_page(TimelineMap(told((stage, stage), title=HOSTILE)).to_html())
    assert "<img" in opened.page.locator("#rv-stage-1 h2").inner_text()
    expect(opened.page.locator("#rv-stage-1 a")).to_have_count(0)
    assert opened.problems == []
    assert opened.requests == []


@pytest.fixture(scope="module")
def moving():
    """A made line that stands still for a day and then moves on."""
    lines = [shapely.LineString([(34 + d, 50.9), (35 + d, 51.2)]) for d in (0, 0, 0.4)]
    days = {"date": ["2024-01-01", "2024-01-02", "2024-01-03"], "name": "A made line"}
    table = gpd.GeoDataFrame(days, geometry=lines, crs=4326)
    return rv.dates(table, ["30 km", "60 km"], zones="Kursk")


def test_each_date_has_the_figures_of_its_own_line(moving):
    first, same, last = moving.stages
    assert len(moving.combined.scenario.sites) == 2
    assert len(moving.combined.reaches) == 4
    assert first.report.reaches[0] is same.report.reaches[0]
    for each in (first, last):
        (site,) = each.stage.sites
        alone = rv.report(site, ["30 km", "60 km"], zones="Kursk").to_dict()
        assert each.report.to_dict() == alone
    table = moving.tables()["reaches"]
    assert table.stage_date.tolist() == sorted(
        2 * [s.stage.date for s in moving.stages]
    )


@pytest.mark.browser
def test_a_date_shows_its_own_line_and_its_figures(open_page, moving):
    opened = open_page(TimelineMap(moving).to_html())
    tab = opened.page
    lines, rings = (
        tab.locator(f"#rv-map path.rv-{name}[d*=L]") for name in ("baseline", "ring")
    )
    figures = tab.locator("section.rv-site:visible:has([id^=rv-from-]) summary").first
    expect(lines).to_have_count(1)
    expect(rings).to_have_count(2)
    expect(figures).to_have_text("From A made line, 2024-01-01")
    drawn = lines.get_attribute("d")
    tab.get_by_role("button", name="Later").click()
    assert lines.get_attribute("d") == drawn
    tab.get_by_role("button", name="Later").click()
    expect(lines).to_have_count(1)
    expect(rings).to_have_count(2)
    assert lines.get_attribute("d") != drawn
    expect(figures).to_have_text("From A made line, 2024-01-03")
    tab.get_by_role("checkbox", name=re.compile("60 km")).uncheck()
    expect(rings).to_have_count(1)
    tab.get_by_role("button", name="Earlier").click()
    expect(rings).to_have_count(2)
    expect(figures).to_have_text("From A made line, 2024-01-01")
    again = open_page(TimelineMap(moving).to_html()).page
    again.evaluate("location.hash = '#stage=3'")
    expect(again.locator("#rv-stage-told")).to_have_text("2024-01-03: A made line")
    assert opened.problems == []
    assert opened.requests == []


def test_pages_and_pictures_of_lines_name_them_once(moving):
    page, picture = TimelineMap(moving), StagesPicture(moving)
    for title in (page.title, picture.title):
        assert title == "Reach from A made line, 2024-01-01 to 2024-01-03"
    for words in (page.summary()[0], picture.subtitle):
        assert words.count("A made line") == 1
    assert "on any date" in page.summary()[-1]
    assert len(picture.panels) == 3
    told = " ".join(map(str, moving.caveats))
    assert told.count("Measured from A made line") == 1


def test_more_dates_of_a_line_than_can_be_followed_are_refused(moving):
    days = [f"2024-{month:02}-{day:02}" for month in (1, 2) for day in range(1, 15)]
    many = tuple(
        replace(each, stage=replace(each.stage, date=day))
        for day, each in zip(days, itertools.cycle(moving.stages), strict=False)
    )
    whole = replace(moving, stages=many)
    for suffix, most in ((".html", 24), (".svg", 12)):
        with pytest.raises(rv.InputError, match=f"{most} dates .* there are 28"):
            whole.write(f"never{suffix}")
    # Of systems and zones alone there may be more.
    plain = tuple(
        replace(each, stage=replace(each.stage, sites=())) for each in many[:2] * 13
    )
    assert len(TimelineMap(replace(moving, stages=plain)).stages) == 26


@pytest.mark.parametrize("what", ["three", "moving"])
@pytest.mark.parametrize("suffix", [".html", ".svg"])
def test_what_is_carried_makes_the_same_stages(request, tmp_path, suffix, what):
    stages = request.getfixturevalue(what)
    path = tmp_path / f"timeline{suffix}"
    write(stages, path)
    scenario = parse_scenario(extract_scenario(path), name="carried")
    again = rv.build_stages(scenario)
    for one, other in zip(stages.stages, again.stages, strict=True):
        assert one.to_dict() == other.to_dict()
    if suffix == ".html":
        assert verify(path).ok


def test_a_scenario_with_stages_is_written_as_them(tmp_path):
    stages = (rv.Stage("2024", "One"), rv.Stage("2025", "Two"))
    system = rv.System.ad_hoc(max_range_m=50e3)
    scenario = rv.Scenario((rv.LaunchSite.at(36, 50),), (system,), stages=stages)
    rv.write(scenario, tmp_path / "x.html")
    assert 'id="rv-stage-2"' in (tmp_path / "x.html").read_text()
    rv.write(scenario, tmp_path / "x.svg")
    assert "2025" in (tmp_path / "x.svg").read_text()


def test_one_stage_is_told_as_it_is_and_many_sites_by_name():
    system = rv.System.ad_hoc(max_range_m=50e3, name="Type")
    sites = tuple(rv.LaunchSite.at(36 + i, 50, name=f"Site {i}") for i in range(5))
    stage = rv.Stage("2024", "One")
    one = rv.Scenario(sites[:1], (system,), stages=(stage,))
    picture = StagesPicture(rv.build_stages(one))
    assert picture.title == "2024: One"
    assert "same scale" not in picture.to_svg()
    zone = rv.Zone("Zone", shapely.box(36, 50, 37, 51))
    stages = (stage, rv.Stage("2025", "Two", zones=(zone,)))
    many = rv.Scenario(sites, (system,), stages=stages)
    picture = StagesPicture(rv.build_stages(many))
    assert "from Site 0, Site 1, Site 2 and 2 more as reported" in picture.title
    assert picture.to_svg().count("From Site 0: Permitted: Type") == 1


def test_panels_share_one_frame_and_nothing_collides(three):
    picture = StagesPicture(three)
    assert len(picture.panels) == 3
    width, height = picture.panel_size_in
    for labels in picture.panels:
        kinds = [label.kind for label in labels]
        assert "site" in kinds
        assert "ring" in kinds
        for label in labels:
            west, south, east, north = label.box
            assert 0 <= west <= east <= width
            assert 0 <= south <= north <= height
        for one, other in itertools.combinations(labels, 2):
            across = min(one.box[2], other.box[2]) - max(one.box[0], other.box[0])
            up = min(one.box[3], other.box[3]) - max(one.box[1], other.box[1])
            assert across <= 0 or up <= 0
    assert picture.to_svg() == StagesPicture(three).to_svg()


@pytest.mark.parametrize("tag", LANGUAGES)
def test_captions_tell_date_rule_and_figure(three, tag):
    scenario = replace(three.combined.scenario, language=tag)
    combined = replace(three.combined, scenario=scenario)
    picture = StagesPicture(replace(three, combined=combined))
    said = " ".join(" ".join(ET.fromstring(picture.to_svg()).itertext()).split())
    for each in three.stages:
        assert each.stage.date in said
        assert each.stage.label in said
        for row in each.report.reaches if each.report.scenario.zones else ():
            figure = Language(tag).km2(row.permitted_m2)
            assert " ".join(figure.split()) in said
    assert ("Permitted:" in said) is (tag == "en")
    assert ("No rule of a zone" in said) is (tag == "en")
