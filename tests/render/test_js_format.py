"""Python and the page's script write the same number in the same way."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from rangeviz.language.language import Language

TOOLS = Path(__file__).parents[2] / "page" / "tools"

ENGLISH = Language("en")
WRITERS: dict[str, Callable[[float], str]] = {
    "km": ENGLISH.km,
    "rangeKm": ENGLISH.range_km,
    "miles": ENGLISH.miles,
    "km2": ENGLISH.km2,
    "share": ENGLISH.share,
}


def values_for(name: str, rng: np.random.Generator) -> list[float]:
    """Numbers of every size, and those where a rule changes."""
    if name == "share":
        edges = [
            0,
            1e-9,
            0.007,
            0.00999,
            0.01,
            0.125,
            0.99,
            0.9901,
            0.99998,
            0.99999,
            1,
        ]
        return [*edges, *rng.uniform(0, 1, 200).tolist()]
    if name == "rangeKm":
        return [80_000, 305_800, 80_467.2, 500, 1_300_000, 18_000_000]
    sizes = np.exp(rng.uniform(np.log(10), np.log(1e14 if name == "km2" else 2e7), 200))
    return [
        0,
        9_951,
        99_949,
        99_951,
        49_900,
        50_100,
        9_949_000,
        9_951_000,
        *sizes.tolist(),
    ]


@pytest.mark.usefixtures("packages")
def test_numbers_read_the_same(node: str) -> None:
    rng = np.random.default_rng(2)
    calls = [(name, value) for name in WRITERS for value in values_for(name, rng)]
    done = subprocess.run(
        [node, TOOLS / "write-numbers.js"],
        input=json.dumps({"language": "en", "calls": calls}),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    written = [WRITERS[name](value) for name, value in calls]
    for call, expected, found in zip(
        calls, written, json.loads(done.stdout), strict=True
    ):
        assert found == expected, call
