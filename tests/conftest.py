"""What all tests run under."""

import os

# The command line writes pages in the language of the user's locale; the tests
# read English, wherever they run.
os.environ["LC_ALL"] = "C.UTF-8"
