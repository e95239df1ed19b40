"""Lets the tests of this folder share modules with `regenerate.py` beside them, and databases with the service's tests."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent / "service")]
