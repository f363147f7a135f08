"""What can go wrong between a study and its disk."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WAYS_OUT = {
    errno.ENOSPC: "Free some space, or name another folder with --out.",
    errno.EDQUOT: "Free some space, or name another folder with --out.",
    errno.EACCES: "Name a folder that you may write to with --out.",
    errno.EPERM: "Name a folder that you may write to with --out.",
    errno.EROFS: "Name a folder on a disk that may be written to with --out.",
    errno.ENOTDIR: "A file stands where a folder is needed: name another folder with --out.",
    errno.EEXIST: "A file stands where a folder is needed: name another folder with --out.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
}


class StorageError(OSError):
    """A study could not be written or read: where, what happened, and the way out."""

    def __init__(self, path: Path | str, what: str, way_out: str) -> None:
        """Keep the three parts; the message joins them."""
        super().__init__(f"{os.fspath(path)}: {what}. {way_out}")
        self.path, self.what, self.way_out = Path(path), what, way_out


@contextmanager
def explained(path: Path, doing: str) -> Iterator[None]:
    """Turn a failure of the file system into a ``StorageError`` about ``path``."""
    try:
        yield
    except StorageError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        way_out = WAYS_OUT.get(error.errno or 0, "Try again, or name another folder with --out.")
        raise StorageError(path, f"{doing} failed: {reason}", way_out) from error
