"""The command line. Each command is a module; what a person sees is drawn in `showing`, and only then is rich imported."""

from __future__ import annotations

import sys


def main() -> None:
    """Run `qualmap`; the base install has no command line and says what brings it."""
    try:
        import click  # noqa: F401 - only to see whether it is there
    except ImportError:
        sys.exit("qualmap: the command line is not installed: pip install 'qualmap[local]'")
    from qualmap.cli.commands import qualmap

    qualmap()
