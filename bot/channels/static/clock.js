// The demo's clock in the page's header, and the button that moves it to the next day.

import { counted, LOCALE, words } from "./words.js";

export class Clock {
  constructor(box, date, ahead, button) {
    Object.assign(this, { box, date, ahead, button });
    this.lead = 0;
    button.textContent = words.next;
    button.addEventListener("click", () => this.move());
    setInterval(() => this.draw(), 20000);
  }

  now() {
    return new Date(Date.now() + this.lead);
  }

  set(day, demo, canMove) {
    this.lead = new Date(day.now) - Date.now();
    if (demo) {
      this.box.hidden = false;
      this.button.hidden = !canMove;
    }
    this.ahead.hidden = !day.ahead;
    this.ahead.textContent = counted(words.ahead, day.ahead);
    this.draw();
  }

  draw() {
    const format = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    const here = new Intl.DateTimeFormat(LOCALE, { ...format, timeZone: "Asia/Jakarta" });
    this.date.textContent = `${here.format(this.now())} WIB`;
    this.date.dateTime = this.now().toISOString();
  }

  async move() {
    if (this.moving) return;
    this.moving = true;
    this.button.setAttribute("aria-disabled", "true");
    this.button.textContent = words.moving;
    const answer = await fetch("/demo/next-day", { method: "POST" }).catch(() => null);
    this.button.textContent = answer?.ok ? words.next : words.moveFailed;
    if (answer?.ok) this.set(await answer.json());
    this.button.removeAttribute("aria-disabled");
    this.moving = false;
  }
}
