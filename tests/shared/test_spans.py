"""Traces leave for a collector where a setting names one, under the ids of the log, and say no more than the log."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from shared import spans, tracing
from shared.messaging.inbox import Inbox
from shared.messaging.opening import Delivery

otlp = pytest.importorskip("shared.otlp", reason="the group traces is not installed", exc_type=ModuleNotFoundError)


class Collector(HTTPServer):
    """Keeps what arrives at /v1/traces as spans."""

    def __init__(self) -> None:
        from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

        self.spans: list[tuple[str, object]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    import gzip

                    body = gzip.decompress(body)
                for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                    name = next(
                        one.value.string_value for one in resource.resource.attributes if one.key == "service.name"
                    )
                    outer.spans += [(name, span) for scope in resource.scope_spans for span in scope.spans]
                self.send_response(200 if self.path == "/v1/traces" else 404)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                return

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        yield collector
        collector.shutdown()


def told(span) -> dict[str, str | int]:
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


def test_a_request_and_the_handling_of_its_event_elsewhere_are_one_trace_under_the_ids_of_the_log(world, collector):
    intake, cases = world.apps["intake"], world.apps["cases"].extensions["besa"]
    caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    for service in ("intake", "cases"):
        spans.send_to(service, f"http://127.0.0.1:{collector.server_port}/")
    try:
        answer = intake.test_client().post(
            "/intake/api/v1/complaints?",
            json={"submitter": {"role": "child", "keep_secret": True}, "narrative": "Kanarina", "language": "sq"},
            headers={"traceparent": caller, "User-Agent": "Kanarina"},
        )
        from sqlalchemy import text

        with intake.extensions["besa"].database.reading() as session:
            row = session.execute(
                text("SELECT message_id::text, type, payload FROM outbox ORDER BY id DESC LIMIT 1")
            ).one()
        delivery = Delivery(row.payload.encode(), row.message_id, row.type)
        cases.database.run(lambda session: Inbox(cases.subscriptions, cases.documents.get).take(session, [delivery]))
        for sender in spans._senders.values():
            sender.flush()
    finally:
        for service in ("intake", "cases"):
            spans.send_to(service, "")
    (first, request), (second, handling) = sorted(collector.spans, key=lambda one: one[1].start_time_unix_nano)
    assert (first, request.name) == ("intake", "POST /intake/api/v1/complaints")
    assert (second, handling.name) == ("cases", "handle intake.complaint.received.v1")
    assert request.trace_id.hex() == handling.trace_id.hex() == caller[3:35]
    assert request.parent_span_id.hex() == caller[36:52]
    assert handling.parent_span_id == request.span_id
    assert json.loads(row.payload)["traceparent"][36:52] == request.span_id.hex()
    assert told(request)["besa.request_id"] == answer.headers["X-Request-Id"] == told(handling)["besa.request_id"]
    assert not [one for _, one in collector.spans if "Kanarina" in str(one)]


def test_a_collector_that_is_away_is_waited_for_by_nobody(world):
    spans.send_to("intake", "http://127.0.0.1:9")
    try:
        assert world.apps["intake"].test_client().get("/intake/").status_code == 200
    finally:
        spans.send_to("intake", "")


def test_without_a_setting_nothing_is_sent_and_where_it_cannot_be_sent_a_process_says_so_at_start(monkeypatch):
    spans.send_to("intake", "")
    assert "intake" not in spans._senders

    def missing(name: str):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(spans, "import_module", missing)
    with pytest.raises(spans.NoExporterError, match=r"requirements-traces\.txt"):
        spans.send_to("intake", "http://127.0.0.1:4318")


def test_what_fails_is_a_span_that_failed(monkeypatch):
    class Kept:
        def send(self, span: spans.Span) -> None:
            self.span = span

    kept = Kept()
    monkeypatch.setitem(spans._senders, "cases", kept)
    with pytest.raises(ZeroDivisionError), spans.around("cases", "handle", "consumer", tracing.begin(None)):
        raise ZeroDivisionError
    assert kept.span.failed
    assert kept.span.ended >= kept.span.began
