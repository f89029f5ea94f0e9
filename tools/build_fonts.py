"""Make the fonts of pictures from those that matplotlib ships.

    python tools/build_fonts.py
    python tools/build_fonts.py --check

Takes out the tables that only a layout engine reads: matplotlib has none, but cutting
a font to a PDF's letters reads them for a quarter of a second. Every letter stays.
"""

from __future__ import annotations

import argparse
import io
import sys
from pathlib import Path

import matplotlib
from fontTools.ttLib import TTFont

FONTS = Path(__file__).parents[1] / "rangeviz/render/figure/fonts"
NAMES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
LICENCE = "LICENSE_DEJAVU"
FOR_LAYOUT = ("GSUB", "GPOS", "GDEF", "FFTM", "MATH")


def main() -> int:
    """Write the fonts and their licence, or compare."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare, write nothing")
    check = parser.parse_args().check
    same = True
    for name in (*NAMES, LICENCE):
        content = made(Path(matplotlib.get_data_path(), "fonts", "ttf", name))
        if check:
            same &= (FONTS / name).read_bytes() == content
        else:
            (FONTS / name).write_bytes(content)
    if check:
        print("the same bytes" if same else "DIFFERS")
    return 0 if same else 1


def made(source: Path) -> bytes:
    """Give a font without its tables for layout, or a licence as it is."""
    if source.suffix != ".ttf":
        return source.read_bytes()
    out = io.BytesIO()
    with TTFont(source, recalcTimestamp=False) as font:
        for table in FOR_LAYOUT:
            if table in font:
                del font[table]
        font.save(out)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
