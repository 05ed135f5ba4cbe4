"""How often one place on the network has asked, without knowing which place: no IP address is ever stored."""

import hmac
from datetime import date
from ipaddress import IPv6Address, ip_address

#: A home or a phone has a whole /64; single IPv6 addresses cost nothing to change.
_IPV6_HOST_BITS = 64


def bucket_of(secret: bytes, address: str, day: date) -> str:
    """A name for the network of `address` that cannot be traced back, nor joined with that of another day."""
    return hmac.digest(secret, f"{day.isoformat()} {_network(address)}".encode(), "sha256").hex()[:32]


def is_this_machine(address: str) -> bool:
    """Whether the request comes from the server itself: the operator's scripts, never a complainant.

    Behind a gateway the client's own address is seen, if PROXY_HOPS says how many gateways there are.
    """
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _network(address: str) -> str:
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return str(IPv6Address(int(parsed) >> _IPV6_HOST_BITS << _IPV6_HOST_BITS))
    return str(parsed)
