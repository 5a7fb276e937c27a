"""The program's HTTP server: serves the channels' routes with size limits, security headers, plain errors."""

from __future__ import annotations

import functools
import logging
from collections.abc import Iterable

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.typedefs import Handler

MOST_BYTES = 1024 * 1024
MEGABYTE = 1024 * 1024
TOO_LARGE = "Too large: at most {megabytes} MB is taken."
SECONDS_TO_FINISH = 2.0

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    # Not "no-referrer": browsers would then send `Origin: null` with our own page's requests.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

_log = logging.getLogger(__name__)
_of_library = logging.getLogger(f"{__name__}.aiohttp")
_of_library.addFilter(lambda record: not _is_of_sender(record))


def _is_of_sender(record: logging.LogRecord) -> bool:
    """Whether it tells of bytes that are no HTTP: their sender gets a 400, and they may hold secrets."""
    return record.exc_info is not None and isinstance(record.exc_info[1], HttpProcessingError)


def make_app(routes: Iterable[web.RouteDef]) -> web.Application:
    """An application of these routes and /health, with a size limit, security headers and plain errors."""
    app = web.Application(client_max_size=MOST_BYTES, middlewares=[_plain_errors])
    app.on_response_prepare.append(_add_security_headers)
    app.add_routes([web.get("/health", _health), *routes])
    return app


def takes_up_to(most_bytes: int, handler: Handler) -> Handler:
    """Raises the size limit for a handler that reads its request piece by piece."""

    @functools.wraps(handler)
    async def limited(request: web.Request) -> web.StreamResponse:
        return await handler(request)

    limited.__dict__["most_bytes"] = most_bytes
    return limited


class HttpServer:
    """Listens on `host` and `port` (0: any free one, see `.port`) until stopped.

    `start` raises OSError when the address is taken or not local.
    """

    def __init__(self, host: str, port: int, routes: Iterable[web.RouteDef]) -> None:
        self.host = host
        self._port = port
        self._runner = web.AppRunner(
            make_app(routes),
            access_log=None,
            logger=_of_library,
            shutdown_timeout=SECONDS_TO_FINISH,
            handle_signals=False,
        )

    @property
    def port(self) -> int:
        """The port it listens on; before the start, the requested one."""
        addresses = self._runner.addresses
        return int(addresses[0][1]) if addresses else self._port

    async def start(self) -> None:
        """Starts listening. Raises OSError and leaves nothing open then."""
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self.host, self._port).start()
        except OSError:
            await self._runner.cleanup()
            raise

    async def stop(self) -> None:
        """Takes no more requests, gives the running ones SECONDS_TO_FINISH, and closes."""
        await self._runner.cleanup()


async def _health(_request: web.Request) -> web.Response:
    return web.Response(text="ok")


async def _add_security_headers(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)


@web.middleware
async def _plain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        if (request.content_length or 0) > _size_limit(request):
            raise web.HTTPRequestEntityTooLarge(_size_limit(request), request.content_length or 0)
        return await handler(request)
    except web.HTTPException as refused:
        return _plain(refused, _size_limit(request))
    except Exception:  # the edge of the loop that answers requests
        _log.exception("a request failed: %s %s", request.method, request.path)
        return web.Response(status=500, text="Something went wrong here. Please try again.")


def _size_limit(request: web.Request) -> int:
    return int(getattr(request.match_info.handler, "most_bytes", MOST_BYTES))


def _plain(refused: web.HTTPException, most: int) -> web.StreamResponse:
    if refused.status < 400:
        raise refused
    too_large = isinstance(refused, web.HTTPRequestEntityTooLarge)
    text = TOO_LARGE.format(megabytes=most // MEGABYTE) if too_large else (refused.text or refused.reason)
    headers = {name: refused.headers[name] for name in ("Allow", "Retry-After") if name in refused.headers}
    return web.Response(status=refused.status, text=text, headers=headers)
