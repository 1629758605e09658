// Paths between two entities: the shortest, and the one that rests on the best evidence.
import { called, language, say } from "../core/language.js";
import { EACH, cheapest, isPassable, stepCost } from "../core/paths.js";
import { Combobox } from "../ui/combobox.js";
import { button, element, linkTo, name, sign } from "../ui/dom.js";
import { evidenceList } from "../ui/evidence.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("../core/paths.js").Leg} Leg
 * @typedef {import("../core/search.js").Hit} Hit
 */

const MOST = 12;

/** One end of the paths. */
class End extends Combobox {
  /**
   * @param {App} app
   * @param {string} key
   * @param {(id: string | null) => void} chosen
   */
  constructor(app, key, chosen) {
    const input = element("input", {
      type: "search",
      id: `path-${key}`,
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": `path-${key}-found`,
    });
    const results = element("ul", {
      id: `path-${key}-found`,
      role: "listbox",
      class: "hits ends-found",
      "data-aria-label": `paths.${key}`,
    });
    super(input, results, (query) => app.find(query, MOST));
    this.app = app;
    this.chosen = chosen;
    const label = element("label", { for: input.id, "data-say": `paths.${key}` });
    this.place = element("div", { class: "path-end" }, label, input, results);
    this.close();
  }

  search() {
    super.search();
    if (!this.input.value.trim()) this.chosen(null);
    else this.app.tell(say("found", this.hits.length));
  }

  /** @param {Hit} hit */
  entry({ entity }) {
    const { model } = this.app;
    return [
      sign(model.group(entity)),
      name(model.name(entity)),
      element("span", { class: "aside" }, name(called(entity.kind))),
    ];
  }

  /** @param {Hit} hit */
  take({ entity }) {
    this.set(entity);
    this.close();
    this.chosen(entity.id);
  }

  /** @param {Entity | null} entity */
  set(entity) {
    this.input.value = entity ? this.app.model.name(entity) : "";
  }
}

export class Paths {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {(string | null)[]} */
    this.ends = [null, null];
    this.fields = ["from", "to"].map(
      (key, at) => new End(app, key, (id) => this.choose(at, id)),
    );
    this.answer = element("div", { class: "path-answer", role: "region", "aria-live": "polite" });
    this.answer.setAttribute("aria-label", say("paths.title"));
    this.place = element(
      "div",
      { class: "paths" },
      element("h2", { tabindex: "-1", "data-say": "paths.title" }),
      element("p", { class: "hint", "data-say": "paths.hint" }),
      ...this.fields.map(({ place }) => place),
      element(
        "div",
        { class: "path-tools" },
        button(
          { class: "tool", "data-say": "paths.selected" },
          () => this.fromSelection(),
        ),
        button(
          { class: "tool", "data-say": "paths.clear" },
          () => this.clear(),
        ),
      ),
      this.answer,
    );
    this.shownFor = "";
    this.best = false;
    app.panelTab("paths", this.place, "paths.title");
    app.keep({
      key: "path",
      write: ({ path }) => path?.map((id) => app.model.entity(id).key).join(" ") ?? null,
      read: (text) => ({ path: this.between(text) }),
      start: { path: null, lit: null },
    });
  }

  /** @param {string} text @returns {[string, string] | null} */
  between(text) {
    const [from, to] = text.split(" ").map((key) => this.app.model.keys.get(key));
    return from && to ? [from, to] : null;
  }

  /** @param {number} at @param {string | null} id */
  choose(at, id) {
    this.ends[at] = id;
    this.ask();
  }

  ask() {
    const [from, to] = this.ends;
    const path = from && to && from !== to ? /** @type {[string, string]} */ ([from, to]) : null;
    this.app.change({ path, lit: null }, { undoable: true });
  }

  fromSelection() {
    const { selected } = this.app.state;
    const entity = selected ? this.app.model.entities.get(selected) : undefined;
    if (!entity) return this.app.tell(say("paths.noneSelected"));
    const at = this.ends[0] && this.ends[0] !== entity.id ? 1 : 0;
    this.fields[at].set(entity);
    this.choose(at, entity.id);
  }

  clear() {
    this.ends = [null, null];
    for (const field of this.fields) field.set(null);
    this.ask();
    this.fields[0].input.focus();
  }

  /** @param {string} from @param {string} to @param {boolean} best */
  find(from, to, best) {
    const { model } = this.app;
    return cheapest(
      (id) => model.of(id),
      from,
      to,
      // Of the shortest paths, the one that rests on more; of the best, each step still counts.
      (relation) => (best ? 0 : EACH) + stepCost(relation, model.evidence(relation.evidence)),
      (id) => isPassable(model.entity(id).group),
      (id) => model.entity(id).key,
    );
  }

  /** @param {State} state */
  show(state) {
    const { path } = state;
    const key = JSON.stringify([path, this.best, language()]);
    if (key === this.shownFor) return;
    this.shownFor = key;
    if (path) this.ends = [...path];
    for (const [at, field] of this.fields.entries()) {
      const id = this.ends[at];
      if (id) field.set(this.app.model.entity(id));
    }
    this.answer.replaceChildren(...(path ? this.answers(...path) : []));
  }

  /** @param {string} from @param {string} to */
  answers(from, to) {
    const ways = [this.find(from, to, false), this.find(from, to, true)];
    const [short, best] = ways;
    if (!short || !best) return [element("p", { class: "unstated" }, say("paths.no"))];
    const way = this.best ? best : short;
    this.light(from, way);
    const same =
      short.map((leg) => leg.relation.id).join() === best.map((leg) => leg.relation.id).join();
    const choice = same
      ? element("p", { class: "hint" }, say("paths.same"))
      : element(
          "div",
          { class: "switch", role: "group" },
          this.pick(false, short),
          this.pick(true, best),
        );
    return [choice, this.steps(from, way), element("p", { class: "hint" }, say("paths.how"))];
  }

  /** @param {boolean} best @param {Leg[]} way */
  pick(best, way) {
    const words = say(best ? "paths.best" : "paths.short", way.length);
    const pressed = String(this.best === best);
    return button(
      { "aria-pressed": pressed, class: best ? "pick-best" : "pick-short" },
      () => this.prefer(best),
      words,
    );
  }

  /** @param {boolean} best */
  prefer(best) {
    this.best = best;
    this.show(this.app.state);
    const now = this.answer.querySelector(best ? ".pick-best" : ".pick-short");
    if (now instanceof HTMLElement) now.focus();
  }

  /** @param {string} from @param {Leg[]} way */
  light(from, way) {
    const lit = new Set([from, ...way.flatMap(({ relation, to }) => [relation.id, to])]);
    // After this change has been shown, for it comes from showing one.
    queueMicrotask(() => {
      const stops = [from, ...way.map(({ to }) => to)];
      const { ids } = this.app.model.shown(this.app.state);
      const added = [...new Set([...this.app.state.added, ...stops.filter((id) => !ids.has(id))])];
      this.app.change({ lit, added, selected: null });
      this.app.drawing.frameOn(stops);
    });
  }

  /** @param {string} from @param {Leg[]} way */
  steps(from, way) {
    const { model } = this.app;
    const items = way.map(({ relation, to }) => {
      const onward = relation.to === to;
      const words = element(
        "span",
        { class: "step-relation" },
        onward ? "" : "\u2190 ",
        name(called(relation.predicate)),
        onward ? " \u2192" : "",
      );
      const link = button({ class: "link" }, () => this.app.select(relation.id), words);
      const inferred = relation.inferred
        ? [element("span", { class: "badge inferred" }, say("inferred"))]
        : [];
      return element(
        "li",
        {},
        element("div", { class: "step-line" }, link, ...inferred),
        evidenceList(model.evidence(relation.evidence), false),
        this.stop(to),
      );
    });
    return element(
      "ol",
      { class: "steps" },
      element("li", { class: "start" }, this.stop(from)),
      ...items,
    );
  }

  /** @param {string} id */
  stop(id) {
    return linkTo(this.app, this.app.model.entity(id), { look: "link stop" });
  }
}
