"""How many bytes a brand's page loads before a quiz appears: our loader beside what peers publish as npm packages.

Run `.venv/bin/python -m benchmarks.embed`. With npm and a network the peers are measured as they are today; without,
the figures of an earlier measurement stand in, and say so. Brotli 11, in KB of 1000 bytes.
"""

from __future__ import annotations

import shutil
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

import brotli

STATIC = Path(__file__).resolve().parent.parent / "static" / "js"
SECONDS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One file of an npm package, and its size when this was written."""

    package: str
    file: str
    stated: float
    does: str


PEERS = (
    Peer(package="@open-iframe-resizer/core", file="dist/index.js", stated=2.1, does="height only"),
    Peer(package="@iframe-resizer/parent", file="index.umd.js", stated=9.2, does="height only, in the page"),
    Peer(package="@iframe-resizer/child", file="index.umd.js", stated=11.3, does="height only, in the frame"),
    Peer(package="@typeform/embed", file="build/embed.js", stated=12.5, does="modes, triggers, height, events"),
    Peer(package="@typebot.io/js", file="dist/web.js", stated=164.0, does="the whole chat, no frame"),
)


def main() -> None:
    print(f"{'KB':>7}  file")
    for name, does in (("embed.js", "modes, triggers, height, events"), ("framed.js", "height, events, in the frame")):
        print(f"{size(STATIC / name):7.1f}  ours: {name} ({does})")
    for peer in PEERS:
        measured = measure(peer)
        source = "measured now" if measured else "stated before, not measured now"
        print(f"{measured or peer.stated:7.1f}  {peer.package} {peer.file} ({peer.does}; {source})")


def size(path: Path) -> float:
    return len(brotli.compress(path.read_bytes(), quality=11)) / 1000


def measure(peer: Peer) -> float | None:
    """Return the size of a peer's file out of its package; None when it can't be fetched."""
    npm = shutil.which("npm")
    if npm is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        try:
            command = [npm, "pack", peer.package, "--silent"]
            subprocess.run(command, cwd=folder, timeout=SECONDS, check=True, capture_output=True)  # noqa: S603
        except (OSError, subprocess.SubprocessError):
            return None
        archive = next(Path(folder).glob("*.tgz"))
        with tarfile.open(archive) as package:
            package.extractall(folder, filter="data")
        return size(Path(folder) / "package" / peer.file)


if __name__ == "__main__":
    main()
