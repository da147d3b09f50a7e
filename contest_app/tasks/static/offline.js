/** Without a network: the way to a task that this device keeps. */
const link = document.querySelector("[data-kept-task]");

for (const name of (await caches.keys()).filter((each) => each.startsWith("pages-"))) {
  const [kept] = (await (await caches.open(name)).keys()).filter(({ url }) => !new URL(url).search);
  if (kept) link.href = kept.url;
}
link.hidden = !link.hasAttribute("href");
