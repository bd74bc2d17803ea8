"""Files and folders that nobody but the user who runs the site may read: they hold what people shared."""

from __future__ import annotations

import os
from pathlib import Path

FILE_MODE, FOLDER_MODE = 0o600, 0o700


def make_folder(path: Path) -> None:
    """Make a folder unless it is there; one that is there stays as it is, as it may not be ours alone."""
    path.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def opener(path: str, flags: int) -> int:
    """Open a file for `open`, and make it private if it is new."""
    return os.open(path, flags, FILE_MODE)
