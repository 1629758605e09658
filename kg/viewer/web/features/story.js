// Stories: numbered steps, each with a view, a selection and words.
import { monthsOf } from "../core/dates.js";
import { language, say } from "../core/language.js";
import { button, element, name } from "../ui/dom.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").State} State
 * @typedef {Record<string, string>} Told
 * @typedef {{title: Told, text: Told, view: "network" | "chain" | "map", select: string | null,
 *   path: [string, string] | null, since: string | null, until: string | null}} Step
 * @typedef {{title: Told, steps: Step[]}} Story
 */

export class Stories {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {Story[]} */
    this.stories = /** @type {Story[] | undefined} */ (app.model.data.stories) ?? [];
    app.keep({
      key: "step",
      write: (state) => Object.values(state.story ?? {}).join(".") || null,
      read: (text) => ({ story: this.told(text) }),
      start: { story: null },
    });
    if (!this.stories.length) return;
    this.keys = app.model.keys;
    this.opener = button(
      { class: "tool", "aria-expanded": "false", "data-say": "story.title" },
      () => this.toggle(),
    );
    this.card = element("section", {
      class: "story",
      "data-aria-label": "story.title",
    });
    this.card.hidden = true;
    this.card.addEventListener("keydown", (event) => this.press(event));
    document.addEventListener("keydown", (event) => this.shortcut(event));
    app.toolbar.append(this.opener);
    app.stage.before(this.card);
    this.shownFor = "";
  }

  /** @param {string} text */
  told(text) {
    const [at, step] = text.split(".").map(Number);
    return this.stories[at]?.steps[step] ? { at, step } : null;
  }

  toggle() {
    if (this.app.state.story) return this.close();
    this.go(0, 0);
  }

  /** @param {number} story @param {number} step */
  go(story, step) {
    const told = this.stories[story]?.steps[step];
    if (!told) return;
    const path = this.ends(told);
    const selected = told.select ? (this.keys?.get(told.select) ?? null) : null;
    const time = monthsOf([told.since, told.until]);
    this.app.change(
      { story: { at: story, step }, view: told.view, time, path, lit: null, selected: null },
      { undoable: true },
    );
    if (selected) this.app.select(selected, told.view === "network");
    if (path) this.app.part("tab-paths").click();
    else if (!selected) this.app.drawing.fit();
    this.shownFor = "";
    this.show(this.app.state);
    const heading = this.card?.querySelector("h2");
    heading?.focus({ preventScroll: true });
    this.app.tell(`${this.count(step, story)}: ${this.words(told.title)}`);
  }

  /** @param {Step} step @returns {[string, string] | null} */
  ends(step) {
    const [from, to] = (step.path ?? []).map((key) => this.keys?.get(key));
    return from && to ? [from, to] : null;
  }

  /** @param {number} way */
  move(way) {
    const { story } = this.app.state;
    if (story) this.go(story.at, story.step + way);
  }

  close() {
    this.app.change({ story: null });
    this.opener?.focus();
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const way = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1 }[event.key];
    if (event.target instanceof HTMLSelectElement) return;
    if (way) this.move(way);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** N and P go on and back from anywhere but a field. @param {KeyboardEvent} event */
  shortcut(event) {
    const typing =
      event.target instanceof Element && event.target.closest("input, textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !this.app.state.story)
      return;
    if (event.key === "n") this.move(1);
    if (event.key === "p") this.move(-1);
  }

  /** @param {Told} told */
  words(told) {
    return told[language()] ?? told.en ?? "";
  }

  /** @param {number} step @param {number} story */
  count(step, story) {
    return say("story.step", step + 1, this.stories[story].steps.length);
  }

  /** @param {State} state */
  show(state) {
    if (!this.card || !this.opener) return;
    const { story } = state;
    this.card.hidden = !story;
    this.opener.setAttribute("aria-expanded", String(story !== null));
    document.body.classList.toggle("telling", story !== null);
    const key = `${JSON.stringify(story)} ${language()}`;
    if (!story || key === this.shownFor) return;
    this.shownFor = key;
    this.card.replaceChildren(...this.parts(story.at, story.step));
  }

  /** @param {number} at @param {number} step */
  parts(at, step) {
    const story = this.stories[at];
    const told = story?.steps[step];
    if (!told) return [];
    const { app } = this;
    const back = button({ class: "tool" }, () => this.move(-1), `\u2190 ${say("story.back")}`);
    const next = button(
      { class: "tool primary" },
      () => this.move(1),
      `${say("story.next")} \u2192`,
    );
    back.disabled = step === 0;
    next.disabled = step === story.steps.length - 1;
    const wanted = [told.select, ...(told.path ?? [])].filter((key) => key !== null);
    const absent = wanted.filter((key) => !this.keys?.has(key));
    return [
      button({ class: "close", "aria-label": say("dismiss") }, () => this.close(), "\u00d7"),
      this.choice(at, story),
      element("h2", { tabindex: "-1" }, name(this.words(told.title))),
      element("p", { class: "told" }, name(this.words(told.text))),
      ...(absent.length ? [element("p", { class: "unstated" }, say("story.absent"))] : []),
      element("div", { class: "story-tools" }, back, this.dots(at, step), next),
    ];
  }

  /** @param {number} at @param {Story} story */
  choice(at, story) {
    const title = this.words(story.title);
    if (this.stories.length === 1) return element("p", { class: "kind" }, name(title));
    const options = this.stories.map((one, number) => {
      const option = element("option", { value: String(number) }, this.words(one.title));
      option.selected = number === at;
      return option;
    });
    const select = element("select", { "aria-label": say("story.which") }, ...options);
    select.addEventListener("change", () => this.go(Number(select.value), 0));
    return select;
  }

  /** @param {number} at @param {number} step */
  dots(at, step) {
    return element("span", { class: "story-count" }, this.count(step, at));
  }
}
