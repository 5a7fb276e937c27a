"""Plays a transcript on a running program; on a difference, the error shows the whole chat so far."""

from __future__ import annotations

import asyncio
import fnmatch
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.people.outbox import Notice, NoticeState
from tests.support import chat_script
from tests.support.bot_api import PNG
from tests.support.chat_directions import DIRECTIONS
from tests.support.chat_people import PATIENCE, InBrowser, OnTelegram, Said, newcomer
from tests.support.chat_script import Step
from tests.support.database_digest import differences, digest
from tests.support.running_shop import RunningProgram

LOOK_AGAIN = 0.03
SHOWN = 5
AnyTalker = OnTelegram | InBrowser


class WentAnotherWay(AssertionError):
    """The chat differs from the transcript."""


@dataclass
class Play:
    """A transcript being played: its people, who acts, captured values, and which messages are new.

    `files` are what people may send, by name. One that is not there is what the shop has sent to the
    person under that name, else a small picture. When it is `typed`, everybody types the labels that the
    transcript has them tap.
    """

    program: RunningProgram
    channel: str
    known: dict[str, str] = field(default_factory=dict)
    people: dict[str, AnyTalker] = field(default_factory=dict)
    acting: str = ""
    before: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    typed: bool = False
    log: list[str] = field(default_factory=list)
    _seen: dict[str, dict[int, str]] = field(default_factory=dict)
    _read: list[Said] = field(default_factory=list)

    @property
    def person(self) -> AnyTalker:
        return self.people[self.acting]

    def news(self) -> list[Said]:
        """The messages that are new or changed since the acting person's last step, newest last."""
        seen = self._seen.get(self.acting, {})
        changed = [one for one in self.person.said() if seen.get(one.id) != str(one)]
        return [
            one for one in changed if one.id not in seen or one.routes
        ]  # not those that only lost their buttons

    def look(self) -> None:
        """Marks all messages as seen by the acting person."""
        self._read = []
        self._seen[self.acting] = {one.id: str(one) for one in self.person.said()}

    async def run(self, text: str) -> None:
        """Plays all steps. Raises WentAnotherWay."""
        steps = chat_script.read(text)
        for index, step in enumerate(steps):
            self.log.append(f"{step.line:4} {step}")
            checked = next((one for one in steps[index + 1 :] if one.acts or one.mark in "@="), None)
            if step.acts and checked is not None and checked.mark == "=":
                self.before = await digest(self.program.db)
            try:
                await self._do(step)
            except WentAnotherWay:
                raise
            except (AssertionError, TimeoutError, KeyError) as wrong:
                raise WentAnotherWay(self._told(step, wrong)) from wrong

    async def _do(self, step: Step) -> None:
        doing = {"@": self._switch, ">": self._type, "[": self._tap, "<": self._expect, "!<": self._miss}
        more = {"+": self._file, "=": self._same, "%": self._direct}
        await (doing | more)[step.mark](step.text)

    async def _switch(self, text: str) -> None:
        name, _blank, language = text.partition(" ")
        # What a person has seen stays seen when they act again; what came meanwhile is new.
        self._seen.setdefault(self.acting, {}).update({one.id: str(one) for one in self._read})
        self._read = []
        if name not in self.people:
            self.people[name] = await newcomer(self.program, self.channel, name, language or "id")
        self.acting = name

    async def _type(self, text: str) -> None:
        self.look()
        typed = chat_script.filled_in(text, self.known).replace("\\n", "\n")
        if sent := chat_script.FILE.fullmatch(typed):
            kind = {"foto": "photo", "dokumen": "document"}[sent[1]]
            await self.person.send(kind, sent[2], await self._content(sent[2]))
            return
        await self._until_noted()
        await self.person.type(typed)

    async def _content(self, name: str) -> bytes:
        if name not in self.files and any(one.file == name for one in self.person.said()):
            return await self.person.file(name)
        return self.files.get(name, PNG)

    async def _tap(self, text: str) -> None:
        label = chat_script.filled_in(text, self.known)
        carrier = await self._carrier(label)
        if self.typed:
            await self._type(label)
            return
        await self.press(carrier.routes[label], carrier.id)

    async def _until_noted(self) -> None:
        """Waits until deliveries are recorded; nobody types faster than that."""
        on_the_way = select(Notice.id).where(Notice.state == NoticeState.QUEUED, Notice.attempts > 0).limit(1)
        async with asyncio.timeout(PATIENCE):
            while True:
                async with self.program.db.reading() as connection:
                    if await connection.scalar(on_the_way) is None:
                        return
                await asyncio.sleep(LOOK_AGAIN)

    async def press(self, route: str, on: int, times: int = 1) -> None:
        """Taps; the tapped message counts as new even if its text stays the same."""
        self.look()
        await asyncio.gather(*(self.person.tap(route, on) for _ in range(times)))
        self._seen[self.acting].pop(on, None)

    async def _carrier(self, label: str) -> Said:
        async with asyncio.timeout(PATIENCE):
            while True:
                found = [one for one in self.person.said() if label in one.routes]
                if found:
                    return found[-1]
                await asyncio.sleep(LOOK_AGAIN)

    async def _expect(self, text: str) -> None:
        wanted = chat_script.pattern(text, self.known)
        async with asyncio.timeout(PATIENCE):
            while True:
                found = [(hit, one) for one in self.news() if (hit := wanted.search(str(one)))]
                if found:
                    self.known |= found[-1][0].groupdict()
                    self._read.append(found[-1][1])
                    return
                await asyncio.sleep(LOOK_AGAIN)

    async def _miss(self, text: str) -> None:
        unwanted = chat_script.filled_in(text, self.known)
        holding = [one for one in self.news() if unwanted in str(one)]
        assert not holding, f"{unwanted!r} should not be there"

    async def _file(self, text: str) -> None:
        wanted = chat_script.filled_in(text, self.known)
        async with asyncio.timeout(PATIENCE):
            while True:
                if any(fnmatch.fnmatch(one.file, wanted) for one in self.news() if one.file):
                    return
                await asyncio.sleep(LOOK_AGAIN)

    async def _same(self, _text: str) -> None:
        changed = differences(self.before, await digest(self.program.db))
        assert not changed, "the database has changed:\n" + "\n".join(changed)

    async def _direct(self, text: str) -> None:
        name, *words = chat_script.filled_in(text, self.known).split(" ")
        await DIRECTIONS[name](self, *words)

    def _told(self, step: Step, wrong: BaseException) -> str:
        chat = [
            f"\n— {name} —\n" + "\n·\n".join(map(str, one.said()[-SHOWN:]))
            for name, one in self.people.items()
        ]
        what = str(wrong) or f"{type(wrong).__name__}: not seen in {PATIENCE:.0f} s"
        played = "\n".join(self.log[-30:])
        return f"line {step.line}: {step}\n{what}\n\nplayed:\n{played}\n{''.join(chat)}"
