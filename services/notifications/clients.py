"""The two ways out: an SMTP server, or, embedded, a folder in which every message becomes a file.

There is no SMS provider yet. The folder takes SMS as text files; an SMTP installation refuses them, so that nobody believes
that a complainant was told (MessageFailed, reason `refused`).
"""

import os
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit
from uuid import UUID

from shared.clock import utc_now
from shared.waits import Waits


class RefusedError(Exception):
    """The next server will not take this message, now or later. `code` is one of ours or `smtp_<reply code>`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnavailableError(RefusedError):
    """Not taken this time."""


class AwayError(UnavailableError):
    """The server itself does not answer as it should: the next message would fare no better now."""


@dataclass(frozen=True)
class Letter:
    """One message for one address. Lives for the length of one sending. `end_by_post`: where a mail program ends with one POST what this is
    one of.
    """

    message_id: UUID
    channel: str
    address: str
    subject: str
    body: str
    language: str
    end_by_post: str = ""


class Transport(Protocol):
    """Something that takes letters."""

    def send(self, letter: Letter) -> None:
        """Hand over `letter`. Raises `RefusedError`, `UnavailableError` or `AwayError`."""


def transport_of(mail_url: str, sender: str, waits: Waits) -> Transport:
    """The transport of MAIL_URL: `smtp://[user:password@]host[:port]` or `file:///folder`. Raises `ValueError`."""
    parts = urlsplit(mail_url)
    if parts.scheme == "file" and parts.path:
        return FolderTransport(Path(unquote(parts.path)), sender)
    if parts.scheme == "smtp" and parts.hostname:
        credentials = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
        return SmtpTransport(parts.hostname, parts.port or 25, sender, credentials, seconds=waits.mail_answer)
    raise ValueError("MAIL_URL is neither smtp://host:port nor file:///folder")


class SmtpTransport:
    """One conversation per message: a mailing is small, and a connection that was kept is one more thing that can be dead."""

    def __init__(
        self,
        host: str,
        port: int,
        sender: str,
        credentials: tuple[str, str] | None = None,
        *,
        seconds: float = Waits.mail_answer,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._server = (host, port)
        self._sender = sender
        self._credentials = credentials
        self._seconds = seconds
        self._trust = trust or ssl.create_default_context()

    def send(self, letter: Letter) -> None:
        if letter.channel != "email":
            raise RefusedError("no_sms_provider")
        mail = as_mail(letter, self._sender)
        connection = self._open()
        try:
            connection.send_message(mail, self._sender, [letter.address])
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise _reply(code) from None
        except smtplib.SMTPSenderRefused as error:
            # It is our address that was refused: a fault of the installation, which a person can mend.
            raise AwayError(f"smtp_{error.smtp_code}") from None
        except smtplib.SMTPDataError as error:
            raise _reply(error.smtp_code) from None
        except (smtplib.SMTPException, OSError) as error:
            raise AwayError(_code(error)) from None
        else:
            # Taken is taken: a failing farewell may not turn into a second copy.
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
        finally:
            connection.close()

    def _open(self) -> smtplib.SMTP:
        """A greeted connection, encrypted where that is offered. Raises `AwayError`."""
        name = self._sender.rpartition("@")[2]
        try:
            connection = smtplib.SMTP(*self._server, local_hostname=name, timeout=self._seconds)
        except (smtplib.SMTPException, OSError) as error:
            raise AwayError(_code(error)) from None
        try:
            self._secure(connection)
        except (smtplib.SMTPException, OSError) as error:
            connection.close()
            raise AwayError(_code(error)) from None
        except AwayError:
            connection.close()
            raise
        return connection

    def _secure(self, connection: smtplib.SMTP) -> None:
        connection.ehlo_or_helo_if_needed()
        if connection.has_extn("starttls"):
            connection.starttls(context=self._trust)
            connection.ehlo()
        elif self._credentials:
            raise AwayError("no_tls_for_password")
        if self._credentials:
            connection.login(*self._credentials)


def _reply(code: int) -> RefusedError:
    return RefusedError(f"smtp_{code}") if 500 <= code < 600 else UnavailableError(f"smtp_{code}")


def _code(error: Exception) -> str:
    """A code for what went wrong; never the server's words, which may repeat the address."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"smtp_{error.smtp_code}"
    # smtplib turns a time-out while it reads into a disconnection, with the time-out as its context.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "tls"
    return "disconnected" if isinstance(error, smtplib.SMTPServerDisconnected) else "unreachable"


class FolderTransport:
    """A file per message, named by its id, so that a repeat replaces its first copy: `.eml` for mail, `.txt` for SMS."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder = folder
        self._sender = sender

    def send(self, letter: Letter) -> None:
        mail = as_mail(letter, self._sender)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if letter.channel == "email":
                _write(self.folder / f"{letter.message_id}.eml", mail.as_bytes())
            else:
                _write(self.folder / f"{letter.message_id}.txt", f"{letter.address}\n\n{letter.body}\n".encode())
        except OSError:
            raise AwayError("folder") from None


def _write(path: Path, content: bytes) -> None:
    """All of it or nothing, also over a power cut."""
    draft = path.with_suffix(".new")
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def as_mail(letter: Letter, sender: str) -> EmailMessage:
    """The mail itself. The Message-ID stays the same for every try, so that a mailbox can tell a repeat."""
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = letter.address
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(utc_now())
    mail["Message-ID"] = f"<{letter.message_id}@{sender.rpartition('@')[2]}>"
    mail["Content-Language"] = letter.language
    # RFC 3834: no holiday notice answers it, which would tell a shared mailbox more than the mail does.
    mail["Auto-Submitted"] = "auto-generated"
    if letter.end_by_post:
        # RFC 8058: one POST ends it, and following the link does nothing.
        mail["List-Unsubscribe"] = f"<{letter.end_by_post}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(letter.body, cte="quoted-printable")
    return mail
