"""The same bytes from every version of SQLite."""

from __future__ import annotations

from pathlib import Path

PAGE_SIZE = 4096
B_TREE_PAGES = {2: 12, 5: 12, 10: 8, 13: 8}  # kind of page -> size of its header


def blank(target: Path) -> None:
    """Zero what a reader never looks at and SQLite versions fill differently.

    That is the version number in the header (bytes 96 to 99) and, in every b-tree
    page, the gap between the cell pointers and the cells, which may hold leftovers.
    Offsets are those of https://sqlite.org/fileformat2.html#b_tree_pages.
    """
    content = bytearray(target.read_bytes())
    content[96:100] = bytes(4)
    for start in range(0, len(content), PAGE_SIZE):
        header = start + (100 if start == 0 else 0)
        if (header_size := B_TREE_PAGES.get(content[header])) is None:
            continue
        cells = int.from_bytes(content[header + 3 : header + 5], "big")
        begin = header + header_size + 2 * cells
        end = start + int.from_bytes(content[header + 5 : header + 7], "big")
        content[begin:end] = bytes(end - begin)
    target.write_bytes(content)
