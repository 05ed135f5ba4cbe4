"""What every page is held to, whoever looks at it."""

import re
from typing import Any

from playwright.sync_api import Page

import shared.events.catalogue  # noqa: F401 - makes the events known to the registry
from services.partners import data as directory
from shared.events.envelope import Event
from tests.browser.watching import PHONE, violations

#: All words of a page, also those in closed folds and in names for screen readers; not what is marked as code.
_WORDS = """() => {
  const words = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest("script, style, template, code, pre, kbd, samp"))
      words.push(walker.currentNode.data);
  for (const name of ["aria-label", "title", "placeholder", "alt"])
    for (const element of document.body.querySelectorAll(`[${name}]`)) words.push(element.getAttribute(name));
  return words.join("\\n");
}"""
#: Without the place in a list where the next page begins: opening the audit trail adds a line to it.
_OUTLINE = """() => {
  const all = (what, of) => [...document.querySelectorAll(what)].map(of);
  return {
    headings: all("main h1, main h2, main h3, main h4", heading => heading.tagName),
    fields: all("main input:not([type=hidden]), main select, main textarea", field => `${field.name}=${field.type}`),
    links: all("main a[href]", link => link.getAttribute("href").replace(/([?&]after=)[^&]*/, "$1")),
  };
}"""
_FORMS = """() => [...document.querySelectorAll("form")].map(form => ({
  action: form.getAttribute("action"),
  method: form.method,
  token: form.elements.csrf_token ? form.elements.csrf_token.value : "",
  buttons: [...form.elements].filter(element => element.type === "submit").length,
}))"""
#: As the catalogue has them, and as one might shorten them: "cases.act.issued.v1", "act.issued".
_EVENTS = {
    name for one in Event.registry for name in (one, one.rpartition(".")[0], one.rpartition(".")[0].partition(".")[2])
}
_SLUGS = {one.key for one in directory.institutions()} | set(directory.sources())
_KEYS = re.compile(rf"(?<![\w.@-])(?:{'|'.join(sorted(slug for slug in _SLUGS if '-' in slug))})(?![\w.@-])")
_CODES = {
    "a raw code": re.compile(r"\b[a-z]+_[a-z_]+\b"),
    "the name of an event": re.compile(
        rf"(?<![\w.])(?:{'|'.join(map(re.escape, sorted(_EVENTS, key=len, reverse=True)))})(?![\w.])"
    ),
    "a date as machines write it": re.compile(r"\b\d{4}-\d{2}-\d{2}(?!-?\d)"),
    "a key of the directory": _KEYS,
    "an id": re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-"),
    "an unfilled gap": re.compile(r"%\(|\{\{|\bNone\b|\bundefined\b|\bnull\b"),
}


def with_script(page: Page) -> list[str]:
    """What is wrong with the page at both widths, with all folds closed and open; it is left at the phone's width."""
    faults = [*_frame(page, "sq"), *_codes(page), *violations(page)]
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    faults += _too_wide(page)
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    faults += _too_wide(page)
    return [*faults, *(f"on a phone: {line}" for line in violations(page))]


def without_script(page: Page, whole: dict[str, Any]) -> list[str]:
    """What is wrong with the English page without a script; `whole` is the outline of the page with one."""
    faults = [*_frame(page, "en"), *_codes(page), *_too_wide(page), *_forms(page)]
    here = outline(page)
    return faults + [
        f"without a script: {name} {here[name]}, with one {whole[name]}" for name in whole if here[name] != whole[name]
    ]


def outline(page: Page) -> dict[str, Any]:
    """Headings, fields and links of the page's content, in any language."""
    found: dict[str, Any] = page.evaluate(_OUTLINE)
    return found


def _frame(page: Page, language: str) -> list[str]:
    faults = []
    if page.locator("html").get_attribute("lang") != language:
        faults.append(f"the language is not {language}")
    if not page.title().strip():
        faults.append("there is no title")
    if (count := page.locator("h1").count()) != 1 or not page.locator("h1").is_visible():
        faults.append(f"{count} h1")
    return faults


def _codes(page: Page) -> list[str]:
    words = page.evaluate(_WORDS)
    return [f"{what}: {found.group()}" for what, pattern in _CODES.items() for found in pattern.finditer(words)]


def _too_wide(page: Page) -> list[str]:
    width = page.evaluate("document.documentElement.scrollWidth")
    return [f"{width} pixels wide on a phone"] if width > PHONE[0] else []


def _forms(page: Page) -> list[str]:
    """A form that needs no script has a button, and the token that a post must carry."""
    return [
        f"a form without {'a token' if form['buttons'] else 'a button'}: {form['action']}"
        for form in page.evaluate(_FORMS)
        if not form["buttons"] or (form["method"] == "post" and not form["token"])
    ]
