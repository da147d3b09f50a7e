/**
 * The switch between light and dark colours.
 *
 * The choice is kept in the cookie `theme`, so that the server writes `data-theme` into the page
 * and nothing flashes. Without a choice the device's own wish holds.
 */
const YEAR_SECONDS = 31_536_000;
const wishesDark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : wishesDark.matches;
}

function show(button) {
  button.setAttribute("aria-pressed", String(isDark()));
}

function choose(theme) {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  root.dataset.theme = theme;
  document.cookie = `theme=${theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
}

for (const button of document.querySelectorAll("[data-theme-switch]")) {
  show(button);
  button.hidden = false;
  button.addEventListener("click", () => {
    choose(isDark() ? "light" : "dark");
    show(button);
  });
  wishesDark.addEventListener("change", () => show(button));
}
