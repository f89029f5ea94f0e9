"""GeoTIFFs from strangers: known by content, alone, and refused in one line."""

import os
import sys

import numpy as np
import pytest
import rasterio

import rangeviz as rv
from rangeviz.datasets.files.raster_file import is_tiff, opened_raster
from rangeviz.errors import InputError

NORTH_UP = rasterio.Affine(0.1, 0, 35, 0, -0.1, 51)


def written(path, values=None, **more):
    values = np.ones((10, 12), "float32") if values is None else values
    bands = values if values.ndim == 3 else values[None]
    profile = {"driver": "GTiff", "crs": "EPSG:4326", "transform": NORTH_UP}
    profile |= dict(zip(("count", "height", "width"), bands.shape, strict=True))
    with rasterio.open(path, "w", dtype=bands.dtype.name, **(profile | more)) as file:
        file.write(bands)
    return path


def sum_of(path):
    reach = rv.reach(rv.LaunchSite.at(35.6, 50.5), rv.System.ad_hoc(max_range_m=3e5))
    return rv.sum_within(reach, path)["sum"][0]


LOCAL = 'LOCAL_CS["works",UNIT["metre",1]]'
REFUSED = {
    "two bands": ({"values": np.ones((2, 5, 5))}, "has 2 bands; give one with"),
    "no CRS": ({"crs": None}, "doesn't say its CRS; set it"),
    "a CRS of nowhere": ({"crs": LOCAL}, "which has no place on Earth"),
    "no place": ({"transform": None}, "doesn't say where its cells lie"),
    "rotated": ({"transform": NORTH_UP @ rasterio.Affine.rotation(9)}, "is rotated"),
    "mirrored": ({"transform": NORTH_UP @ rasterio.Affine.scale(-1, 1)}, "is rotated"),
    "complex": ({"values": np.ones((5, 5), "complex64")}, "holds complex numbers"),
    "below zero": ({"values": np.full((5, 5), -9999.0)}, "below zero .-9999.*nodata"),
    "empty": ({"values": np.full((5, 5), np.nan)}, "holds no number in any cell"),
    "twice round": (
        {"transform": rasterio.Affine(36, 0, -200, 0, -1, 51)},
        "more than once round",
    ),
}


@pytest.mark.filterwarnings("ignore:Dataset has no geotransform")
@pytest.mark.parametrize("fault", REFUSED)
def test_what_can_t_be_summed_is_refused_in_one_line(fault, tmp_path):
    more, said = REFUSED[fault]
    more = {k: v for k, v in more.items() if v is not None or k != "transform"}
    path = tmp_path / "a.tif"
    if fault == "no place":
        with rasterio.open(
            path, "w", driver="GTiff", count=1, width=9, height=9, dtype="uint8",
            crs="EPSG:4326",
        ) as file:  # fmt: skip
            file.write(np.ones((1, 9, 9), "uint8"))
    else:
        written(path, **more)
    with pytest.raises(InputError, match=said) as error:
        sum_of(path)
    assert "\n" not in str(error.value)
    assert "a.tif" in str(error.value)


def test_sizes_are_bounded_before_a_cell_is_read(tmp_path):
    """Sparse files: a few kilobytes that claim billions of cells."""
    for size, more, said in (
        (60_000, {"tiled": True}, "3,600,000,000 cells, and 2,000,000,000 are read"),
        (
            8_192,
            {"tiled": True, "blockxsize": 8_192, "blockysize": 8_192},
            "stored in blocks of 8,192 x 8,192 cells",
        ),
    ):
        path = tmp_path / f"{size}.tif"
        profile = {"driver": "GTiff", "count": 1, "dtype": "uint8", "SPARSE_OK": True}
        profile |= {"width": size, "height": size, "crs": "EPSG:3035", **more}
        at = rasterio.Affine(100, 0, 0, 0, -100, 0)
        rasterio.open(path, "w", transform=at, BIGTIFF="YES", **profile).close()
        assert path.stat().st_size < 200e6
        with pytest.raises(InputError, match=said):
            rv.own_layer(path)


def test_a_file_is_known_by_its_content(tmp_path):
    path = written(tmp_path / "people.tif").rename(tmp_path / "people.csv")
    assert is_tiff(path)
    assert sum_of(path) == 120
    for name, text in (
        ("a.tif", "not a raster"),
        ("b.tif", "<VRTDataset rasterXSize='1' rasterYSize='1'/>"),
        ("c.tif", "/vsicurl/http://127.0.0.1/a.tif"),
    ):
        (tmp_path / name).write_text(text)
        with pytest.raises(InputError, match=r"'.*" + name):
            rv.own_layer(tmp_path / name)


def test_damaged_files_are_refused(tmp_path):
    whole = written(tmp_path / "a.tif", np.random.default_rng(1).random((300, 300)))
    data = whole.read_bytes()
    for length in (4, 8, 60, 400, len(data) // 2):
        (tmp_path / "cut.tif").write_bytes(data[:length])
        with pytest.raises(InputError, match=r"'.*cut\.tif' is damaged|holds no|CRS"):
            sum_of(tmp_path / "cut.tif")


def test_neighbours_change_nothing_and_none_is_written(tmp_path):
    """A .aux.xml would set a CRS or no data, .tfw another place, .msk holes."""
    path = written(tmp_path / "people.tif")
    (tmp_path / "people.tif.aux.xml").write_text(
        "<PAMDataset><PAMRasterBand band='1'><NoDataValue>1</NoDataValue>"
        "</PAMRasterBand></PAMDataset>"
    )
    (tmp_path / "people.tfw").write_text("1\n0\n0\n-1\n0\n0\n")
    written(tmp_path / "people.tif.msk", np.zeros((10, 12), "uint8"))
    written(tmp_path / "people.tif.ovr", np.full((5, 6), 99, "float32"))
    before = sorted(os.listdir(tmp_path))
    assert sum_of(path) == 120
    assert sorted(os.listdir(tmp_path)) == before


def test_a_mask_in_the_file_itself_counts(tmp_path):
    path = written(tmp_path / "people.tif")
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(path, "r+") as file:
        mask = np.full((10, 12), 255, "uint8")
        mask[:4] = 0
        file.write_mask(mask)
    assert sum_of(path) == 72


def test_hostile_names_are_opened_as_files_and_told_clean(tmp_path):
    folder = tmp_path / "a:" / "zip+file:"
    folder.mkdir(parents=True)
    path = written(tmp_path / "x.tif").rename(folder / "GTIFF_DIR:2:\x1b[31m!.tif")
    assert sum_of(path) == 120
    assert "\x1b" not in rv.own_layer(path).name


def test_links_are_followed(tmp_path):
    (tmp_path / "link.tif").symlink_to(written(tmp_path / "people.tif"))
    assert sum_of(tmp_path / "link.tif") == 120


def test_without_the_extra_one_line_says_how_to_install_it(tmp_path, monkeypatch):
    path = written(tmp_path / "people.tif")
    monkeypatch.setitem(sys.modules, "exactextract", None)
    with pytest.raises(InputError, match=r"needs exactextract .*'rangeviz\[raster\]'"):
        rv.own_layer(path)


def test_windows_hold_every_cell_once(tmp_path):
    values = np.ones((700, 5000), "uint8")
    for more in ({}, {"tiled": True, "blockxsize": 256, "blockysize": 128}):
        path = written(tmp_path / "a.tif", values, **more)
        with opened_raster(path) as file:
            seen = np.zeros_like(values)
            for part in file.windows():
                assert part.rows * part.columns < 2_000_000
                rows = slice(part.row, part.row + part.rows)
                seen[rows, part.column : part.column + part.columns] += 1
        assert (seen == 1).all()
