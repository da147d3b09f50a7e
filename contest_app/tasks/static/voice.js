/**
 * Records a voice in the browser: start, stop, listen, record again; what is recorded is put into the form's own file
 * field, so that keeping it is the same act as sending a file. Where the browser cannot record, the file field stays.
 */
const BITS_PER_SECOND = 32_000;
/** The first that the browser can write; what stands further up is heard on more phones. */
const TYPES = ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4", ""];
const canRecord = Boolean(navigator.mediaDevices?.getUserMedia && globalThis.MediaRecorder && globalThis.DataTransfer);
const unkept = new Set();

class Recorder {
  #form;
  #recording;
  #ticking;

  constructor(form) {
    this.#form = form;
    this.toggle = form.querySelector("[data-toggle]");
    this.label = this.toggle.querySelector("span");
    this.told = form.querySelector("[data-told]");
    this.time = form.querySelector("[data-time]");
    this.heard = form.querySelector("[data-heard]");
    this.file = form.elements.sound;
    this.keep = form.querySelector("[type=submit]");
    this.toggle.addEventListener("click", () => (this.#recording ? this.#recording.stop() : this.#start()));
    this.file.addEventListener("change", () => this.#take(this.file.files[0], ""));
    form.addEventListener("submit", () => unkept.delete(form));
    form.querySelector("[data-live]").hidden = false;
  }

  async #start() {
    this.toggle.disabled = true;
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
      this.#record(stream);
    } catch ({ name }) {
      this.told.textContent = name === "NotFoundError" ? this.#form.dataset.missing : this.#form.dataset.forbidden;
    }
    this.toggle.disabled = false;
    this.toggle.focus();
  }

  #record(stream) {
    const mimeType = TYPES.find((type) => !type || MediaRecorder.isTypeSupported(type));
    const pieces = [];
    this.#recording = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: BITS_PER_SECOND });
    this.#recording.ondataavailable = ({ data }) => pieces.push(data);
    this.#recording.onstop = () => this.#stopped(stream, pieces);
    this.#recording.start();
    this.heard.hidden = true;
    this.keep.disabled = true;
    this.label.textContent = this.#form.dataset.stop;
    this.told.textContent = this.#form.dataset.recording;
    this.#tick(Date.now());
  }

  #tick(began) {
    this.time.hidden = false;
    const show = () => {
      const seconds = Math.floor((Date.now() - began) / 1000);
      this.time.lastChild.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
      if (seconds >= Number(this.#form.dataset.mostSeconds)) this.#recording?.stop();
    };
    show();
    this.#ticking = setInterval(show, 250);
  }

  #stopped(stream, pieces) {
    for (const track of stream.getTracks()) track.stop();
    clearInterval(this.#ticking);
    this.time.hidden = true;
    this.keep.disabled = false;
    const type = this.#recording.mimeType.split(";")[0];
    this.#recording = undefined;
    this.label.textContent = this.#form.dataset.again;
    const chosen = new DataTransfer();
    chosen.items.add(new File(pieces, `voice.${type.split("/")[1]}`, { type }));
    this.file.files = chosen.files;
    this.#take(this.file.files[0], this.#form.dataset.recorded);
  }

  /** Let a sound that was recorded or chosen be heard before it is kept. */
  #take(sound, words) {
    const isLarge = sound?.size > Number(this.#form.dataset.mostBytes);
    URL.revokeObjectURL(this.heard.src);
    this.heard.hidden = !sound || isLarge;
    if (sound) this.heard.src = URL.createObjectURL(sound);
    this.told.textContent = isLarge ? this.#form.dataset.large : words;
    this.file.setCustomValidity(isLarge ? this.#form.dataset.large : "");
    if (sound) unkept.add(this.#form);
    else unkept.delete(this.#form);
  }
}

if (canRecord) for (const form of document.querySelectorAll("[data-recorder]")) new Recorder(form);

// Two parts stand on one page: keeping one must not silently throw away what was just read for the other.
addEventListener("beforeunload", (event) => {
  if (unkept.size) event.preventDefault();
});
