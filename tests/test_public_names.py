"""The public names are what they say, load on first use, and cost nothing before."""

import subprocess
import sys

import rangeviz


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
