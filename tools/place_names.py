"""What a place is called today: in English, and in the languages of the page.

Names by language are GeoNames' preferred alternates, by way of Debian's package
libgeonames-common: gettext catalogues keyed by GeoNames' number. They are some years
old, so that a town renamed since stands there under its old name; the primary name of
the newer gazetteer tells which. In Ukraine, Russia and Belarus the English name is
the romanised one (romanise.py), so that all are of one school.
"""

from __future__ import annotations

import csv
import gettext
import hashlib
import io
import re
import subprocess
import tarfile
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz
from romanise import APOSTROPHES, from_russian, from_ukrainian
from transcribe import ukrainian_from_russian

from rangeviz.datasets.names import fold_name

PACKAGE = "libgeonames-common=0.3.0-1"
CATALOGUE = "./usr/share/locale/{}/LC_MESSAGES/geonames.mo"
LANGUAGES = ("uk", "ru", "de", "pl", "fr", "es")
CATALOGUES_SHA256 = {
    "uk": "217dbe06a97796a8aeb6017e52065f18a8b6940181b2385fda148fea537091fc",
    "ru": "301b6fe43265c052b6e064d072282e31e7637cc8747d53250b16183ed65c3b2c",
    "de": "f268bdcdba4ad30e31e264973f82fa703fb8bf567c6f9f8a035155f31c1cfdaa",
    "pl": "f7ca0fed90095dc69bd8250176252eb5a139a66514d265e5c908100532a7c4d8",
    "fr": "52fb4c901654f9331f8e98fd2550b53e45c073a873a3a349c4d473584f89d6d0",
    "es": "c5298d8a8eee476696249c44e6160180571413a6a5e41ee1477b6169f6535284",
}
CORRECTIONS = Path(__file__).with_name("place_name_corrections.csv")
CYRILLIC = {"uk", "ru"}
# Belarus is named after the Russian, one of its two languages of state: so are its
# regions here, and so its cities stand in most of the English-language press.
ROMANISED = {"UA": "uk", "RU": "ru", "BY": "ru"}
SAME_NAME = 75  # of 100: spellings of one name, against those of another
# Letters of other Cyrillic alphabets than the language's own.
FOREIGN = {"uk": re.compile("[ыэёъў]|[^а-щьюяєіїґ]"), "ru": re.compile("[^а-яё]")}
# Spellings that the language does not have, and that only it has of the two.
NOT_OF = {
    "uk": re.compile("ий масив$|район|[сцзн]к($|[ аеиі-])"),
    "ru": re.compile("масив|район|[сцзн]ьк|дз[іьяюе]|ьц|ць|сьт|ця|рэ|чэ|жэ|шэ|рыц|цё"),
}
ONLY = {"uk": re.compile("[іїєґ]|[сцзн]ьк|ць$"), "ru": re.compile("[ыэёъ]|[сцзн]к")}
ROMANISE = {"uk": from_ukrainian, "ru": from_russian}
RENAMED = 55

Place = dict[str, Any]
Catalogues = Mapping[str, Mapping[int, str]]


def fetch(folder: Path) -> Path:
    """Download the pinned package with apt."""
    subprocess.run(["apt-get", "download", PACKAGE], cwd=folder, check=True)
    return next(folder.glob("libgeonames-common_*.deb"))


def read_catalogues(package: Path) -> Catalogues:
    """Read the names by language and number."""
    return {
        language: {
            number: _tidy(name)
            for number, name in messages.items()
            if _is_written_in(name, language)
        }
        for language, messages in read_messages(package, CATALOGUES_SHA256).items()
    }


def read_messages(package: Path, digests: Mapping[str, str]) -> Catalogues:
    """Read catalogues by language, and refuse any other version of them."""
    command = ["dpkg-deb", "--fsys-tarfile", str(package)]
    content = subprocess.run(command, check=True, capture_output=True).stdout
    catalogues = {}
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for language, expected in digests.items():
            member = archive.extractfile(CATALOGUE.format(language))
            catalogue = b"" if member is None else member.read()
            digest = hashlib.sha256(catalogue).hexdigest()
            if digest != expected:
                raise SystemExit(
                    f"{language} has sha256 {digest}, not that of {PACKAGE}"
                )
            translations = gettext.GNUTranslations(io.BytesIO(catalogue))._catalog
            catalogues[language] = {
                int(number): name
                for number, name in translations.items()
                if str(number).isdigit()
            }
    return catalogues


def name_places(places: Iterable[Place], catalogues: Catalogues) -> None:
    """Give each place its ``english`` name, and its ``names`` by language."""
    corrections = read_corrections()
    for place in places:
        names = _names_of(place, catalogues)
        own = ROMANISED.get(place["countrycode"])
        corrected = corrections.get(place["geonameid"], {})
        names |= corrected
        if "en" not in corrected:
            names["en"] = _english(place["name"], names.get(own or ""), own)
        place["english"] = names.pop("en")
        place["names"] = {language: name for language, name in names.items() if name}


def read_corrections() -> dict[int, dict[str, str]]:
    """Read the table of corrections: number -> language -> name, empty for none."""
    corrections: defaultdict[int, dict[str, str]] = defaultdict(dict)
    with CORRECTIONS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["reason"]:
                raise ValueError(f"a correction of {row['geoname_id']} has no reason")
            corrections[int(row["geoname_id"])][row["language"]] = row["name"]
    return dict(corrections)


def _tidy(name: str) -> str:
    """Use one apostrophe, and a capital at the start."""
    name = re.sub(f"[{APOSTROPHES}]", "’", name.strip())
    return name[:1].upper() + name[1:]


def _is_written_in(name: str, language: str) -> bool:
    letters = [letter for letter in name.lower() if letter.isalpha()]
    if language in CYRILLIC:
        plain = [letter for letter in letters if letter not in APOSTROPHES]
        return bool(plain) and not FOREIGN[language].search("".join(plain))
    scripts = {unicodedata.name(letter, "?").split()[0] for letter in letters}
    return scripts <= {"LATIN", "MODIFIER"} and bool(scripts)


def _names_of(place: Place, catalogues: Catalogues) -> dict[str, str]:
    """Name a place in every language that has a name for it."""
    number = place["geonameid"]
    names = {
        language: catalogue[number]
        for language, catalogue in catalogues.items()
        if number in catalogue
    }
    home = ROMANISED.get(place["countrycode"])
    if home == "uk":
        # Of the recorded spellings the one of today.
        if current := _like_primary(place, "uk", names.get("uk")):
            renamed = _likeness(from_ukrainian(current), *_recorded(names)) < RENAMED
            names = {} if renamed else names
            names["uk"] = current
        elif _likeness(place["name"], *_recorded(names)) < RENAMED:
            names = {}
    for language in sorted(CYRILLIC):
        if language not in names and (name := _like_primary(place, language)):
            names[language] = name
    if "ru" in names:
        names["ru"] = _with_yo(names["ru"], place)
    if "uk" not in names and "ru" in names and home != "uk":
        names["uk"] = ukrainian_from_russian(names["ru"])
    return names


def _recorded(names: Mapping[str, str]) -> list[str]:
    """Romanise the names that the catalogues have in Ukrainian and Russian."""
    return [ROMANISE[language](names[language]) for language in CYRILLIC & names.keys()]


def _likeness(name: str, *others: str) -> float:
    """Tell how alike names are, of 100; of several the likest, of none wholly."""
    key = fold_name(name)
    return max((fuzz.ratio(key, fold_name(other)) for other in others), default=100.0)


def _like_primary(
    place: Place, language: str, recorded: str | None = None
) -> str | None:
    """Find the spelling in Ukrainian or Russian that is most like the primary name.

    The gazetteer's alternates come without their languages: what is written in the
    letters of one, and reads like the primary name, is taken for it.
    """
    spellings = [recorded] if recorded else []
    spellings += [
        _tidy(name)
        for name in place["alternatenames"]
        if _is_written_in(name, language) and not NOT_OF[language].search(name.lower())
    ]
    primary, romanise = place["name"], ROMANISE[language]
    likeness = {
        name: _likeness(romanise(name), primary)
        for name in spellings
        if language == "ru"
        or ROMANISED.get(place["countrycode"]) == "uk"
        or ONLY["uk"].search(name.lower())
    }
    likeness = {name: like for name, like in likeness.items() if like >= SAME_NAME}
    # Of equally like ones the recorded one, then what only this language writes so.
    return max(
        likeness,
        key=lambda name: (
            likeness[name] + (5 if ONLY[language].search(name.lower()) else 0),
            name == recorded,
            name,
        ),
        default=None,
    )


def _with_yo(name: str, place: Place) -> str:
    """Write ё where some spelling of the same name has it."""
    for spelling in place["alternatenames"]:
        if "ё" in spelling and fold_name(spelling) == fold_name(name):
            return _tidy(spelling)
    return name


def _english(primary: str, own: str | None, language: str | None) -> str:
    if own:
        return from_ukrainian(own) if language == "uk" else from_russian(own)
    if language is None:
        return primary
    plain = re.sub(f"[{APOSTROPHES}]", "", primary).replace("ë", "yo")
    return re.sub("(?<=[a-z])[iy]y$", "y" if language == "ru" else "yi", plain)
