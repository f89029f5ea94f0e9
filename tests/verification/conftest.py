"""What several tests of pages share: a scenario is computed once."""

import pytest

from rangeviz.datasets.scenario.writer import scenario_to_toml
from rangeviz.verification import carried_scenario, own_page


@pytest.fixture(scope="session")
def computed():
    """What was made again, by scenario and kind."""
    return {}


@pytest.fixture
def again(monkeypatch, computed):
    """Compute a scenario once, however often its page is made again and compared."""
    compute, write = carried_scenario.compute_again, own_page.page_html

    def remember(scenario, kind, stand_in):
        if stand_in.borders is not None or stand_in.layers:
            return compute(scenario, kind, stand_in)
        key = (scenario_to_toml(scenario), kind)
        if key not in computed:
            answer = compute(scenario, kind, stand_in)
            computed[key] = answer, write(answer)
        return computed[key][0]

    def written(answer):
        pages = [page for made, page in computed.values() if made is answer]
        return pages[0] if pages else write(answer)

    monkeypatch.setattr(carried_scenario, "compute_again", remember)
    monkeypatch.setattr(own_page, "page_html", written)
