"""The hand-kept tables behind the borders: repairs, worldviews, countries."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
LANGUAGES = ("uk", "ru", "de", "pl", "fr", "es")


@dataclass
class Repair:
    """What is mended in one unit."""

    values: dict[str, str] = field(default_factory=dict)
    extra_aliases: list[str] = field(default_factory=list)
    dropped_aliases: set[str] = field(default_factory=set)


def read_repairs() -> dict[str, Repair]:
    """Read border_repairs.csv: adm1_code -> what is mended."""
    repairs: dict[str, Repair] = defaultdict(Repair)
    for row in _rows("border_repairs.csv"):
        if not row["reason"]:
            raise ValueError(f"a repair of {row['adm1_code']} has no reason")
        repair = repairs[row["adm1_code"]]
        if row["column"] == "alias":
            repair.extra_aliases.append(row["value"])
        elif row["column"] == "drop_alias":
            repair.dropped_aliases.add(row["value"])
        elif row["column"] in repair.values:
            raise ValueError(f"two repairs of {row['adm1_code']} {row['column']}")
        else:
            repair.values[row["column"]] = row["value"]
    return dict(repairs)


def read_worldviews() -> dict[str, tuple[str, str]]:
    """Read worldviews.csv: adm1_code or adm0_a3 -> a country code per view."""
    views = {}
    for row in read_worldview_rows():
        if not row["reason"]:
            raise ValueError(f"the decision on {row['unit']} has no reason")
        views[row["unit"]] = (row["international"], row["natural_earth"])
    return views


def read_worldview_rows() -> list[dict[str, str]]:
    """Read worldviews.csv as it stands."""
    return _rows("worldviews.csv")


def read_country_rows() -> list[dict[str, str]]:
    """Read border_countries.csv: codes, names in several languages, aliases."""
    return _rows("border_countries.csv")


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
