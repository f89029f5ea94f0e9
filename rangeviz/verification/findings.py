"""What a verification found, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from rangeviz import __version__
from rangeviz.arguments import one_line
from rangeviz.geodesy.deviation import Deviation

SCHEMA_VERSION = 1
MOST_FINDINGS = 60
_LONGEST = 400  # characters of a message
Limit = Literal["max", "min", "start side", "end side", "within"]


@dataclass(frozen=True, slots=True)
class RingCheck:
    """The true distance of one boundary from its baseline.

    Parameters
    ----------
    label : str
        Which shape.
    limit : {"max", "min", "start side", "end side", "within"}
        What the boundary claims to be: the greatest or the least range, a straight
        side of a sector, or (a part of a reach) anything within the greatest range.
    range_km : float
        The range that it is held against, in kilometres.
    edges : int
        How many were measured, at eleven places each.
    deviation : Deviation
        True geodesic distance minus range, outward positive, metres.
    tolerance_m : float
        What is let pass.
    """

    label: str
    limit: Limit
    range_km: float
    edges: int
    deviation: Deviation
    tolerance_m: float

    @property
    def ok(self) -> bool:
        """Whether the boundary keeps its tolerance."""
        if self.limit == "within":
            return self.deviation.max_m <= self.tolerance_m
        return self.deviation.worst_m <= self.tolerance_m

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values, ready for JSON."""
        return {
            "label": self.label,
            "limit": self.limit,
            "range_km": round(self.range_km, 6),
            "edges": self.edges,
            "min_m": round(self.deviation.min_m, 3),
            "mean_m": round(self.deviation.mean_m, 3),
            "max_m": round(self.deviation.max_m, 3),
            "tolerance_m": round(self.tolerance_m, 3),
            "ok": self.ok,
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong with a file, or that its reader must know.

    Parameters
    ----------
    check : str
        ``deviation``, ``range``, ``area``, ``figure``, ``validity``, ``winding``,
        ``antimeridian``, ``coordinates``, ``baseline``, ``source`` or ``request``; of
        what rangeviz made also ``text``, ``script``, ``policy``, ``element``,
        ``scenario`` or ``picture``, and ``unchecked`` for what can't be known.
    label : str
        Which shape or figure; empty for the whole file. On one line, as is the
        message, whatever they quote.
    message : str
        What is wrong, in one line.
    fault : bool
        False for a note, which does not make the file fail.
    """

    check: str
    label: str
    message: str
    fault: bool = True

    def __post_init__(self) -> None:
        # Both may quote a file, which is anybody's.
        object.__setattr__(self, "label", one_line(self.label))
        object.__setattr__(self, "message", one_line(self.message)[:_LONGEST])

    def to_dict(self) -> dict[str, Any]:
        """Convert to plain values, ready for JSON."""
        return {
            "check": self.check,
            "label": self.label,
            "message": self.message,
            "fault": self.fault,
        }


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found.

    Parameters
    ----------
    path : str
        The file.
    form : str
        Its format: a GDAL driver's name, ``rangeviz page``, ``rangeviz picture`` or
        ``page``.
    rings : tuple of RingCheck
        Every boundary that was measured.
    findings : tuple of Finding
        Faults and notes; every ring that misses its tolerance is one.
    figures : int
        How many published figures were computed again.
    """

    path: str
    form: str
    rings: tuple[RingCheck, ...]
    findings: tuple[Finding, ...]
    figures: int = 0

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not any(finding.fault for finding in self.findings)

    @property
    def is_complete(self) -> bool:
        """Whether nothing had to be left unchecked."""
        return all(finding.check != "unchecked" for finding in self.findings)

    def to_dict(self) -> dict[str, Any]:
        """Convert to the published JSON contract (``docs/verify.schema.json``)."""
        return {
            "rangeviz": __version__,
            "schema": SCHEMA_VERSION,
            "file": self.path,
            "format": self.form,
            "ok": self.ok,
            "figures": self.figures,
            "rings": [ring.to_dict() for ring in self.rings],
            "findings": [finding.to_dict() for finding in self.findings],
        }


def ring_faults(rings: list[RingCheck]) -> list[Finding]:
    """Say of each ring that misses its tolerance by how much it does."""
    return [
        Finding(
            "deviation",
            ring.label,
            f"the {ring.limit} boundary is {ring.deviation.min_m:+,.1f} to "
            f"{ring.deviation.max_m:+,.1f} m off {ring.range_km:g} km, "
            f"where {ring.tolerance_m:,.3g} m is allowed",
        )
        for ring in rings
        if not ring.ok
    ]


def at_most(findings: list[Finding]) -> tuple[Finding, ...]:
    """Give the first `MOST_FINDINGS`, and how many more there are."""
    more = len(findings) - MOST_FINDINGS
    if more <= 0:
        return tuple(findings)
    kept = findings[:MOST_FINDINGS]
    # A fault among those that aren't named is a fault.
    fault = any(finding.fault for finding in findings[MOST_FINDINGS:])
    return (*kept, Finding("figure", "", f"and {more:,} more findings", fault=fault))
