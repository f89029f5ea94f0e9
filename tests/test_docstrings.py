"""Every public function says what it takes and gives, when it fails, and shows it."""

import builtins
import inspect
import re

import pytest
from numpydoc.docscrape import FunctionDoc
from numpydoc.validate import validate

import rangeviz

NAMES = rangeviz.__all__[1:]
FUNCTIONS = [name for name in NAMES if inspect.isfunction(getattr(rangeviz, name))]
CLASSES = [name for name in NAMES if inspect.isclass(getattr(rangeviz, name))]
# numpydoc's codes: unknown, undocumented or misnamed parameters, results, examples,
# sections in another order or unknown, and a summary that is missing or too long.
OF_FUNCTIONS = {"PR01", "PR02", "RT01", "RT03", "EX01", "GL06", "GL07", "GL08", "SS06"}
OF_CLASSES = {"PR02", "GL06", "GL07", "GL08", "SS06"}


def faults(name, wanted):
    errors = validate(f"rangeviz.{name}")["errors"]
    return [text for code, text in errors if code in wanted]


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_has_every_section(name):
    function = getattr(rangeviz, name)
    nothing = inspect.signature(function).return_annotation == "None"
    wanted = OF_FUNCTIONS - ({"RT01", "RT03"} if nothing else set())
    assert faults(name, wanted) == []
    sections = FunctionDoc(function)
    assert sections["See Also"]
    assert sections["Raises"] or not inspect.signature(function).parameters


@pytest.mark.parametrize("name", CLASSES)
def test_a_public_class_documents_what_it_holds(name):
    assert faults(name, OF_CLASSES) == []


@pytest.mark.parametrize("name", FUNCTIONS)
def test_what_is_named_beside_exists(name):
    beside = FunctionDoc(getattr(rangeviz, name))["See Also"]
    for names, _ in beside:
        for other, _ in names:
            assert hasattr(rangeviz, other), other


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_signature_is_typed_without_any(name):
    signature = inspect.signature(getattr(rangeviz, name))
    hints = [p.annotation for p in signature.parameters.values()]
    for hint in [*hints, signature.return_annotation]:
        assert hint is not inspect.Signature.empty
        assert "Any" not in str(hint).replace("Mappable", "")


@pytest.mark.parametrize("name", NAMES)
def test_a_public_docstring_names_only_what_a_reader_can_look_up(name):
    public = getattr(rangeviz, name)
    members = vars(public).values() if inspect.isclass(public) else ()
    for told in (public, *filter(inspect.isfunction, members)):
        is_plain = inspect.isclass(told) and issubclass(told, Warning)
        takes = () if is_plain else inspect.signature(told).parameters
        text = inspect.getdoc(told) or ""
        for other in re.findall(r"(?<!`)`(?:rangeviz\.)?(\w+)[\w.]*`(?!`)", text):
            known = (rangeviz, builtins, public)
            assert other in takes or any(hasattr(one, other) for one in known), other
