/** The answering page with fixed places: one large for a text, or one a row for words. */
import * as view from "./answer-view.js";
import { openDesk } from "./desk.js";
import { Fields } from "./fields.js";
import { cleanLines, cleanText } from "./ideas.js";
import { keepTyped } from "./typed.js";

// The same stands in contest_app/tasks/rules/answering.py.
const WORDS = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu;

const isText = view.words.form === "text";
const fields = new Fields(isText ? cleanLines : cleanText, () => view.count(size()));
const desk = openDesk({
  ideas: fields.ideas,
  draw: () => fields.draw(),
  collect: () => fields.keepAll(),
  keepTyped,
  isTyping: () => fields.isTyping(),
});
fields.attach(desk);

/** How many words a text has, or how many places are filled. */
function size() {
  return isText ? (fields.all[0].value.match(WORDS) ?? []).length : fields.filled().length;
}

const mayWrite = await desk.begin();
fields.recall();
if (mayWrite && matchMedia("(pointer: fine)").matches) fields.all.find((field) => !field.value)?.focus();
