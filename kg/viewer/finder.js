// The search box and the entities it finds.
import { element, name, part, sign } from "./dom.js";
import { index } from "./search.js";
import { counted } from "./text.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./search.js").Hit} Hit
 */

const MOST = 40;

export class Finder {
  /**
   * @param {Model} model
   * @param {(id: string) => void} choose
   * @param {(text: string) => void} tell
   */
  constructor(model, choose, tell) {
    this.model = model;
    this.choose = choose;
    this.tell = tell;
    this.find = index(model.ranked);
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
      "Nothing found under this name.",
    );
    this.results.replaceChildren(
      ...(this.hits.length ? this.hits.map((hit, at) => this.option(hit, at)) : [none]),
    );
    this.open(this.input.value.trim() !== "");
    if (this.input.value.trim())
      this.tell(`${counted(this.hits.length, "entity", "entities")} found`);
  }

  /** @param {Hit} hit @param {number} at */
  option({ entity, name: found }, at) {
    const also = found === entity.label ? [] : [element("span", { class: "also" }, name(found))];
    const made = element(
      "li",
      { role: "option", id: `result-${at}`, "aria-selected": "false" },
      sign(this.model.group(entity)),
      element("span", { class: "label" }, name(entity.label), ...also),
      element("span", { class: "aside" }, name(entity.kind_label)),
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
    this.choose(entity.id);
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
