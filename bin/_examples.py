"""Write every script that a page of documentation gives as an example into a folder, for a compiler to read."""

from __future__ import annotations

import re
import sys
from pathlib import Path

BLOCK = re.compile(r"^```(js|ts|html)\b[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def scripts(page: str) -> list[tuple[str, int, str]]:
    """Return language, place in the page and text of all scripts, those in HTML as well."""
    found = []
    for block in BLOCK.finditer(page):
        language, text = block.groups()
        if language == "html":
            found += [("js", block.start(2) + script.start(1), script[1]) for script in INLINE.finditer(text)]
        else:
            found.append((language, block.start(2), text))
    return found


def main(page: Path, folder: Path) -> int:
    """Keep every example on the lines it has in the page, so that a compiler's messages name them."""
    content = page.read_text(encoding="utf-8")
    examples = scripts(content)
    for language, start, text in examples:
        above = content.count("\n", 0, start)
        (folder / f"{page.stem}-{above + 1}.{language}").write_text("\n" * above + text, encoding="utf-8")
    return 0 if examples else 1


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
