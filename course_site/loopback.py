"""A web server on a free port of this machine alone, for as long as a block lasts."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Server(http.server.ThreadingHTTPServer):
    """Lets a browser that asks for many files at once wait in line; the default line holds five."""

    request_queue_size = 128


@contextmanager
def on_loopback(handler: Callable[..., http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Let `handler` answer; yield the address."""
    with Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()
