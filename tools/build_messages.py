"""Compile the translations: ``*.po`` (to edit) to ``*.mo`` (to load).

Run it after a change of ``rangeviz/render/page/locale/*.po`` (the page's words) or
``rangeviz/render/locale/*.po`` (those of pictures, comparisons and timelines).
It needs Babel (BSD-3-Clause), which is a development dependency only.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

RENDER = Path(__file__).parents[1] / "rangeviz/render"


def main() -> None:
    """Compile every language."""
    for source in sorted(RENDER.glob("**/locale/*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.stem)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
        print(f"{source.relative_to(RENDER)}: {len(catalogue)} messages")


if __name__ == "__main__":
    main()
