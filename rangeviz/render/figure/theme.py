"""Colours of a picture on a light and on a dark ground: data, no logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rangeviz.style import ZONE_LINE, ZONE_LINE_DARK, RingStyle

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Theme:
    """What everything but the rings is painted with, ``#rrggbb``."""

    dark: bool
    paper: str
    ink: str
    faint_ink: str
    land: str
    sea: str
    frame: str
    country_line: str
    region_line: str
    coast_line: str
    country_text: str
    place_text: str
    zone: str
    zone_text: str
    baseline_country: str

    def ring_line(self, style: RingStyle) -> str:
        """Stroke of a system's rings."""
        return style.line_dark if self.dark else style.line

    def ring_text(self, style: RingStyle) -> str:
        """Label of a system's rings."""
        return style.text_dark if self.dark else style.text


THEMES: dict[ThemeName, Theme] = {
    "light": Theme(
        dark=False,
        paper="#ffffff",
        ink="#111111",
        faint_ink="#4d4d4d",
        land="#f6f4ee",
        sea="#dbe6ef",
        frame="#8a8a8a",
        country_line="#77756f",
        region_line="#cfcbc2",
        coast_line="#9aa9b5",
        country_text="#66635c",
        place_text="#262626",
        zone=ZONE_LINE,
        zone_text="#5c2470",
        baseline_country="#d3c06a",
    ),
    "dark": Theme(
        dark=True,
        paper="#14171c",
        ink="#f2f2f2",
        faint_ink="#b4b8be",
        land="#262a31",
        sea="#10202e",
        frame="#6c727b",
        country_line="#8f959e",
        region_line="#434954",
        coast_line="#4c6274",
        country_text="#a5abb4",
        place_text="#e4e6e9",
        zone=ZONE_LINE_DARK,
        zone_text="#e3c4ec",
        baseline_country="#8a7a34",
    ),
}
