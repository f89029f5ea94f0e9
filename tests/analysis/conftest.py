"""Let the tests here import their own helpers by name."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
