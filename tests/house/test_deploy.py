"""What deploy/ ships agrees with the code, and with what this house asks of a container; none is run here."""

import re
import shutil
import subprocess

import pytest
import yaml

from flows.deployments import CRASHED_AFTER_SECONDS, DEPLOYMENTS, HEARTBEAT_SECONDS, POOL, TAG
from flows.settings import Settings

ENV_LINE = re.compile(r"^(# )?([A-Z][A-Z_]+)=(.*)$", re.MULTILINE)
# Names that say where it runs; nobody reads them but the files beside them.
PLACES = {"PILASTER_WORKSPACE", "PILASTER_NAME", "PILASTER_UID", "PILASTER_GID"}
PINNED = re.compile(r"^[a-z/]+:\d+\.\d+[\w.-]*$")
BEATS = ("## Symptom", "## Look", "## Do")
COMMAND = re.compile(r"\bpilaster ([a-z][a-z-]*)")


@pytest.fixture(scope="module")
def deploy(root):
    return root / "deploy"


@pytest.fixture(scope="module")
def env(deploy):
    """Name → value as a shell would read it; commented lines too."""
    return {name: value.strip('"') for _, name, value in ENV_LINE.findall((deploy / ".env.example").read_text("utf-8"))}


@pytest.fixture(scope="module")
def compose(deploy):
    return yaml.safe_load((deploy / "compose.yaml").read_text("utf-8"))


@pytest.fixture(scope="module")
def dockerfile(deploy):
    text = (deploy / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    return [line.split(None, 1) for line in text.splitlines() if line and not line.startswith("#")]


def test_every_setting_stands_in_the_example_and_nothing_that_is_none(env):
    settings = {f"PILASTER_{name.upper()}" for name in Settings.model_fields}

    assert {name for name in env if name.startswith("PILASTER_")} - PLACES == settings


def test_the_example_says_the_defaults(env):
    """Of a setting whose default is nothing at all it shows an example."""
    told = {
        name: env[f"PILASTER_{name.upper()}"]
        for name, field in Settings.model_fields.items()
        if field.default is not None and not field.default_factory
    }

    assert len(told) > 10
    assert Settings.model_validate(told) == Settings()


def test_the_example_sets_nothing_by_itself(deploy):
    """A workspace's own pilaster.toml would be beaten by lines that nobody meant."""
    active = {name for hidden, name, _ in ENV_LINE.findall((deploy / ".env.example").read_text("utf-8")) if not hidden}

    assert {name for name in active if name.startswith("PILASTER_")} == PLACES


def test_the_example_holds_no_secret(env):
    secrets = {
        name: value for name, value in env.items() if re.search("PASSWORD|AUTH_STRING|ALERT_URL|LEDGER_URL|HASH_KEY", name)
    }

    assert secrets
    assert set(secrets.values()) == {""}


def test_every_other_name_in_the_example_is_used_by_a_file_beside_it(deploy, env):
    used = "".join(path.read_text("utf-8") for path in deploy.rglob("*") if path.is_file() and path.name != ".env.example")
    quiet = {"PREFECT_SERVER_ANALYTICS_ENABLED", "DO_NOT_TRACK"}

    assert [name for name in env if name not in used and not name.startswith("PREFECT_API_") and name not in quiet] == []


def test_the_container_of_the_worker_is_given_every_setting(compose):
    given = {name for name in compose["services"]["worker"]["environment"] if name.startswith("PILASTER_")}

    assert given == {f"PILASTER_{name.upper()}" for name in Settings.model_fields}


def test_containers_have_few_rights(compose):
    for name, service in compose["services"].items():
        assert service["user"] not in {"root", "0", "0:0"}, name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert not service.get("privileged"), name
        assert "network_mode" not in service, name
        assert not any("docker.sock" in volume for volume in service.get("volumes", ())), name


def test_containers_say_whether_they_are_well_and_what_they_wait_for(compose):
    for name, service in compose["services"].items():
        assert service["healthcheck"]["test"][0] == "CMD", name
        assert service["restart"] == "unless-stopped", name
        for other, condition in service.get("depends_on", {}).items():
            assert other in compose["services"], name
            assert condition == {"condition": "service_healthy"}, name


def test_images_are_pinned(compose, dockerfile):
    images = {service["image"] for service in compose["services"].values()}
    images |= {words.split()[0] for instruction, words in dockerfile if instruction == "FROM"}

    assert [image for image in images if not PINNED.match(image)] == []


def test_a_port_is_open_on_this_machine_alone(compose):
    ports = [port for service in compose["services"].values() for port in service.get("ports", ())]

    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []
    assert compose["services"]["database"]["networks"] == ["inside"]
    assert compose["networks"]["inside"] == {"internal": True}


def test_secrets_come_from_outside_and_have_no_default(compose):
    for name, service in compose["services"].items():
        for key, value in service.get("environment", {}).items():
            if "PASSWORD" in key or "AUTH_STRING" in key or "CONNECTION_URL" in key:
                assert re.search(r"\$\{[A-Z_]+:\?", value), f"{name}: {key}"
    assert compose["services"]["worker"]["environment"].keys() & {"POSTGRES_PASSWORD", "PREFECT_SERVER_API_AUTH_STRING"} == set()


def test_the_image_runs_as_nobody_special_and_holds_no_secret(dockerfile):
    users = [words for instruction, words in dockerfile if instruction == "USER"]
    copied = [words for instruction, words in dockerfile if instruction in {"COPY", "ADD"}]
    told = [words for instruction, words in dockerfile if instruction in {"ENV", "ARG"}]

    assert users
    assert users[-1].partition(":")[0] not in {"root", "0"}
    assert [instruction for instruction, _ in dockerfile if instruction == "ADD"] == []
    assert [words for words in copied if words.split()[-2] == "." or ".env" in words] == []
    assert [words for words in told if re.search(r"PASSWORD|AUTH_STRING|SECRET|TOKEN", words)] == []
    assert any("--require-hashes" in words for instruction, words in dockerfile if instruction == "RUN")


def test_the_image_holds_what_it_copies_and_the_build_sees_it(root, deploy, dockerfile):
    ours = {
        word
        for instruction, words in dockerfile
        if instruction == "COPY" and "--from" not in words
        for word in words.split()[:-1]
    }
    seen = {line[1:] for line in (deploy / "Dockerfile.dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}

    assert ours == seen
    assert [name for name in ours if not (root / name).exists()] == []


def test_prefect_yaml_and_the_deployment_module_tell_the_same(deploy, env):
    text = re.sub(r"{{ \$([A-Z_]+) }}", lambda found: env[found[1]], (deploy / "prefect.yaml").read_text("utf-8"))
    told = {each["entrypoint"]: each for each in yaml.safe_load(text)["deployments"]}
    settings = Settings()

    assert told.keys() == {each.entrypoint for each in DEPLOYMENTS}
    for each in DEPLOYMENTS:
        found = told[each.entrypoint]
        cron = each.cron.format(**settings.model_dump())
        assert found.get("schedules", []) == ([{"cron": cron, "timezone": settings.schedule_zone}] if cron else []), each
        assert (found["work_pool"]["name"], found["tags"]) == (POOL, [TAG])
        heartbeat = found["work_pool"]["job_variables"]["env"]["PREFECT_FLOWS_HEARTBEAT_FREQUENCY"]
        assert (int(heartbeat), found["parameters"].keys()) == (HEARTBEAT_SECONDS, {"workspace"})
    assert HEARTBEAT_SECONDS * 2 < CRASHED_AFTER_SECONDS


def test_systemd_understands_the_units(deploy, tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed")
    units = []
    for unit in sorted((deploy / "systemd").iterdir()):
        # The programs of an installation are not here; everything else in the unit is what ships.
        text = re.sub(r"/opt/pilaster/bin/\w+", "/bin/true", unit.read_text("utf-8"))
        units.append(tmp_path / unit.name)
        units[-1].write_text(text, "utf-8")

    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, check=False, text=True)

    ours = [line for line in done.stderr.splitlines() if "pilaster" in line]
    assert ours == []


def test_a_finding_of_the_night_is_no_failure_of_its_unit(deploy):
    unit = (deploy / "systemd" / "pilaster-nightly.service").read_text("utf-8")

    assert "SuccessExitStatus=1\n" in unit
    assert "pilaster nightly --direct --workspace ${PILASTER_WORKSPACE}\n" in unit


def test_runbooks_go_from_the_symptom_to_what_to_do_with_commands_that_exist(root, deploy):
    from flows.__main__ import COMMANDS

    offered = {name for name, _, _ in COMMANDS} | {each.flow for each in DEPLOYMENTS}
    index = (deploy / "README.md").read_text("utf-8")
    runbooks = sorted((deploy / "runbooks").glob("*.md"))

    assert runbooks
    for runbook in runbooks:
        text = runbook.read_text("utf-8")
        places = [text.find(f"\n{beat}\n") for beat in BEATS]
        assert -1 < places[0] < places[1] < places[2], runbook.name
        assert f"(runbooks/{runbook.name})" in index, runbook.name
        assert set(COMMAND.findall(text)) <= offered, runbook.name
