"""Logs are JSON lines on standard error, without personal data: no address, name, query or body."""

import logging
import sys

import structlog


def configure_logs(level: str) -> None:
    """Send our events and those of the libraries to standard error as JSON lines."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                # Tracebacks name files and lines, never local variables: those hold people.
                structlog.processors.ExceptionRenderer(
                    structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
                ),
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # Django's request logger prints paths with their query; our middleware logs the route instead.
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    # It would quote what strangers send as a host name.
    logging.getLogger("django.security").setLevel(logging.CRITICAL)
    # The queue tells of every job it wakes; our jobs tell what they did.
    logging.getLogger("huey").setLevel(logging.WARNING)
    # It would tell where a browser is reached, and whom a chat belongs to.
    logging.getLogger("httpx2").setLevel(logging.WARNING)
    # They would list the letters of the names in a document.
    logging.getLogger("fontTools").setLevel(logging.WARNING)
    logging.getLogger("fpdf").setLevel(logging.WARNING)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
