/**
 * Reading a task aloud with a voice of the device, where there is one of the task's own language: another language's
 * voice would read nonsense, so then no button is shown.
 */
const place = document.querySelector("[data-aloud-place]");
const button = place.querySelector("[data-aloud]");
const label = button.querySelector("span");
const words = { read: label.textContent, stop: button.dataset.stop };
const parts = [...document.querySelectorAll(".task-title, .task-words, .task-given__part, .task-again p")];
const language = parts.map((part) => part.closest("[lang]").lang).find(Boolean);

function ownVoice() {
  const voices = globalThis.speechSynthesis?.getVoices() ?? [];
  return voices.find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === language);
}

function offer() {
  place.hidden = !ownVoice();
}

function isReading() {
  return speechSynthesis.speaking || speechSynthesis.pending;
}

function show() {
  label.textContent = isReading() ? words.stop : words.read;
}

function read() {
  for (const part of parts) {
    const speech = new SpeechSynthesisUtterance(part.textContent.trim());
    Object.assign(speech, { voice: ownVoice(), lang: language, rate: 0.9, onend: show, onerror: show });
    speechSynthesis.speak(speech);
  }
}

button.addEventListener("click", () => {
  if (isReading()) speechSynthesis.cancel();
  else read();
  show();
});
globalThis.speechSynthesis?.addEventListener?.("voiceschanged", offer); // voices arrive after the page
addEventListener("pagehide", () => globalThis.speechSynthesis?.cancel());
offer();
