"""The widget behind `rangeviz.explorer`; it needs anywidget, the extra `notebook`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from rangeviz.datasets.values import site_of, systems_of, zones_of
from rangeviz.errors import InputError
from rangeviz.front import report as report_from
from rangeviz.geodesy.ellipsoid import inverse
from rangeviz.model.site import LaunchSite
from rangeviz.render.page import notebook
from rangeviz.writing import page_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rangeviz.front import Report
    from rangeviz.model.system import System
    from rangeviz.model.zone import Zone


class Explorer(anywidget.AnyWidget):
    """A page under a cell, with a wire between its pin and Python.

    Parameters
    ----------
    site, systems, zones
        As `rangeviz.report` takes them; one point. All three can be set anew, and
        observed.
    options : mapping
        The other options of `rangeviz.report`.

    Attributes
    ----------
    site : LaunchSite
        Where the pin is; dragging it changes this.
    systems : tuple of System
        The ranges that are shown.
    zones : tuple of Zone
        The zones that are shown.
    """

    _esm = notebook.widget_module()
    _height = traitlets.Int(notebook.FRAME_HEIGHT_PX).tag(sync=True)
    site = traitlets.Any()
    systems = traitlets.Any()
    zones = traitlets.Any()

    def __init__(
        self, site: Any, systems: Any, zones: Any, options: Mapping[str, Any]
    ) -> None:
        self._options = dict(options)
        self._answer: tuple[tuple[Any, ...], Report] | None = None
        self._shown: tuple[Report, notebook.Shown] | None = None
        self._is_pins = False
        super().__init__(site=site, systems=systems, zones=zones)
        self.report  # noqa: B018  # what can't be computed is refused here
        self.on_msg(self._answer_view)
        self.observe(self._follow, ["site", "systems", "zones"])

    @property
    def report(self) -> Report:
        """The report from where the pin is; it can be observed too."""
        asked = (self.site, self.systems, self.zones)
        if self._answer is None or self._answer[0] != asked:
            site, systems, zones = asked
            told = report_from(site, systems, zones=zones, **self._options)
            self._answer = (asked, told)
        return self._answer[1]

    @traitlets.validate("site")
    def _check_site(self, proposal: Any) -> LaunchSite:
        site = site_of(proposal.value)
        if not site.is_point:
            raise InputError(f"{site.name} is no point: a pin can't be dragged there")
        return site

    @traitlets.validate("systems")
    def _check_systems(self, proposal: Any) -> tuple[System, ...]:
        return systems_of(proposal.value)

    @traitlets.validate("zones")
    def _check_zones(self, proposal: Any) -> tuple[Zone, ...]:
        worldview = self._options.get("worldview", "international")
        return zones_of(proposal.value, worldview=worldview)

    def _take_pin(self, lon: float, lat: float) -> None:
        """Take the site from a page's pin, and let that page tell the next."""
        self._is_pins = True
        try:
            self.site = LaunchSite.at(lon, lat)
        finally:
            self._is_pins = False
            self.send({"kind": "taken"})

    def _follow(self, change: Any) -> None:
        """Let the pages follow what was set, and tell those who observe the report."""
        # A view that isn't there yet asks for its page itself.
        if self._shown is not None:
            is_move = change.name == "site"
            if not (is_move and (self._is_pins or self._move(self._shown[0]))):
                self._send_page()
        # Nothing is computed where nobody listens: a drag has many positions.
        if self._trait_notifiers.get("report"):
            old = self._answer[1] if self._answer else None
            self.notify_change(
                traitlets.Bunch(
                    name="report", type="change", owner=self, old=old, new=self.report
                )
            )

    def _move(self, shown: Report) -> bool:
        """Move the pin of the page that is there, if that page is still about it."""
        (of,) = shown.scenario.sites
        lon, lat = self.site.geometry.x, self.site.geometry.y
        is_named = self.site != LaunchSite.at(lon, lat)
        _, _, away_m = inverse(of.lon, of.lat, lon, lat)
        range_m = max(system.max_range_m for system in self.systems)
        if is_named or away_m > range_m:
            return False
        self.send({"kind": "move", "at": [lon, lat]})
        return True

    def _show(self) -> notebook.Shown:
        if self._shown is None or self._shown[0] is not self.report:
            self._shown = (self.report, notebook.Shown(page_of(self.report)))
        return self._shown[1]

    def _send_page(self) -> None:
        self.send({"kind": "page", **self._show().living})

    def _answer_view(self, _: Any, content: Any, __: Any) -> None:
        if content.get("kind") == "ready":
            self._send_page()
        elif content.get("kind") == "pin":
            self._take_pin(*content["at"])

    def _ipython_display_(self) -> None:
        views = super()._repr_mimebundle_()
        view = views[0] if views else {}
        view.pop("text/plain", None)
        self._show().display(repr(self), **view)

    def __repr__(self) -> str:
        return f"<Explorer: {self.report!r}>"
