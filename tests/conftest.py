"""The tests answer over the bundled data, whatever overlay the person who starts them works with."""

import os

os.environ.pop("QUALMAP_DATA", None)
