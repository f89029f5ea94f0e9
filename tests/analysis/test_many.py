"""Many sites at once give, to the last digit, what each gives alone."""

import random
from dataclasses import replace

from rangeviz.analysis.ground import MANY_REACHES
from rangeviz.analysis.report import build_report
from rangeviz.datasets.systems import load_systems
from rangeviz.model.scenario import Scenario
from rangeviz.model.site import LaunchSite


def test_many_sites_give_the_figures_of_each_alone():
    rng = random.Random(5)
    sites = [
        LaunchSite.at(rng.uniform(-180, 180), rng.uniform(-80, 80), name=f"site {i}")
        for i in range(MANY_REACHES)
    ]
    sites += [LaunchSite.at(179.9, -17), LaunchSite.at(30, 89.5)]
    scenario = Scenario(tuple(sites), (load_systems()["atacms"],))
    seen = []
    many = build_report(scenario, progress=lambda *args: seen.append(args[:2]))
    assert seen == [(n, len(sites)) for n in range(1, len(sites) + 1)]
    for site, row in zip(sites, many.reaches, strict=True):
        alone = build_report(replace(scenario, sites=(site,))).reaches[0]
        assert (row.regions, row.countries) == (alone.regions, alone.countries)
        assert row.places == alone.places
        assert row.elsewhere_m2 == alone.elsewhere_m2
