// One message as elements. Text enters as textContent only.

import { LOCALE, words } from "./words.js";

const NO_BREAK = "\u2011"; // a hyphen at which no line ends

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter(Boolean));
  return made;
}

export function bubble(message, { zone, onTap, fresh }) {
  const made = element("article", { className: `message ${message.who}`, tabIndex: -1 });
  made.dataset.id = message.id ?? "";
  if (message.language) made.lang = message.language;
  made.append(paper(message, zone, fresh));
  const rows = keyboard(message.buttons || [], (button) => onTap(message, button));
  if (rows.length) made.append(element("div", { className: "keyboard" }, ...rows));
  return made;
}

// Where a message stands says who speaks; a screen reader is told.
function speaker(message) {
  return message.who === "person" ? words.you : words.shop;
}

function paper(message, zone, fresh) {
  const made = element("div", { className: "paper" });
  made.append(element("span", { className: "unseen", textContent: `${speaker(message)}:` }));
  if (message.photo) made.append(photo(message));
  if (fresh) made.append(element("span", { className: "fresh", textContent: words.fresh }));
  if (message.title) made.append(element("h3", { textContent: message.title }));
  if (message.body) made.append(element("p", { className: "body", textContent: body(message) }));
  if (message.sums) made.append(reckoning(message.sums));
  if (message.file) made.append(fileCard(message.file));
  made.append(stamp(message, zone));
  return made;
}

function body(message) {
  return message.who === "person" && message.body === "/start" ? words.start : message.body;
}

function photo(message) {
  const image = element("img", { src: message.photo, alt: `${words.photo}: ${message.title}`, loading: "lazy" });
  image.addEventListener("error", () => image.remove());
  return image;
}

function reckoning(sums) {
  const rows = sums.map((one) => {
    const label = element("th", { scope: "row", textContent: one.label.replaceAll("-", NO_BREAK) });
    return element("tr", { className: one.total ? "total" : "" }, label, element("td", { textContent: one.amount }));
  });
  return element("table", { className: "sums" }, element("tbody", {}, ...rows));
}

function fileCard(file) {
  const ending = file.name.includes(".") ? file.name.split(".").pop().slice(0, 4).toUpperCase() : "";
  const says = element(
    "span",
    { className: "says" },
    element("strong", { textContent: file.name }),
    element("small", { textContent: file.href ? `${words.download} · ${size(file.bytes)}` : size(file.bytes) }),
  );
  const kind = element("span", { className: "kind", textContent: ending });
  kind.setAttribute("aria-hidden", "true");
  if (!file.href) return element("div", { className: "file" }, kind, says);
  const card = element("a", { className: "file", href: file.href, download: file.name }, kind, says);
  card.addEventListener("click", downloadIfThere);
  return card;
}

// Copies are not kept for ever: a card whose file is gone says so, and where a new one is made.
async function downloadIfThere(event) {
  const card = event.currentTarget;
  event.preventDefault();
  const status = await fetch(card.href, { method: "HEAD" }).then((response) => response.status, () => 0);
  if (status === 404) {
    card.querySelector("small").textContent = words.fileGone;
    return;
  }
  card.removeEventListener("click", downloadIfThere);
  card.click();
  card.addEventListener("click", downloadIfThere);
}

function size(bytes) {
  const kilobytes = Math.max(1, Math.round(bytes / 1000));
  const [number, unit] = kilobytes < 1000 ? [kilobytes, "kilobyte"] : [bytes / 1e6, "megabyte"];
  return new Intl.NumberFormat(LOCALE, { style: "unit", unit, maximumFractionDigits: 1 }).format(number);
}

function stamp(message, zone) {
  if (!message.id) return element("span", { className: "time", textContent: words.sending });
  const at = new Date(message.at);
  const time = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", timeZone: zone });
  return element("time", { className: "time", dateTime: message.at, textContent: time.format(at) });
}

function keyboard(buttons, onTap) {
  const rows = [];
  for (const button of buttons) {
    if (!button.beside || !rows.length) rows.push(element("div", { className: "row" }));
    rows[rows.length - 1].append(drawn(button, onTap));
  }
  return rows;
}

function drawn(button, onTap) {
  if (button.url) return link(button);
  return button.copy ? copier(button) : choice(button, onTap);
}

function copier(button) {
  const made = element("button", { type: "button", className: "choice copy" }, ...face(button));
  made.addEventListener("click", async () => {
    const done = await copied(button.copy);
    made.dispatchEvent(new CustomEvent("copied", { bubbles: true, detail: done }));
  });
  return made;
}

// A page that is not served by https has no clipboard; there the old way still works.
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = element("textarea", { value: text, className: "unseen", readOnly: true });
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

function choice(button, onTap) {
  const made = element("button", { type: "button", className: `choice ${button.kind || ""}`.trim() }, ...face(button));
  made.dataset.route = button.route;
  made.addEventListener("click", () => onTap(button));
  return made;
}

function link(button) {
  const safe = /^https?:\/\//i.test(button.url) ? button.url : "#";
  return element("a", { className: "choice", href: safe, target: "_blank", rel: "noopener" }, ...face(button));
}

function face(button) {
  const label = element("span", { className: "label", textContent: button.label });
  const hint = button.hint && element("small", { className: "hint", textContent: button.hint });
  if (!button.photo) return [label, hint];
  return [thumbnail(button.photo), element("span", { className: "beside" }, label, hint)];
}

// Its name stands beside it, so that a screen reader has nothing to say of it.
function thumbnail(address) {
  const image = element("img", { className: "thumbnail", src: address, alt: "", loading: "lazy", width: 60, height: 48 });
  image.addEventListener("error", () => image.remove());
  return image;
}

export function dayLine(at, zone, today) {
  const format = { weekday: "long", day: "numeric", month: "long", timeZone: zone };
  const text = today ? words.today : new Intl.DateTimeFormat(LOCALE, format).format(new Date(at));
  return element("p", { className: "day" }, element("span", { textContent: text }));
}

export function dayOf(at, zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date(at));
}
