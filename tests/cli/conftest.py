"""Running the command line inside the test process."""

import pytest
from click.testing import CliRunner

from rangeviz.cli import main


@pytest.fixture
def run():
    """Run ``rangeviz`` and give exit code, stdout and stderr."""

    def invoke(*arguments):
        return CliRunner().invoke(main, [str(a) for a in arguments])

    return invoke
