"""A disk of a test's own, in a file: it can be filled, and its power can be cut.

The power is cut by the kernel's own way to test file systems (`FS_IOC_SHUTDOWN` without flushing the journal,
in use by xfstests): from that moment nothing more reaches the disk, and what was written and not synced is
gone when it is mounted again. It needs root and ext4, as of any Linux kernel.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FS_IOC_SHUTDOWN = 0x8004587D
WITHOUT_FLUSHING = struct.pack("I", 2)
PATIENCE = 60.0
FILLER = "filler"


class NoDisk(Exception):
    """This machine lets us mount nothing."""


@dataclass(frozen=True)
class OwnDisk:
    """A mounted disk; what lies in `folder` lies on it."""

    image: Path
    folder: Path

    def fill(self) -> None:
        """Takes all room that is left."""
        filler = os.open(self.folder / FILLER, os.O_WRONLY | os.O_CREAT, 0o600)
        for size in (1 << 20, 1 << 12):
            with contextlib.suppress(OSError):
                while os.write(filler, b"\0" * size):
                    pass
            os.fsync(filler)
        os.close(filler)

    def free(self) -> None:
        """Gives the room back."""
        (self.folder / FILLER).unlink()

    def sync(self) -> None:
        """Everything written so far is on the disk."""
        subprocess.run(["sync", "-f", str(self.folder)], check=True)

    def cut_power(self) -> None:
        """Nothing more reaches the disk, and what is not synced never will."""
        folder = os.open(self.folder, os.O_RDONLY)
        try:
            fcntl.ioctl(folder, FS_IOC_SHUTDOWN, WITHOUT_FLUSHING)
        finally:
            os.close(folder)

    def power_up(self) -> None:
        """Mounts it again, as the next start of the machine does. Nobody may use it any more."""
        self.unmount()
        self.mount()

    def mount(self) -> None:
        """Raises NoDisk."""
        done = subprocess.run(
            ["mount", "-o", "loop", str(self.image), str(self.folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NoDisk(f"no disk of our own can be mounted: {done.stderr.strip()}")

    def unmount(self) -> None:
        """Waits until whoever used it has ended."""
        give_up = time.monotonic() + PATIENCE
        while subprocess.run(["umount", str(self.folder)], capture_output=True, check=False).returncode:
            assert time.monotonic() < give_up, f"{self.folder} is still in use"
            time.sleep(0.05)


@contextlib.contextmanager
def own_disk(folder: Path, megabytes: int) -> Iterator[OwnDisk]:
    """Makes and mounts a disk; its image lies in the folder. Raises NoDisk."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise NoDisk("only root on Linux can mount a disk of its own")
    disk = OwnDisk(folder / "disk.img", folder / "disk")
    with disk.image.open("wb") as image:
        image.truncate(megabytes << 20)
    made = ["mkfs.ext4", "-q", "-m", "0", "-E", "lazy_itable_init=0", str(disk.image)]
    try:
        subprocess.run(made, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as failed:
        raise NoDisk(f"no file system can be made: {failed}") from failed
    disk.folder.mkdir()
    disk.mount()
    try:
        yield disk
    finally:
        disk.unmount()
        disk.image.unlink()
