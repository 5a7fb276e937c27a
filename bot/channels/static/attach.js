// The paper clip. What no question asks for may be chosen too: the shop then says what it can read.

import { element } from "./bubble.js";
import { words } from "./words.js";

export const MOST_BYTES = 20 * 1024 * 1024;
const PICTURES = "image/*";

export function attach(title, onFile) {
  const input = element("input", { type: "file", hidden: true, tabIndex: -1 });
  const clip = element("button", { type: "button", className: "attach", title: words.attach }, picture());
  clip.setAttribute("aria-label", `${words.attach}: ${title}`);
  clip.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const [file] = input.files;
    input.value = "";
    if (file) onFile(file);
  });
  return { parts: [input, clip], accept: (kinds) => (input.accept = !kinds.length || kinds.includes("document") ? "" : PICTURES) };
}

function picture() {
  const space = "http://www.w3.org/2000/svg";
  const made = document.createElementNS(space, "svg");
  made.setAttribute("viewBox", "0 0 24 24");
  made.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", "m20.5 11.5-8.6 8.6a5.4 5.4 0 0 1-7.7-7.7l8.7-8.7a3.6 3.6 0 0 1 5.1 5.1l-8.6 8.6a1.8 1.8 0 0 1-2.6-2.6l7.9-7.9");
  made.append(path);
  return made;
}
