"""What docker-compose.yml promises of every container, and who can reach whom."""

from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
WHOLE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PARTS = WHOLE["services"]
STEPS = {"keys", "broker-setup", "database-setup", "migrate", "sample", "operator", "backup", "restore"}
STAYING = PARTS.keys() - STEPS
OVER = {path.name: yaml.safe_load(path.read_text())["services"] for path in (ROOT / "deploy" / "compose").glob("*.yml")}


@pytest.mark.parametrize("name", PARTS)
def test_no_container_takes_the_whole_machine_fills_its_disk_or_keeps_orphans(name):
    part = PARTS[name]
    assert part["init"] is True, "an orphan of a health check is a crashed backend to PostgreSQL"
    assert part["mem_limit"] and part["pids_limit"]
    assert part["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


@pytest.mark.parametrize("name", sorted(STAYING))
def test_what_stays_comes_back_after_a_restart_of_the_machine(name):
    assert PARTS[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", sorted(STAYING - {"gateway", "prometheus", "alertmanager", "grafana", "mail"}))
def test_health_is_asked_without_a_shell(name):
    assert PARTS[name]["healthcheck"]["test"][0] == "CMD"


def networks(name: str) -> set[str]:
    return set(PARTS[name].get("networks", []))


def test_the_two_servers_are_reached_from_inside_alone():
    assert WHOLE["networks"]["data"] == WHOLE["networks"]["services"] == {"internal": True}
    assert networks("postgres") == networks("rabbitmq") == {"data"}
    assert not {"ports"} & (PARTS["postgres"].keys() | PARTS["rabbitmq"].keys())


def test_the_gateway_reaches_services_and_no_server():
    assert networks("gateway") == {"edge", "services"}


def test_mail_and_alerts_alone_leave_for_the_world():
    outward = {name for name in PARTS if "outside" in networks(name)}
    assert outward == {"notifications-web", "notifications-worker", "alertmanager"}
    assert {name for name in PARTS if "edge" in networks(name)} == {"gateway", "prometheus", "grafana", "mail"}


def test_every_container_that_stays_says_in_which_networks_it_is():
    assert all(networks(name) for name in STAYING - {"backups"})
    assert PARTS["keys"]["network_mode"] == "none"


def test_a_backup_is_made_from_the_loopback_of_postgresql_and_changes_nothing_and_a_restore_reaches_nobody():
    for name in ("backup", "backups"):
        assert PARTS[name]["network_mode"] == "service:postgres"
        assert "documents:/var/lib/besa:ro" in PARTS[name]["volumes"]
        assert not any(volume.startswith("postgres:") for volume in PARTS[name]["volumes"])
    assert PARTS["restore"]["network_mode"] == "none"
    assert PARTS["restore"]["volumes"][-1].endswith(":ro")
    server = PARTS["postgres"]["image"].partition(":")[2]
    assert f"postgresql-client-{server} " in (ROOT / "deploy" / "Dockerfile").read_text()


def test_what_is_published_is_published_to_this_machine_alone():
    published = {name: part["ports"] for name, part in PARTS.items() if "ports" in part}
    assert published.keys() == {"gateway", "prometheus", "grafana", "mail"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_prometheus_asks_every_web_and_worker_and_an_alert_names_each_that_is_gone():
    jobs = yaml.safe_load((ROOT / "deploy" / "prometheus" / "prometheus.yml").read_text())["scrape_configs"]
    asked = {name for job in jobs for sd in job.get("dns_sd_configs", []) for name in sd["names"]}
    assert asked == {name for name in PARTS if name.endswith(("-web", "-worker"))}
    rules = yaml.safe_load((ROOT / "deploy" / "prometheus" / "alerts.yml").read_text())["groups"]
    [gone] = [rule["expr"] for group in rules for rule in group["rules"] if rule["alert"] == "PartGone"]
    assert all(f'part="{name}"' in gone for name in asked)


@pytest.mark.parametrize("name", OVER)
def test_what_is_laid_over_it_changes_parts_that_exist_and_makes_cookies_secure(name):
    assert OVER[name].keys() == {"gateway", *(part for part in PARTS if part.endswith("-web"))}
    for part in OVER[name].keys() - {"gateway"}:
        assert OVER[name][part]["environment"]["SECURE_COOKIES"] == "true"
    replaced = [volume.split(":")[-2] for volume in OVER[name]["gateway"]["volumes"]]
    known = [volume.split(":")[-2] for volume in PARTS["gateway"]["volumes"]]
    assert set(replaced) <= {*known, "/etc/nginx/tls"}
