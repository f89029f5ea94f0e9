"""A scenario file does what the options do, and comes back out of what carries it."""

import html
import json

import pytest

OPTIONS = ("--from", "Kharkiv", "--zone", "Kursk", "--tolerance", "50m")


@pytest.fixture
def kharkiv(run, tmp_path):
    path = tmp_path / "kharkiv.toml"
    done = run("scenario", "init", *OPTIONS, "--title", "T", "-o", path)
    assert done.exit_code == 0, done.stderr
    return path


def test_a_scenario_gives_the_report_of_its_options(run, kharkiv):
    by_options = run("report", *OPTIONS, "--format", "json")
    by_file = run("report", "--scenario", kharkiv, "--format", "json")
    assert by_file.exit_code == 0, by_file.stderr
    assert by_file.stdout == by_options.stdout


def test_options_beside_a_scenario_win(run, kharkiv):
    done = run(
        "report", "--scenario", kharkiv, "--system", "himars", "--from", "50,36",
        "--zone-rule", "only", "--min-population", "0", "--format", "json",
    )  # fmt: skip
    told = json.loads(done.stdout)
    assert [(r["site"], r["system"]) for r in told["reaches"]] == [
        ("50.0000 N, 36.0000 E", "himars")
    ]
    assert told["reaches"][0]["zones"][0]["rule"] == "only"
    assert told["min_population"] == 0
    assert told["tolerance_m"] == 50  # a default doesn't win


def test_check_tells_what_a_scenario_holds(run, kharkiv):
    done = run("scenario", "check", kharkiv)
    assert done.stdout.endswith("1 site, 2 systems, 1 zone, 0 stages; schema 1\n")


def test_show_is_what_init_wrote(run, kharkiv):
    assert run("scenario", "show", kharkiv).stdout == kharkiv.read_text()


def test_a_wrong_key_ends_in_one_line(run, kharkiv):
    kharkiv.write_text(kharkiv.read_text().replace("worldview", "worldveiw"))
    done = run("report", "--scenario", kharkiv)
    assert done.exit_code == 2
    assert "did you mean 'worldview'" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("suffix", [".html", ".svg", ".geojson"])
def test_extract_gives_the_scenario_back(run, kharkiv, tmp_path, suffix):
    text = kharkiv.read_text()
    carriers = {
        ".html": f'<p><script type="text/plain" id="rv-scenario">\n{text}</script>',
        ".svg": f'<svg><metadata id="rv-scenario">{html.escape(text)}</metadata></svg>',
        ".geojson": json.dumps({"type": "FeatureCollection", "scenario": text}),
    }
    path = tmp_path / f"carrier{suffix}"
    path.write_text(carriers[suffix])
    done = run("scenario", "extract", path)
    assert done.exit_code == 0, done.stderr
    assert done.stdout == text


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.html", "<p>nothing</p>", "carries no scenario"),
        ("page.html", '<script id="rv-scenario">x = </script>', "is not valid TOML"),
        (
            "page.html",
            '<script id="rv-scenario">schema=1\nsites=["/etc/x.csv"]</script>',
            "does not travel with it",
        ),
        ("data.geojson", "[", "is not valid JSON"),
        ("data.geojson", "[]", "carries no scenario"),
        ("data.docx", "x", "a scenario travels in .html"),
    ],
)
def test_extract_says_what_is_wrong(run, tmp_path, name, content, words):
    path = tmp_path / name
    path.write_text(content)
    done = run("scenario", "extract", path)
    assert done.exit_code == 2
    assert words in done.stderr


def test_stages_of_the_shipped_facts_are_a_scenario(run, tmp_path):
    path = tmp_path / "timeline.toml"
    done = run("scenario", "init", "--from", "Kharkiv", "--stages", "-o", path)
    assert done.exit_code == 0, done.stderr
    assert "5 stages" in run("scenario", "check", path).stdout
