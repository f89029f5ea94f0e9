"""The house is layered: a module imports from its own floor or below."""

import ast
import configparser
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "rangeviz"
# Lower floors first; a room not named here has no place in the house.
FLOORS = {
    "errors": 0,
    "units": 0,
    "arguments": 0,
    "files": 0,
    "style": 0,
    "versions": 0,
    "language": 0,
    "geodesy": 1,
    "model": 2,
    "datasets": 3,
    "data": 3,
    "analysis": 4,
    "render": 5,
    "export": 5,
    "output_forms": 6,
    "writing": 6,
    "verification": 7,
    "accessor": 2,
    "front": 8,
    "answers": 8,
    "living": 8,
    "widget": 8,
    "cli": 9,
    "__main__": 10,
}
# Within a floor: a wing knows the wings before it and the floor's own modules
# that stand before it (named ""), not those after it.
SEPARATE = {("render", "export"), ("export", "render")}
# The only homes of four libraries.
HOMES = {
    "folium": "render/page",
    "branca": "render/page",
    "matplotlib": "render/figure",
    "click": "cli",
}


def imports(path: Path, *, for_types: bool = True) -> set[str]:
    """Names every import in a module, at the top or inside a function."""
    found = set()
    tree = ast.parse(path.read_text())
    if not for_types:
        tree.body = [node for node in tree.body if not _is_type_checking(node)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _is_type_checking(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def room(dotted: str) -> str:
    return dotted.split(".")[1] if dotted.count(".") else "__init__"


MODULES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_downward(path):
    here = path.relative_to(PACKAGE).with_suffix("").parts[0]
    for name in imports(path):
        if name.split(".")[0] != "rangeviz" or name == "rangeviz.__version__":
            continue
        there = room(name)
        assert there in FLOORS, f"{path.name} imports {name}, which has no floor"
        assert FLOORS[there] <= FLOORS[here], f"{here} imports {name} from above"
        assert (here, there) not in SEPARATE, (
            f"{here} and {there} don't know each other"
        )


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_libraries_stay_in_their_homes(path):
    where = path.relative_to(PACKAGE).as_posix()
    for name in imports(path, for_types=False):  # naming a type loads nothing
        home = HOMES.get(name.split(".")[0])
        assert home is None or where.startswith(home), f"{where} imports {name}"


def test_no_modules_import_each_other_in_a_circle():
    """Imports inside functions count: they move a circle, and don't open it."""
    files = {dotted(path): path for path in PACKAGE.rglob("*.py")}
    beneath = {
        name: {
            each if each in files else each.rpartition(".")[0]
            for each in imports(path, for_types=False)
            if each.startswith("rangeviz.") and each != "rangeviz.__version__"
        }
        for name, path in files.items()
    }
    while free := {name for name, below in beneath.items() if not below & {*beneath}}:
        for name in free:
            del beneath[name]
    assert not beneath, "in a circle, or above one"


def dotted(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def test_every_package_is_listed_for_the_wheel():
    config = configparser.ConfigParser()
    config.read(PACKAGE.parent / "setup.cfg")
    listed = set(config["options"]["packages"].split())
    here = {
        ".".join(init.parent.relative_to(PACKAGE.parent).parts)
        for init in PACKAGE.rglob("__init__.py")
    }
    assert listed == here | {"rangeviz.data"}


def test_a_file_name_is_used_once():
    names = [path.name for path in MODULES if not path.name.startswith("__")]
    assert {name for name in names if names.count(name) > 1} == set()
