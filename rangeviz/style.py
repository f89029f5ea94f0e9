"""Colours, dashes and hatches of every picture: data, no logic.

The palette is Okabe and Ito's (2008), told apart with every common colour
blindness; each colour has a dash pattern beside it, so that nothing rests on
colour alone. Colours of text keep 4.5:1 against land, sea and ring fills.
"""

from __future__ import annotations

from dataclasses import dataclass


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
HATCH_SPACING_PX = 8


def ring_style(index: int) -> RingStyle:
    """Style of the system at `index`; it starts over after the last one."""
    return RING_STYLES[index % len(RING_STYLES)]
