"""The command line, the only home of click.

Importing a command costs milliseconds: what it needs of the package is
imported in its body.
"""

from rangeviz.cli.app import main

__all__ = ["main"]
