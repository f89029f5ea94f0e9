"""Colours, dashes and hatches of every picture, and its themes: data, no logic.

The palette is Okabe and Ito's (2008), told apart with every common colour
blindness; each colour has a dash pattern beside it, so that nothing rests on
colour alone. Lines and text stand on a halo, on which text keeps 4.5:1 and lines 3:1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Ground:
    """What the ground of every map is painted with, ``#rrggbb``.

    Water is lighter than all land on a light ground and darker on a dark one: fills,
    which darken or lighten land, then never bring it nearer to water.

    Parameters
    ----------
    land, sea : str
        Areas; lakes have the sea's colour.
    coast : str
        Lines of coasts and rivers.
    country, region : str
        Lines between countries, and within them.
    halo : str
        Around letters and beside the rings' lines.
    country_text, place_text, sea_text : str
        Names.
    fill_opacity : float
        Of the fill of a reach, where there are no more than two systems.
    """

    land: str
    sea: str
    coast: str
    country: str
    region: str
    halo: str
    country_text: str
    place_text: str
    sea_text: str
    fill_opacity: float


GROUNDS: dict[ThemeName, Ground] = {
    "light": Ground(
        land="#dcd9ce",
        sea="#edf5fb",
        coast="#86a9c4",
        country="#6f6d67",
        region="#f7f5f0",
        halo="#fbfaf6",
        country_text="#514e48",
        place_text="#232323",
        sea_text="#3d6a8c",
        fill_opacity=0.2,
    ),
    "dark": Ground(
        land="#2b2e32",
        sea="#0e151c",
        coast="#4d7392",
        country="#92969a",
        region="#4c5157",
        halo="#15181b",
        country_text="#b9bbb8",
        place_text="#e6e6e2",
        sea_text="#8fb4d1",
        fill_opacity=0.12,
    ),
}


@dataclass(frozen=True, slots=True)
class RingStyle:
    """How the rings of one system look.

    Parameters
    ----------
    line, line_dark : str
        Stroke on a light and on a dark ground, ``#rrggbb``.
    text, text_dark : str
        Label on a light and on a dark ground.
    dash : str
        SVG ``stroke-dasharray`` in pixels; empty for a solid line.
    """

    line: str
    line_dark: str
    text: str
    text_dark: str
    dash: str


RING_STYLES: tuple[RingStyle, ...] = (
    RingStyle("#0072b2", "#56b4e9", "#005a8f", "#7cc6f0", ""),
    RingStyle("#d55e00", "#f0955a", "#a04600", "#f5ae80", "9 5"),
    RingStyle("#00795a", "#33c79d", "#00614a", "#63d8b6", "2 5"),
    RingStyle("#a8467f", "#e39ac4", "#8c3568", "#ecb5d4", "14 4 2 4"),
    RingStyle("#6b5b00", "#e6d46a", "#5c4e00", "#ecdf90", "6 3 2 3"),
    RingStyle("#3b4b8f", "#a3b1f0", "#33417d", "#b9c4f5", "16 6"),
)
ZONE_LINE = "#7b3294"
ZONE_LINE_DARK = "#d3a4e0"
# Of places under several reaches: darker, the more there are.
DEPTH_COLOUR = "#7a3b00"
DEEPEST_OPACITY = 0.6


def fill_opacity(theme: ThemeName, systems: int) -> float:
    """Opacity of a reach's fill: fainter where many lie over each other.

    Examples
    --------
    >>> fill_opacity("light", 2), fill_opacity("light", 6)
    (0.2, 0.0667)
    """
    return round(GROUNDS[theme].fill_opacity * min(1.0, 2 / systems), 4)


def ring_style(index: int) -> RingStyle:
    """Style of the system at `index`; it starts over after the last one."""
    return RING_STYLES[index % len(RING_STYLES)]


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
