/** The main menu on a phone, and the small lists under buttons: Escape and a press elsewhere close them. */
const toggle = document.querySelector("[data-menu-toggle]");
const menu = toggle && document.getElementById(toggle.getAttribute("aria-controls"));

function setMenu(open) {
  toggle.setAttribute("aria-expanded", String(open));
  menu.toggleAttribute("data-open", open);
}

function closePopups(except) {
  for (const popup of document.querySelectorAll("[data-popup][open]")) {
    if (popup !== except) popup.open = false;
  }
}

toggle?.addEventListener("click", () => setMenu(!menu.hasAttribute("data-open")));

document.addEventListener("click", (event) => closePopups(event.target.closest("[data-popup]")));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const popup = document.querySelector("[data-popup][open]");
  closePopups();
  popup?.querySelector("summary").focus();
  if (menu?.hasAttribute("data-open")) {
    setMenu(false);
    toggle.focus();
  }
});
