"""The way of mail: notifications alone has one."""

import smtplib
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from deploy.doctor.faults import Fault
from shared.settings import Settings


def mail(settings: Settings) -> Iterator[Fault]:
    """Whether the server greets us and, where we have a password, takes it under TLS. Nothing is sent."""
    parts = urlsplit(settings.mail_url)
    if parts.scheme != "smtp":
        return
    try:
        with smtplib.SMTP(parts.hostname or "", parts.port or 25, timeout=10) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls()
                server.ehlo()
            elif parts.username:
                yield Fault("it offers no TLS, so our password is not sent", "let it offer STARTTLS")
                return
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
    except smtplib.SMTPAuthenticationError:
        yield Fault("it refuses name or password", "put the right ones into MAIL_URL")
    except (smtplib.SMTPException, OSError):
        yield Fault(
            "it does not answer", "is the mail server up, are host and port in MAIL_URL right? Mails wait meanwhile"
        )
