"""Check every link of a built site: `python tools/check_links.py FOLDER`.

What a link or an address names inside the site must be there, its `#part` too. What
leads elsewhere is asked nothing: it must be a well-formed http(s) address.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ADDRESSES = {"href", "src", "data", "poster"}


class Links(HTMLParser):
    """The addresses and the ids of one page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element names."""
        for name, value in attrs:
            if name in ADDRESSES and tag != "base" and value is not None:
                self.addresses.append(value)
            if name in {"id", "name"} and value:
                self.ids.add(value)


def fault_of(address: str, page: Path, root: Path, pages: dict[Path, Links]) -> str:
    """Say what is wrong with an address on a page; nothing where it is well."""
    parts = urlsplit(address)
    if parts.scheme in {"data", "mailto", "javascript"}:
        return ""
    if parts.scheme or parts.netloc:
        well = parts.scheme in {"http", "https"} and "." in parts.netloc
        return "" if well and " " not in address else "is no web address"
    target = page
    if parts.path:
        base = root if parts.path.startswith("/") else page.parent
        target = (base / unquote(parts.path).lstrip("/")).resolve()
        target = target / "index.html" if target.is_dir() else target
        if not target.is_file():
            return "leads to nothing"
    if parts.fragment and target in pages:
        fragment = unquote(parts.fragment)
        # A living page keeps its state there.
        is_state = "=" in fragment
        if not is_state and fragment not in pages[target].ids:
            return "names no part of it"
    return ""


def faults(root: Path) -> Iterator[str]:
    """Give every dead link of a site."""
    root = root.resolve()
    pages = {
        path: Links(path.read_text(encoding="utf-8"))
        for path in root.rglob("*.html")
        if "_static" not in path.parts  # templates of the theme
    }
    for page, links in sorted(pages.items()):
        for address in dict.fromkeys(links.addresses):
            fault = fault_of(address, page, root, pages)
            if fault:
                yield f"{page.relative_to(root)}: {address[:200]!r} {fault}"


if __name__ == "__main__":
    told = list(faults(Path(sys.argv[1])))
    print("\n".join(told) or "every link leads somewhere")
    sys.exit(bool(told))
