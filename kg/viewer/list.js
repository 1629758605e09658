// Every entity that is shown, as a list by kind: the drawing for those who do not see it.
import { button, element, name, sign, walk } from "./dom.js";
import { counted } from "./text.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./model.js").State} State
 * @typedef {import("./model.js").Entity} Entity
 */

export class List {
  /**
   * @param {HTMLElement} place
   * @param {Model} model
   * @param {(id: string) => void} choose
   */
  constructor(place, model, choose) {
    this.place = place;
    this.model = model;
    /** @type {Map<string, HTMLElement>} */
    this.items = new Map(
      model.data.nodes.map((entity) => [
        entity.id,
        button(
          { class: "link entry", tabindex: "-1" },
          () => choose(entity.id),
          sign(model.group(entity)),
          name(entity.label),
          element("span", { class: "count" }, counted(model.of(entity.id).length, "relation")),
        ),
      ]),
    );
    place.replaceChildren(
      element("h2", {}, "All entities"),
      element("p", { class: "hint" }, "Arrow keys move along the list, Enter opens an entity."),
      ...this.sections(),
    );
    place.addEventListener("keydown", (event) => walk(event, this.visible()));
  }

  sections() {
    const order = (/** @type {Entity} */ a, /** @type {Entity} */ b) =>
      a.label.localeCompare(b.label, "en");
    return [
      ...new Set(
        this.model.data.groups.flatMap((group) => this.of(group.name).map((entity) => entity.kind)),
      ),
    ].map((kind) => {
      const members = this.model.data.nodes.filter((entity) => entity.kind === kind).sort(order);
      const items = members.map((entity) => element("li", {}, this.items.get(entity.id) ?? ""));
      return element(
        "section",
        { "data-kind": kind },
        element(
          "h3",
          {},
          name(members[0].kind_label),
          element("span", { class: "count" }, String(members.length)),
        ),
        element("ul", { class: "plain" }, ...items),
      );
    });
  }

  /** @param {string} group */
  of(group) {
    return this.model.data.nodes
      .filter((entity) => entity.group === group)
      .sort((a, b) => (a.kind_label < b.kind_label ? -1 : 1));
  }

  visible() {
    return [...this.place.querySelectorAll("section:not([hidden]) button")].filter(
      (item) => item instanceof HTMLElement,
    );
  }

  /** @param {State} state */
  show(state) {
    for (const section of this.place.querySelectorAll("section")) {
      section.hidden = state.hidden.has(section.dataset.kind ?? "");
    }
    for (const [id, item] of this.items) {
      if (id === state.selected) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
      item.tabIndex = id === state.selected ? 0 : -1;
    }
    const first = this.visible();
    if (first.length && !first.some((item) => item.tabIndex === 0)) first[0].tabIndex = 0;
  }
}
