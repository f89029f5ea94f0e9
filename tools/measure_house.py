"""Measure the house: code lines, imports, circles, and the rooms that a site touches.

    python tools/measure_house.py [FOLDER]

FOLDER is a checkout, by default this one. docs/design.md keeps the figures beside the
older ones.
"""

from __future__ import annotations

import ast
import collections
import contextlib
import io
import sys
import tempfile
import tokenize
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

MARK = "Zzyzx"  # a name that stands nowhere else
SCENARIO = f"""schema = 1
sites = [{{name = "{MARK}", lon = 36.2304, lat = 49.9935}}]
systems = ["himars", "atacms"]
zones = [{{region = "RU-KRS"}}]
"""
# What the first edition had nothing of: whole modules, by feature. What grew in modules
# that stood before is not among them.
LATER = {
    "many sites at once, dated lines, Dask": (
        *("analysis/batch", "datasets/dated_sites", "datasets/places/site_stream"),
        *("cli/batch_command", "cli/dates_command", "export/text/dated_rows"),
    ),
    "areas over the crossings of range circles": (
        "geodesy/inside",
        "analysis/inside_points",
    ),
    "millions of points within reach": ("geodesy/distance/within_reach",),
    "ground, seas, cities, names in seven languages": (
        *("datasets/map_ground", "datasets/local_names", "datasets/sounds"),
        *("datasets/places/seats", "language/cards"),
    ),
    "a page that is right after every move: its places, search": (
        *("render/page/carried_places", "render/page/search_data"),
    ),
    "callouts and the spotlight": ("render/figure/callouts",),
    "slides, sizes of pictures": (
        "render/figure/slide",
        "render/figure/paper",
    ),
    "strangers' vector files, known before GDAL sees them": (
        "datasets/files/vector_kinds",
        "datasets/files/vector_copy",
    ),
    "the front from Python: any value for a name, answers, an accessor, a widget": (
        *("datasets/values", "analysis/asking", "answers", "accessor", "versions"),
        *("arguments", "widget", "living", "render/page/notebook"),
    ),
}
CLEANING = ("one_line", "clean_text", "plain")
_SILENT = (
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE),
    *(tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER),
)


def code_lines(text: str) -> int:
    """Count the lines of a module without blanks, comments and docstrings."""
    said: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            said |= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _SILENT:
            lines |= set(range(token.start[0], token.end[0] + 1))
    return len(lines - said)


def imports(root: Path) -> dict[str, set[str]]:
    """Give what each module of the package imports of it, inside functions too."""
    files = {
        ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(
            ".__init__"
        ): path
        for path in (root / "rangeviz").rglob("*.py")
    }
    edges: dict[str, set[str]] = {module: set() for module in files}
    for module, path in files.items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.ImportFrom) and node.module:
                whole = [f"{node.module}.{alias.name}" for alias in node.names]
                names = [name if name in files else node.module for name in whole]
            elif isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            edges[module] |= {name for name in names if name in files} - {module}
    return edges


def by_feature(root: Path) -> dict[str, int]:
    """Count the code lines of what came after the first edition, by feature."""
    told = {}
    for feature, modules in LATER.items():
        places = [root / "rangeviz" / module for module in modules]
        files = [
            path
            for place in places
            for path in (*place.rglob("*.py"), place.with_suffix(".py"))
            if path.is_file()
        ]
        told[feature] = sum(code_lines(path.read_text("utf-8")) for path in files)
    return told


def measures(root: Path) -> dict[str, float]:
    """Give the figures of a checkout by what they are called in docs/design.md."""
    edges = imports(root)
    counts = collections.Counter(name for told in edges.values() for name in told)
    of = {
        folder: sum(
            code_lines(path.read_text(encoding="utf-8"))
            for path in (root / folder).rglob("*.py")
        )
        for folder in ("rangeviz", "tests")
    }
    rooms = {
        module for module in edges if any(m.startswith(f"{module}.") for m in edges)
    }
    return {
        "modules": len(edges),
        "code lines": of["rangeviz"],
        "code lines of tests over those": of["tests"] / of["rangeviz"],
        "imports per module": sum(map(len, edges.values())) / len(edges),
        "modules with one importer": sum(counts[m] == 1 for m in edges.keys() - rooms),
    }


@contextlib.contextmanager
def watched(note: Callable[[str, str, list[Any]], None], root: str) -> Iterator[None]:
    """Call ``note(module, function, arguments)`` at every call in the package."""

    def profile(frame: Any, event: str, _: Any) -> None:
        path = frame.f_code.co_filename
        if event == "call" and path.startswith(root):
            values = list(frame.f_locals.values())
            note(path[len(root) : -3], frame.f_code.co_name, values)

    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(None)


def walk() -> tuple[list[str], list[str], int]:
    """Make a page of one site: the modules that it touches, its name, and cleanings."""
    import rangeviz
    from rangeviz.cli import main

    site: dict[str, None] = {}
    name: dict[str, None] = {}
    cleaned = 0

    def note(module: str, function: str, values: list[Any]) -> None:
        nonlocal cleaned
        few = (v for v in values if isinstance(v, tuple | list) and len(v) < 5)
        for value in (*values, *(each for several in few for each in several)):
            if type(value).__name__ == "LaunchSite":
                site[module] = None
            elif isinstance(value, str) and MARK in value:
                name[module] = None
                cleaned += function in CLEANING

    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder, "s.toml")
        scenario.write_text(SCENARIO, encoding="utf-8")
        arguments = ["map", "--scenario", str(scenario), "-o", f"{folder}/x.html"]
        told = contextlib.redirect_stdout(io.StringIO())
        root = f"{Path(rangeviz.__file__).parent}/"
        quiet = contextlib.redirect_stderr(io.StringIO())
        ended = contextlib.suppress(SystemExit)
        with told, quiet, ended, watched(note, root):
            main(arguments)
    return list(site), list(name), cleaned


def run() -> None:
    """Print the measures, and the walk of one site."""
    root = Path(*sys.argv[1:2] or [Path(__file__).parents[1]])
    for name, value in measures(root).items():
        print(f"{name}: {value:.4g}" if value % 1 else f"{name}: {value:,.0f}")
    for feature, lines in by_feature(root).items():
        print(f"code lines since the first edition: {lines:,} for {feature}")
    site, name, cleaned = walk()
    print(f"a site touches {len(site)} modules: {', '.join(site)}")
    print(f"its name touches {len(name)}: {', '.join(name)}; cleaned {cleaned} times")


if __name__ == "__main__":
    run()
