"""Profiles: which service is meant, and what is told where the file cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

import qualmap
from qualmap.profiles import client_of, config_file, profile


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("QUALMAP_BASE_URL", "QUALMAP_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / "config.toml"
    monkeypatch.setenv("QUALMAP_CONFIG", str(file))
    return file


def written(file: Path, text: str, *, mode: int = 0o600) -> None:
    file.write_text(text)
    file.chmod(mode)


def test_a_profile_names_a_service_and_a_key(file: Path) -> None:
    written(file, '[profiles.a]\nbase_url = "https://a.example"\napi_key = "qm_secret"\ntimeout = 7\n')

    found = profile("a")

    assert (found.base_url, found.api_key, found.timeout, found.exposed) == ("https://a.example", "qm_secret", 7.0, None)
    assert "qm_secret" not in repr(found)


def test_a_key_can_stand_in_a_variable(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(file, '[profiles.a]\nbase_url = "https://a.example"\napi_key_env = "OUR_KEY"\n', mode=0o644)
    monkeypatch.setenv("OUR_KEY", "qm_secret")

    assert profile("a").api_key == "qm_secret"
    assert profile("a").exposed is None


def test_a_key_that_others_may_read_is_told(file: Path) -> None:
    written(file, '[profiles.a]\nbase_url = "https://a.example"\napi_key = "qm_secret"\n', mode=0o640)

    assert profile("a").exposed == file


def test_without_a_name_the_environment_comes_first_and_then_the_default(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert profile() is None
    with pytest.raises(qualmap.ConfigurationError, match="QUALMAP_BASE_URL"):
        client_of(None)
    written(file, '[profiles.default]\nbase_url = "https://a.example"\napi_key = "qm_secret"\n')
    assert client_of(None)[1].name == "default"
    monkeypatch.setenv("QUALMAP_BASE_URL", "https://b.example")
    monkeypatch.setenv("QUALMAP_API_KEY", "qm_other")
    assert client_of(None)[1] is None
    assert client_of("default")[1].base_url == "https://a.example"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "there is no profile 'a'"),
        ('[profiles.b]\nbase_url = "https://b.example"\n', "there: b"),
        ("[profiles.a\n", "cannot be read"),
        ("profiles = 5\n", r"\[profiles\.NAME\]"),
        ("[profiles]\na = 5\n", "expected a table"),
        ('[profiles.a]\napi_key = "qm_secret"\n', "base_url to be a text, but it is missing"),
        ('[profiles.a]\nbase_url = "https://a.example"\n', "one of api_key and api_key_env"),
        ('[profiles.a]\nbase_url = "https://a.example"\napi_key = "a"\napi_key_env = "B"\n', "one of api_key"),
        ('[profiles.a]\nbase_url = "https://a.example"\napi_key_env = "NOT_SET_ANYWHERE"\n', "NOT_SET_ANYWHERE"),
        ('[profiles.a]\nbase_url = "https://a.example"\napi_key = 5\n', "api_key to be a text"),
        ('[profiles.a]\nbase_url = "https://a.example"\napi_key = "a"\ntimeout = 0\n', "above 0, got 0"),
        ('[profiles.a]\nbase_url = "https://a.example"\napi_key = "a"\nretries = 3\n', "unknown 'retries'"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(file: Path, text: str, says: str) -> None:
    written(file, text)

    with pytest.raises(qualmap.ConfigurationError, match=says) as caught:
        profile("a")

    assert str(file) in str(caught.value)
    assert "qm_secret" not in str(caught.value)


def test_the_file_is_where_programs_keep_such_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QUALMAP_CONFIG", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))

    assert config_file() == tmp_path / "qualmap" / "config.toml"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert config_file() == tmp_path / ".config" / "qualmap" / "config.toml"
