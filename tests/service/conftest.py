"""A service to ask, on SQLite and on a real PostgreSQL: databases, cores, keys, a client in this process and one on a socket.

core, settings       one service over a fresh database, its workers asleep (`run_chores` does one round of their work)
tenant, other        two companies; `key("screen", tenant=other)` makes a key and gives its headers
client               asks the application without a socket: `client.get("/v1/audit", headers=key("admin").headers)`
served, serve        the same on a real socket: `served.url`; `serve(core)` starts one more
on_sqlite            mark for a test that is about SQLite alone: `@on_sqlite`, from `databases`
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient

sys.path.insert(0, str(Path(__file__).parent))

from databases import PostgreSQL, fresh_sqlite
from revisions import later
from serving import Served, Serving
from tenants import Issue, Issued

from qualmap_matcher.service.app import application
from qualmap_matcher.service.behind import Behind
from qualmap_matcher.service.core import Core
from qualmap_matcher.service.settings import Settings
from qualmap_matcher.service.store.accounts import Tenant, add_key, add_tenant
from qualmap_matcher.service.store.scope import Scope
from qualmap_matcher.service.workers import CHORES

__all__ = ["later"]  # a fixture from a module of its own

APPLICATIONS: dict[tuple[int, int], tuple[Behind, Litestar]] = {}
SECRET = "a secret that is long enough for tests"  # noqa: S105 - it guards nothing


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """One server for the whole process."""
    # Not below pytest's own folder: every pytest that starts closes that for other users, and the server may run as another.
    with tempfile.TemporaryDirectory(prefix="qualmap-") as folder, PostgreSQL.started(Path(folder) / "postgresql") as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh database with all its tables."""
    if request.param == "sqlite":
        yield fresh_sqlite(tmp_path / "home" / "qualmap.db")
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    with server.fresh() as url:
        yield url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database_url=database_url, secret=SECRET, workers=0)


@pytest.fixture
def core(settings: Settings) -> Iterator[Core]:
    core = Core.open(settings)
    yield core
    core.close()


@pytest.fixture
def tenant(core: Core) -> Tenant:
    with core.database.writing() as connection:
        return add_tenant(connection, "Company", retention_days=30)


@pytest.fixture
def other(core: Core) -> Tenant:
    with core.database.writing() as connection:
        return add_tenant(connection, "Other company", retention_days=30)


@pytest.fixture
def scope(core: Core, tenant: Tenant) -> Iterator[Scope]:
    """The tenant's part of the database in one writing transaction, kept when the test ends; not beside requests that write."""
    with core.database.writing() as connection:
        yield Scope(connection, tenant.id)


@pytest.fixture
def key(core: Core, tenant: Tenant) -> Issue:
    """Make keys: `key("match", "screen").headers`; of the tenant unless another is named."""

    def issue(*scopes: str, tenant: Tenant = tenant, name: str | None = None, expires_at: str | None = None) -> Issued:
        with core.database.writing() as connection:
            own = Scope(connection, tenant.id)
            issued, text = add_key(
                own, core.vault, name=name or f"key {len(made)}", scopes=scopes or ("admin",), expires_at=expires_at
            )
        made.append(text)
        return Issued(issued, text)

    made: list[str] = []
    return issue


@pytest.fixture
def app(core: Core) -> Litestar:
    """The application: one for all tests of a process whose bodies may be as long, since to make its routes takes a while."""
    longest = (core.settings.max_body, core.settings.max_upload)
    if longest not in APPLICATIONS:
        behind = Behind.of(core)
        APPLICATIONS[longest] = behind, application(behind)
    behind, app = APPLICATIONS[longest]
    now = Behind.of(core)
    behind.core, behind.limit = now.core, now.limit
    return app


@pytest.fixture
def client(app: Litestar) -> Iterator[TestClient[Litestar]]:
    """The application without a socket; a request needs the headers of a key."""
    with TestClient(app) as client:
        yield client


@pytest.fixture
def serve() -> Iterator[Callable[[Core], Served]]:
    """Put a core on a socket of this machine, several if need be; all stop with the test."""
    with Serving() as serving:
        yield serving.start


@pytest.fixture
def served(core: Core, serve: Callable[[Core], Served]) -> Served:
    return serve(core)


@pytest.fixture
def run_chores(core: Core) -> Callable[[], None]:
    """Do the workers' work in this thread until there is none left."""

    def run() -> None:
        while any(chore(core) for chore in CHORES):
            pass

    return run
