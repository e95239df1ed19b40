"""Lets the tests of this folder share `running` and `documents` with the program `regenerate.py` beside them."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
