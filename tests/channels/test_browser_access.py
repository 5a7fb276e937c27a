"""Access to the browser chat: who is admitted, and whose chats they see."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import MadeFile
from bot.channels.browser.visitors import chat_of, opened, signed
from bot.conversation.events import Address
from bot.conversation.screens import Button, Screen
from tests.support.browser_shop import SECRET, open_chat

FOREIGN = [
    {"Host": "rantau.example"},
    {"Host": "127.0.0.1.rantau.example:8080"},
    {"Host": "192.168.1.7:8080"},
    {"Host": "[::1"},
    {"Origin": "http://rantau.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": ""},
    {"X-Forwarded-For": "192.0.2.1"},
    {"CF-Connecting-IP": "192.0.2.1"},
]
# What proxies, content networks and tunnels add; the last one nobody has heard of.
HANDED_ON = """
Forwarded X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto X-Forwarded-Anything X-Real-IP Via X-Scheme
CF-Connecting-IP CF-Ray CF-Visitor CDN-Loop True-Client-IP X-Client-IP X-Cluster-Client-IP Client-IP
X-Envoy-External-Address X-Envoy-Attempt-Count Fastly-Client-IP Fastly-FF Fly-Client-IP Fly-Forwarded-Port
X-Original-Host X-Original-URL X-ProxyUser-Ip X-Request-Id X-Amzn-Trace-Id X-Azure-ClientIP Traceparent
WL-Proxy-Client-IP Proxy-Connection Tailscale-User-Login X-Of-Tomorrow
"""
# What Chromium and Firefox send with the page, its parts, its socket and what it posts.
OF_BROWSERS = {
    "Accept": "*/*",
    "Accept-Encoding": "gzip, deflate, br, zstd",
    "Accept-Language": "id,en;q=0.7",
    "Cache-Control": "no-cache",
    "Connection": "keep-alive",
    "Cookie": "of=another-program",
    "DNT": "1",
    "If-Modified-Since": "Mon, 23 Nov 2026 08:00:00 GMT",
    "If-None-Match": '"1"',
    "Pragma": "no-cache",
    "Priority": "u=0, i",
    "Purpose": "prefetch",
    "Referer": "http://127.0.0.1/",
    "Save-Data": "on",
    "Sec-CH-UA-Platform": '"Linux"',
    "Sec-Fetch-Site": "same-origin",
    "Sec-GPC": "1",
    "TE": "trailers",
    "Upgrade-Insecure-Requests": "1",
    "User-Agent": "Mozilla/5.0",
}


@given(token=st.text(min_size=1), secret=st.binary(min_size=16))
def test_a_signed_session_opens_only_with_its_secret(token: str, secret: bytes) -> None:
    token = token.encode("utf-8", "replace").decode()
    assert opened(signed(token, secret), secret) == token
    assert opened(signed(token, secret), secret + b"!") is None


@pytest.mark.parametrize("cookie", ["", ".", "token", "token.", ".sig", "tökén.é", signed("a", b"other")])
def test_a_cookie_that_we_did_not_sign_is_refused(cookie: str) -> None:
    assert opened(cookie, SECRET) is None


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
@pytest.mark.parametrize("path", ["/", "/chat/static/chat.js", "/chat/file/1", "/chat/socket"])
async def test_the_demo_refuses_requests_from_other_machines_and_sites(
    tmp_path: Path, headers: dict[str, str], path: str
) -> None:
    async with open_chat(tmp_path) as chat, chat.http.get(chat.base + path, headers=headers) as answer:
        assert answer.status == 403
        assert answer.content_type == "text/plain"


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_the_demo_refuses_a_foreign_socket_and_a_foreign_move_of_the_day(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    moves: list[int] = []

    async def next_day() -> Any:
        moves.append(1)

    async with open_chat(tmp_path, on_next_day=next_day) as chat:
        with pytest.raises(WSServerHandshakeError) as refused:
            async with chat.page(**headers):
                pass
        assert refused.value.status == 403
        async with chat.http.post(f"{chat.base}/demo/next-day", headers=headers) as answer:
            assert answer.status == 403
    assert not moves


async def test_the_demo_refuses_whatever_a_browser_does_not_send_by_itself(tmp_path: Path) -> None:
    async with open_chat(tmp_path) as chat:
        for name in HANDED_ON.split():
            async with chat.http.get(chat.base, headers={name: "192.0.2.1"}) as answer:
                assert answer.status == 403
                assert name.lower() in (await answer.text()).lower()
        async with chat.http.get(chat.base, headers=OF_BROWSERS) as answer:
            assert answer.status in (200, 304)


@pytest.mark.parametrize("line", ["GET {} HTTP/1.0", "GET http://127.0.0.1{} HTTP/1.1"])
@pytest.mark.parametrize("path", ["/", "/chat/static/chat.js", "/chat/file/1", "/chat/socket"])
async def test_the_demo_refuses_what_only_a_proxy_asks(tmp_path: Path, line: str, path: str) -> None:
    async with open_chat(tmp_path) as chat:
        for asked, status in ((line.format(path), 403), ("GET / HTTP/1.1", 200)):
            reader, writer = await asyncio.open_connection("127.0.0.1", chat.port)
            host = f"Host: 127.0.0.1:{chat.port}\r\nConnection: close"
            writer.write(f"{asked}\r\n{host}\r\n\r\n".encode())
            assert int((await reader.readline()).split()[1]) == status
            writer.close()


async def test_in_the_demo_only_our_page_can_act(tmp_path: Path) -> None:
    moves: list[int] = []

    async def next_day() -> Any:
        moves.append(1)

    async with open_chat(tmp_path, on_next_day=next_day) as chat, ClientSession() as no_browser:
        assert (await no_browser.get(chat.base)).status == 200
        with pytest.raises(WSServerHandshakeError) as refused:
            await no_browser.ws_connect(f"{chat.base}/chat/socket")
        assert refused.value.status == 403
        for path in ("/demo/next-day", "/chat/upload?seat=customer&name=a.pdf"):
            assert (await no_browser.post(chat.base + path)).status == 403
    assert not moves


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "localhost:9000"])
async def test_the_demo_admits_requests_from_this_machine(tmp_path: Path, host: str) -> None:
    headers = {"Host": host, "Origin": f"http://{host}"}
    async with open_chat(tmp_path) as chat, chat.page(**headers) as page:
        assert (await page.hears("welcome"))["seats"] == ["customer", "umkm", "coordinator"]


async def test_each_visitor_has_a_chat_of_their_own(tmp_path: Path) -> None:
    async with open_chat(tmp_path, "on") as chat:
        for _ in range(2):
            chat.http.cookie_jar.clear()
            answer = await chat.http.get(chat.base)
            session = answer.cookies["rantau_session"].value
            async with chat.page(Cookie=f"rantau_session={session}") as page:
                welcome = await page.hears("welcome")
                assert (welcome["mode"], welcome["seats"]) == ("on", ["me"])
                assert await page.history("me") == []
                await page.say("halo", seat="me")
                await page.hears("ack")
        one, other = chat.listener.heard
        assert one.address.chat_id != other.address.chat_id


async def test_the_session_cookie_lasts_and_is_hidden_from_scripts(tmp_path: Path) -> None:
    async with open_chat(tmp_path, "on", base_url="https://rantau.test") as chat:
        first = await chat.http.get(chat.base)
        cookie = first.cookies["rantau_session"]
        assert (cookie["httponly"], cookie["samesite"], cookie["secure"]) == (True, "Lax", True)
        again = await chat.http.get(chat.base, headers={"Cookie": f"rantau_session={cookie.value}"})
        assert again.cookies["rantau_session"].value == cookie.value


async def test_a_forged_session_gets_a_new_one_and_no_socket(tmp_path: Path) -> None:
    async with open_chat(tmp_path, "on") as chat:
        forged = {"Cookie": f"rantau_session={signed('seat-customer', b'guessed')}"}
        answer = await chat.http.get(chat.base, headers=forged)
        assert opened(answer.cookies["rantau_session"].value, SECRET) not in (None, "seat-customer")
        assert not answer.cookies["rantau_session"]["secure"]
        chat.http.cookie_jar.clear()
        async with chat.page(**forged) as page:
            await page.socket.receive()
            assert page.socket.close_code == 4401
    assert not chat.listener.heard


async def test_no_session_leads_to_a_seat_of_the_demo(tmp_path: Path) -> None:
    async with open_chat(tmp_path, "on") as chat:
        cookie = {"Cookie": f"rantau_session={signed('seat-customer', SECRET)}"}
        async with chat.page(**cookie) as page:
            await page.say("halo", seat="customer")
            await page.hears("refused")
            await page.say("halo", seat="me")
            await page.hears("ack")
        (event,) = chat.listener.heard
        assert event.address.chat_id == chat_of("seat-customer") != "seat-customer"


async def test_a_socket_from_another_site_is_refused_outside_the_demo_too(tmp_path: Path) -> None:
    cookie = f"rantau_session={signed('ani', SECRET)}"
    async with open_chat(tmp_path, "on", base_url="https://rantau.test") as chat:
        with pytest.raises(WSServerHandshakeError) as refused:
            async with chat.page(Cookie=cookie, Origin="https://evil.test"):
                pass
        assert refused.value.status == 403
        for ours in ("https://rantau.test", chat.base):
            async with chat.page(Cookie=cookie, Origin=ours) as page:
                await page.hears("welcome")


async def test_files_are_served_to_their_own_chat_only(tmp_path: Path) -> None:
    path = tmp_path / "daftar ambil é.csv"
    path.write_bytes(b"sku\n")
    async with open_chat(tmp_path, "on") as chat:
        address = Address("browser", "web", chat_of("ani"))
        await chat.browser.send_file(address, MadeFile(path.name, path, "text/csv"))
        for token, status in (("ani", 200), ("budi", 404)):
            headers = {"Cookie": f"rantau_session={signed(token, SECRET)}"}
            async with chat.http.get(f"{chat.base}/chat/file/1", headers=headers) as answer:
                assert answer.status == status
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert (await chat.http.get(f"{chat.base}/chat/file/1")).status == 404


async def test_pictures_of_what_is_sold_are_public_and_nothing_else_is(tmp_path: Path) -> None:
    picture, secret = tmp_path / "intip.png", tmp_path / "rantau.db"
    picture.write_bytes(b"\x89PNG")
    secret.write_bytes(b"names")
    known = {"product/1": picture, "product/2": secret}
    async with open_chat(tmp_path, "on", photo_path=known.get) as chat:
        async with chat.http.get(f"{chat.base}/picture/product/1") as answer:
            assert (answer.status, await answer.read()) == (200, b"\x89PNG")
            assert answer.headers["Cache-Control"] == "public, max-age=3600"
        for other in ("product/2", "product/3", "..%2f..%2f/rantau.db", "product/..%2frantau"):
            assert (await chat.http.get(f"{chat.base}/picture/{other}")).status == 404


async def test_a_list_shows_the_pictures_that_there_are(tmp_path: Path) -> None:
    picture = tmp_path / "intip.png"
    picture.write_bytes(b"\x89PNG")
    buttons = [
        Button("Intip", "product/1", photo="product/1"),
        Button("Karak", "product/2", photo="product/2"),
    ]
    async with open_chat(tmp_path, photo_path={"product/1": picture}.get) as chat, chat.page() as page:
        await page.history("coordinator")
        await chat.browser.notify(chat.seat("customer"), Screen("Camilan", "", buttons), "id")
        shown = (await page.hears("message"))["message"]
        assert [one["photo"] for one in shown["buttons"]] == ["/picture/product/1", ""]


async def test_a_file_comes_as_a_download_under_its_own_name(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_bytes(b"sku\n")
    async with open_chat(tmp_path) as chat:
        await chat.browser.send_file(chat.seat("umkm"), MadeFile('daftar "é".csv', path, "text/csv"))
        path.unlink()
        async with chat.http.get(f"{chat.base}/chat/file/1") as answer:
            assert await answer.read() == b"sku\n"
            said = answer.headers["Content-Disposition"]
            assert (
                said == "attachment; filename=\"daftar ___.csv\"; filename*=UTF-8''daftar%20%22%C3%A9%22.csv"
            )
        for wrong in ("2", "0", "-1", "abc", "٣", "9" * 30, "..%2f1"):
            assert (await chat.http.get(f"{chat.base}/chat/file/{wrong}")).status == 404
