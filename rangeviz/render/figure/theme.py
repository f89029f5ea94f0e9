"""Colours of a picture on a light and on a dark ground: data, no logic."""

from __future__ import annotations

from dataclasses import dataclass

from rangeviz.style import (
    GROUNDS,
    ZONE_LINE,
    ZONE_LINE_DARK,
    Ground,
    RingStyle,
    ThemeName,
)


@dataclass(frozen=True, slots=True)
class Theme:
    """What everything but the rings is painted with, ``#rrggbb``."""

    name: ThemeName
    ground: Ground
    paper: str
    ink: str
    faint_ink: str
    frame: str
    zone: str
    zone_text: str
    baseline_country: str

    def ring_line(self, style: RingStyle) -> str:
        """Stroke of a system's rings."""
        return style.line_dark if self.name == "dark" else style.line

    def ring_text(self, style: RingStyle) -> str:
        """Label of a system's rings."""
        return style.text_dark if self.name == "dark" else style.text


THEMES: dict[ThemeName, Theme] = {
    "light": Theme(
        name="light",
        ground=GROUNDS["light"],
        paper="#ffffff",
        ink="#111111",
        faint_ink="#4d4d4d",
        frame="#8a8a8a",
        zone=ZONE_LINE,
        zone_text="#5c2470",
        baseline_country="#d3c06a",
    ),
    "dark": Theme(
        name="dark",
        ground=GROUNDS["dark"],
        paper="#14171c",
        ink="#f2f2f2",
        faint_ink="#b4b8be",
        frame="#6c727b",
        zone=ZONE_LINE_DARK,
        zone_text="#e3c4ec",
        baseline_country="#8a7a34",
    ),
}
