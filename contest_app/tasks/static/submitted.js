/** After handing in: send what another tab may still hold, then forget the task on this device. */
import { openLog } from "../js/oplog.js";

const { stream, url, token } = document.getElementById("submitted").dataset;
const log = await openLog({ stream, url, token });
await log.flush();
if ((await log.pending()).length === 0) await log.wipe();
localStorage.removeItem(`typed:${stream}`);
