"""Numbers as the page writes them; ``format.js`` follows the same rules."""

from __future__ import annotations

import math

from rangeviz.units import km, miles

M2_PER_KM2 = 1e6
# Areas are kept to 1e-6 of themselves: what is nearer to all than this, is all.
NEARLY_ALL = 0.99999


def format_km(metres: float) -> str:
    """Write kilometres: one decimal below 10, whole above.

    Examples
    --------
    >>> format_km(5_432), format_km(109_400), format_km(1_234_567)
    ('5.4', '109', '1,235')
    """
    kilometres = km(metres)
    return f"{kilometres:.1f}" if kilometres < 9.95 else f"{kilometres:,.0f}"


def format_range_km(metres: float) -> str:
    """Write a published range in kilometres, with the decimals it came with.

    Examples
    --------
    >>> format_range_km(305_800), format_range_km(80_000)
    ('305.8', '80')
    """
    return f"{round(km(metres), 3):,.10g}"


def format_miles(metres: float) -> str:
    """Write whole international miles.

    Examples
    --------
    >>> format_miles(305_800)
    '190'
    """
    return f"{miles(metres):,.0f}"


def format_km2(square_metres: float) -> str:
    """Write whole square kilometres.

    Examples
    --------
    >>> format_km2(293_725_800_000)
    '293,726'
    """
    return f"{square_metres / M2_PER_KM2:,.0f}"


def format_share(share: float) -> str:
    """Write per cent, where none is never all and little is never none.

    Examples
    --------
    >>> [format_share(x) for x in (0, 0.001, 0.005, 0.13, 0.999, 1)]
    ['0%', '<1%', '1%', '13%', '>99%', '100%']
    """
    if share <= 0:
        return "0%"
    if share < 0.005:
        return "<1%"
    if 0.995 <= share < NEARLY_ALL:
        return ">99%"
    # A half is rounded up, as browsers do; Python's own rounding to even would
    # write half a per cent as none.
    return f"{math.floor(share * 100 + 0.5)}%"


def format_count(number: int) -> str:
    """Write a whole number with its thousands apart.

    Examples
    --------
    >>> format_count(1_421_125)
    '1,421,125'
    """
    return f"{number:,}"
