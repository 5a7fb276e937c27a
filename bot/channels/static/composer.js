// The input line. A text that is too long is sent all the same: the shop explains what to do.

import { attach } from "./attach.js";
import { element } from "./bubble.js";
import { filled, LOCALE, words } from "./words.js";

const LONGEST = 4096;
const SENT_AT_MOST = 8000;

export function composer(title, onText, onFile) {
  const field = element("textarea", { rows: 1, placeholder: words.write, enterKeyHint: "send", autocomplete: "off" });
  field.setAttribute("aria-label", `${words.write}: ${title}`);
  const send = element("button", { type: "submit", className: "send", title: words.send }, arrow());
  send.setAttribute("aria-label", words.send);
  const length = element("p", { className: "length", hidden: true });
  length.setAttribute("role", "status");
  const clip = attach(title, onFile);
  const form = element("form", { className: "composer" }, length, ...clip.parts, field, send);
  field.addEventListener("input", () => fit(field, length));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(field, onText);
    fit(field, length);
    field.focus();
  });
  return { form, accept: clip.accept };
}

function submit(field, onText) {
  const text = field.value.trim();
  if (!text) return;
  onText(text.slice(0, SENT_AT_MOST));
  field.value = "";
}

function fit(field, length) {
  field.rows = Math.min(5, field.value.split("\n").length + Math.floor(field.value.length / 60));
  length.hidden = field.value.length <= LONGEST;
  const count = new Intl.NumberFormat(LOCALE).format(field.value.length);
  length.textContent = length.hidden ? "" : filled(words.length, { n: count });
}

function arrow() {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", "M4 12 20 4l-5 16-3.2-6.8z");
  picture.append(path);
  return picture;
}
