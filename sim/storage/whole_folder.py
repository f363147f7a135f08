"""Folders that appear whole or not at all.

Files are written into a hidden sibling, flushed to the disk, and moved into place by one rename. A folder that was
there before steps aside first and comes back if the last rename fails; should the machine stop between the two
renames, the next writer or reader brings it back. Writers of one parent take turns, so whatever hidden sibling a
writer finds was left by one that died, and is cleared away.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

PARTIAL, ASIDE = ".partial-", ".aside-"  # prefixes of hidden siblings: being written, stepped aside


def replace_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Make ``folder`` hold exactly ``files`` (relative path: content); what it held before is gone.

    Raises ``OSError`` and leaves everything as it was if that can't be done.
    """
    made = [up for up in folder.parents if not up.exists()]
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _turn(folder.parent):
            _bring_back(folder.parent)
            for partial in folder.parent.glob(f"{PARTIAL}*"):
                shutil.rmtree(partial, ignore_errors=True)
            if not _holds(folder, files):
                _write(folder, files)
    except BaseException:
        for up in made:  # innermost first
            with suppress(OSError):
                up.rmdir()
        raise


def bring_back(parent: Path) -> None:
    """Bring back folders that stepped aside for one that never came."""
    if not any(parent.glob(f"{ASIDE}*")):
        return
    with _turn(parent):
        _bring_back(parent)


def _bring_back(parent: Path) -> None:
    for aside in sorted(parent.glob(f"{ASIDE}*")):
        home = parent / aside.name.removeprefix(ASIDE)
        if home.exists():
            shutil.rmtree(aside, ignore_errors=True)
        else:
            aside.rename(home)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    partial = folder.parent / f"{PARTIAL}{os.getpid()}"
    try:
        partial.mkdir()
        for name, content in files.items():
            _write_file(partial / name, content)
        _swap(partial, folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _swap(partial: Path, folder: Path) -> None:
    """Move ``partial`` to where ``folder`` is; on failure ``folder`` is what it was."""
    aside = folder.parent / f"{ASIDE}{folder.name}"
    there = folder.exists()
    if there and not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if there:
        folder.rename(aside)
    try:
        partial.rename(folder)
    except BaseException:
        if there:
            aside.rename(folder)
        raise
    if there:
        shutil.rmtree(aside, ignore_errors=True)


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether the folder already holds just these files."""
    if not folder.is_dir():
        return False
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    sizes = found.keys() == files.keys() and all(
        path.stat().st_size == len(files[name]) for name, path in found.items()
    )
    return sizes and all(path.read_bytes() == files[name] for name, path in found.items())


@contextmanager
def _turn(parent: Path) -> Iterator[None]:
    """Wait until no other writer is at work in ``parent``; the system ends the turn of one that dies."""
    try:
        import fcntl
    except ImportError:  # no such locks here: writers must not share a study
        yield
        return
    handle = os.open(parent, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
