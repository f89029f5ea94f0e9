"""The language that a command writes pages in, where none is asked for."""

from __future__ import annotations

import locale
import os
from collections.abc import Mapping

from rangeviz.language.language import LANGUAGES

# As gettext reads them: the first that is set decides.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def user_language(environ: Mapping[str, str] = os.environ) -> str:
    """Give the language of the user's locale, or English.

    Parameters
    ----------
    environ : mapping of str to str
        The environment, read as gettext does: the locale by the first set of
        ``LC_ALL``, ``LC_MESSAGES`` and ``LANG``, and before it, unless that
        locale is C, the list of wishes in ``LANGUAGE``. Where none of them is
        set, as on Windows, the system is asked.

    Returns
    -------
    str
        One of `rangeviz.language.language.LANGUAGES`; ``en`` where the user's
        languages are not among them.

    Examples
    --------
    >>> user_language({"LANG": "uk_UA.UTF-8"})
    'uk'
    >>> user_language({"LANG": "it_IT.UTF-8", "LANGUAGE": "it:fr"})
    'fr'
    >>> user_language({"LC_ALL": "C.UTF-8", "LANG": "uk_UA.UTF-8"})
    'en'
    """
    named = next((environ[name] for name in _VARIABLES if environ.get(name)), None)
    if named is None:
        named = locale.getlocale()[0] or ""
    if _tag(named) in ("c", "posix"):
        return "en"
    wishes = [*environ.get("LANGUAGE", "").split(":"), named]
    return next((tag for tag in map(_tag, wishes) if tag in LANGUAGES), "en")


def _tag(name: str) -> str:
    """Take the language out of a locale: ``de_AT.UTF-8@euro`` is ``de``."""
    return name.replace("-", "_").replace(".", "_").partition("_")[0].lower()
