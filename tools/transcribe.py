"""Russian names of places in Ukrainian letters, where no Ukrainian name is recorded.

After the orthography of 2019, paragraphs 144 and 152, as far as a rule can know: it
can't tell a root that both languages share (Kyslovodsk), so what is recorded goes
before it.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_VOWELS = "аеёиоуыэюя"
# Endings first, then letters; a digit marks a letter that is done with.
_RULES = (
    ("(?<=[гкхжчшщц])ий$", "1й"),
    ("ий$", "ій"),
    ("ый$", "1й"),
    ("[аы]я$", "а"),
    ("яя$", "я"),
    ("(?<=..)ое$", "е"),
    ("ее$", "є"),
    ("[иы]е$", "і"),
    ("(?<=[гкхжчшщц])и$", "1"),
    ("ц$", "ць"),
    ("рь(?=[бвгджзклмнпрстфхцчшщ])", "р"),
    ("(?<=[бпвмф])я", "’я"),
    ("(?<=[сц])к(?=1й$|а$|е$|і$|$)", "ьк"),
    ("(?<=[жчшщц])и", "1"),
    ("(?<=[жчшщ])ё", "о"),
    (f"(?:(?<=[{_VOWELS}ьъй1])|^)ё", "йо"),
    ("ё", "ьо"),
    (f"(?:(?<=[{_VOWELS}ьъй1])|^)е", "є"),
    (f"(?<=[{_VOWELS}ьъ])и", "ї"),
    ("и", "і"),
    ("[ы1]", "и"),
    ("э", "е"),
    ("ъ", "’"),
)


def ukrainian_from_russian(name: str) -> str:
    """Write a Russian name in Ukrainian.

    Examples
    --------
    >>> ukrainian_from_russian("Набережные Челны"), ukrainian_from_russian("Сызрань")
    ('Набережні Челни', 'Сизрань')
    >>> ukrainian_from_russian("Липецк"), ukrainian_from_russian("Чжэнчжоу")
    ('Ліпецьк', 'Чженчжоу')
    """
    return _WORD.sub(lambda word: _word(word[0]), name)


def _word(word: str) -> str:
    """Apply the rules in small letters, and give the result the word's case."""
    written = word.lower()
    for pattern, letters in _RULES:
        written = re.sub(pattern, letters, written)
    return written[:1].upper() + written[1:] if word[:1].isupper() else written
