// Every entity and relation that is shown, as tables: the drawing for those who do not see it.
import { called, counted, language, number, say } from "../core/language.js";
import { button, element, name, part, sign, walk } from "./dom.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("./menu.js").Menu} Menu
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("../core/model.js").Relation} Relation
 * @typedef {"entities" | "relations"} Table
 */

const AT_ONCE = 200;

export class List {
  /**
   * @param {HTMLElement} place
   * @param {App} app
   * @param {Menu} menu
   */
  constructor(place, app, menu) {
    this.place = place;
    this.app = app;
    this.menu = menu;
    /** @type {Table} */
    this.table = "entities";
    this.most = AT_ONCE;
    /** What the rows were made for. @type {unknown[]} */
    this.made = [];
    place.addEventListener("keydown", (event) => walk(event, this.entries()));
  }

  entries() {
    return [...this.place.querySelectorAll("button.entry")].filter(
      (item) => item instanceof HTMLElement,
    );
  }

  /** @param {State} state */
  show(state) {
    if (part("list").hidden) return;
    const shown = this.app.model.shown(state);
    const needed = [shown, state.lang, this.table, this.most];
    if (needed.some((one, at) => one !== this.made[at])) this.build(state);
    this.made = needed;
    const entries = this.entries();
    for (const item of entries) {
      const current = item.dataset.id === state.selected;
      if (current) item.setAttribute("aria-current", "true");
      else item.removeAttribute("aria-current");
      item.tabIndex = current ? 0 : -1;
    }
    if (entries.length && !entries.some(({ tabIndex }) => tabIndex === 0)) entries[0].tabIndex = 0;
  }

  /** @param {State} state */
  build(state) {
    const { entities, groups, relations } = this.app.model.shown(state);
    const counts = { entities: entities.length + groups.length, relations: relations.length };
    const choice = /** @type {const} */ (["entities", "relations"]).map((table) =>
      button(
        { "data-table": table, "aria-pressed": String(table === this.table) },
        () => this.turn(table),
        `${say(`table.${table}`)} (${number(counts[table])})`,
      ),
    );
    const [rows, whole] =
      this.table === "entities" ? this.entityRows(entities, groups) : this.relationRows(relations);
    this.place.replaceChildren(
      element("div", { class: "choices", role: "group", "aria-label": say("list") }, ...choice),
      element("p", { class: "hint" }, say("listHint")),
      element("table", { class: this.table }, this.head(), element("tbody", {}, ...rows)),
      ...this.rest(whole - rows.length),
    );
  }

  /** @param {number} left */
  rest(left) {
    if (left <= 0) return [];
    const more = Math.min(left, AT_ONCE);
    return [button({ class: "more" }, () => this.grow(), say("more", more))];
  }

  grow() {
    const before = this.most;
    this.most += AT_ONCE;
    this.show(this.app.state);
    this.entries()[before]?.focus();
  }

  /** @param {Table} table */
  turn(table) {
    this.table = table;
    this.most = AT_ONCE;
    this.show(this.app.state);
    const chosen = this.place.querySelector(`[data-table=${table}]`);
    if (chosen instanceof HTMLElement) chosen.focus();
  }

  head() {
    const titles =
      this.table === "entities"
        ? ["column.name", "column.kind", "column.degree"]
        : ["column.from", "column.relation", "column.to", "column.known"];
    const cells = titles.map((key) => element("th", { scope: "col" }, say(key)));
    return element("thead", {}, element("tr", {}, ...cells));
  }

  /** @param {Entity[]} entities @param {Entity[]} groups @returns {[HTMLElement[], number]} */
  entityRows(entities, groups) {
    const { model } = this.app;
    const named = [...entities, ...groups].map((entity) => ({
      entity,
      title: model.name(entity),
      kind: called(entity.kind),
    }));
    const order = new Intl.Collator(language());
    named.sort((a, b) => order.compare(a.kind, b.kind) || order.compare(a.title, b.title));
    const rows = named
      .slice(0, this.most)
      .map(({ entity, title, kind }) =>
        element(
          "tr",
          { "data-kind": entity.kind.key },
          element("td", {}, this.entry(entity.id, sign(model.group(entity)), name(title))),
          element("td", {}, name(kind)),
          element(
            "td",
            { class: "figure" },
            entity.members ? "" : number(model.of(entity.id).length),
          ),
        ),
      );
    return [rows, named.length];
  }

  /** @param {Relation[]} relations @returns {[HTMLElement[], number]} */
  relationRows(relations) {
    const { model } = this.app;
    const rows = relations.slice(0, this.most).map((relation) => {
      const [from, to] = [relation.from, relation.to].map((end) => model.name(model.entity(end)));
      const sources = counted(relation.sources.length, "sources");
      const known = `${say(relation.inferred ? "inferred" : "said")}, ${sources}`;
      return element(
        "tr",
        {},
        element("td", {}, name(from)),
        element("td", {}, this.entry(relation.id, name(called(relation.predicate)))),
        element("td", {}, name(to)),
        element("td", {}, known),
      );
    });
    return [rows, relations.length];
  }

  /** @param {string} id @param {...Node} children */
  entry(id, ...children) {
    const { app } = this;
    const made = button(
      { class: "link entry", tabindex: "-1", "data-id": id },
      () => app.select(id, true),
      ...children,
    );
    return made;
  }
}
