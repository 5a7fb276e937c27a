// Puts the page together: the wire, the seats, the tabs of narrow screens, the demo's clock.

import { Clock } from "./clock.js";
import { Seat } from "./seat.js";
import { Tabs } from "./tabs.js";
import { Wire } from "./wire.js";
import { LANGUAGE, words } from "./words.js";

const find = (id) => document.getElementById(id);
const seats = new Map();
const clock = new Clock(find("clock"), find("date"), find("ahead"), find("next-day"));
const tabs = new Tabs(find("tabs"));
const wire = new Wire({ onWord: hear, onState: show });

document.documentElement.lang = LANGUAGE;
find("tagline").textContent = words.tagline;
wire.connect();

function hear(word) {
  const seat = seats.get(word.seat);
  if (word.type === "welcome") welcome(word);
  else if (word.type === "day") moved(word.day);
  else if (word.type === "history") seat.history(word.messages);
  else if (word.type === "message") seat.message(word.message);
  else if (word.type === "done") seat.done(word.toast);
  else if (word.type === "refused") refused(word.id);
}

function welcome(word) {
  const demo = word.mode === "demo";
  clock.set(word.day, demo, word.canMove);
  if (seats.size) return;
  document.body.classList.add(word.mode);
  const zone = demo ? "Asia/Jakarta" : undefined;
  for (const name of word.seats) {
    const say = (action) => wire.say(action);
    const send = (seat, file) => wire.upload(seat, file);
    const seat = new Seat(name, { zone, say, send, now: () => clock.now(), onUnread: (one) => tabs.mark(one) });
    seats.set(name, seat);
    find("seats").append(seat.root);
  }
  tabs.build([...seats.values()]);
  for (const said of wire.waiting) if (said.type === "text") seats.get(said.seat)?.expect(said.id, said.text);
  openLink();
}

// A link with ?start=… sends its payload once; then the address loses it.
function openLink() {
  const query = new URLSearchParams(location.search);
  const payload = query.get("start");
  if (!payload || !/^[\w-]{1,64}$/.test(payload)) return;
  history.replaceState(null, "", "/");
  const seat = seats.get(query.get("seat")) || seats.values().next().value;
  tabs.show(seat);
  seat.type(`/start ${payload}`);
}

function refused(id) {
  for (const seat of seats.values()) {
    if (seat.pending.delete(id) || seat.tapped === id) {
      seat.settle();
      seat.redraw();
      seat.toast(words.refused);
    }
  }
}

function moved(day) {
  clock.set(day);
  for (const seat of seats.values()) seat.redraw();
}

let lineTimer;

function show(state) {
  const line = find("line");
  if (state === "no-session") return askAgain(line);
  const wasLost = !line.hidden;
  clearTimeout(lineTimer);
  document.body.classList.toggle("lost", state === "lost");
  if (state === "lost") {
    line.textContent = words.reconnecting;
    line.hidden = false;
  } else if (wasLost) {
    line.textContent = words.back;
    lineTimer = setTimeout(() => (line.hidden = true), 1500);
  }
}

// The page sets the session cookie; without it after a reload, the browser refuses cookies.
function askAgain(line) {
  if (location.hash === "#again" || !navigator.cookieEnabled) {
    line.textContent = words.cookies;
    line.hidden = false;
    return;
  }
  history.replaceState(null, "", `${location.pathname}${location.search}#again`);
  location.reload();
}
