"""Server: uvicorn, set for many open streams, which ends them first when it is told to stop."""

import socket

import uvicorn
from litestar import Litestar

from handrail.web.streams import streams_of

BACKLOG = 4096  # after a restart every client comes back at once
GRACE_S = 5


class Server(uvicorn.Server):
    """Would wait for open streams until its grace is over; so it ends them before it waits."""

    def __init__(self, app: Litestar, host: str, port: int) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                host,
                port,
                access_log=False,
                log_level="warning",
                http="httptools",
                ws="none",
                backlog=BACKLOG,
                server_header=False,
                timeout_graceful_shutdown=GRACE_S,
            )
        )
        self._app = app

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, answer what is under way, end."""
        streams_of(self._app).close()
        await super().shutdown(sockets)
