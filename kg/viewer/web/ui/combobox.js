// A field in which an entity is looked for by name and taken from those found.
import { element } from "./dom.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/search.js").Hit} Hit
 */

export class Combobox {
  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} results
   * @param {(query: string) => Hit[]} find
   */
  constructor(input, results, find) {
    this.input = input;
    this.results = results;
    this.find = find;
    /** @type {Hit[]} */
    this.hits = [];
    this.here = 0;
    input.addEventListener("input", () => this.search());
    input.addEventListener("keydown", (event) => this.press(event));
    input.addEventListener("blur", () => this.close());
  }

  /** What stands in the list for an entity found. @param {Hit} hit @returns {(Node | string)[]} */
  entry(hit) {
    return [hit.name];
  }

  /** What stands in the list if nothing is found. @returns {HTMLElement[]} */
  nothing() {
    return [];
  }

  /** Takes what was found. @param {Hit} hit */
  take(hit) {
    this.input.value = hit.name;
    this.close();
  }

  clear() {
    this.input.value = "";
    this.close();
  }

  search() {
    this.hits = this.find(this.input.value);
    this.here = 0;
    const options = this.hits.map((hit, at) => this.option(hit, at));
    this.results.replaceChildren(...(options.length ? options : this.nothing()));
    this.open(this.input.value.trim() !== "" && this.results.childElementCount > 0);
  }

  /** @param {Hit} hit @param {number} at */
  option(hit, at) {
    const attributes = { role: "option", id: `${this.results.id}-${at}`, "aria-selected": "false" };
    const made = element("li", attributes, ...this.entry(hit));
    made.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(hit);
    });
    return made;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const open = !this.results.hidden;
    if (step && this.hits.length) {
      this.here = open ? (this.here + step + this.hits.length) % this.hits.length : 0;
      this.open(true);
      this.results.children[this.here].scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && open && this.hits.length) this.take(this.hits[this.here]);
    else if (event.key === "Escape" && open) this.dismiss();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  dismiss() {
    this.close();
  }

  /** @param {boolean} open */
  open(open) {
    const found = open && this.hits.length > 0;
    this.results.hidden = !open;
    this.input.setAttribute("aria-expanded", String(found));
    if (!found) return this.input.removeAttribute("aria-activedescendant");
    for (const [at, option] of [...this.results.children].entries())
      option.setAttribute("aria-selected", String(at === this.here));
    this.input.setAttribute("aria-activedescendant", this.results.children[this.here].id);
  }

  close() {
    this.open(false);
  }
}
