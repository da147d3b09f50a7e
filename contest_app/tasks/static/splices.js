/**
 * A long text as its changes, each small enough to be sent alone: contest_app/tasks/rules/splices.py tells how.
 *
 *   steps(from, to, clean)        the fields of the operations that make `to` of `from`, one after the other: { text }
 *                                 for a short text, else splices; `clean` makes of a text what is kept
 *   written(operation, before)    what an operation makes of a text; null where it was written on another one
 */
// With all that stands around its text an operation stays below 2 KB.
const MOST_BYTES = 1600;

const encoder = new TextEncoder();

export function steps(from, to, clean) {
  const found = [];
  let now = sizeOf(to) > MOST_BYTES ? from : "";
  let isCut = true;
  while (isCut) {
    const { start, gone, fresh } = difference(now, to);
    const text = beginning(fresh).join("");
    found.push(now ? { base: crc32(now), start, gone, text } : { text });
    isCut = text.length < fresh.join("").length;
    // The server cleans what each step makes, so the next one is written on that.
    now = clean(spliced(now, { start, gone, text }));
  }
  return found;
}

export function written(operation, before) {
  if (operation.kind !== "splice_idea") return operation.text;
  return crc32(before) === operation.base ? spliced(before, operation) : null;
}

export function crc32(text) {
  let rest = -1;
  for (const byte of encoder.encode(text)) {
    rest ^= byte;
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (rest & 1 && 0xedb88320);
  }
  return ~rest >>> 0;
}

function spliced(before, { start, gone, text }) {
  const characters = [...before];
  characters.splice(start, gone, text);
  return characters.join("");
}

/** What lies between the beginning and the end that two texts have in common. */
function difference(before, after) {
  const [old, fresh] = [[...before], [...after]];
  const shorter = Math.min(old.length, fresh.length);
  let start = 0;
  while (start < shorter && old[start] === fresh[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old.at(-1 - end) === fresh.at(-1 - end)) end += 1;
  return { start, gone: old.length - start - end, fresh: fresh.slice(start, fresh.length - end) };
}

/** As many characters as one operation holds. */
function beginning(characters) {
  let bytes = 0;
  const end = characters.findIndex((character) => (bytes += sizeOf(character)) > MOST_BYTES);
  return end < 0 ? characters : characters.slice(0, end);
}

/** How many bytes a text takes within an operation. */
function sizeOf(text) {
  return encoder.encode(JSON.stringify(text)).length - 2;
}
