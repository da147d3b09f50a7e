/**
 * Changing the language keeps what is typed.
 *
 * The switch is a plain POST form. Before it is sent, the values of the page's other forms are put into
 * sessionStorage; the same address, drawn again in the new language, takes them back and forgets them.
 * Passwords, files and hidden fields are never kept.
 */
const PREFIX = "typed:";
const KEPT = "input:not([type=hidden], [type=password], [type=file], [type=submit]), textarea, select";

function typedControls() {
  return [...document.querySelectorAll(KEPT)].filter((control) => control.name);
}

/** What one control holds: chosen options, a tick, or text. */
function valueOf(control) {
  if (control instanceof HTMLSelectElement) return [...control.options].map((option) => option.selected);
  return ["checkbox", "radio"].includes(control.type) ? control.checked : control.value;
}

function give(control, value) {
  if (control instanceof HTMLSelectElement) [...control.options].forEach((option, index) => { option.selected = Boolean(value[index]); });
  else if (["checkbox", "radio"].includes(control.type)) control.checked = value;
  else control.value = value;
  control.dispatchEvent(new Event("input", { bubbles: true }));
}

function keep(address) {
  const values = typedControls().map((control) => [control.name, valueOf(control)]);
  if (values.length) sessionStorage.setItem(PREFIX + address, JSON.stringify(values));
}

/** Put the kept values back where the same fields stand in the same order. */
function restore(address) {
  const kept = JSON.parse(sessionStorage.getItem(PREFIX + address) ?? "[]");
  sessionStorage.removeItem(PREFIX + address);
  const controls = typedControls();
  kept.forEach(([name, value], index) => {
    if (controls[index]?.name === name) give(controls[index], value);
  });
}

for (const form of document.querySelectorAll("[data-language-form]")) {
  form.addEventListener("submit", () => keep(form.elements.next.value));
}
restore(location.pathname + location.search);
