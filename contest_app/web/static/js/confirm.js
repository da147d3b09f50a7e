/**
 * A question before an act that cannot be taken back.
 *
 * Without scripts the question opens in place (<details>); here it opens as a modal dialog,
 * which holds the focus and closes with Escape.
 */
function buildDialog(form, question) {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-label", question);
  dialog.append(form);
  return dialog;
}

for (const details of document.querySelectorAll("[data-confirm]")) {
  const form = details.querySelector("form");
  const cancel = form.querySelector("[data-confirm-cancel]");
  const dialog = buildDialog(form, form.querySelector(".confirm__question").textContent);
  details.after(dialog);
  cancel.hidden = false;
  cancel.addEventListener("click", () => dialog.close());
  details.querySelector("summary").addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
    cancel.focus();
  });
}
