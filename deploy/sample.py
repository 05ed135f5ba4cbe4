"""Sample people and machines, so that a fresh installation can be looked at and played with: plainly samples, by name.

The services' own commands make them, in one process per service (starting Python twenty times would cost a minute), on the
databases alone: no web server or worker needs to run. `python -m deploy.sample` is that process, not for people.
"""

import json
import secrets
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from deploy.credentials import Credentials, LogIn, Machine, Partner, StaffAccount, subject_of
from deploy.servers.processes import CannotStartError
from services.partners import data as directory
from shared.events.catalogue import STAFF_ROLES

REPOSITORY = Path(__file__).resolve().parents[1]
#: The bodies of the story, a school beside them, and whom the education directorate answers to. They stand first: the story
#: takes the first of a class.
OF_THE_STORY = (
    "bashkia-tropoje",
    "drap-lezhe",
    "dvp-kukes",
    "ministria-e-arsimit",
    "prefekti-kukes",
    "shkolla-shembull-tropoje",
    "akap",
)
#: Whom a real letter of the office went to at once (Elbasan, 6.5.2019): mayor, regional education directorate (since 2019
#: that of Korçë is the one for Elbasan), police directorate, administrative unit, school.
ELBASAN = (
    "bashkia-elbasan",
    "drap-korce",
    "dvp-elbasan",
    "njesia-administrative-shembull",
    "shkolla-shembull-elbasan",
)
INSTITUTIONS = (*OF_THE_STORY, *ELBASAN)
_NAMES = {
    "intake_officer": "Shembull Pranimi",
    "case_officer": "Shembull Hetimi",
    "approver": "Shembull Miratimi",
    "commissioner": "Shembull Komisioneri",
    "monitor": "Shembull Monitorimi",
    "publisher": "Shembull Botimi",
    "auditor": "Shembull Auditimi",
    "admin": "Shembull Administrimi",
}
_USERNAMES = {role: f"{role.removesuffix('_officer')}.shembull" for role in STAFF_ROLES}


class Command(NamedTuple):
    """One command of a service's command line, and what it reads."""

    words: Sequence[str]
    given: str = ""


class Said(NamedTuple):
    """How a command ended and what it printed."""

    status: int
    output: str

    def check(self) -> None:
        """Raises `CannotStartError` with its words if it failed."""
        if self.status:
            raise CannotStartError(f"A sample could not be made: {self.output.strip()}")

    def member(self, name: str) -> str:
        """A text in the JSON object that it printed. Raises as `check` does."""
        self.check()
        return str(json.loads(self.output)[name])


class Kept(NamedTuple):
    """The passwords that were chosen, by username, and what a finished file says."""

    passwords: dict[str, str]
    finished: Credentials


def create(environments: Mapping[str, Mapping[str, str]], url: str, file: Path) -> Credentials:
    """Load the directory, make a staff account per role and people and machines of `INSTITUTIONS`; write `file`.

    `environments` holds the whole environment of the processes of "cases" and "partners". Returns what the file says. Safe to
    repeat, also after a kill at any moment: who exists stays as they are, tokens are new (they live for eight hours). Raises
    `CannotStartError` with the reason.
    """
    kept = _kept(file)
    written: Credentials = {
        "url": url,
        "staff": _staff(environments["cases"], kept),
        "partners": _partners(environments["partners"], kept),
    }
    _write(file, written)
    _draft_of(file).unlink(missing_ok=True)
    return written


def _kept(file: Path) -> Kept:
    """Passwords are on disk before the first account is: a kill in between must not leave an account that nobody can enter."""
    finished: Credentials = {"url": "", "staff": {}, "partners": []}
    if file.exists():
        finished |= json.loads(file.read_text(encoding="utf-8"))
    draft = _draft_of(file)
    if not draft.exists():
        known: list[LogIn] = [*finished["staff"].values()]
        known += [user for partner in finished["partners"] for user in partner["users"]]
        passwords = {person["username"]: person["password"] for person in known}
        for username in [*_USERNAMES.values(), *map(_partner_username, INSTITUTIONS)]:
            # Long enough that chance never makes one which the rule of passwords refuses.
            passwords.setdefault(username, secrets.token_urlsafe(18))
        _write(draft, {"passwords": passwords})
    return Kept(json.loads(draft.read_text(encoding="utf-8"))["passwords"], finished)


def _draft_of(file: Path) -> Path:
    return file.with_suffix(".passwords")


def _write(file: Path, content: Mapping[str, object]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    new.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    new.replace(file)


def _staff(environment: Mapping[str, str], kept: Kept) -> dict[str, StaffAccount]:
    passwords = kept.passwords
    wanted = [
        Command(
            ["staff", "add", _USERNAMES[role], "--role", role, "--name", _NAMES[role], "--password-stdin", "--kept"],
            passwords[_USERNAMES[role]] + "\n",
        )
        for role in STAFF_ROLES
    ]
    added = run("cases", wanted, environment)
    ids = _ids_of_staff(environment, kept, dict(zip(STAFF_ROLES, added, strict=True)))
    tokens = run("cases", [Command(["token", ids[role]]) for role in STAFF_ROLES], environment)
    return {
        role: {
            "username": _USERNAMES[role],
            "password": passwords[_USERNAMES[role]],
            "token": _printed(said),
        }
        for role, said in zip(STAFF_ROLES, tokens, strict=True)
    }


def _ids_of_staff(environment: Mapping[str, str], kept: Kept, added: Mapping[str, Said]) -> dict[str, str]:
    """The account's id per role: as it was made just now, or as an earlier file's token says, or by setting the password again."""
    ids = {role: said.member("id") for role, said in added.items() if not said.status}
    for role in added.keys() - ids.keys():
        if earlier := kept.finished["staff"].get(role):
            ids[role] = subject_of(earlier["token"])
            continue
        username = _USERNAMES[role]
        again = Command(["staff", "password", username, "--password-stdin", "--kept"], kept.passwords[username] + "\n")
        try:
            ids[role] = run("cases", [again], environment)[0].member("id")
        except CannotStartError:
            # The first refusal is the one that tells why.
            raise CannotStartError(f"A sample could not be made: {added[role].output.strip()}") from None
    return ids


def _printed(said: Said) -> str:
    if said.status:
        raise CannotStartError(f"A token could not be made: {said.output.strip()}")
    return said.output.strip()


#: One person per body, who therefore also keeps its contacts and people.
_ADMIN = ("--role", "partner_admin", "--password-stdin", "--kept")


def _partners(environment: Mapping[str, str], kept: Kept) -> list[Partner]:
    run("partners", [Command(["load-institutions"])], environment)[0].check()
    users = [
        Command(
            ["partner-user", "add", "--institution", key, "--username", _partner_username(key), *_ADMIN],
            kept.passwords[_partner_username(key)] + "\n",
        )
        for key in INSTITUTIONS
    ]
    added = dict(zip(INSTITUTIONS, run("partners", users, environment), strict=True))
    earlier = {partner["institution_id"]: partner for partner in kept.finished["partners"]}
    # A database that was emptied knows the machine no more; then the person was not there either.
    stays = {key for key in INSTITUTIONS if added[key].status and str(directory.institution_id(key)) in earlier}
    new = [key for key in INSTITUTIONS if key not in stays]
    machines = [Command(["partner-client", "add", "--institution", key, "--name", "Shembull"]) for key in new]
    made = dict(zip(new, run("partners", machines, environment), strict=True))
    entries = {entry.key: entry for entry in directory.institutions()}
    partners: list[Partner] = []
    for key in INSTITUTIONS:
        institution_id = str(directory.institution_id(key))
        machine = earlier[institution_id] if key in stays else _machine(made[key])
        partners.append(
            {
                "institution_id": institution_id,
                "name": entries[key].name_sq,
                "class": entries[key].institution_class,
                "client_id": machine["client_id"],
                "client_secret": machine["client_secret"],
                "users": [{"username": _partner_username(key), "password": kept.passwords[_partner_username(key)]}],
            }
        )
    return partners


def _machine(made: Said) -> Machine:
    return {"client_id": made.member("client_id"), "client_secret": made.member("client_secret")}


def _partner_username(key: str) -> str:
    return f"{key}.shembull"


def run(service: str, commands: Sequence[Command], environment: Mapping[str, str]) -> list[Said]:
    """Run `commands` of `service` one after the other in one process. Raises `CannotStartError` if that process fails."""
    if not commands:
        return []
    ended = subprocess.run(
        [sys.executable, "-m", "deploy.sample", service],
        cwd=REPOSITORY,
        env=dict(environment),
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise CannotStartError(f"The commands of {service} failed:\n{ended.stderr.strip()[-2000:]}")
    # What the service logs stands before it.
    return [Said(*said) for said in json.loads(ended.stdout.splitlines()[-1])]


def _serve_one_batch(service: str) -> None:
    """Read commands as JSON, run each, print how they ended as one line of JSON. A crash of one ends the process."""
    from importlib import import_module  # noqa: PLC0415 - only in the child: the parent needs no app

    commands = json.load(sys.stdin)
    app = import_module(f"services.{service}.app").create_app()
    runner = app.test_cli_runner()
    said = []
    for words, given in commands:
        with app.app_context():
            result = runner.invoke(args=words, input=given)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        said.append((result.exit_code, result.output if result.exit_code else result.stdout))
    print(json.dumps(said))


if __name__ == "__main__":
    _serve_one_batch(sys.argv[1])
