"""Run the command line as ``python -m rangeviz``."""

from rangeviz.cli import main

if __name__ == "__main__":
    main()
