"""What travels to the mail server in the clear, and what does not."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.notifications.conftest import Mailbox, MailServer, free_port

SOON = timedelta(minutes=2)


@pytest.fixture
def certificate(tmp_path):
    """A self-signed certificate for 127.0.0.1: (server's context, context that trusts it)."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "shembull")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    server = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=str(path))


def test_an_offered_encryption_is_used_and_one_that_cannot_be_trusted_stops_the_mail(bench, certificate):
    bench.issued(bench.institution())
    offered, trust = certificate
    server = MailServer(Mailbox(), free_port(), {"tls_context": offered, "require_starttls": True})
    server.start()
    bench.deliver(server.transport())
    assert (bench.only().state, bench.only().last_error) == ("waiting", "tls")
    bench.deliver(server.transport(trust=trust), datetime.now(UTC) + SOON)
    server.stop()
    assert bench.only().state == "delivered"
    assert len(server.mailbox.received) == 1


def test_a_password_is_not_sent_in_the_clear(bench, mail_server):
    bench.issued(bench.institution())
    bench.deliver(mail_server.transport(credentials=("besa", "shembull")))
    assert (bench.only().state, bench.only().last_error) == ("waiting", "no_tls_for_password")
    assert mail_server.mailbox.received == []
