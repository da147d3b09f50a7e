/*
 * Looks at the page as it is shown and tells its facts; the tests judge them.
 *
 * Returns {phrases, overflow, small}:
 *   phrases   every text that is seen or read aloud, outside elements in another language than the page's
 *   overflow  by how many CSS pixels the page is wider than the window, and the elements that stick out
 *   small     controls smaller than they may be: [words, width, height, least]
 */
() => {
  const TARGET = 24;
  const BUTTON = 44;
  const ROUNDING = 0.5;
  const pageLanguage = document.documentElement.lang;

  const isShown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true });
  const isForeign = (element) => element.closest("[lang]").lang !== pageLanguage;
  const nameOf = (element) =>
    `${element.tagName.toLowerCase()}${element.id ? `#${element.id}` : ""}.${[...element.classList].join(".")} ` +
    `“${(element.getAttribute("aria-label") || element.innerText || element.name || "").trim().slice(0, 40)}”`;

  function phrases() {
    const found = [document.title];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const parent = texts.currentNode.parentElement;
      const isWord = !parent.closest("script, style, template, noscript, [translate=no]");
      if (isWord && !isForeign(parent)) found.push(texts.currentNode.data.replace(/\s+/g, " ").trim());
    }
    for (const element of document.body.querySelectorAll("[aria-label], [title], [placeholder], [alt]")) {
      if (isForeign(element)) continue;
      for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        if (element.hasAttribute(name)) found.push(element.getAttribute(name).trim());
      }
    }
    return found.filter(Boolean);
  }

  function overflow() {
    const room = document.documentElement.clientWidth;
    const beyond = document.documentElement.scrollWidth - room;
    if (beyond <= 0) return { beyond: 0, elements: [] };
    const sticking = [...document.body.querySelectorAll("*")].filter(
      (element) => isShown(element) && element.getBoundingClientRect().right > room + 1,
    );
    return { beyond, elements: sticking.slice(0, 5).map(nameOf) };
  }

  /* A link whose ::after covers its card is as large as the card. */
  function coveredBy(control) {
    const cover = getComputedStyle(control, "::after");
    return cover.content !== "none" && cover.position === "absolute" ? [control.offsetParent] : [];
  }

  /* The place that reacts to a finger: of a radio button or a box, its label as well. */
  function target(control) {
    const places = [control, ...(control.labels || []), ...coveredBy(control)];
    const boxes = places.map((element) => element.getBoundingClientRect());
    return {
      width: Math.max(...boxes.map((box) => box.width)),
      height: Math.max(...boxes.map((box) => box.height)),
    };
  }

  /* A link inside a sentence is as high as its line: WCAG 2.2 (2.5.8) excepts it. */
  function isInSentence(control) {
    if (control.tagName !== "A" || getComputedStyle(control).display !== "inline") return false;
    const block = control.closest("p, li, td, th, dd, dt, figcaption, h1, h2, h3, label");
    return Boolean(block) && block.innerText.trim() !== control.innerText.trim();
  }

  function small() {
    const found = [];
    for (const control of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")) {
      if (!isShown(control) || isInSentence(control) || control.closest(".skip-link, .visually-hidden")) continue;
      const isButton = control.matches("button, .button, [type=submit]");
      const least = isButton ? BUTTON : TARGET;
      const { width, height } = target(control);
      if (width + ROUNDING < least || height + ROUNDING < least) {
        found.push([nameOf(control), Math.round(width), Math.round(height), least]);
      }
    }
    return found;
  }

  return { phrases: phrases(), overflow: overflow(), small: small() };
}
