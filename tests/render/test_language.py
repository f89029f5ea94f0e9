"""Every word of the page in seven languages, numbers as the browser writes them."""

import itertools
import json
import subprocess
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import rangeviz as rv
from rangeviz.analysis import caveats, report
from rangeviz.datasets.catalogue.policy_facts import load_stages
from rangeviz.errors import InputError
from rangeviz.language import language as language_module
from rangeviz.language.language import BORDER_OF, INSIDE, LANGUAGES, Language
from rangeviz.language.wording import Sentence
from rangeviz.language.words import (
    GAIN_WORDS,
    NOTE_WORDS,
    PICTURE_WORDS,
    SCRIPT_WORDS,
    STAGE_WORDS,
    TEMPLATE_WORDS,
)
from rangeviz.writing import page_html

OTHERS = [tag for tag in LANGUAGES if tag != "en"]
LOCALE = Path(language_module.__file__).parent / "locale"
SAME = {"km", "km²", "m", "mi", "System", "Zone", "Zones", "Region", "Latitude"}


def more_messages() -> set[str]:
    return {*PICTURE_WORDS.values(), *GAIN_WORDS.values(), *STAGE_WORDS.values()}


def messages() -> set[str]:
    """Every English message that the page may say."""
    said = {*TEMPLATE_WORDS.values(), *SCRIPT_WORDS.values(), *more_messages()}
    sentences = [*vars(caveats).values()]
    said |= {v.template for v in sentences if isinstance(v, Sentence)}
    said |= {*NOTE_WORDS, INSIDE, BORDER_OF}
    return said | {report.BORDER_ATTRIBUTION, report.PLACE_ATTRIBUTION}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_a_key_says_the_same_wherever_it_stands():
    groups = (SCRIPT_WORDS, TEMPLATE_WORDS, PICTURE_WORDS, GAIN_WORDS, STAGE_WORDS)
    for one, other in itertools.combinations(groups, 2):
        shared = one.keys() & other.keys()
        assert {key: one[key] for key in shared} == {key: other[key] for key in shared}


@pytest.mark.parametrize("tag", OTHERS)
def test_every_message_is_translated_with_its_fields(tag):
    language = Language(tag)
    with (LOCALE / f"{tag}.po").open("rb") as file:
        translated = {m.id for m in read_po(file) if m.id and m.string}
    assert messages() - translated == set()
    for message in messages():
        assert fields(language.say(message)) == fields(message)
    said = {m: language.say(m) for m in messages()}
    untranslated = {m for m, t in said.items() if m == t and len(m.split()) > 3}
    assert untranslated == set()


def test_every_note_that_is_shipped_is_one_of_the_messages():
    notes = {system.note for system in rv.load_systems().values()} - {""}
    notes |= {fact.note for fact in load_stages()} - {""}
    assert len(notes) > 4
    assert notes <= set(NOTE_WORDS)


@pytest.mark.parametrize("tag", OTHERS)
def test_compiled_catalogue_is_the_readable_one(tag):
    with (LOCALE / f"{tag}.po").open("rb") as file:
        readable = {m.id: m.string for m in read_po(file) if m.id}
    with (LOCALE / f"{tag}.mo").open("rb") as file:
        compiled = {m.id: m.string for m in read_mo(file) if m.id}
    assert compiled == readable


@pytest.mark.parametrize("tag", LANGUAGES)
def test_numbers_are_written_as_intl_does(node, tag):
    values = [0, 5, 999, 1000, 1234, 9999, 12345, 1234567, 305.8, 1305.8]
    code = (
        f"const f = new Intl.NumberFormat('{tag}', {{maximumFractionDigits: 3}});"
        f"const p = new Intl.NumberFormat('{tag}', {{style: 'percent'}});"
        f"console.log(JSON.stringify([{json.dumps(values)}.map(v => f.format(v)),"
        "[0, 0.13, 1].map(v => p.format(v))]))"
    )
    told = subprocess.run(
        [node, "-e", code], capture_output=True, text=True, check=True
    )
    numbers, shares = json.loads(told.stdout)
    language = Language(tag)
    assert [language.range_km(1000 * value) for value in values] == numbers
    assert [language.share(share) for share in (0, 0.13, 1)] == shares


def test_an_unknown_language_is_refused_with_those_there_are():
    with pytest.raises(InputError, match="no language 'xx' here: take en, uk, de"):
        Language("xx")


def test_page_speaks_ukrainian(kharkiv):
    html = page_html(kharkiv, lang="uk")
    for words in (
        '<html lang="uk">',
        "Курська область",
        "Україна",
        "305,8",
        "Точка пуску",
    ):
        assert words in html
    assert "Launch point" not in html
    assert "Read with care" not in html
