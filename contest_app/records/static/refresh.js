/** While the machine works, take the page's state anew every few seconds; when it is done, show the whole page. */
const region = document.querySelector("[data-refresh]");

async function refresh() {
  try {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(region.id);
    if (!fresh?.hasAttribute("data-refresh")) {
      location.reload();
      return;
    }
    region.replaceChildren(...fresh.childNodes);
  } catch {
    // A weak link: the next round may get through.
  }
  later();
}

function later() {
  setTimeout(refresh, Number(region.dataset.refresh) * 1000);
}

later();
