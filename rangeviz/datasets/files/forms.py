"""The declared form of a file's tables: read, written and described by one class.

A subclass of `Form` names the keys of a table once. msgspec checks a table against it,
writes it, and makes the JSON Schema by which editors help; the texts of that schema
are the docstring's. What is wrong is told in our words: where, what was given and what
is allowed.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import json
import re
import sys
import typing
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Self, TypeVar

import msgspec

from rangeviz.datasets.names import nearest_names
from rangeviz.errors import FileFormatError, InputError
from rangeviz.units import M_PER_KM, km

_LARGEST = sys.float_info.max
# An integer of TOML or JSON may be longer than any float; NaN is in no interval.
Number = Annotated[float, msgspec.Meta(ge=-_LARGEST, le=_LARGEST)]
Whole = Annotated[float, msgspec.Meta(ge=-_LARGEST, le=_LARGEST, multiple_of=1)]
Name = Annotated[str, msgspec.Meta(pattern=r"\S")]
_KINDS = {
    "float": "a finite number",
    "str": "text",
    "array": "a list",
    "int": "a whole number",
    "object": "a table of keys",
}
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_KEY = re.compile(r"^(\w+(?:, \w+)*) : .*\n((?:    .*(?:\n|$))+)", re.MULTILINE)
_UNSAID = ("default", "minimum", "maximum")  # the least and greatest of all floats
_F = TypeVar("_F", bound="Form")


class Form(
    msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """A table of a file. Texts are kept without blanks at their ends."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            if isinstance(text := getattr(self, name), str):
                setattr(self, name, text.strip())

    @classmethod
    def of(cls, value: object, **changes: Any) -> Self:
        """Write a value of the model: what both have, kilometres for metres.

        Parameters
        ----------
        value : object
            The value.
        **changes
            Keys that are not simply a field of it.
        """
        for name, hint in typing.get_type_hints(cls).items():
            if name in changes or name not in cls.__struct_fields__:
                continue
            if name.endswith("_km"):
                length_m = getattr(value, f"{name[:-2]}m")
                changes[name] = None if length_m is None else km(length_m)
            else:
                form, told = _form_in(hint), getattr(value, name)
                if form is not None and told is not None:
                    several = isinstance(told, tuple)
                    told = tuple(map(form.of, told)) if several else form.of(told)
                changes[name] = told
        return cls(**changes)

    def values(self) -> dict[str, Any]:
        """Give every key that is there, as the model's fields have them."""
        told: dict[str, Any] = {}
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, Form):
                value = value.value()
            elif isinstance(value, tuple):
                value = tuple(v.value() if isinstance(v, Form) else v for v in value)
            elif name.endswith("_km") and value is not None:
                # To the micrometre, so that 16.1 km is 16,100 m and prints as written.
                name, value = f"{name[:-2]}m", round(value * M_PER_KM, 6)
            if value is not None:
                told[name] = value
        return told

    def value(self) -> Any:
        """Make the value of the model that the table says.

        Raises
        ------
        InputError
            If a key is not acceptable.
        """
        raise NotImplementedError

    def read(self, _context: Any) -> Sequence[Any]:
        """Make all values that the table says: one, or several from a file.

        Parameters
        ----------
        _context
            What names and paths in it are read by.
        """
        return [self.value()]


def read_form(
    kind: type[_F], table: Mapping[str, Any], where: str, *, strict: bool = True
) -> _F:
    """Read a table as its form says.

    Parameters
    ----------
    kind : type of Form
        The form.
    table : mapping
        As parsed from a file.
    where : str
        What error messages call the table.
    strict : bool
        Whether a text that stands where a number should is refused: in CSV all cells
        are texts.

    Raises
    ------
    FileFormatError
        If a key is unknown, missing or of another kind; the message names it.
    """
    _check_all_keys(kind, table, where)
    try:
        return msgspec.convert(table, kind, strict=strict)
    except msgspec.ValidationError as error:
        raise FileFormatError(f"{where}: {_told(str(error), table, kind)}") from None


def _told(problem: str, table: Any, form: type[Form] | None) -> str:
    """Say in our words what msgspec found wrong in a table whose keys are known."""
    problem, _, path = problem.partition(" - at `$")
    steps = [int(n) if n.isdecimal() else n for n in re.findall(r"\w+", path)]
    choices: tuple[Any, ...] = ()
    for step in steps:
        table = table[step]
        if form is not None and isinstance(step, str):
            hint = keys_of(form)[step]
            form, choices = _form_in(hint), _leaves(hint)
    if missing := re.search("missing required field `(.*)`", problem):
        steps.append(missing[1])
    shown = " ".join(str(step + 1 if isinstance(step, int) else step) for step in steps)
    if missing or "regex" in problem:
        return f"{shown} is missing"
    if "enum" in problem:
        allowed = ", ".join(choice for choice in choices if isinstance(choice, str))
        return f"{shown} {table!r:.40} is not one of {allowed}"
    expected = re.search(r"Expected `(\w+)", problem)
    kind = expected[1] if expected else "float"
    allowed = _KINDS["int" if "multiple" in problem else kind]
    return f"{shown} must be {allowed}, not {table!r:.40}"


@functools.cache
def keys_of(kind: type[Form]) -> dict[str, Any]:
    """Give the keys of a form as files spell them, each with its type."""
    hints = typing.get_type_hints(kind)
    return {
        key: hints[name]
        for key, name in zip(
            kind.__struct_encode_fields__, kind.__struct_fields__, strict=True
        )
    }


def _leaves(hint: Any) -> tuple[Any, ...]:
    """Take a type apart: its alternatives, and what they hold."""
    inner = typing.get_args(hint)
    return sum(map(_leaves, inner), ()) if inner else (hint,)


def _form_in(hint: Any) -> type[Form] | None:
    return next((each for each in _leaves(hint) if isinstance(each, type(Form))), None)


def _check_all_keys(kind: type[Form], table: Mapping[str, Any], where: str) -> None:
    known = keys_of(kind)
    check_keys(table, tuple(known), where)
    for key, value in table.items():
        form = _form_in(known[key])
        for each in value if isinstance(value, list) else [value]:
            if form is not None and isinstance(each, Mapping):
                _check_all_keys(form, each, f"{where}: {key}")


def check_keys(record: Mapping[str, Any], allowed: Sequence[str], where: str) -> None:
    """Refuse a key that no one would read.

    Raises
    ------
    FileFormatError
        If a key is not in `allowed`; the message names the nearest one.
    """
    for key in record:
        if key not in allowed:
            nearest = nearest_names(key, allowed, limit=1)
            hint = f"did you mean {nearest[0]!r}? " if nearest else ""
            known = ", ".join(allowed)
            raise FileFormatError(f"{where}: unknown key {key!r}; {hint}known: {known}")


@contextlib.contextmanager
def naming(where: str) -> Iterator[None]:
    """Begin the message of what goes wrong inside with where it does.

    Raises
    ------
    FileFormatError
        Instead of any error of the user's input.
    """
    try:
        yield
    except InputError as error:
        told = str(error)
        named = told if told.startswith(where) else f"{where}: {told}"
        raise FileFormatError(named) from error


def json_schema(root: type[Form], others: Iterable[type[Form]], title: str) -> str:
    """Write the JSON Schema of a form, by which editors help who writes the file.

    Parameters
    ----------
    root : type of Form
        The form of the whole file.
    others : iterable of type of Form
        Those that its lists refer to by ``#/$defs/`` and their class name.
    title : str
        What editors call the file.

    Returns
    -------
    str
        JSON Schema 2020-12, with the texts of the forms' docstrings.
    """
    forms = [root, *others]
    inner = [_form_in(hint) for form in forms for hint in keys_of(form).values()]
    forms = list(dict.fromkeys(filter(None, [*forms, *inner])))
    _, tables = msgspec.json.schema_components(forms, ref_template="#/$defs/{name}")
    for form in forms:
        table = tables[form.__name__]
        about, _, keys = inspect.cleandoc(form.__doc__ or "").partition("\n\n")
        words = {
            name: " ".join(text.split())
            for names, text in _KEY.findall(keys)
            for name in names.split(", ")
        }
        table["description"] = about
        for name, key in zip(form.__struct_fields__, keys_of(form), strict=True):
            table["properties"][key] = _property(table["properties"][key], words[name])
    whole = tables.pop(root.__name__) | {"title": title, "$defs": tables}
    return json.dumps({"$schema": _DRAFT, **whole}, indent=1) + "\n"


def _property(schema: dict[str, Any], description: str) -> dict[str, Any]:
    """Leave out what no editor need say: null, which TOML has not, and defaults."""
    told = [each for each in schema.get("anyOf", [schema]) if each != {"type": "null"}]
    kept = {key: value for key, value in told[0].items() if key not in _UNSAID}
    return {"description": description, **kept}
