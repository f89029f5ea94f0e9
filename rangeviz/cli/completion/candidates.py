"""Completion of names in a shell: places, regions, borders, systems."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import click

Completer = Callable[[click.Context, click.Parameter, str], list[Any]]


def complete_place(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[Any]:
    """Offer places by the beginning of their name, else files."""
    from rangeviz.datasets.places.prefixes import place_names

    del ctx, param
    return _offers(place_names(incomplete)) or _files(incomplete)


def complete_area(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[Any]:
    """Offer countries and regions by how a name or code begins, else files."""
    from rangeviz.datasets.places.prefixes import area_names

    del ctx, param
    return _offers(area_names(incomplete)) or _files(incomplete)


def complete_border(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[Any]:
    """Offer countries with their neighbours, and regions."""
    from rangeviz.datasets.places.prefixes import border_names

    del ctx, param
    return _offers(border_names(incomplete))


def complete_system(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[Any]:
    """Offer the ids of the catalogue."""
    from rangeviz.datasets.places.prefixes import system_ids

    del ctx, param
    key = incomplete.casefold()
    return _offers(pair for pair in system_ids() if pair[0].startswith(key))


def _offers(named: Iterable[tuple[str, str]]) -> list[Any]:
    from click.shell_completion import CompletionItem

    # fish takes a comma for the end of what it is told.
    return [
        CompletionItem(name, help=told.replace(",", "") or None)
        for name, told in named
        if "," not in name
    ]


def _files(incomplete: str) -> list[Any]:
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")] if incomplete else []
