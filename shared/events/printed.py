"""The catalogue as people and machines read it: docs/events.md with a sample of each event, and AsyncAPI 3.1 documents.

A sample is frozen when its version is first published: it stands in docs/events.md, is read again from there, and is added, never
rewritten.
"""

import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from marshmallow import fields
from marshmallow.validate import OneOf

from shared.events.catalogue import (
    accounts,
    cases,
    cooperation,
    decisions,
    holds,
    intake,
    notifications,
    obligations,
    partners,
    standings,
)
from shared.events.envelope import Code, DigestField, Event, NumberField, SignatureField
from shared.fields import whole_pattern
from shared.typed import schema_class, schema_of

_HEAD = """# Events

Printed by `make docs` from `shared/events/catalogue/`; do not edit. An event says that something happened: ids, codes of
closed lists, dates, numbers and digests. Never a free text, never a person. What must be read is a document in the document
store, and the event carries its name. Envelope: CloudEvents 1.0, structured JSON, with `sequence` (per subject, from 1,
without gaps), `epoch`, `previousepoch` (of the number before, where it is another), `traceparent`, `correlationid`, `causationid`.

| event | published by | consumed by | what it says |
|---|---|---|---|
"""
#: In the order in which a complaint meets them.
FILES = (intake, cases, decisions, obligations, standings, holds, accounts, partners, cooperation, notifications)
SAMPLE_ID = UUID("01920000-0000-7000-8000-000000000001")
_SAMPLE = re.compile(r"^## `(\S+)`$.*?^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def events() -> list[type[Event]]:
    """All events in the order of the catalogue."""
    found = [value for module in FILES for value in vars(module).values() if isinstance(value, type)]
    return [event for event in found if issubclass(event, Event) and hasattr(event, "type")]


def markdown(frozen: Mapping[str, object]) -> str:
    """docs/events.md, with the `frozen` samples by type, and a new one for each event that has none yet."""
    rows = [
        f"| `{event.type}` | {event.publisher()} | {', '.join(event.consumers)} | {_said(event)} |"
        for event in events()
    ]
    return _HEAD + "\n".join(rows) + "\n" + "".join(_section(event, frozen) for event in events())


def frozen_samples(text: str) -> dict[str, object]:
    """The samples that stand in the text of docs/events.md, by type."""
    return {type_: json.loads(sample) for type_, sample in _SAMPLE.findall(text)}


_SECURITY = [{"$ref": "#/components/securitySchemes/account"}]
_ACCOUNT = {
    "type": "userPassword",
    "description": "Each service has an account of the broker, which may publish its own events and read its own queues alone.",
}
_BROKER = {
    "host": "rabbitmq:5672",
    "protocol": "amqp",
    "description": "RabbitMQ, inside the platform; institutions read their feed at the API of partners instead.",
    "security": _SECURITY,
}


def asyncapi(service: str) -> dict[str, object]:
    """The AsyncAPI 3.1 document of one service: the events that it sends and those that it receives."""
    plugin = MarshmallowPlugin()
    spec = APISpec("Besa", "v1", "3.1.0", plugins=[plugin])
    if plugin.converter is not None:
        plugin.converter.add_attribute_function(whole_pattern)
    known = [event for event in events() if service == event.publisher() or service in event.consumers]
    for event in known:
        spec.components.schema(event.__name__, schema=schema_class(event))
    schemas = spec.to_dict()["components"]["schemas"] | {f"{one.__name__}Envelope": _envelope(one) for one in known}
    return {
        "asyncapi": "3.1.0",
        "info": {"title": f"Besa: {service}", "version": "1.0.0", "description": "Topic exchange besa.events."},
        "defaultContentType": "application/cloudevents+json",
        "servers": {"broker": _BROKER},
        "channels": {event.__name__: _channel(event) for event in known},
        "operations": {event.__name__: _operation(event, service) for event in known},
        "components": {
            "messages": {event.__name__: _message(event) for event in known},
            "schemas": schemas,
            "securitySchemes": {"account": _ACCOUNT},
        },
    }


def _channel(event: type[Event]) -> dict[str, object]:
    return {"address": event.type, "messages": {event.__name__: {"$ref": f"#/components/messages/{event.__name__}"}}}


def _operation(event: type[Event], service: str) -> dict[str, object]:
    action = "send" if event.publisher() == service else "receive"
    return {"action": action, "channel": {"$ref": f"#/channels/{event.__name__}"}, "security": _SECURITY}


def _message(event: type[Event]) -> dict[str, object]:
    return {
        "name": event.type,
        "summary": _said(event),
        "contentType": "application/cloudevents+json",
        "payload": {"$ref": f"#/components/schemas/{event.__name__}Envelope"},
    }


def sample(event: type[Event]) -> dict[str, object]:
    """Data of `event` with every field filled, as it was published."""
    return {name: _sample(field) for name, field in schema_of(event).fields.items()}


def _said(event: type[Event]) -> str:
    return " ".join((event.__doc__ or "").split())


def _section(event: type[Event], frozen: Mapping[str, object]) -> str:
    members = "".join(_row(name, field) for name, field in schema_of(event).fields.items())
    shown = json.dumps(frozen.get(event.type) or sample(event), indent=1)
    return (
        f"\n## `{event.type}`\n\n{_said(event)}\n\n| field | holds | always |\n|---|---|---|\n{members}"
        f"\n```json\n{shown}\n```\n"
    )


def _row(name: str, field: fields.Field[Any]) -> str:
    return f"| `{name}` | {_holds(field)} | {'yes' if field.required else 'no'} |\n"


def _holds(field: fields.Field[Any]) -> str:
    if isinstance(field, fields.List):
        return f"list: {_holds(field.inner)}"
    if isinstance(field, fields.Nested):
        inside = "; ".join(f"`{name}` {_holds(inner)}" for name, inner in field.schema.fields.items())
        return f"{{ {inside} }}"
    if isinstance(field, Code):
        return f"a key of {field.listed_in}" if field.listed_in else " · ".join(_allowed(field))
    names: dict[type[fields.Field[Any]], str] = {
        DigestField: "SHA-256, in hex",
        NumberField: "reference number",
        SignatureField: "Ed25519 signature, in hex",
        fields.UUID: "id",
        fields.AwareDateTime: "time, UTC",
        fields.Date: "date",
        fields.Integer: "number",
        fields.Boolean: "true or false",
    }
    return names[type(field)]


def _allowed(field: Code) -> list[str]:
    return [choice for validator in field.validators if isinstance(validator, OneOf) for choice in validator.choices]


def _sample(field: fields.Field[Any]) -> Any:
    if isinstance(field, fields.List):
        return [_sample(field.inner)]
    if isinstance(field, fields.Nested):
        return {name: _sample(inner) for name, inner in field.schema.fields.items()}
    if isinstance(field, Code):
        return (_allowed(field) or ["sample_key"])[0]
    values: dict[type[fields.Field[Any]], Any] = {
        DigestField: "0" * 64,
        NumberField: "R-2026-00014-7",
        SignatureField: "0" * 128,
        fields.UUID: str(SAMPLE_ID),
        fields.AwareDateTime: "2026-11-25T10:00:00+00:00",
        fields.Date: "2026-11-25",
        fields.Integer: 1,
        fields.Boolean: True,
    }
    return values[type(field)]


def _envelope(event: type[Event]) -> dict[str, object]:
    text = {"type": "string"}
    uuid, number = {"type": "string", "format": "uuid"}, {"type": "integer", "minimum": 1}
    return {
        "type": "object",
        "required": ["specversion", "id", "source", "type", "subject", "time", "sequence", "epoch", "data"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": uuid,
            "source": {"const": f"/{event.publisher()}"},
            "type": {"const": event.type},
            "subject": uuid,
            "time": {"type": "string", "format": "date-time"},
            "datacontenttype": {"const": "application/json"},
            "dataschema": text,
            "sequence": number,
            "epoch": number,
            "previousepoch": number,
            "traceparent": text,
            "correlationid": text,
            "causationid": text,
            "data": {"$ref": f"#/components/schemas/{event.__name__}"},
        },
    }
