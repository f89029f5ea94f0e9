"""Groups of features that may be told: none of them stands for a single feature.

Official statistics publish no cell with fewer than three contributors (the minimum
frequency rule; Hundepool et al., *Handbook on Statistical Disclosure Control*, 2010,
4.2.1). The same rule keeps a table of sums from becoming a list of features.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from rangeviz.arguments import one_line
from rangeviz.errors import InputError
from rangeviz.language.language import Language

LEAST_FEATURES: Final = 3
MOST_GROUPS: Final = 200
NO_VALUE: Final = "(no value)"
REST: Final = "(smaller groups)"


def group_name(group: str, kind: str, language: Language) -> str:
    """Name a group in a language: ours by our words, one of cells by its region.

    Examples
    --------
    >>> group_name(REST, "points", Language("de"))
    '(kleinere Gruppen)'
    """
    name = language.say(group) if group in (NO_VALUE, REST) else group
    return language.area(name) if kind == "cells" else name


def tellable_groups(
    groups: np.ndarray, *, layer: str, by: str
) -> tuple[list[str], np.ndarray]:
    """Name the groups of n features, the small ones together.

    Parameters
    ----------
    groups : (n,) array of str
        The group of each feature; empty texts are a group of their own.
    layer, by : str
        Names of layer and column, for messages.

    Returns
    -------
    names : list of str
        By name, never by size; ``(no value)`` and ``(smaller groups)`` at the end. Each
        has `LEAST_FEATURES` features or more, unless there are fewer in all.
    index : (n,) int array
        The place of each feature's group among them.

    Raises
    ------
    InputError
        If more than half of the features are in groups below `LEAST_FEATURES`, as in
        a column of names or numbers, or if more than `MOST_GROUPS` groups remain.

    Examples
    --------
    >>> classes = np.array(["b", "a", "b", "a", "b", "a", "ferry"], object)
    >>> names, index = tellable_groups(classes, layer="roads", by="class")
    >>> names, index.tolist()
    (['b', '(smaller groups)'], [0, 1, 0, 1, 0, 1, 1])
    """
    found, index, counts = np.unique(
        groups.astype(str), return_inverse=True, return_counts=True
    )
    small = counts < LEAST_FEATURES
    alone = int(counts[small].sum())
    if 2 * alone > len(groups) and len(groups) >= LEAST_FEATURES:
        raise InputError(
            f"{layer}: {one_line(by)!r} has {len(found)} values in {len(groups)} "
            "features, which would list them one by one; group by a column whose "
            f"values {LEAST_FEATURES} features or more share"
        )
    if small.any():
        # The rest must not be a single feature either: the next smallest joins it.
        by_size = np.argsort(np.where(small, 0, counts), kind="stable")
        together = np.cumsum(counts[by_size])
        enough = int(np.searchsorted(together, LEAST_FEATURES)) + 1
        small[by_size[:enough]] = True
    kept = [(not name, name) for name in found[~small].tolist()]
    if len(kept) > MOST_GROUPS:
        raise InputError(
            f"{layer}: {one_line(by)!r} has {len(kept)} groups; "
            f"group by a column of {MOST_GROUPS} values at most"
        )
    order = [name for _, name in sorted(kept)]
    names = [name or NO_VALUE for name in order] + [REST] * bool(small.any())
    place = {name: number for number, name in enumerate(order)}
    of_found = np.array([place.get(name, len(order)) for name in found.tolist()])
    return names, of_found[index]
