// One seat: a person's chat with its log, its pending actions, and the composer.

import { bubble, dayLine, dayOf, element } from "./bubble.js";
import { MOST_BYTES } from "./attach.js";
import { composer } from "./composer.js";
import { filled, words } from "./words.js";

const PATIENCE = 12000;
const HISTORY_READ = "rantau.read.";

export class Seat {
  constructor(name, { zone, now, say, send, onUnread }) {
    Object.assign(this, { name, zone, now, say, send, onUnread });
    this.messages = new Map();
    this.pending = new Map();
    this.filled = false;
    this.read = Number(remembered(HISTORY_READ + name)) || 0;
    this.build();
  }

  build() {
    const [title, subtitle] = words.seats[this.name];
    this.log = element("div", { className: "log", tabIndex: 0 });
    this.log.setAttribute("role", "log");
    this.log.setAttribute("aria-live", "polite");
    this.log.setAttribute("aria-label", filled(words.log, { seat: title }));
    this.typing = typingSign();
    this.toastLine = element("p", { className: "toast", hidden: true });
    this.toastLine.setAttribute("role", "status");
    this.latest = element("button", { type: "button", className: "latest", textContent: words.latest, hidden: true });
    this.latest.addEventListener("click", () => this.toNews());
    this.log.addEventListener("copied", ({ detail }) => this.toast(detail ? words.copied : words.notCopied));
    this.log.addEventListener("scroll", () => this.isAtBottom() && this.newsSeen(), { passive: true });
    this.composer = composer(title, (text) => this.type(text), (file) => this.attach(file));
    const face = element("span", { className: "face", textContent: title[0] });
    face.setAttribute("aria-hidden", "true");
    const names = element("div", {}, element("h2", { textContent: title }), element("p", { textContent: subtitle }));
    const head = element("header", { className: "head" }, face, names);
    const stage = element("div", { className: "stage" }, this.log, this.latest, this.toastLine);
    this.root = element("section", { className: "seat", id: `seat-${this.name}` }, head, stage, this.composer.form);
    this.root.dataset.seat = this.name;
    this.root.setAttribute("aria-label", title);
  }

  // Actions of the person

  type(text) {
    const id = this.say({ type: "text", seat: this.name, text });
    this.expect(id, text);
    this.markRead();
    this.redraw();
    this.toBottom();
  }

  tap(message, button) {
    if (this.tapped) return;
    this.tapped = this.say({ type: "tap", seat: this.name, message: message.id, route: button.route });
    this.tappedMessage = message.id;
    this.markRead();
    this.wait();
  }

  async attach(file) {
    if (!this.accepts?.length) return this.offer(file);
    if (file.size > MOST_BYTES) return this.toast(words.notTaken[413]);
    const { id, answered } = this.send(this.name, file);
    this.pending.set(id, { who: "person", file: { name: file.name, bytes: file.size } });
    this.wait();
    clearTimeout(this.patience);
    this.markRead();
    this.redraw();
    this.toBottom();
    const status = await answered;
    if (status === 200) return;
    this.pending.delete(id);
    this.settle();
    this.redraw();
    this.toast(words.notTaken[status] || words.notTaken.lost);
  }

  // Nobody asked for it: only its name goes out, and the shop answers.
  offer(file) {
    const id = this.say({ type: "file", seat: this.name, name: file.name || "foto.jpg", bytes: file.size });
    this.pending.set(id, { who: "person", file: { name: file.name, bytes: file.size } });
    this.wait();
    this.markRead();
    this.redraw();
    this.toBottom();
  }

  expect(id, text) {
    this.pending.set(id, { who: "person", body: text.startsWith("/start ") ? "/start" : text });
    this.wait();
  }

  // Frames from the server

  history(messages) {
    const first = !this.filled;
    this.filled = true;
    for (const one of messages) this.put(one);
    this.redraw();
    if (first || this.atBottom) this.toBottom();
  }

  message(message) {
    const isNew = !this.messages.has(message.id);
    this.atBottom = this.isAtBottom();
    this.put(message);
    const made = this.redraw();
    this.follow(made.get(message.id), message, isNew);
    if (isNew && message.who === "shop") this.news(made.get(message.id));
    if (isNew && message.who === "shop") this.onUnread(this);
  }

  done(toast) {
    this.settle();
    if (toast) this.toast(toast);
  }

  put(message) {
    const known = this.messages.get(message.id);
    if (!known || known.version <= message.version) this.messages.set(message.id, message);
    if (message.action) this.pending.delete(message.action);
  }

  toast(text) {
    this.toastLine.textContent = text;
    this.toastLine.hidden = false;
    clearTimeout(this.toastTimer);
    this.toastTimer = setTimeout(() => (this.toastLine.hidden = true), 5000);
  }

  // Waiting for an answer

  wait() {
    this.toastLine.hidden = true;
    this.root.classList.add("waiting");
    this.root.setAttribute("aria-busy", "true");
    clearTimeout(this.signTimer);
    clearTimeout(this.patience);
    this.signTimer = setTimeout(() => this.showTyping(), 350);
    this.patience = setTimeout(() => this.settle(), PATIENCE);
  }

  showTyping() {
    const near = this.isAtBottom();
    this.log.append(this.typing);
    if (near) this.toBottom();
  }

  settle() {
    clearTimeout(this.signTimer);
    clearTimeout(this.patience);
    this.tapped = null;
    this.typing.remove();
    this.root.classList.remove("waiting");
    this.root.removeAttribute("aria-busy");
  }

  // Drawing: elements of unchanged messages stay, so that a screen reader hears only what is new

  redraw() {
    const kept = this.drawn || new Map();
    const drawn = new Map();
    const parts = [];
    let day = "";
    for (const message of [...this.messages.values()].sort((a, b) => a.id - b.id)) {
      if (dayOf(message.at, this.zone) !== day) parts.push(this.dayPart(message, (day = dayOf(message.at, this.zone))));
      const old = kept.get(message.id);
      const fresh = message.notice && message.id > this.read;
      const same = old && old.version === message.version && old.fresh === fresh;
      const node = same ? old.node : this.node(message, fresh);
      if (old && !same) this.moveFocus(old.node, node);
      drawn.set(message.id, { node, version: message.version, fresh });
      parts.push(node);
    }
    for (const [id, said] of this.pending) parts.push(this.pendingPart(id, said));
    if (!parts.length && this.filled) parts.push(this.opening());
    if (this.typing.isConnected) parts.push(this.typing);
    place(this.log, parts);
    this.drawn = drawn;
    this.accepts = [...this.messages.values()].flatMap((one) => one.accepts || []);
    this.composer.accept(this.accepts);
    this.focusMoved?.focus({ preventScroll: true });
    this.focusMoved = null;
    return new Map([...drawn].map(([id, { node }]) => [id, node]));
  }

  node(message, fresh) {
    const onTap = (tapped, button) => this.tap(tapped, button);
    const made = bubble(message, { zone: this.zone, onTap, fresh });
    if (message.notice) made.classList.add("notice");
    if (fresh) made.classList.add("is-fresh");
    return made;
  }

  moveFocus(from, to) {
    if (from.contains(document.activeElement)) this.focusMoved = to;
  }

  pendingPart(id, said) {
    said.node ||= bubble(said, { zone: this.zone });
    said.node.dataset.action = id;
    return said.node;
  }

  dayPart(message, day) {
    this.days ||= new Map();
    const today = day === dayOf(this.now(), this.zone);
    const key = `${day} ${today}`;
    if (!this.days.has(key)) this.days.set(key, dayLine(message.at, this.zone, today));
    return this.days.get(key);
  }

  opening() {
    if (this.openingPart) return this.openingPart;
    const start = element("button", { type: "button", className: "start", textContent: words.start });
    start.addEventListener("click", () => {
      this.type("/start");
      this.log.focus({ preventScroll: true });
    });
    const says = element("p", { textContent: words.opening[this.name] });
    return (this.openingPart = element("div", { className: "opening" }, says, start));
  }

  // Scroll position

  follow(node, message, isNew) {
    if (message.who === "person") return this.toBottom();
    if (isNew && this.tappedMessage && this.log.contains(document.activeElement)) {
      node.focus({ preventScroll: true });
    }
    const asked = message.id === this.tappedMessage || isNew;
    if (!asked || (message.notice && !this.atBottom)) return;
    this.tappedMessage = null;
    const tall = node.offsetHeight > this.log.clientHeight - 24;
    if (isNew && !tall) return this.toBottom();
    node.scrollIntoView({ block: tall ? "start" : "nearest" });
  }

  // Messages that arrive below the fold while the person reads further up are announced, not scrolled to

  news(node) {
    const below = node.offsetTop - this.log.offsetTop > this.log.scrollTop + this.log.clientHeight - 60;
    if (!below || this.firstNews?.isConnected || !this.log.clientHeight) return;
    this.firstNews = node;
    this.latest.hidden = false;
  }

  newsSeen() {
    this.firstNews = null;
    this.latest.hidden = true;
  }

  toNews() {
    const node = this.firstNews;
    this.newsSeen();
    node?.scrollIntoView({ block: "start" });
    node?.focus({ preventScroll: true });
  }

  isAtBottom() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  toBottom() {
    this.log.scrollTop = this.log.scrollHeight;
  }

  markRead() {
    this.read = Math.max(this.read, ...this.messages.keys(), 0);
    remember(HISTORY_READ + this.name, this.read);
  }
}

// Removed elements go first, so that the others are not moved and keep their focus and scroll position.
function place(log, parts) {
  const stays = new Set(parts);
  for (const old of [...log.children]) if (!stays.has(old)) old.remove();
  parts.forEach((part, index) => {
    if (log.children[index] !== part) log.insertBefore(part, log.children[index] || null);
  });
}

function typingSign() {
  const dots = element("span", { className: "dots" }, element("i"), element("i"), element("i"));
  return element("p", { className: "typing" }, dots, element("span", { className: "unseen", textContent: words.typing }));
}

function remembered(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    // Without storage everything unanswered stays marked as new.
  }
}
