"""The catalogue's records, for people to read."""

from __future__ import annotations

from typing import Any

from rangeviz.language.wording import one_line
from rangeviz.model.system import SOURCE_CLASSES, System
from rangeviz.units import km, miles


def system_cells(system: System) -> tuple[str, ...]:
    """Give one line of the catalogue: id, name, range, band, platform, class."""
    low_m, high_m = system.low_m or system.max_range_m, system.high_m
    band = f"{km(low_m):g}-{km(high_m or system.max_range_m):g} km"
    return (
        system.id,
        one_line(system.name),
        range_text(system.max_range_m, system.min_range_m),
        band,
        system.platform,
        system.source.grade,
    )


def system_record(system: System) -> dict[str, Any]:
    """Give one record of the catalogue by the names of its figures."""
    high_m = system.high_m or system.max_range_m
    source = system.source
    return {
        "id": system.id,
        "name": one_line(system.name),
        "platform": system.platform,
        "min_range_km": km(system.min_range_m or 0.0),
        "max_range_km": km(system.max_range_m),
        "low_km": km(system.low_m or system.max_range_m),
        "high_km": km(high_m),
        "class": source.grade,
        "source": one_line(source.citation),
        "url": source.url,
        "note": one_line(system.note),
    }


def system_notes(system: System) -> list[str]:
    """Tell one record of the catalogue in full, with every source."""
    lines = [
        f"{one_line(system.name)} ({system.id}), {system.platform}-launched",
        f"Published range: {range_text(system.max_range_m, system.min_range_m)}",
        f"Sources give: {system_cells(system)[3]}",
    ]
    for source in system.sources:
        grade = f"class {source.grade}, {SOURCE_CLASSES[source.grade]}"
        quote = f': "{one_line(source.quote)}"' if source.quote else ""
        lines.append(f"{one_line(source.citation)} ({grade}){quote}")
    return lines + ([system.note] if system.note else [])


def range_text(max_range_m: float, min_range_m: float | None = None) -> str:
    """Write a range in kilometres and miles, with the least range if there is one.

    Examples
    --------
    >>> range_text(305_800)
    '305.8 km (190 mi)'
    >>> range_text(500_000, 50_000)
    '50 to 500 km (31 to 311 mi)'
    """
    if min_range_m:
        return (
            f"{km(min_range_m):g} to {km(max_range_m):g} km "
            f"({miles(min_range_m):.0f} to {miles(max_range_m):.0f} mi)"
        )
    return f"{km(max_range_m):g} km ({miles(max_range_m):.0f} mi)"
