// The one connection to the server. Actions are kept until the server has acknowledged them,
// even over a reload, and sent again after every reconnection; the server takes each only once.

import { LOCALE } from "./words.js";

const KEPT = "rantau.unacknowledged";
const LONGEST_WAIT = 15000;
const NO_SESSION = 4401;
const UPLOAD_RESTS = [1000, 3000, 0];

export class Wire {
  constructor({ onWord, onState }) {
    this.onWord = onWord;
    this.onState = onState;
    this.waiting = recall();
    this.failures = 0;
    this.open = false;
    addEventListener("online", () => this.hurry());
    addEventListener("pagehide", () => this.socket?.close());
    addEventListener("pageshow", (event) => event.persisted && this.hurry());
  }

  connect() {
    clearTimeout(this.timer);
    const url = new URL("/chat/socket", location.href);
    url.protocol = url.protocol.replace("http", "ws");
    url.searchParams.set("lang", LOCALE);
    this.socket = new WebSocket(url);
    this.socket.onmessage = (event) => this.hear(JSON.parse(event.data));
    this.socket.onclose = (event) => this.lost(event.code);
  }

  say(action) {
    const said = { id: uuid(), ...action };
    this.waiting.push(said);
    this.keep();
    if (this.open) this.socket.send(JSON.stringify(said));
    return said.id;
  }

  // Uploads a file by HTTP; `answered` gets the status, 0 when the server is out of reach.
  upload(seat, file) {
    const id = uuid();
    const url = new URL("/chat/upload", location.href);
    url.search = new URLSearchParams({ seat, id, name: file.name || "foto.jpg", lang: LOCALE });
    return { id, answered: persistently(() => fetch(url, { method: "POST", body: file })) };
  }

  hear(word) {
    if (word.type === "welcome") this.welcomed();
    if (word.type === "ack" || word.type === "refused") this.settle(word.id);
    this.onWord(word);
    if (word.type === "welcome") this.onState("open");
  }

  welcomed() {
    this.open = true;
    if (!this.waiting.length) this.failures = 0;
    for (const said of this.waiting) this.socket.send(JSON.stringify(said));
  }

  settle(id) {
    this.failures = 0;
    this.waiting = this.waiting.filter((said) => said.id !== id);
    this.keep();
  }

  lost(code) {
    this.open = false;
    if (code === NO_SESSION) return this.onState("no-session");
    this.onState("lost");
    const wait = Math.min(LONGEST_WAIT, 400 * 2 ** this.failures++);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.connect(), wait * (0.75 + Math.random() / 2));
  }

  hurry() {
    if (!this.open && this.socket?.readyState !== WebSocket.CONNECTING) this.connect();
  }

  keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(this.waiting));
    } catch {
      // Without storage a reload loses what was not sent yet.
    }
  }
}

async function persistently(post) {
  for (const rest of UPLOAD_RESTS) {
    const status = await post().then((answer) => answer.status, () => 0);
    if (status && status < 500) return status;
    await new Promise((done) => setTimeout(done, rest));
  }
  return 0;
}

function recall() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT)) || [];
  } catch {
    return [];
  }
}

// crypto.randomUUID exists only on https and on this machine itself.
function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
