// The search box and the entities it finds.
import { called, counted, say } from "../core/language.js";
import { Combobox } from "./combobox.js";
import { element, name, part, sign } from "./dom.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/search.js").Hit} Hit
 */

const MOST = 40;

export class Finder extends Combobox {
  /** @param {App} app */
  constructor(app) {
    const input = /** @type {HTMLInputElement} */ (part("search"));
    super(input, part("results"), (query) => app.find(query, MOST));
    this.app = app;
    input.addEventListener("focus", () => this.search());
  }

  search() {
    super.search();
    if (!this.results.hidden) this.app.tell(say("found", counted(this.hits.length, "entities")));
  }

  dismiss() {
    this.clear();
  }

  nothing() {
    const attributes = { class: "hint", role: "option", "aria-disabled": "true" };
    return [element("li", attributes, say("nothing"))];
  }

  /** @param {Hit} hit */
  entry({ entity, name: found, rank }) {
    const { model } = this.app;
    const degree = counted(model.of(entity.id).length, "relations");
    const similar = rank > 4 ? ` (${say("similar")})` : "";
    const also =
      found === model.name(entity) && !similar
        ? []
        : [element("span", { class: "also" }, name(found), similar)];
    return [
      sign(model.group(entity)),
      element("span", { class: "label" }, name(model.name(entity)), ...also),
      element("span", { class: "aside" }, name(called(entity.kind)), ", ", degree),
    ];
  }

  /** @param {Hit} hit */
  take({ entity }) {
    this.clear();
    this.app.select(entity.id, true);
  }
}
