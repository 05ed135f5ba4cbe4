"""A stub that speaks as clamd does."""

import socket
import threading
import time
from contextlib import contextmanager, suppress


@contextmanager
def clamd(answer: bytes, most: int = 10**9, pause: float = 0):
    """(its address, what it heard): reads a stream up to `most` bytes, says `answer`, and closes."""
    heard = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            link, _ = server.accept()
            with link, link.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while (length := int.from_bytes(stream.read(4), "big")) and len(heard) < most:
                    heard.extend(stream.read(length))
                with suppress(OSError):
                    for said in [bytes([sign]) for sign in answer] if pause else [answer]:
                        link.sendall(said)
                        time.sleep(pause)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}", heard
        thread.join(timeout=5)
