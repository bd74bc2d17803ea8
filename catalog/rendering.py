"""Draw a drawing (SVG) where it cannot hurt: in a process of its own, with little time and little memory."""

from __future__ import annotations

import subprocess
import sys

SECONDS = 2  # of processor time
MEMORY = 1024 * 1024 * 1024
PATIENCE = 60  # seconds on the clock, however busy the machine is
SIDE = 800
SCRIPT = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
import resvg_py
used = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]))
resource.setrlimit(resource.RLIMIT_CPU, (used + {SECONDS}, used + {SECONDS}))
side = int(sys.argv[1])
drawing = sys.stdin.buffer.read().decode()
drawn = resvg_py.svg_to_bytes(svg_string=drawing, width=side, height=side, dpi=96, skip_system_fonts=True)
sys.stdout.buffer.write(bytes(drawn))
"""


def render_drawing(drawing: bytes, *, side: int = SIDE) -> bytes | None:
    """Return the drawing as a PNG that fits into a square, None when it takes more than two seconds or a gigabyte."""
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and our own script
            [sys.executable, "-I", "-c", SCRIPT, str(side)],
            input=drawing,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return child.stdout if child.returncode == 0 else None
