"""Ukrainian and Russian names of places in Latin letters.

Ukrainian follows the official table: resolution 55 of the Cabinet of Ministers of
27 January 2010. Russian follows the English-language press, which is BGN/PCGN without
its apostrophes: Arkhangelsk, Nizhny Novgorod, Oryol.
"""

from __future__ import annotations

import re

APOSTROPHES = "'’ʼ`ʹ‘"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{APOSTROPHES}](?=\w))*")
_SHARED = dict(
    zip(
        "абвджзклмнопрстуфхцчшщ",
        "a b v d zh z k l m n o p r s t u f kh ts ch sh shch".split(),  # noqa: SIM905
        strict=True,
    )
)
_UKRAINIAN = _SHARED | {
    "г": "h",
    "ґ": "g",
    "е": "e",
    "є": "ie",
    "и": "y",
    "і": "i",
    "ї": "i",
    "й": "i",
    "ю": "iu",
    "я": "ia",
    "ь": "",
}
_AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_RUSSIAN = _SHARED | {
    "г": "g",
    "е": "e",
    "ё": "yo",
    "и": "i",
    "й": "y",
    "ъ": "",
    "ы": "y",
    "ь": "",
    "э": "e",
    "ю": "yu",
    "я": "ya",
}


def from_ukrainian(name: str) -> str:
    """Romanise by the official table.

    Examples
    --------
    >>> from_ukrainian("Запоріжжя"), from_ukrainian("Кам’янець-Подільський")
    ('Zaporizhzhia', 'Kamianets-Podilskyi')
    >>> from_ukrainian("Згурівка"), from_ukrainian("Їжакевич")
    ('Zghurivka', 'Yizhakevych')
    """
    return _WORD.sub(lambda word: _as_written(word[0], _ukrainian_word), name)


def from_russian(name: str) -> str:
    """Romanise as the English-language press does.

    Examples
    --------
    >>> from_russian("Орёл"), from_russian("Набережные Челны")
    ('Oryol', 'Naberezhnye Chelny')
    >>> from_russian("Прокопьевск"), from_russian("Нижний Новгород")
    ('Prokopyevsk', 'Nizhny Novgorod')
    """
    return _WORD.sub(lambda word: _as_written(word[0], _russian_word), name)


def _as_written(word: str, rule: object) -> str:
    """Apply a rule to small letters, and give the result the word's case."""
    assert callable(rule)
    latin = str(rule(word.lower()))
    if len(word) > 1 and word.isupper():
        return latin.upper()
    return latin[:1].upper() + latin[1:] if word[:1].isupper() else latin


def _ukrainian_word(word: str) -> str:
    plain = re.sub(f"[{APOSTROPHES}]", "", word)
    first = _AT_START.get(plain[:1], _UKRAINIAN.get(plain[:1], plain[:1]))
    rest = plain[1:].replace("зг", "zgh")
    if plain.startswith("зг"):
        first, rest = "zgh", plain[2:]
    return first + "".join(_UKRAINIAN.get(letter, letter) for letter in rest)


def _russian_word(word: str) -> str:
    word = re.sub(f"[{APOSTROPHES}]", "", word)
    word = re.sub("[ыи]й$", "y", word)
    word = word.replace("ые", "ye").replace("ьи", "yi").replace("ьо", "yo")
    word = re.sub("(?:(?<=[аеёиоуэюяъьй])|^)е", "ye", word)
    return "".join(_RUSSIAN.get(letter, letter) for letter in word)
