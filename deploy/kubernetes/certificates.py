"""A certificate of the broker and the authority that signed it, for who has none of their own."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

#: Until it has to be made anew: remove its file and apply the secrets again.
YEARS = timedelta(days=3 * 365)


def issued(path: Path, names: tuple[str, ...]) -> dict[str, str]:
    """`ca.crt`, `tls.crt` and `tls.key` (PEM) for a server of those names; made once and kept in the file `path`.

    The authority signs nothing else: its key is thrown away.
    """
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(json.dumps(_made(names)), encoding="ascii")
    kept: dict[str, str] = json.loads(path.read_text(encoding="ascii"))
    return kept


def _made(names: tuple[str, ...]) -> dict[str, str]:
    authority, server = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _name("besa broker authority")
    of_authority = (
        _begun(issuer, issuer, authority.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(authority.public_key()), critical=False)
        .sign(authority, hashes.SHA256())
    )
    known = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    of_server = (
        _begun(_name(names[0]), issuer, server.public_key())
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(known, critical=False)
        .sign(authority, hashes.SHA256())
    )
    key = server.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem = serialization.Encoding.PEM
    return {
        "ca.crt": of_authority.public_bytes(pem).decode(),
        "tls.crt": of_server.public_bytes(pem).decode(),
        "tls.key": key.decode(),
    }


def _begun(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    return (
        builder.serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + YEARS)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
