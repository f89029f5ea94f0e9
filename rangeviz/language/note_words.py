"""The notes of zones, systems and stages that rangeviz ships or makes.

The English text is the message id of its translation, as in
`rangeviz.language.page_words`.
"""

from __future__ import annotations

AREA_REPORTED = "area named in Nov 2024 reports, not a legal boundary"
COUNTRY_DRAWN = "country as it is drawn (worldview {worldview})"
REGION_DRAWN = "region of {country} as it is drawn (worldview {worldview})"
GIVEN = "given by the user"
NO_SYSTEM = "The report names no system: the scenario's ranges are drawn."

NOTE_WORDS = (
    "international",  # a worldview; natural-earth is a name
    AREA_REPORTED,
    COUNTRY_DRAWN,
    REGION_DRAWN,
    GIVEN,
    NO_SYSTEM,
    # Of the catalogue (data/systems/systems.toml).
    "The report's own figure: 190 miles, which is 305.775 km; it rounded to 305.8.",
    "The report's own figure: 50 miles, which is 80.467 km; it rounded to 80.5.",
    "TASS gives 30 to 80 km.",
    "The upper end of the band is AeroTime's. Released from an aircraft: the range "
    "runs from the release point.",
    "Released from an aircraft: the range runs from the release point.",
)
