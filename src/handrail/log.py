"""Log: lines about what happened, without a customer's words."""

import logging
from types import TracebackType

ErrorInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
FORMAT = "%(asctime)s %(name)s: %(message)s"
LEFT_OUT = "left out, since it may hold a customer's words"


class DiscreetFormatter(logging.Formatter):
    """Leaves out what PostgreSQL adds to an error: its detail quotes the row that failed."""

    def formatException(self, ei: ErrorInfo) -> str:  # noqa: N802  (the name is logging's)
        """The traceback without the details of database errors in the chain."""
        text, error = super().formatException(ei), ei[1]
        for _ in range(20):  # a chain may loop
            if error is None:
                break
            detail = getattr(error, "detail", None)
            if isinstance(detail, str) and detail:
                text = text.replace(detail, LEFT_OUT)
            error = error.__cause__ or error.__context__
        return text


def log_discreetly(level: int = logging.WARNING) -> None:
    """Log to standard error from now on, unless logging is set up already."""
    handler = logging.StreamHandler()
    handler.setFormatter(DiscreetFormatter(FORMAT))
    logging.basicConfig(level=level, handlers=[handler])
