/**
 * Before a task is opened: its page will be kept, and what a closed tab left on this device is sent, without opening
 * the task again.
 */
import { openLog } from "../js/oplog.js";
import { startKeeping } from "./kept.js";

async function deliver({ stream, url, token }) {
  const log = await openLog({
    stream,
    url,
    token,
    onAnswer: (operation, answer) => { if (answer.state === "submitted") location.reload(); },
  });
  await log.flush();
}

for (const element of document.querySelectorAll("[data-stream]")) deliver(element.dataset);
startKeeping().catch(() => {}); // without it a task needs a network to be opened
