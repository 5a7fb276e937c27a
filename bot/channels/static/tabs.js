// On narrow screens one seat is shown at a time; a dot marks seats with something new.

import { element } from "./bubble.js";
import { words } from "./words.js";

export class Tabs {
  constructor(box) {
    this.box = box;
    this.tabs = new Map();
    box.setAttribute("aria-label", words.tabs);
    box.addEventListener("keydown", (event) => this.arrows(event));
  }

  build(seats) {
    if (seats.length < 2) return seats[0].root.classList.add("shown");
    this.box.hidden = false;
    for (const seat of seats) this.tabs.set(seat, this.tab(seat));
    this.box.append(...this.tabs.values());
    this.show(seats[0]);
    this.narrow = matchMedia("(max-width: 899px)");
    this.narrow.addEventListener("change", () => this.show(this.shown));
  }

  tab(seat) {
    const dot = element("span", { className: "dot", hidden: true });
    dot.append(element("span", { className: "unseen", textContent: words.unread }));
    const made = element("button", { type: "button", id: `tab-${seat.name}` });
    made.append(words.seats[seat.name][0], dot);
    made.setAttribute("role", "tab");
    made.setAttribute("aria-controls", seat.root.id);
    made.addEventListener("click", () => this.show(seat));
    return made;
  }

  show(shown) {
    if (!this.tabs.has(shown)) return;
    this.shown = shown;
    for (const [seat, tab] of this.tabs) {
      seat.root.classList.toggle("shown", seat === shown);
      tab.setAttribute("aria-selected", String(seat === shown));
      tab.tabIndex = seat === shown ? 0 : -1;
    }
    this.tabs.get(shown).querySelector(".dot").hidden = true;
    shown.toBottom();
  }

  mark(seat) {
    if (seat === this.shown || !this.tabs.has(seat)) return;
    this.tabs.get(seat).querySelector(".dot").hidden = false;
  }

  arrows(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const all = [...this.tabs.keys()];
    const next = all[(all.indexOf(this.shown) + step + all.length) % all.length];
    this.show(next);
    this.tabs.get(next).focus();
  }
}
