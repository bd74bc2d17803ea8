"""Measure a page as it is laid out: what sticks out, what is cut off, what is too small to touch, what jumps."""

from __future__ import annotations

from playwright.sync_api import Page

MISFITS = """() => {
  const ends = document.documentElement.clientWidth;
  const name = (each) => `<${each.localName} class="${each.className}"> ${each.textContent.trim().slice(0, 30)}`;
  const apart = ".trap, .hidden-visually, .skip, [hidden], progress";
  const found = [];
  if (document.documentElement.scrollWidth > ends) found.push(`the page is wider than ${ends} px`);
  for (const each of document.body.querySelectorAll("*")) {
    if (each.closest(apart) || !each.checkVisibility()) continue;
    const box = each.getBoundingClientRect();
    const { overflowX, overflowY } = getComputedStyle(each);
    if (box.right > ends + 1 || box.left < -1) found.push(`sticks out: ${name(each)}`);
    const isWide = each.scrollWidth > each.clientWidth + 1, isTall = each.scrollHeight > each.clientHeight + 1;
    if (overflowX !== "visible" && isWide) found.push(`cut at the side: ${name(each)}`);
    if (overflowY !== "visible" && isTall) found.push(`cut below: ${name(each)}`);
  }
  return found;
}"""
SMALL = """() => {
  const found = [];
  for (const each of document.querySelectorAll("a, button, input:not([type=hidden]), select, textarea, summary")) {
    const target = each.labels?.[0]?.contains(each) ? each.labels[0] : each;
    if (each.closest(".trap, .skip") || !target.checkVisibility()) continue;
    const least = getComputedStyle(target).display === "inline" ? 24 : 44;
    const { width, height } = target.getClientRects()[0];
    if (Math.min(width, height) < least - 0.5) {
      found.push(`${Math.round(width)} × ${Math.round(height)}: ${target.outerHTML.slice(0, 80)}`);
    }
  }
  return found;
}"""
SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""
SHIFTS = """() => new Promise((tell) => {
  const shifts = [];
  const watch = new PerformanceObserver((list) => shifts.push(...list.getEntries()));
  watch.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => tell(shifts.reduce((sum, { value, hadRecentInput }) => sum + (hadRecentInput ? 0 : value), 0)), 250);
})"""


def misfits(page: Page) -> list[str]:
    """Return what is wider than the window, sticks out of it, or is cut off."""
    return page.evaluate(MISFITS)


def small_targets(page: Page) -> list[str]:
    """Return what is smaller to touch than 44 pixels, or 24 for a link inside a text."""
    return page.evaluate(SMALL)


def space_text(page: Page) -> None:
    """Set letters, words, lines and paragraphs as far apart as readers may (WCAG 1.4.12)."""
    page.evaluate(SPACING)


def layout_shift(page: Page) -> float:
    return page.evaluate(SHIFTS)
