"""What holds for every test: it answers over the bundled data, and the service's log lines go nowhere.

A test that looks at log lines catches them with `structlog.testing.capture_logs()`.
"""

import os

import hypothesis
import structlog

os.environ.pop("QUALMAP_DATA", None)  # whatever overlay the person who starts the tests works with

hypothesis.settings.register_profile("untimed", deadline=None)  # machines are shared: how long an example takes says nothing
hypothesis.settings.load_profile("untimed")


def _dropped(_logger: object, _name: str, _event: object) -> structlog.typing.EventDict:
    raise structlog.DropEvent


structlog.configure(processors=[_dropped])
