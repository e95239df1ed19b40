"""Configurations that pages show are of the form that their readers want, and name settings, commands and options that exist."""

from __future__ import annotations

import configparser
import json
import re
import shlex
from pathlib import Path

import attrs
import jsonschema
import pytest
import yaml
from click.testing import CliRunner
from documents import PAGES, Block, blocks
from running import ROOT

import qualmap
from qualmap import profiles
from qualmap.cli.commands import qualmap as main
from qualmap_matcher.service.openapi import document
from qualmap_matcher.service.routes import ENDPOINTS
from qualmap_matcher.service.settings import Settings

SETTINGS = {f"QUALMAP_{field.name.upper()}" for field in attrs.fields(Settings)}
_SETTING = re.compile(r"\bQUALMAP_[A-Z_]+(?==|:)")
_REQUEST = re.compile(r"^(GET|POST|PUT|DELETE) (\S+)\s*(\{.*\})?", re.MULTILINE)
_INSTRUCTIONS = set("CMD COPY ENV EXPOSE FROM HEALTHCHECK RUN STOPSIGNAL USER".split())  # noqa: SIM905 - as a Containerfile has them


def of_language(language: str) -> list[tuple[str, Block]]:
    """The blocks of a language, each with the name of its page."""
    found = [(page.name, block) for page in PAGES for block in blocks(page) if block.language == language]
    assert found, f"no page has a block of {language} any more"
    return found


def all_of(language: str) -> pytest.MarkDecorator:
    found = of_language(language)
    return pytest.mark.parametrize("block", [block for _, block in found], ids=[f"{page}:{block.line}" for page, block in found])


def check_command(words: list[str]) -> None:
    """See that a command is one of qualmap's, with options that it has; asked for its help, it does nothing else."""
    asked = CliRunner().invoke(main, [*words[1:], "--help"])

    assert Path(words[0]).name == "qualmap"
    assert asked.exit_code == 0, asked.output


@all_of("http")
def test_a_request_is_one_that_the_service_describes(block: Block) -> None:
    described = document(ENDPOINTS, qualmap.Client.local().facts())["paths"]
    requests = _REQUEST.findall(block.content.replace("\n{", " {"))
    assert len(requests) == sum(line.startswith(("GET", "POST", "PUT", "DELETE")) for line in block.content.splitlines())
    for method, address, body in requests:
        operation = described[address.partition("?")[0]][method.lower()]
        wanted = operation.get("requestBody")
        assert bool(body) == bool(wanted), address
        if wanted:
            jsonschema.validate(json.loads(body), wanted["content"]["application/json"]["schema"])


@all_of("toml")
def test_a_profile_is_read(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "config.toml").write_text(block.content, encoding="utf-8")
    monkeypatch.setenv(profiles.CONFIG, str(tmp_path / "config.toml"))
    monkeypatch.setenv("QUALMAP_PRODUCTION_KEY", "qm_one")

    found = profiles.profile("production")

    assert found
    assert (found.base_url, found.api_key, found.timeout) == ("https://qualmap.example.com", "qm_one", 120)


@pytest.mark.parametrize("language", ["ini", "yaml", "dockerfile"])
def test_settings_are_those_of_the_service(language: str) -> None:
    named = {name for _, block in of_language(language) for name in _SETTING.findall(block.content)}

    assert named
    assert named <= SETTINGS


@all_of("ini")
def test_a_file_for_systemd_is_read_and_starts_a_command_that_there_is(block: Block) -> None:
    if "[Service]" not in block.content:  # variables of the environment
        lines = [line for line in block.content.splitlines() if not line.startswith("#")]
        assert all(re.fullmatch(r"[A-Z_]+=\S+", line) for line in lines)
        Settings.from_environment(dict(line.split("=", 1) for line in lines))
        return
    unit = configparser.ConfigParser(interpolation=None)
    unit.read_string(block.content)

    assert set(unit) == {"DEFAULT", "Unit", "Service", "Install"}
    check_command(shlex.split(unit["Service"]["ExecStart"]))


@all_of("yaml")
def test_a_compose_file_is_read_and_its_services_know_each_other(block: Block) -> None:
    read = yaml.safe_load(block.content)

    services = read["services"]
    for service in services.values():
        assert set(service.get("depends_on", ())) <= set(services)
        compile(service["command"][-1] if "command" in service else "", "<command>", "exec")
        Settings.from_environment(
            {name: value for name, value in service.get("environment", {}).items() if name.startswith("QUALMAP_")}
        )
    assert {volume.partition(":")[0] for volume in services["database"]["volumes"]} == set(read["volumes"])


@all_of("dockerfile")
def test_a_container_file_has_known_instructions_and_starts_a_command_that_there_is(block: Block) -> None:
    lines = block.content.replace("\\\n", " ").splitlines()
    instructions = [line.split(maxsplit=1) for line in lines if not line.startswith("#")]

    assert {name for name, _ in instructions} <= _INSTRUCTIONS
    assert instructions[0][0] == "FROM"
    [command] = [json.loads(rest) for name, rest in instructions if name == "CMD"]
    check_command(command)
    [program] = re.findall(r"HEALTHCHECK .+ CMD (\[.+\])", block.content)
    compile(json.loads(program)[-1], "<health>", "exec")
    assert (ROOT / "requirements" / "service.txt").exists()


@all_of("nginx")
def test_a_proxy_has_balanced_braces_and_leads_to_the_port_of_the_service(block: Block) -> None:
    plain = re.sub(r"#.*", "", block.content)
    depths = [0]
    for brace in re.findall(r"[{}]", plain):
        depths.append(depths[-1] + (1 if brace == "{" else -1))

    assert min(depths) == depths[-1] == 0
    assert all(line.endswith((";", "{", "}")) for line in map(str.strip, plain.splitlines()) if line)
    assert set(re.findall(r"server [\d.]+:(\d+)", plain)) == {str(Settings().port)}
    assert set(re.findall(r"proxy_pass http://(\w+)", plain)) == set(re.findall(r"upstream (\w+) \{", plain))


def test_what_assistants_are_to_start_is_a_command_that_there_is() -> None:
    found = [block for page, block in of_language("json") if page == "assistants.md"]

    assert found
    for block in found:
        server = json.loads(block.content)["mcpServers"]["qualmap"]
        check_command([server["command"], *server["args"]])


def test_an_option_that_is_none_is_found_out() -> None:
    with pytest.raises(AssertionError, match="No such option"):
        check_command(["qualmap", "serve", "--colour"])
