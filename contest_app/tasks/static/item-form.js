/**
 * The form of an item's texts loses nothing: what is typed lies on this device, under the person's and the item's
 * key, until the server has saved it. On a phone, a link to a wrong field shows the field's language first.
 */
const form = document.querySelector("[data-item-form]");
const saved = document.querySelector("[data-item-saved]");
const notice = document.querySelector("[data-item-restored]");
const NOT_TYPED = ["csrf_token", "shown"];

function typed() {
  return [...new FormData(form)].filter(([name]) => !NOT_TYPED.includes(name));
}

function keep(key) {
  try {
    localStorage.setItem(key, JSON.stringify(typed()));
  } catch {
    // A device that keeps nothing: the form itself still does until it is sent.
  }
}

function put(values) {
  for (const control of form.elements) {
    if (!control.name || NOT_TYPED.includes(control.name) || control.type === "submit") continue;
    const own = values.filter(([name]) => name === control.name).map(([, value]) => value);
    if (control.type === "checkbox") control.checked = own.includes(control.value);
    else if (own.length) [control.value] = own;
  }
}

/** Take back what was typed here and never saved. */
function restore(key) {
  const kept = localStorage.getItem(key);
  if (kept === null || kept === JSON.stringify(typed())) return;
  put(JSON.parse(kept));
  notice.hidden = false;
}

if (saved) localStorage.removeItem(saved.dataset.itemSaved);

if (form) {
  const key = form.dataset.itemForm;
  // A form that came back shows already what was typed.
  if ("cameBack" in form.dataset) keep(key);
  else restore(key);
  form.addEventListener("input", () => keep(key));
  document.querySelector("[data-item-discard]").addEventListener("click", () => {
    localStorage.removeItem(key);
    location.reload();
  });
  for (const link of form.querySelectorAll("[data-shows]")) {
    link.addEventListener("click", () => {
      form.querySelector(`[name=shown][value=${link.dataset.shows}]`).checked = true;
    });
  }
}
