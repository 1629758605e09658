// The legend, which is also where kinds and levels are shown and hidden.
import { button, element, name, sign, spoken } from "./dom.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./model.js").State} State
 * @typedef {import("./model.js").Group} Group
 * @typedef {{kind: string, title: string, count: number}} Kind
 */

export class Legend {
  /**
   * @param {HTMLElement} place
   * @param {Model} model
   * @param {(change: Partial<State>) => void} change
   */
  constructor(place, model, change) {
    this.model = model;
    this.change = change;
    /** @type {Set<string>} */
    this.hidden = new Set();
    /** @type {[HTMLInputElement, string[]][]} */
    this.boxes = [];
    this.kinds = kinds(model);
    this.said = this.level("said", false);
    this.inferred = this.level("inferred", true);
    place.replaceChildren(
      ...model.data.groups.map((group) => this.group(group)),
      element("fieldset", {}, element("legend", {}, "Relations"), this.said.row, this.inferred.row),
    );
  }

  /** @param {Group} group */
  group(group) {
    const own = this.kinds.get(group.name) ?? [];
    const all = own.map(({ kind }) => kind);
    const total = own.reduce((sum, { count }) => sum + count, 0);
    const rows = own.map(({ kind, title, count }) =>
      this.row([kind], element("span", {}, name(title)), title, count),
    );
    const head = this.row(
      all,
      element("span", { class: "group-title" }, sign(group), group.title),
      group.title,
      total,
    );
    return element(
      "fieldset",
      {},
      element("legend", { class: "quiet" }, group.title),
      head,
      ...(own.length > 1 ? rows : []),
    );
  }

  /**
   * @param {string[]} kinds
   * @param {HTMLElement} label
   * @param {string} title
   * @param {number} count
   */
  row(kinds, label, title, count) {
    const box = element("input", { type: "checkbox" });
    box.addEventListener("change", () => this.toggle(kinds, box.checked));
    this.boxes.push([box, kinds]);
    const only = button({ class: "only" }, () => this.only(kinds), "only", spoken(` ${title}`));
    return element(
      "div",
      { class: "row" },
      element(
        "label",
        {},
        box,
        label,
        element("span", { class: "count" }, count.toLocaleString("en")),
      ),
      only,
    );
  }

  /** @param {"said" | "inferred"} which @param {boolean} inferred */
  level(which, inferred) {
    const count = this.model.data.edges.filter((relation) => relation.inferred === inferred).length;
    const box = element("input", { type: "checkbox", id: `show-${which}` });
    box.addEventListener("change", () => this.change({ [which]: box.checked }));
    const row = element(
      "div",
      { class: "row" },
      element(
        "label",
        {},
        box,
        element("span", { class: `stroke ${which}` }),
        element("span", {}, inferred ? "Inferred" : "Said outright"),
        element("span", { class: "count" }, count.toLocaleString("en")),
      ),
    );
    return { box, row };
  }

  /** @param {string[]} kinds @param {boolean} on */
  toggle(kinds, on) {
    const hidden = new Set(this.hidden);
    for (const kind of kinds)
      if (on) hidden.delete(kind);
      else hidden.add(kind);
    this.change({ hidden });
  }

  /** @param {string[]} kinds */
  only(kinds) {
    const all = [...this.kinds.values()].flat().map(({ kind }) => kind);
    this.change({ hidden: new Set(all.filter((kind) => !kinds.includes(kind))) });
  }

  /** @param {State} state */
  show(state) {
    this.hidden = new Set(state.hidden);
    this.said.box.checked = state.said;
    this.inferred.box.checked = state.inferred;
    for (const [box, kinds] of this.boxes) {
      const off = kinds.filter((kind) => state.hidden.has(kind)).length;
      box.checked = off === 0;
      box.indeterminate = off > 0 && off < kinds.length;
    }
  }
}

/** @param {Model} model */
function kinds(model) {
  /** @type {Map<string, Map<string, Kind>>} */
  const found = new Map(model.data.groups.map((group) => [group.name, new Map()]));
  for (const { group, kind, kind_label } of model.data.nodes) {
    const known = found.get(group)?.get(kind);
    found.get(group)?.set(kind, { kind, title: kind_label, count: (known?.count ?? 0) + 1 });
  }
  const order = (/** @type {Kind} */ a, /** @type {Kind} */ b) =>
    b.count - a.count || (a.title < b.title ? -1 : 1);
  return new Map([...found].map(([group, own]) => [group, [...own.values()].sort(order)]));
}
