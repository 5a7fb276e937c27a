"""`python -m bench.rules`: how many labelled messages need each named rule of the reader.

A rule is a function of the reader that answers yes or no, a stage that settles goods, or a class of words of
the vocabulary (`says`). Switched off, a function always says no, a stage does nothing, a class has no words.
A message needs a rule if it is read exactly with it and not without; a rule is in the way of a message that
is read exactly only without it. The weights are those of the shop, learned with all rules in place.

What is not in the labels is not measured: topics, shares of friends, short answers, contacts.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from multiprocessing import get_context
from types import FunctionType, ModuleType
from unittest.mock import patch

import bot.understanding
from bench.labelled import CONFIG, Labels, Read, Verdict, batches, demo_wares, known_of, read_all, reader_of
from bot.destinations import Destinations
from bot.understanding import Interpreter, Vocabulary

PROCESSES = 2
STAGES = ("withdraw", "narrow", "specified", "settle", "relate")
NOT_LABELLED = (
    "topics",
    "yes_no",
    "short_answers",
    "friend_shares",
    "addresses",
    "search",
    "cache",
    "explain",
)
RARE = 1
"""A rule that no more messages need is listed."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule; `kind` is function, stage or words, `where` its module without the package."""

    kind: str
    where: str
    name: str

    def __str__(self) -> str:
        return f"{self.where}:{self.name}"


@dataclass(frozen=True, slots=True)
class Need:
    """How many messages a rule touches, and which ones need it, or are read exactly only without it."""

    rule: Rule
    touched: int
    needed: Sequence[str]
    in_the_way: Sequence[str]


@cache
def modules() -> dict[str, ModuleType]:
    """All modules of the reader by their name within the package."""
    root = bot.understanding
    names = [one.name for one in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")]
    return {name.removeprefix(f"{root.__name__}."): importlib.import_module(name) for name in names}


def rules() -> list[Rule]:
    """All named rules."""
    stages = [Rule("stage", "pipeline", name) for name in STAGES]
    words = [Rule("words", "says", name) for name in Vocabulary.read(CONFIG).says]
    return [*_functions(), *stages, *words]


def _functions() -> Iterator[Rule]:
    for where, module in modules().items():
        if not any(part in NOT_LABELLED for part in where.split(".")):
            for name, one in vars(module).items():
                own = isinstance(one, FunctionType) and one.__module__ == module.__name__
                if own and inspect.signature(one).return_annotation == "bool":
                    yield Rule("function", where, name)


@contextmanager
def replaced(rule: Rule, by: Callable[..., object]) -> Iterator[None]:
    """Has something else called wherever the reader calls the rule."""
    rule_itself = getattr(modules()[rule.where], rule.name)
    with ExitStack() as stack:
        for module in modules().values():
            for name, one in [*vars(module).items()]:
                if one is rule_itself:
                    stack.enter_context(patch.object(module, name, by))
        yield


@cache
def messages() -> dict[str, Labels]:
    """All labelled messages by batch and id: an id may come again in another batch."""
    return {f"{each.name}:{one['id']}": one for each in batches() for one in each.messages}


def reader_without(says: str) -> Interpreter:
    """A reader whose vocabulary has no words of this class."""
    known = Vocabulary.read(CONFIG)
    fields = {name: getattr(known, name) for name in Vocabulary.model_fields}
    fields["says"] = {name: words for name, words in known.says.items() if name != says}
    return Interpreter(demo_wares(), Vocabulary.model_construct(**fields), Destinations.read(CONFIG))


@cache
def _reader() -> Interpreter:
    return reader_of(demo_wares())


@cache
def _exact() -> frozenset[str]:
    return _exactly_read(messages(), read_all(_reader(), messages().values()))


def _exactly_read(keys: Iterable[str], read: Sequence[Read]) -> frozenset[str]:
    return frozenset(key for key, one in zip(keys, read, strict=True) if one.verdict == Verdict.EXACT)


def need(rule: Rule, touched: Collection[str]) -> Need:
    """Reads the messages that a rule touches without it."""
    without = _exactly_read(touched, _read_without(rule, [messages()[key] for key in touched]))
    needed = sorted((_exact() & set(touched)) - without)
    return Need(rule, len(touched), needed, sorted(without - _exact()))


def _read_without(rule: Rule, among: Sequence[Labels]) -> list[Read]:
    if rule.kind == "words":
        return read_all(reader_without(rule.name), among)
    _reader().forget()
    with replaced(rule, _does_nothing if rule.kind == "stage" else _says_no):
        return read_all(_reader(), among)


def _does_nothing(*_given: object, **_named: object) -> None:
    """In place of a stage."""


def _says_no(*_given: object, **_named: object) -> bool:
    return False


def touched_by(rule: Rule) -> frozenset[str]:
    """The messages for which a function says yes, or that hold words of a class; stages touch all."""
    if rule.kind == "stage":
        return frozenset(messages())
    return _with_words(rule.name) if rule.kind == "words" else _said_yes(rule)


def _with_words(says: str) -> frozenset[str]:
    found = (key for key, one in messages().items() if says in _says(one["text"]))
    return frozenset(found)


@cache
def _says(text: str) -> frozenset[str]:
    """The meanings of the words of a text, also of those that bare signs and numbers have."""
    message = _reader().scene(text).message
    single = (message.vocabulary.single.get(token.plain, frozenset()) for token in message.tokens)
    return frozenset(says for each in (*message.says, *single) for says in each)


def _said_yes(rule: Rule) -> frozenset[str]:
    return all_said_yes()[rule]


@cache
def all_said_yes() -> dict[Rule, frozenset[str]]:
    """The messages for which each function says yes at least once."""
    found: dict[Rule, set[str]] = {rule: set() for rule in _functions()}
    now = [""]
    with ExitStack() as stack:
        for rule, yes in found.items():
            stack.enter_context(replaced(rule, _noting(getattr(modules()[rule.where], rule.name), yes, now)))
        for now[0], one in messages().items():
            _reader().read(one["text"], known_of(one))
    return {rule: frozenset(yes) for rule, yes in found.items()}


def _noting(one: Callable[..., bool], yes: set[str], now: Sequence[str]) -> Callable[..., bool]:
    def noting(*given: object, **named: object) -> bool:
        says = one(*given, **named)
        if says:
            yes.add(now[0])
        return says

    return noting


def measured(rule: Rule) -> Need:
    return need(rule, touched_by(rule))


def table(found: Sequence[Need]) -> str:
    """The rules by need, and those that hardly any message needs."""
    rows = sorted(found, key=lambda one: (-len(one.needed), str(one.rule)))
    lines = [f"{'rule':58}{'kind':10}{'touches':>8}{'needed':>8}{'in the way':>12}"]
    lines += [
        f"{one.rule!s:58}{one.rule.kind:10}{one.touched:8}{len(one.needed):8}{len(one.in_the_way):12}"
        for one in rows
    ]
    rare = [f"  {one.rule} ({', '.join(one.needed) or 'none'})" for one in rows if len(one.needed) <= RARE]
    worse = [
        f"  {one.rule}: needed by {len(one.needed)}, in the way of {len(one.in_the_way)}"
        for one in rows
        if len(one.in_the_way) > len(one.needed)
    ]
    return "\n".join(
        [*lines, "", f"Needed by {RARE} or none:", *rare, "", "More in the way than needed:", *worse, ""]
    )


def main() -> None:
    """Measures all rules, the words last, and prints the table."""
    with get_context("spawn").Pool(PROCESSES) as pool:
        found = pool.map(measured, rules(), chunksize=4)
    sys.stdout.write(table(found))


if __name__ == "__main__":
    main()
