/** The last resort: everything written, as a file that the pupil or the teacher keeps. */

/**
 * Offer a file with the ideas and, exactly, the operations that no server has acknowledged. `response` is the key of
 * the answer: the teacher brings the file in by it (rules/saved_files.py). No token is in it, for files get about.
 */
export function saveToFile(name, response, ideas, operations) {
  const content = JSON.stringify({ response, ideas: ideas.map(({ text }) => text), operations }, null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = `${name}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
