"""Compile the translations: ``*.po`` (to edit) to ``*.mo`` (to load).

Run it after a change of ``rangeviz/language/locale/*.po``.
It needs Babel (BSD-3-Clause), which is a development dependency only.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[1] / "rangeviz/language/locale"


def main() -> None:
    """Compile every language."""
    for source in sorted(LOCALE.glob("*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.stem)
        with source.with_suffix(".mo").open("wb") as compiled:
            write_mo(compiled, catalogue)
        print(f"{source.name}: {len(catalogue)} messages")


if __name__ == "__main__":
    main()
