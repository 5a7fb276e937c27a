"""A throw-away PostgreSQL server on a free loopback port, shared by all workers of one test run."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt")
CAREFUL = "-c shared_buffers=32MB -c max_wal_size=64MB -c min_wal_size=32MB"
"""As a shop runs it: what is committed is on the disk."""
LEAN = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=32MB"
PATIENCE = 60.0
INSTALL = "PostgreSQL is not installed: apt-get install postgresql (the tests start a server of their own)"


class Missing(Exception):
    """This machine has no PostgreSQL that can be started."""


@dataclass(frozen=True)
class Cluster:
    """A running server and its folder."""

    port: int
    folder: str
    options: str = LEAN

    def url(self, database: str, scheme: str = "postgresql") -> str:
        return f"{scheme}://rantau@127.0.0.1:{self.port}/{database}"


@contextlib.contextmanager
def shared_cluster(shared: Path) -> Iterator[Cluster]:
    """The server of the test run: its first user starts it, its last one stops it."""
    note = shared / "postgres.json"
    with _alone(shared):
        known = json.loads(note.read_text()) if note.exists() else {"users": 0, **_start().__dict__}
        cluster = Cluster(known["port"], known["folder"])
        note.write_text(json.dumps({**known, "users": known["users"] + 1}))
    try:
        yield cluster
    finally:
        with _alone(shared):
            known = json.loads(note.read_text())
            note.write_text(json.dumps({**known, "users": known["users"] - 1}))
            if known["users"] == 1:
                _stop(cluster)
                note.unlink()


@contextlib.contextmanager
def _alone(shared: Path) -> Iterator[None]:
    with (shared / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _program(name: str) -> str:
    versions = [found for place in PLACES for found in Path(place).glob(f"*/bin/{name}")]
    best = max(versions, key=lambda path: (len(path.parts[-3]), path.parts[-3]), default=None)
    found = str(best) if best else shutil.which(name)
    if found is None:
        raise Missing(INSTALL)
    return found


def _as_user(folder: str) -> dict[str, int]:
    # PostgreSQL refuses to run as root.
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            os.chown(folder, user.pw_uid, user.pw_gid)
            return {"user": user.pw_uid, "group": user.pw_gid}
    raise Missing("PostgreSQL does not run as root, and there is no user postgres or nobody to run it as")


def _start(place: Path | None = None, options: str = LEAN) -> Cluster:
    folder = tempfile.mkdtemp(prefix="rantau-postgres-", dir=place)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cluster = Cluster(port, folder, options)
    words = ("-D", f"{folder}/data", "-U", "rantau", "-A", "trust", "-E", "UTF8", "--no-sync")
    _run(folder, _program("initdb"), *words)
    start_again(cluster)
    return cluster


def _stop(cluster: Cluster) -> None:
    with contextlib.suppress(RuntimeError):  # a test may have stopped it
        pg_ctl = _program("pg_ctl")
        _run(cluster.folder, pg_ctl, "-D", f"{cluster.folder}/data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(cluster.folder, ignore_errors=True)


@contextlib.contextmanager
def own_cluster(place: Path | None = None, options: str = LEAN) -> Iterator[Cluster]:
    """A server for one test, which may stop it; its data lies in that place. Raises Missing."""
    cluster = _start(place, options)
    try:
        yield cluster
    finally:
        _stop(cluster)


def stop_for_a_while(cluster: Cluster, mode: str = "fast") -> None:
    """Stops the server as a restart does, or (`immediate`) a crash: connections are cut, its data stays."""
    _run(cluster.folder, _program("pg_ctl"), "-D", f"{cluster.folder}/data", "-m", mode, "-w", "stop")


def postmaster(cluster: Cluster) -> int:
    """The process that all others of the server descend from."""
    return int(Path(cluster.folder, "data", "postmaster.pid").read_text().split()[0])


def kill(server: int) -> None:
    """Kills a postmaster and all processes of its server at once, and waits until they are gone."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    family = (server, *map(int, children))
    for process in family:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    give_up = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{process}").exists() for process in family):
        assert time.monotonic() < give_up, "the server's processes do not end"
        time.sleep(0.01)


def is_running(cluster: Cluster) -> bool:
    """Whether the server is up."""
    words = (_program("pg_ctl"), "-D", f"{cluster.folder}/data", "status")
    with contextlib.suppress(RuntimeError):
        _run(cluster.folder, *words)
        return True
    return False


def start_again(cluster: Cluster) -> None:
    """Starts a stopped server, where it was."""
    options = f"-p {cluster.port} -h 127.0.0.1 -k {cluster.folder} {cluster.options}"
    words = ("-D", f"{cluster.folder}/data", "-w", "-l", f"{cluster.folder}/log", "-o", options, "start")
    _run(cluster.folder, _program("pg_ctl"), *words)


def _run(folder: str, *words: str) -> None:
    clean = {**os.environ, "LC_ALL": "C", "TZ": "UTC"}
    kept = {"env": clean, "cwd": folder, **_as_user(folder)}
    done = subprocess.run(words, capture_output=True, text=True, stdin=subprocess.DEVNULL, **kept)
    if done.returncode:
        raise RuntimeError(f"{words[0]}: {done.stdout}{done.stderr}")
