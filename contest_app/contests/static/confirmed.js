/** On pages that show entries: what the server has confirmed need not lie on this device. */
import { forgetConfirmed } from "./kept.js";

for (const { dataset } of document.querySelectorAll("[data-entry][data-server-revision]")) {
  forgetConfirmed(dataset.entry, Number(dataset.serverRevision));
}
