"""What all tests run under."""

import os

from hypothesis import settings

# The command line writes pages in the language of the user's locale; the tests
# read English, wherever they run.
os.environ["LC_ALL"] = "C.UTF-8"

# A busy machine is no fault of the code: what an example costs is the benchmarks' work.
settings.register_profile("rangeviz", deadline=None)
settings.load_profile("rangeviz")
