"""axe-core, the checker of accessibility, run on a page as it stands; the page's policy stays as strict as it is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

SOURCE = Path(__file__).with_name("vendor") / "axe" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) =>
    `${id}: ${node.target} ${node.any.concat(node.all, node.none).map((check) => check.message).join(" ")}`));
}"""


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong: rule, place, and why."""
    page.evaluate(_source())
    return page.evaluate(RUN, TAGS)


@cache
def _source() -> str:
    # In an expression of its own, so that what it returns isn't sent back.
    return f"{SOURCE.read_text()};0"
