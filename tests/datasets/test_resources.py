import shutil

import pytest

from rangeviz.datasets.borders.shipped import load_regions
from rangeviz.datasets.resources import data_path
from rangeviz.errors import InputError


def test_shipped_files_are_found():
    assert data_path("borders", "admin1.fgb").stat().st_size > 20_000_000


def test_a_missing_file_is_said_in_one_line():
    with pytest.raises(InputError, match=r"borders/none\.fgb is missing.*reinstall"):
        data_path("borders", "none.fgb")


def test_another_folder_takes_the_place_of_the_shipped_one(tmp_path, monkeypatch):
    (tmp_path / "borders").mkdir()
    shutil.copy(data_path("borders", "admin1.fgb"), tmp_path / "borders")
    monkeypatch.setenv("RANGEVIZ_DATA_DIR", str(tmp_path))
    assert data_path("borders", "admin1.fgb").parent == tmp_path / "borders"
    assert len(load_regions(bbox=(36.0, 49.9, 36.4, 50.1))) == 1


def test_a_wrong_folder_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("RANGEVIZ_DATA_DIR", str(tmp_path))
    with pytest.raises(InputError, match="correct RANGEVIZ_DATA_DIR"):
        load_regions()
