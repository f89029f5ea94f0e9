"""A page that says anything else than its scenario comes to is never passed.

Each change is one that somebody could make to a page with a text editor. It is made
to a page as rangeviz writes it, which passes before.
"""

import base64
import hashlib
import re

import pytest

import rangeviz as rv
from rangeviz.analysis.report import build_report
from rangeviz.writing import page_html

TILES = "https://tile.openstreetmap.org"


@pytest.fixture(scope="module")
def scenario():
    systems = rv.load_systems()
    return rv.Scenario(
        sites=(rv.LaunchSite.at(36.25475, 49.98177, name="Kharkiv"),),
        systems=(systems["himars"], systems["atacms"]),
        zones=(rv.find_zone("Kursk"),),
    )


@pytest.fixture(scope="module")
def page(scenario):
    return page_html(build_report(scenario))


@pytest.fixture
def verified(tmp_path):
    def verify(text, **said):
        (tmp_path / "edited.html").write_text(text, encoding="utf-8")
        return rv.verify(tmp_path / "edited.html", **said)

    return verify


def faults(found):
    return [finding for finding in found.findings if finding.fault]


def with_policy(text):
    """Make the hashes of the policy anew, as a forger would."""

    def hashes(tag):
        texts = re.findall(rf"<{tag}(?![^>]*application/)[^>]*>(.*?)</{tag}>", text,
                           re.DOTALL)  # fmt: skip
        digests = [hashlib.sha256(each.encode()).digest() for each in texts]
        return " ".join(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)

    text = re.sub(r"script-src [^;]*;", f"script-src {hashes('script')};", text)
    return re.sub(r"style-src [^;]*;", f"style-src {hashes('style')};", text)


def farther(text):
    """Let the script take every range for 1.7 times what it is."""
    changed, count = re.subn(r"(?<![\w$.])[\w$]+\.max_m\b", r"1.7*\g<0>", text)
    assert count > 3
    return with_policy(changed)


def fewer_per_cent(text):
    return re.sub(r'(data-value="[^"]*"[^>]*>)100%', r"\g<1>1%", text)


def replaced(old, new):
    def change(text):
        assert old in text
        return text.replace(old, new)

    return change


def without(pattern):
    def change(text):
        assert re.search(pattern, text, re.DOTALL)
        return re.sub(pattern, "", text, count=1, flags=re.DOTALL)

    return change


def before_the_end(markup):
    return replaced("</body>", f"{markup}</body>")


def in_the_head(markup):
    return replaced("</title>", f"</title>{markup}")


FALSIFIED = {
    "the ring": (farther, "script"),
    "visible per cent": (fewer_per_cent, "figure"),
    "headline": (
        replaced("All of Kursk Oblast is within", "All of Moscow is within"),
        "text",
    ),
    "first heading alone": (
        lambda text: re.sub("<h1>.*?</h1>", "<h1>All of it is within reach</h1>", text),
        "text",
    ),
    "summary": (replaced("nearest edge 111 km", "nearest edge 11 km"), "text"),
    "subtitle": (replaced("Geodesic range rings", "Secret range rings"), "text"),
    "source's address": (
        lambda text: re.sub(
            'href="https://[^"]*"', 'href="https://evil.example"', text
        ),
        "source",
    ),
    "source's words": (replaced("Reuters, copied", "The Times, copied"), "source"),
    "caveat": (replaced("not what would be hit", "exactly what will be hit"), "text"),
    "caveat left out": (without(r"<li>A ring shows[^\n]*\n"), "text"),
    "a further script": (before_the_end("<script>alert(1)</script>"), "element"),
    "a further script, allowed": (
        lambda text: with_policy(before_the_end("<script>alert(1)</script>")(text)),
        "policy",
    ),
    "a further style": (in_the_head("<style>.rv{display:none}</style>"), "element"),
    "policy left out": (
        without(r'<meta http-equiv="Content-Security-Policy"[^\n]*\n'),
        "policy",
    ),
    "policy loosened": (replaced("default-src 'none'", "default-src *"), "policy"),
    "sent elsewhere": (
        in_the_head('<meta http-equiv="refresh" content="0;url=https://evil.example">'),
        "element",
    ),
    "a form": (
        before_the_end('<form action="https://evil.example"></form>'),
        "element",
    ),
    "a handler": (replaced("<h1>", '<h1 onclick="alert(1)">'), "element"),
    "figure behind a cell": (
        replaced('data-value="293725.6"', 'data-value="393725.4"'),
        "figure",
    ),
    "a cell's words": (replaced("293,726", "393,726"), "figure"),
    "a row left out": (
        without(r'<tr><th scope="row">Belgorod Oblast[^\n]*\n'),
        "figure",
    ),
    "a row too many": (
        replaced(
            '<tr><th scope="row">Belgorod Oblast',
            '<tr><th scope="row">Moscow<td data-value="1.0">100%</tr>\n'
            '<tr><th scope="row">Belgorod Oblast',
        ),
        "figure",
    ),
    "a region renamed": (replaced("Belgorod Oblast", "Tver Oblast"), "figure"),
    "a head of a column": (replaced("Nearest, km", "Farthest, km"), "text"),
    "range in the data": (replaced('"max_m":305800.0', '"max_m":405800.0'), "figure"),
    "range in the scenario": (
        replaced("max_range_km = 305.8", "max_range_km = 305.9"),
        "figure",
    ),
    "another launch point": (replaced('"lat":49.98177', '"lat":50.5'), "baseline"),
    "another launch point, carried": (
        replaced("lat = 49.98177", "lat = 50.5"),
        "baseline",
    ),
    "rule of a zone": (replaced('"rule":"restricted"', '"rule":"only"'), "figure"),
    "fetch": (
        before_the_end('<script>fetch("https://evil.example/")</script>'),
        "request",
    ),
    "picture": (before_the_end('<img src="https://evil.example/x.png">'), "request"),
    "picture within": (
        before_the_end('<img src="data:image/gif;base64,R0lGOD=">'),
        "element",
    ),
    "frame": (before_the_end('<iframe srcdoc="<p>Other</p>"></iframe>'), "element"),
    "link": (in_the_head('<link rel="prefetch" href="/x">'), "element"),
    "SVG picture": (
        before_the_end('<svg><image href="https://evil.example/x.png"/></svg>'),
        "request",
    ),
    "import": (
        in_the_head('<style>@import "https://evil.example/x.css";</style>'),
        "request",
    ),
    "language": (replaced('<html lang="en">', '<html lang="ru">'), "text"),
    "order of rows": (
        lambda text: re.sub(
            r'(<tr><th scope="row">Belgorod[^\n]*\n)(<tr>[^\n]*\n)', r"\2\1", text
        ),
        "figure",
    ),
    "a comment": (before_the_end("<!-- exactly what will be hit -->"), "text"),
    "words after the end": (lambda text: f"{text}Moscow is within reach", "text"),
    "damaged data": (replaced('id="rv-data">{', 'id="rv-data">{{'), "figure"),
    "data with a name twice": (
        replaced('id="rv-data">{', 'id="rv-data">{"lang":"en",'),
        "figure",
    ),
}


@pytest.mark.parametrize("name", FALSIFIED)
@pytest.mark.usefixtures("again")
def test_a_falsified_page_is_told(page, verified, name):
    change, check = FALSIFIED[name]
    edited = change(page)
    assert edited != page
    found = verified(edited)
    assert not found.ok
    assert check in {finding.check for finding in faults(found)}, found.findings
    assert all("\n" not in f.message and f.message for f in found.findings)


def test_the_page_as_it_is_passes(page, verified):
    found = verified(page)
    assert found.ok
    assert not found.findings
    assert found.figures == len(re.findall(r"data-value=", page))
    assert verified(page.replace("\n", "\r\n")).ok  # as some editors and git save it


@pytest.mark.usefixtures("again")
def test_what_differs_is_said_where_it_stands(page, verified):
    (cell,) = faults(verified(page.replace("293,726", "393,726")))
    assert "'393,726'" in cell.message
    assert "'293,726' (293725.6)" in cell.message
    (row,) = faults(verified(FALSIFIED["a row left out"][0](page)))
    assert row.label.startswith("Belgorod Oblast")
    assert "leaves out this row" in row.message
    told = faults(verified(FALSIFIED["source's address"][0](page)))
    sources = [finding for finding in told if finding.check == "source"]
    (heading,) = {source.label for source in sources}
    assert f">{heading}</h2>" in page
    assert any("evil.example" in source.message for source in sources)
    (data,) = faults(verified(page.replace('"max_m":305800.0', '"max_m":405800.0')))
    assert data.label == "systems[1].max_m"
    assert "405800.0, made again it is 305800.0" in data.message


def test_a_page_with_tiles_is_told(page, verified):
    tiles = f'"tiles":{{"url":"{TILES}/{{z}}/{{x}}/{{y}}.png"}},"version":'
    told = faults(verified(page.replace('"version":', tiles, 1)))
    assert "tiles" in {finding.label for finding in told}


def test_a_scenario_changed_with_its_page_is_held_against_the_catalogue(
    scenario, verified
):
    """A page that agrees with itself may still not say what was published."""
    himars, atacms = scenario.systems
    own = rv.Scenario(
        sites=scenario.sites,
        systems=(
            rv.System(himars.id, himars.name, 137_000.0, himars.source),
            rv.System(atacms.id, atacms.name, 305_800.0, rv.Source("Hearsay")),
        ),
    )
    found = verified(page_html(build_report(own)))
    told = [(f.check, f.label, f.message) for f in faults(found)]
    assert any(
        check == "range" and "137 km" in message and "80.5 km" in message
        for check, label, message in told
        if label == himars.name
    )
    assert any(check == "source" for check, label, _ in told if label == atacms.name)


def test_every_system_of_the_catalogue_is_as_the_catalogue_has_it(scenario, verified):
    every = rv.Scenario(scenario.sites, tuple(rv.load_systems().values()))
    assert not verified(page_html(build_report(every))).findings


@pytest.mark.usefixtures("again")
def test_a_page_of_another_version_is_compared_by_its_tables(page, verified):
    old = re.sub(r'"version":"[^"]*"', '"version":"0.0.9"', page)
    old = re.sub(r"# rangeviz \S+:", "# rangeviz 0.0.9:", old)
    old = with_policy(old.replace("rangeviz.start", "rangeviz.begin"))
    old = old.replace("Geodesic range rings", "Range rings")
    found = verified(old)
    assert found.ok
    (note,) = found.findings
    assert note.check == "unchecked"
    assert "made by rangeviz 0.0.9" in note.message
    assert found.figures > 80
    for change in ("visible per cent", "figure behind a cell", "a cell's words"):
        assert {f.check for f in faults(verified(FALSIFIED[change][0](old)))} == {
            "figure"
        }
    shorter = verified(FALSIFIED["a row left out"][0](old))
    assert shorter.ok
    assert any("leaves out this row" in f.message for f in shorter.findings)
    assert not verified(FALSIFIED["fetch"][0](old)).ok


def test_arithmetic_of_another_machine_is_no_fault(page, verified):
    nearly = page.replace('data-value="293725.6"', 'data-value="293725.5"')
    found = verified(nearly)
    assert found.ok
    assert "1 figures differ by one unit" in found.findings[0].message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("sites = [", "sites = [" + '"50,36.1",' * 400),
        ("sites = [", 'sites = [ { area = "Russia" }, { area = "Canada" },'),
        ("tolerance_m = 10.0", "tolerance_m = 1e-7"),
        ("worldview", 'subtitle = "' + "x" * 3_000_000 + '"\nworldview'),
    ],
    ids=["many sites", "two other sites", "too exact", "long"],
)
def test_a_heavy_scenario_ends_within_seconds(page, verified, old, new):
    import time

    start = time.process_time()
    try:
        assert not verified(page.replace(old, new, 1)).ok
    except rv.errors.InputError as error:
        words = "nothing was checked", "give 300 at most"
        assert any(each in str(error) for each in words)
    assert time.process_time() - start < 30
