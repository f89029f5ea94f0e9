"""Open a user's vector file: what is wrong with it is said in one line.

GDAL guesses and warns on stderr; here its talk is kept silent and its errors become
messages.
"""

from __future__ import annotations

import contextlib
import logging
import os
import warnings
from collections.abc import Collection, Iterator
from pathlib import Path

import geopandas as gpd
import pyogrio
import shapely

from rangeviz.errors import FileFormatError, RangevizWarning
from rangeviz.language.wording import one_line


def checked_path(path: str | os.PathLike[str]) -> Path:
    """Give the path of a file that is there and holds something.

    Raises
    ------
    FileFormatError
        If it is missing, a folder or empty.
    """
    source = Path(path)
    if source.is_dir() and source.suffix.lower() != ".gdb":
        raise FileFormatError(f"{shown(source)} is a folder; give the path of a file")
    if not source.exists():
        raise FileFormatError(f"there is no file {shown(source)}")
    if source.is_file() and source.stat().st_size == 0:
        raise FileFormatError(f"{shown(source)} is empty")
    return source


def read_first_layer(source: Path, columns: Collection[str] | None) -> gpd.GeoDataFrame:
    """Read a file as it is.

    Parameters
    ----------
    source : Path
        As `checked_path` gives it; of several layers the first that has shapes is
        taken.
    columns : collection of str, optional
        The attributes to read, where not all of them are wanted.

    Raises
    ------
    FileFormatError
        If it is damaged, of an unknown format, or a table without shapes.

    Warns
    -----
    RangevizWarning
        If there are more layers.
    """
    where = _gdal_path(source)
    with _reading(source):
        layers = _layers_of(where, source)
        layer = pyogrio.read_dataframe(
            where,
            layer=layers[0],
            force_2d=True,
            columns=None if columns is None else list(columns),
        )
    if len(layers) > 1:
        warnings.warn(
            f"{shown(source)}: only the first of {len(layers)} layers is read",
            RangevizWarning,
            stacklevel=3,
        )
    return layer


def layer_columns(path: str | os.PathLike[str]) -> list[str]:
    """List the attributes of a file, without its features.

    Raises
    ------
    FileFormatError
        As `read_layer`.
    """
    source = checked_path(path)
    where = _gdal_path(source)
    with _reading(source):
        info = pyogrio.read_info(where, layer=_layers_of(where, source)[0])
    return [str(name) for name in info["fields"]]


@contextlib.contextmanager
def gdal_silenced() -> Iterator[None]:
    """Keep GDAL's own talk off stderr: what counts is said as an error here."""
    logger = logging.getLogger("pyogrio")
    was = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(was)


def shown(source: Path) -> str:
    """Write a path for a message: quoted, on one line."""
    return repr(one_line(str(source)))


def reason(error: BaseException) -> str:
    """Write what went wrong for a message: one line of 200 characters at most."""
    return one_line(str(error)).strip()[:200]


def _gdal_path(source: Path) -> str:
    return f"zip://{source}" if source.suffix.lower() == ".zip" else str(source)


def _layers_of(where: str, source: Path) -> list[str]:
    layers = [name for name, kind in pyogrio.list_layers(where) if kind]
    if not layers:
        raise FileFormatError(f"{shown(source)} holds no shapes, only a table")
    return layers


@contextlib.contextmanager
def _reading(source: Path) -> Iterator[None]:
    """Turn what GDAL says of a bad file into one line."""
    try:
        with gdal_silenced():
            yield
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise FileFormatError(
            f"{shown(source)} can't be read as a vector file; is it damaged, or not "
            f"GeoJSON, GeoPackage, Shapefile or the like? ({reason(error)})"
        ) from error
    except (ValueError, RuntimeError, shapely.errors.GEOSException) as error:
        if isinstance(error, FileFormatError):
            raise
        raise FileFormatError(f"{shown(source)} is damaged: {reason(error)}") from (
            error
        )
