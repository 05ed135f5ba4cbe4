"""Every variable that a process reads from its environment. A missing or malformed one stops it at start, all at once."""

import base64
import json
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from environs import Env
from marshmallow import ValidationError
from marshmallow.validate import Length, Range

from shared.waits import Waits, parse

KEY_BYTES = 32
#: Set by deploy/gunicorn.conf.py and by no person: this process serves requests, and needs neither LISTEN nor a lock of a session.
SERVES_WEB = "SERVES_WEB"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """One process's settings. Keys are raw bytes of 32; `*_key` of staff are JWKs (Ed25519) as JSON text."""

    service: str
    #: As the role that owns nothing; see `shared.grants`. Of a web process it may lead through a pooler.
    database_url: str
    #: The address of web processes, where all others are told another one (DIRECT_DATABASE_URL); the doctor looks at it.
    pooled_url: str = ""
    #: As the role that marks what was published, and as the one that seals the audit trail: for the processes that do it.
    relay_url: str = field(default="", repr=False)
    sealer_url: str = field(default="", repr=False)
    #: As the role that owns the tables: for `migrate` alone.
    migrate_url: str = field(default="", repr=False)
    broker_url: str
    broker_prefix: str = ""
    broker_declare: bool = True
    documents_url: str
    #: Of documents from before each had a key of its own, in all four services the same; none once it is taken away.
    document_key: bytes | None = field(default=None, repr=False)
    #: Under which the service's own keys lie in the store (`shared.documents.ring`); the newest first while it is changed.
    document_ring_keys: tuple[bytes, ...] = field(default=(), repr=False)
    #: The public half (X25519) of the escrow's key, for which every document is wrapped besides.
    document_escrow_key: bytes | None = field(default=None, repr=False)
    secret_key: str = field(repr=False)
    staff_verify_key: str = field(repr=False)
    staff_signing_key: str | None = field(default=None, repr=False)
    sealing_key: bytes | None = field(default=None, repr=False)
    receipt_pepper: bytes | None = field(default=None, repr=False)
    #: Signs the heads of the audit trail. Without it a process signs with a key that nobody else knows.
    audit_key: bytes = field(default_factory=lambda: os.urandom(KEY_BYTES), repr=False)
    #: By service; several while a key is changed.
    audit_public_keys: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict, repr=False)
    audit_heads_dir: str = ""
    #: Where the file lies that says how far the database has come; without it no restore is noticed (tests).
    witness_dir: str = ""
    #: The name of this installation, so that a copy of it elsewhere is told from it; any name, made up if none is given.
    installation: str = ""
    mail_url: str = ""
    mail_sender: str = "njoftime@example.org"
    #: Bulletins leave under a sender of their own, and their addresses and links are under a key of their own.
    bulletin_sender: str = "lajme@example.org"
    subscription_key: bytes | None = field(default=None, repr=False)
    #: The hub of the feeds (WebSub), which is told when one changed; without it nobody is.
    hub_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    #: Names under which a process may be asked besides that of `public_url` and loopback: those inside the house.
    hosts: tuple[str, ...] = ()
    #: Seconds for which a browser shall know only https; 0 says nothing of it.
    hsts_seconds: int = 0
    confirmed_law_only: bool = False
    #: The file with the coat of arms at the head of letters; none is shipped.
    letter_arms: str = ""
    #: Whether people of the roles of second_factor.yaml (of cases: staff, of partners: people of bodies) come in with a second factor only.
    second_factor_required: bool = False
    #: Whether a worker starts only where a synchronous standby has what is acknowledged.
    standby_required: bool = False
    secure_cookies: bool = True
    proxy_hops: int = 0
    #: How long anything outside is waited for.
    waits: Waits = field(default_factory=Waits)
    staff_idle_minutes: int = 30
    staff_session_hours: float = 8
    #: How old the last proof of a second factor may be for an act of weight (data/step_up.yaml); 0 asks for none.
    step_up_minutes: int = 0
    #: A provider of OpenID Connect at which staff may log in: its issuer, as it writes it itself, and who we are there. None: by password.
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    #: Values of `amr` or `acr` by which it says that a second factor was shown there; without one it is asked for here.
    oidc_second_factor: tuple[str, ...] = ()
    #: A virus scanner that speaks as clamd does, `tcp://host:port` or `unix:///path`; without one nothing is scanned.
    scanner_url: str = ""
    #: What sets a Word or Excel file, its last argument, as a PDF beside it; without it such a file is opened only as it came.
    office_command: tuple[str, ...] = ()
    #: A file for the log of security; without one it is among the others, and each of its lines says so.
    security_log: str = ""
    #: Where traces are sent, by OTLP over HTTP; without it they are in the log alone.
    traces_url: str = ""


def _key(value: str) -> bytes:
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError as error:
        raise ValidationError("is not base64") from error
    if len(raw) != KEY_BYTES:
        raise ValidationError(f"must be {KEY_BYTES} bytes in base64, is {len(raw)}")
    return raw


def _public_keys(value: str) -> dict[str, tuple[bytes, ...]]:
    """JSON: a list of keys in base64 for each service."""
    try:
        given = json.loads(value)
        return {str(service): tuple(_key(key) for key in keys) for service, keys in given.items()}
    except (ValueError, AttributeError, TypeError) as error:
        raise ValidationError("is not a JSON object with a list of keys for each service") from error


def _long_enough(value: str) -> None:
    if len(value) < KEY_BYTES:
        raise ValidationError(f"must have at least {KEY_BYTES} characters")


def _mail_url(value: str) -> None:
    parts = urlsplit(value)
    if not (parts.hostname if parts.scheme == "smtp" else parts.scheme == "file" and parts.path):
        raise ValidationError("must be smtp://host:port or file:///folder")


def _hub_url(value: str) -> None:
    parts = urlsplit(value)
    if value and not (parts.scheme in ("http", "https") and parts.hostname and not parts.username):
        raise ValidationError("must be http://… or https://…")


def _scanner_url(value: str) -> None:
    parts = urlsplit(value)
    if value and not (parts.hostname if parts.scheme == "tcp" else parts.scheme == "unix" and parts.path):
        raise ValidationError("must be tcp://host:port or unix:///path")


def _issuer(value: str) -> None:
    parts = urlsplit(value)
    loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if value and (not parts.hostname or parts.query or parts.fragment or (parts.scheme != "https" and not loopback)):
        raise ValidationError("must be https://… without a query")


def _of_provider(env: Env) -> dict[str, object]:
    """Who we are there has to be said where there is one."""
    issuer = env.str("OIDC_ISSUER", "", validate=_issuer)
    return {
        "oidc_issuer": issuer,
        "oidc_client_id": env.str("OIDC_CLIENT_ID", validate=Length(min=1)) if issuer else "",
        "oidc_client_secret": env.str("OIDC_CLIENT_SECRET", validate=Length(min=1)) if issuer else "",
        "oidc_second_factor": tuple(env.list("OIDC_SECOND_FACTOR", [])),
    }


def _addresses(env: Env) -> dict[str, str]:
    """Whatever is no web process goes past the pooler, where one is told."""
    address, direct = env.str("DATABASE_URL"), env.str("DIRECT_DATABASE_URL", "")
    if not direct or env.bool(SERVES_WEB, False):
        return {"database_url": address}
    return {"database_url": direct, "pooled_url": address}


def load(service: str) -> Settings:
    """Read the environment for `service`. Raises `environs.EnvValidationError` that lists every fault."""
    env = Env(eager=False)
    env.add_parser("key", _key)
    env.add_parser("optional_key", lambda value: _key(value) if value else None)
    env.add_parser("keys", lambda value: tuple(_key(one.strip()) for one in value.split(",")))
    env.add_parser("public_keys", _public_keys)
    env.add_parser("waits", lambda value: parse([one for one in value.split(",") if one.strip()]))
    values = {
        **_addresses(env),
        "relay_url": env.str("RELAY_URL", ""),
        "sealer_url": env.str("SEALER_URL", ""),
        "migrate_url": env.str("MIGRATE_URL", ""),
        "broker_url": env.str("BROKER_URL"),
        "broker_prefix": env.str("BROKER_PREFIX", ""),
        "broker_declare": env.bool("BROKER_DECLARE", True),
        "documents_url": env.str("DOCUMENTS_URL"),
        "document_key": env.optional_key("DOCUMENT_KEY", ""),
        "document_ring_keys": env.keys("DOCUMENT_RING_KEY"),
        "document_escrow_key": env.optional_key("DOCUMENT_ESCROW_KEY", ""),
        "secret_key": env.str("SECRET_KEY", validate=_long_enough),
        "staff_verify_key": env.str("STAFF_VERIFY_KEY"),
        "audit_key": env.key("AUDIT_KEY"),
        "audit_public_keys": env.public_keys("AUDIT_PUBLIC_KEYS"),
        "audit_heads_dir": env.str("AUDIT_HEADS_DIR", ""),
        "witness_dir": env.str("WITNESS_DIR", validate=Length(min=1)),
        "installation": env.str("INSTALLATION", ""),
        "mail_sender": env.str("MAIL_SENDER", Settings.mail_sender),
        "public_url": env.str("PUBLIC_URL", Settings.public_url),
        "hosts": tuple(env.list("HOSTS", [])),
        "hsts_seconds": env.int("HSTS_SECONDS", 0),
        "secure_cookies": env.bool("SECURE_COOKIES", True),
        "proxy_hops": env.int("PROXY_HOPS", 0),
        "waits": env.waits("WAITS", ""),
        "staff_idle_minutes": env.int("STAFF_IDLE_MINUTES", 30, validate=Range(min=1, max=24 * 60)),
        "staff_session_hours": env.float("STAFF_SESSION_HOURS", 8.0, validate=Range(min=0.25, max=24)),
    }
    values["step_up_minutes"] = env.int("STEP_UP_MINUTES", 0, validate=Range(min=0, max=24 * 60))
    values["security_log"] = env.str("SECURITY_LOG", "")
    values["scanner_url"] = env.str("SCANNER_URL", "", validate=_scanner_url)
    values["office_command"] = tuple(shlex.split(env.str("OFFICE_COMMAND", "")))
    values["standby_required"] = env.bool("STANDBY_REQUIRED", False)
    values["traces_url"] = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", "")
    if service == "cases":
        values["staff_signing_key"] = env.str("STAFF_SIGNING_KEY")
        values |= _of_provider(env)
        values["confirmed_law_only"] = env.bool("CONFIRMED_LAW_ONLY", False)
        values["letter_arms"] = env.str("LETTER_ARMS", "")
    if service in ("cases", "partners"):
        values["second_factor_required"] = env.bool("SECOND_FACTOR_REQUIRED", False)
    if service == "intake":
        values["sealing_key"] = env.key("SEALING_KEY")
        values["receipt_pepper"] = env.key("RECEIPT_PEPPER")
    if service == "notifications":
        values["mail_url"] = env.str("MAIL_URL", validate=_mail_url)
        values["bulletin_sender"] = env.str("BULLETIN_SENDER", Settings.bulletin_sender)
        values["subscription_key"] = env.key("SUBSCRIPTION_KEY")
        values["hub_url"] = env.str("HUB_URL", "", validate=_hub_url)
    env.seal()
    return Settings(service=service, **values)
