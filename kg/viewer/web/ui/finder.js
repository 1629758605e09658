// The search box and the entities it finds.
import { element, name, part, sign } from "./dom.js";
import { index } from "../core/search.js";
import { called, counted, say } from "../core/language.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/search.js").Hit} Hit
 */

const MOST = 40;

export class Finder {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.find = index(app.model.ranked);
    this.input = /** @type {HTMLInputElement} */ (part("search"));
    this.results = part("results");
    /** @type {Hit[]} */
    this.hits = [];
    this.here = 0;
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("focus", () => this.search());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  search() {
    this.hits = this.find(this.input.value, MOST);
    this.here = 0;
    const none = element(
      "li",
      { class: "hint", role: "option", "aria-disabled": "true" },
      say("nothing"),
    );
    this.results.replaceChildren(
      ...(this.hits.length ? this.hits.map((hit, at) => this.option(hit, at)) : [none]),
    );
    this.open(this.input.value.trim() !== "");
    if (this.input.value.trim())
      this.app.tell(say("found", counted(this.hits.length, "entities")));
  }

  /** @param {Hit} hit @param {number} at */
  option({ entity, name: found, rank }, at) {
    const { model } = this.app;
    const degree = counted(model.of(entity.id).length, "relations");
    const similar = rank > 4 ? ` (${say("similar")})` : "";
    const also =
      found === model.name(entity) && !similar
        ? []
        : [element("span", { class: "also" }, name(found), similar)];
    const made = element(
      "li",
      { role: "option", id: `result-${at}`, "aria-selected": "false" },
      sign(model.group(entity)),
      element("span", { class: "label" }, name(model.name(entity)), ...also),
      element("span", { class: "aside" }, name(called(entity.kind)), ", ", degree),
    );
    made.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.take(at);
    });
    return made;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.hits.length)
      this.move((this.here + step + this.hits.length) % this.hits.length);
    else if (event.key === "Enter" && this.hits.length && !this.results.hidden)
      this.take(this.here);
    else if (event.key === "Escape" && (this.input.value || !this.results.hidden)) this.clear();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} at */
  move(at) {
    this.here = at;
    this.open(true);
    this.results.children[at].scrollIntoView({ block: "nearest" });
  }

  /** @param {boolean} open */
  open(open) {
    this.results.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open && this.hits.length > 0));
    for (const [at, option] of [...this.results.children].entries()) {
      if (this.hits.length) option.setAttribute("aria-selected", String(at === this.here));
    }
    if (open && this.hits.length)
      this.input.setAttribute("aria-activedescendant", `result-${this.here}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {number} at */
  take(at) {
    const { entity } = this.hits[at];
    this.clear();
    this.app.select(entity.id, true);
  }

  clear() {
    this.input.value = "";
    this.close();
  }

  close() {
    this.hits = [];
    this.open(false);
  }
}
