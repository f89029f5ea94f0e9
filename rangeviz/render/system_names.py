"""How a sentence names systems."""

from __future__ import annotations

from collections.abc import Sequence

from rangeviz.language.language import Language
from rangeviz.model.system import UNNAMED, System
from rangeviz.render.page.tables import short_names


def spoken_names(systems: Sequence[System], language: Language) -> list[str]:
    """Name systems in a sentence: briefly, and a range without a name by its length.

    Parameters
    ----------
    systems : sequence of System
        All that the sentence may speak of: short names must tell them apart.
    language : Language
        Of the sentence.

    Examples
    --------
    >>> pair = [System.ad_hoc(max_range_m=metres) for metres in (80_500, 150_000)]
    >>> spoken_names(pair, Language("de"))
    ['80,5 km', '150 km']
    """
    return [
        f"{language.range_km(system.max_range_m)} {language.say('km')}"
        if system.name == UNNAMED
        else name
        for system, name in zip(systems, short_names(systems), strict=True)
    ]


def with_figure(name: str, figure: str) -> str:
    """Write a name before a figure: a number at its end is kept apart.

    Examples
    --------
    >>> with_figure("ATACMS", "305.8 km"), with_figure("KEPD 350", "500 km")
    ('ATACMS 305.8 km', 'KEPD 350, 500 km')
    """
    return f"{name}, {figure}" if name[-1:].isdigit() else f"{name} {figure}"
