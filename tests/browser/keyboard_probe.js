/*
 * Tells what a keyboard must be able to reach, and where it is now.
 *
 * reachable()  the controls in the order of the page, one for each group of radio buttons
 * focused()    [number of the control that has the focus or -1, whether the focus can be seen]
 */
(() => {
  const WANTED = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled;
  const groupOf = (element) => (element.type === "radio" ? `${element.form?.action} ${element.name}` : element);

  const groups = [];
  for (const control of document.querySelectorAll(WANTED)) {
    const isOutside = control.tabIndex < 0 || !isShown(control);
    if (!isOutside && !groups.includes(groupOf(control))) groups.push(groupOf(control));
  }

  /* A drawn radio button shows the focus on its label. */
  const isMarked = (element) => {
    const style = getComputedStyle(element);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
  };

  window.keyboard = {
    reachable: () => groups.length,
    nameOf: (number) => groups[number]?.outerHTML?.slice(0, 120) ?? String(groups[number]),
    focused: () => {
      const element = document.activeElement;
      return [groups.indexOf(groupOf(element)), [element, ...(element.labels || [])].some(isMarked)];
    },
  };
})();
