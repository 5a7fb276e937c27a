"""Serves the pictures of what is sold: for lists in the browser chat, and for Telegram's inline results.

They are public, as the catalogue is, and stand at one address each, so that a browser loads each once.
"""

from __future__ import annotations

import mimetypes
from collections.abc import Callable
from pathlib import Path

from aiohttp import web

PicturePath = Callable[[str], Path | None]
SECONDS_KEPT = 3600


def address(reference: str) -> str:
    """The path of a picture's address; `reference` is as a screen names it (`product/SKU`)."""
    return f"/picture/{reference}"


def routes(path_of: PicturePath) -> list[web.RouteDef]:
    """The route of all pictures that `path_of` finds."""

    async def picture(request: web.Request) -> web.StreamResponse:
        path = path_of(request.match_info["reference"])
        if path is None or not (mimetypes.guess_type(path.name)[0] or "").startswith("image/"):
            raise web.HTTPNotFound
        return web.FileResponse(path, headers={"Cache-Control": f"public, max-age={SECONDS_KEPT}"})

    return [web.get(address("{reference:[A-Za-z0-9/_-]+}"), picture)]
