"""Write out what the page's script and Python have in common.

    python tools/build_page_contract.py            # then: make page
    python tools/build_page_contract.py --check

The form of the data block becomes ``docs/page-data.schema.json``, of which
``npm run types:data`` in ``page/`` makes types; the limits ``page/src/limits.js``.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from page_data import page_data_schema

from rangeviz.geodesy.circle.limits import MAX_RADIUS_M
from rangeviz.language.language import LEAST_SHOWN_M2, NEARLY_ALL
from rangeviz.render.page.content_borders import NO_BOUND_M
from rangeviz.render.page.encode import DIGITS, LAST_DIGITS
from rangeviz.units import M_PER_MI

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {
    "greatestRange_m": (
        MAX_RADIUS_M,
        "Beyond it, circles overlap themselves near the antipode.",
    ),
    "leastShown_m2": (LEAST_SHOWN_M2, "Less is written as 0 km2."),
    "nearlyAll": (NEARLY_ALL, "What is nearer to all than this, is all."),
    "noBound_m": (NO_BOUND_M, "A bound this great says that nothing is known."),
    "digits": (DIGITS, "Of integers in texts."),
    "lastDigits": (LAST_DIGITS, "So many of them end an integer; the rest go before."),
    "metresPerMile": (M_PER_MI, "International mile."),
}


def contract() -> dict[Path, str]:
    """Give the text of every file."""
    schema = json.dumps(page_data_schema(), indent=2, ensure_ascii=False)
    lines = ["// Written by tools/build_page_contract.py: Python has the same."]
    for name, (value, why) in LIMITS.items():
        literal = json.dumps(value) if isinstance(value, str) else f"{value:.15g}"
        lines += ["", f"/** {why} */", f"export const {name} = {literal};"]
    return {
        ROOT / "docs/page-data.schema.json": schema + "\n",
        ROOT / "page/src/limits.js": "\n".join(lines) + "\n",
    }


def main() -> int:
    """Write the files, or say which are stale."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    stale = 0
    for path, text in contract().items():
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
        elif path.read_text(encoding="utf-8") != text:
            print(f"{path.relative_to(ROOT)} is stale", file=sys.stderr)
            stale += 1
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
