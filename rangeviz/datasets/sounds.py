"""Names by their sound: one key for the spellings of languages and of times gone by.

`fold_name` makes a name's spellings meet within one script. Here scripts and
languages meet: Київ, Киев, Kiev, Kiew and Kijów sound alike. Pages search by the same
rules, which they carry.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from rangeviz.datasets.names import fold_name

_LETTERS = re.findall(
    r"\S+",
    "æ ae œ oe ß ss ø o đ d ł l ı i а a б b в v [гґ] g д d [еэ] e ж zh з z [иіы] i к k "
    "л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh щ shch ю iu я ia є ie "
    "^ντ d ^μπ b γκ g τζ z τσ ch σχ sk "
    "α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r [σς] s τ t "
    "υ i φ f χ ch ψ ps ω o",
)
# Hebrew and Arabic, Korean as Unicode takes its syllables apart, Georgian, Armenian.
_OTHERS = re.findall(
    r"\S+",
    "[ᅪᅫᅯᅰᅱ] va ու u [اةعءאעᅡ-ᅵაეიოუաեէըիոօ] a [بבᄇᄈბբ] b "
    "[تطثתטᄐᆮᆺᆻᆽᆾᇀᇂთტթտ] t [جيىیיᄌᄍյ] i [حخهغگچחהגᄀᄎᄒგღხჩჭჰգխղճչհ] h "
    "[دضذדᄃᄄდդ] d [رרᄅრռր] r [زظژזზჟძჯզժջ] z [سصشסשצץᄉᄊსშცწսշցծ] s [فფֆ] f "
    "[قكکקכךᄁᄏᆨ-ᆪᆰᆿკქყկք] k [لלᆯᆲ-ᆶლլ] l [مמםᄆᆱᆷმմ] m [نנןᄂᆫ-ᆭნն] n ᆼ nh "
    "[وו] u [ვվւ] v [پפףᄑᆸᆹᇁპպփ] p",
)
# In this order; each is a regular expression of Python and JavaScript alike.
LETTER_RULES: tuple[tuple[str, str], ...] = (
    *zip(_LETTERS[::2], _LETTERS[1::2], strict=True),
    ("[ъь]", ""),
    ("shch|tsch|tch|cz", "c"),
    ("sch|sh|sz", "s"),
    ("zh|rz|dz|dj", "z"),
    ("kh|gh|ch", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("ck|qu|q", "k"),
    ("x", "ks"),
    ("ts|tz|c(?=[eiy])", "s"),
    ("c", "k"),
    ("[yj]", "i"),
    ("w", "v"),
    ("g", "h"),
    ("^ال", ""),
    *zip(_OTHERS[::2], _OTHERS[1::2], strict=True),
    ("ᄋ", ""),
)
SOUND_RULES: tuple[tuple[str, str], ...] = (
    ("[aeiou]+", "a"),
    (r"(.)\1", "$1"),
)
# Most names are soon in Latin letters: rules for others then have nothing to find.
_COMPILED = [
    (pattern.isascii(), re.compile(pattern), replacement.replace("$", "\\"))
    for pattern, replacement in (*LETTER_RULES, *SOUND_RULES)
]
# So short a sound is another one if a letter differs.
_SHORT = 5


def sound_of(name: str) -> str:
    """Reduce a name to its sound.

    Parameters
    ----------
    name : str
        In Latin, Cyrillic, Greek, Armenian, Georgian, Arabic, Hebrew or Korean letters;
        others stay as they are. Arabic and Hebrew leave out vowels, and so does the
        sound.

    Returns
    -------
    str
        Consonants by kind, with one letter for any run of vowels.

    Examples
    --------
    >>> [sound_of(name) for name in ("Київ", "Kiev", "Kijów", "Токіо", "Tokyo")]
    ['kav', 'kav', 'kav', 'taka', 'taka']
    >>> [sound_of(name) for name in ("Αθήνα", "Athina", "서울", "Seoul", "تهران")]
    ['atana', 'atana', 'sal', 'sal', 'thran']
    >>> [sound_of(name) for name in ("თბილისი", "Tbilisi", "Երևան", "Yerevan")]
    ['tbalasa', 'tbalasa', 'aravan', 'aravan']
    """
    sound = fold_name(name)
    for is_latin, pattern, replacement in _COMPILED:
        if is_latin or not sound.isascii():
            sound = pattern.sub(replacement, sound)
    return sound


def other_sounds(sounds: Iterable[str], known: Iterable[str]) -> list[str]:
    """Choose the sounds that a search would not take for a known one.

    Parameters
    ----------
    sounds : iterable of str
        As `sound_of` gives them; the first of two that are alike is chosen.
    known : iterable of str
        Sounds that need no other.

    Returns
    -------
    list of str

    Examples
    --------
    >>> other_sounds([sound_of("Bombay"), sound_of("Мумбаї")], [sound_of("Mumbai")])
    ['bamba']
    >>> other_sounds([sound_of("Pekin"), sound_of("Peking")], [sound_of("Beijing")])
    ['pakan']
    """
    # Half the start of a page would be its import.
    from rapidfuzz.distance import Levenshtein

    heard = list(known)
    chosen: list[str] = []
    for sound in sounds:
        alike = any(
            sound == other
            or (
                len(other) >= _SHORT
                and sound[:1] == other[:1]
                and Levenshtein.distance(sound, other) <= 1
            )
            for other in heard
        )
        if sound and not alike:
            heard.append(sound)
            chosen.append(sound)
    return chosen


def common_sounds(spellings: Iterable[str], least: int) -> list[str]:
    """Give the sounds on which several spellings agree, the most frequent first.

    Of a gazetteer's many alternates these are the names that are in use, or were.

    Parameters
    ----------
    spellings : iterable of str
        Of one place.
    least : int
        So many different ones have to sound alike.

    Examples
    --------
    >>> common_sounds(["leningrad", "ленинград", "leningrado", "piter"], 2)
    ['lananhrad']
    """
    heard: defaultdict[str, set[str]] = defaultdict(set)
    for spelling in spellings:
        heard[sound_of(spelling)].add(spelling)
    counts = Counter({sound: len(each) for sound, each in heard.items()})
    return [
        sound
        for sound, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
        if count >= least and sound
    ]
