"""Write tools/index_page.md: README as a package index shows it.

    python tools/build_index_page.py

An index has none of the files that README points to. With the project's address as
`url` in setup.cfg, links and the picture lead there; without one there are none.
"""

from __future__ import annotations

import configparser
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "tools" / "index_page.md"
LINK = re.compile(r"(!?)\[([^]]*)\]\((?!https?:)([^)]+)\)")


def index_page(readme: str, home: str) -> str:
    """Give the text of the page for a project whose home is at an address, or none."""

    def resolve(match: re.Match[str]) -> str:
        is_picture, text, target = match.groups()
        if not home:
            return "" if is_picture else text
        kind = "raw" if is_picture else "blob"
        return f"{is_picture}[{text}]({home}/{kind}/HEAD/{target})"

    return re.sub(r"\n{3,}", "\n\n", LINK.sub(resolve, readme))


def page() -> str:
    """Give the text of the page."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    home = config.get("metadata", "url", fallback="").rstrip("/")
    return index_page((ROOT / "README.md").read_text(encoding="utf-8"), home)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
