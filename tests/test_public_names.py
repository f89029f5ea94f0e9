"""The public names are what they say, load on first use, and cost nothing before."""

import copy
import pickle
import subprocess
import sys

import pytest

import rangeviz
import rangeviz.errors


def test_every_public_name_loads():
    for name in rangeviz.__all__:
        assert getattr(rangeviz, name) is not None


def test_all_is_sorted_and_complete():
    names = rangeviz.__all__[1:]
    assert names == sorted(names, key=str.lower)
    assert set(names) <= set(dir(rangeviz))


def test_unknown_names_are_attribute_errors():
    assert not hasattr(rangeviz, "launch_position_advisor")


def test_import_and_help_load_no_heavy_library():
    heavy = "{'numpy', 'pandas', 'geopandas', 'folium', 'shapely', 'pyproj', 'rich'}"
    code = (
        "import sys, rangeviz, rangeviz.cli\n"
        "try: rangeviz.cli.main(['--help'])\n"
        "except SystemExit as end: assert end.code == 0\n"
        f"loaded = {heavy} & set(sys.modules)\n"
        "assert not loaded, loaded\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "rangeviz map --from Kharkiv --zone Kursk -o kharkiv.html" in done.stdout


def errors():
    return [
        rangeviz.errors.UnknownNameError("place", "Kharkow", ["Kharkiv"]),
        rangeviz.errors.AmbiguousNameError("region", "Punjab", ["IN-PB"], total=2),
        rangeviz.errors.CoordinateError("latitude 95 is outside -90 to 90"),
        rangeviz.errors.OutputError("can't be written"),
    ]


@pytest.mark.parametrize("error", errors(), ids=lambda error: type(error).__name__)
@pytest.mark.parametrize(
    "again", [lambda e: pickle.loads(pickle.dumps(e)), copy.deepcopy, copy.copy]
)
def test_errors_come_through_a_worker_process(error, again):
    other = again(error)
    assert type(other) is type(error)
    assert str(other) == str(error)
    assert other.__dict__ == error.__dict__


def test_the_catalogue_is_a_mapping_that_takes_names_and_can_be_sent():
    systems = pickle.loads(pickle.dumps(rangeviz.load_systems()))
    assert systems == rangeviz.load_systems()
    assert systems["ATACMS"] == systems["atacms"]
    assert "Storm Shadow" in systems
    assert "v2" not in systems
    assert systems.get("v2") is None
    assert len(repr(systems)) < 1000
    with pytest.raises(KeyError, match="no system answers to 'v2'"):
        systems["v2"]


def test_kinds_have_their_plural():
    error = rangeviz.errors.AmbiguousNameError("region or country", "Georgia", ["GEO"])
    assert str(error).startswith("1 regions or countries answer to")
    assert error.kind == "region or country"
