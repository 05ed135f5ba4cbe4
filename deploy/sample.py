"""Sample people and machines, so that a fresh installation can be looked at and played with: plainly samples, by name.

The services' own commands make them, in one process per service, on the databases alone: no web server or worker needs to run.
"""

import json
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from deploy.credentials import Credentials, LogIn, Machine, Partner, StaffAccount, subject_of
from deploy.servers.commanded import Command, Commanded, Said
from deploy.servers.processes import CannotStartError
from services.partners import data as directory
from shared.events.catalogue import STAFF_ROLES

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
    with (
        Commanded("cases", environments["cases"]) as cases,
        Commanded("partners", environments["partners"]) as partners,
    ):
        written: Credentials = {"url": url, "staff": _staff(cases, kept), "partners": _partners(partners, kept)}
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


def _staff(cases: Commanded, kept: Kept) -> dict[str, StaffAccount]:
    passwords = kept.passwords
    wanted = [
        Command(
            ["staff", "add", _USERNAMES[role], "--role", role, "--name", _NAMES[role], "--password-stdin", "--kept"],
            passwords[_USERNAMES[role]] + "\n",
        )
        for role in STAFF_ROLES
    ]
    added = cases.run(wanted)
    ids = _ids_of_staff(cases, kept, dict(zip(STAFF_ROLES, added, strict=True)))
    tokens = cases.run([Command(["token", ids[role]]) for role in STAFF_ROLES])
    return {
        role: {
            "username": _USERNAMES[role],
            "password": passwords[_USERNAMES[role]],
            "token": _printed(said),
        }
        for role, said in zip(STAFF_ROLES, tokens, strict=True)
    }


def _ids_of_staff(cases: Commanded, kept: Kept, added: Mapping[str, Said]) -> dict[str, str]:
    """The account's id per role: as it was made just now, or as an earlier file's token says, or by setting the password again."""
    ids = {role: said.member("id") for role, said in added.items() if not said.status}
    for role in added.keys() - ids.keys():
        if earlier := kept.finished["staff"].get(role):
            ids[role] = subject_of(earlier["token"])
            continue
        username = _USERNAMES[role]
        again = Command(["staff", "password", username, "--password-stdin", "--kept"], kept.passwords[username] + "\n")
        try:
            ids[role] = cases.run([again])[0].member("id")
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


def _partners(partners: Commanded, kept: Kept) -> list[Partner]:
    partners.run([Command(["load-institutions"])])[0].check()
    users = [
        Command(
            ["partner-user", "add", "--institution", key, "--username", _partner_username(key), *_ADMIN],
            kept.passwords[_partner_username(key)] + "\n",
        )
        for key in INSTITUTIONS
    ]
    added = dict(zip(INSTITUTIONS, partners.run(users), strict=True))
    earlier = {partner["institution_id"]: partner for partner in kept.finished["partners"]}
    # A database that was emptied knows the machine no more; then the person was not there either.
    stays = {key for key in INSTITUTIONS if added[key].status and str(directory.institution_id(key)) in earlier}
    new = [key for key in INSTITUTIONS if key not in stays]
    machines = [Command(["partner-client", "add", "--institution", key, "--name", "Shembull"]) for key in new]
    made = dict(zip(new, partners.run(machines), strict=True))
    entries = {entry.key: entry for entry in directory.institutions()}
    bodies: list[Partner] = []
    for key in INSTITUTIONS:
        institution_id = str(directory.institution_id(key))
        machine = earlier[institution_id] if key in stays else _machine(made[key])
        bodies.append(
            {
                "institution_id": institution_id,
                "name": entries[key].name_sq,
                "class": entries[key].institution_class,
                "client_id": machine["client_id"],
                "client_secret": machine["client_secret"],
                "users": [{"username": _partner_username(key), "password": kept.passwords[_partner_username(key)]}],
            }
        )
    return bodies


def _machine(made: Said) -> Machine:
    return {"client_id": made.member("client_id"), "client_secret": made.member("client_secret")}


def _partner_username(key: str) -> str:
    return f"{key}.shembull"
