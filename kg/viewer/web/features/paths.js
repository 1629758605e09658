// Paths between two entities: the shortest, and the one that rests on the best evidence.
import { button, element, name, sign } from "../ui/dom.js";
import { evidenceList } from "../ui/evidence.js";
import { gradeDoubt } from "../core/grades.js";
import { called, language, say } from "../core/language.js";
import { index } from "../core/search.js";
import { wanted } from "../drawing/svg.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("../core/model.js").Relation} Relation
 * @typedef {import("../core/model.js").Evidence} Evidence
 * @typedef {{relation: Relation, to: string}} Leg
 * @typedef {{cost: number, legs: Leg[], keys: string, id: string}} Reached
 */

/** Added to each step where paths are to be short before all. */
export const EACH = 1000000;

/**
 * How weakly a relation is supported, from 0 to 3: one for being inferred only, one over the
 * number of its sources, and up to one for the grade of its best piece of evidence.
 * @param {Relation} relation
 * @param {Evidence[]} evidence
 */
export function weakness(relation, evidence) {
  const sources = relation.sources.length;
  const doubts = evidence.map(({ grade }) => gradeDoubt(grade));
  const single = sources ? 1 / sources : 1;
  return (relation.inferred ? 1 : 0) + single + Math.min(1, ...doubts);
}

/**
 * What a step costs, in whole thousandths, so that no path is better by an error of rounding.
 * kg/network/paths.py knows the same, and passes the same vectors.
 * @param {Relation} relation
 * @param {Evidence[]} evidence
 */
export function stepCost(relation, evidence) {
  return 500 + Math.floor(1000 * weakness(relation, evidence) + 0.5);
}

/** Sources and codes join nearly everything: a path leads to them, never through them. @param {string} group */
export function isPassable(group) {
  return group !== "source" && group !== "code";
}

/**
 * The cheapest way from one entity to another, or null. Of equally cheap ones it is the one of the
 * fewest steps, then the one whose keys come first.
 * @param {(id: string) => Relation[]} around
 * @param {string} from
 * @param {string} to
 * @param {(relation: Relation) => number} cost
 * @param {(id: string) => boolean} passable whether a way may lead through
 * @param {(id: string) => string} key by which entities are in order
 * @returns {Leg[] | null}
 */
export function cheapest(around, from, to, cost, passable, key) {
  const done = new Set();
  /** @type {Reached[]} */
  const heap = [{ cost: 0, legs: [], keys: "", id: from }];
  for (let next = heapTake(heap); next; next = heapTake(heap)) {
    const here = next.id;
    if (here === to) return next.legs;
    if (done.has(here) || (here !== from && !passable(here))) continue;
    done.add(here);
    for (const [there, [relation, price]] of cheapestSteps(around(here), here, cost)) {
      if (done.has(there)) continue;
      heapAdd(heap, {
        cost: next.cost + price,
        legs: [...next.legs, { relation, to: there }],
        // No key has a line feed, which comes before whatever a key has.
        keys: `${next.keys}${key(there)}\n`,
        id: there,
      });
    }
  }
  return null;
}

/**
 * The cheapest relation to each neighbour, of equally cheap ones the first.
 * @param {Relation[]} relations
 * @param {string} here
 * @param {(relation: Relation) => number} cost
 */
function cheapestSteps(relations, here, cost) {
  /** @type {Map<string, [Relation, number]>} */
  const steps = new Map();
  for (const relation of relations) {
    const there = relation.from === here ? relation.to : relation.from;
    const price = cost(relation);
    if (price < (steps.get(there)?.[1] ?? Infinity)) steps.set(there, [relation, price]);
  }
  return steps;
}

/** @param {Reached[]} heap @param {Reached} item */
function heapAdd(heap, item) {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!sooner(heap[at], heap[above])) return;
    [heap[at], heap[above]] = [heap[above], heap[at]];
    at = above;
  }
}

/** @param {Reached[]} heap */
function heapTake(heap) {
  const first = heap[0];
  const last = heap.pop();
  if (!heap.length || !last) return first;
  heap[0] = last;
  for (let at = 0; ;) {
    const below = [2 * at + 1, 2 * at + 2].filter((child) => child < heap.length);
    const least = below.reduce((a, b) => (sooner(heap[b], heap[a]) ? b : a), at);
    if (least === at) return first;
    [heap[at], heap[least]] = [heap[least], heap[at]];
    at = least;
  }
}

/** @param {Reached} a @param {Reached} b */
function sooner(a, b) {
  if (a.cost !== b.cost) return a.cost < b.cost;
  if (a.legs.length !== b.legs.length) return a.legs.length < b.legs.length;
  return a.keys < b.keys;
}

/** A field in which an entity is looked for and chosen. */
class EndField {
  /**
   * @param {App} app
   * @param {string} key
   * @param {(query: string, most: number) => {entity: Entity, name: string}[]} find
   * @param {(id: string | null) => void} chosen
   */
  constructor(app, key, find, chosen) {
    this.app = app;
    this.find = find;
    this.chosen = chosen;
    this.here = 0;
    /** @type {Entity[]} */
    this.hits = [];
    this.results = element("ul", { id: `${key}-results`, role: "listbox", class: "hits ends-found" });
    this.results.hidden = true;
    this.results.setAttribute("aria-label", say(`paths.${key}`));
    this.results.setAttribute("data-aria-label", `paths.${key}`);
    this.input = element("input", {
      type: "search",
      id: `path-${key}`,
      role: "combobox",
      autocomplete: "off",
      spellcheck: "false",
      "aria-expanded": "false",
      "aria-autocomplete": "list",
      "aria-controls": `${key}-results`,
    });
    this.key = key;
    const label = element(
      "label",
      { for: `path-${key}`, "data-say": `paths.${key}` },
      say(`paths.${key}`),
    );
    this.place = element("div", { class: "path-end" }, label, this.input, this.results);
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.open(false));
  }

  search() {
    this.hits = this.find(this.input.value, 12).map(({ entity }) => entity);
    this.here = 0;
    this.results.replaceChildren(
      ...this.hits.map((entity, at) => {
        const option = element(
          "li",
          { role: "option", id: `${this.key}-found-${at}`, "aria-selected": "false" },
          sign(this.app.model.group(entity)),
          name(this.app.model.name(entity)),
          element("span", { class: "aside" }, name(called(entity.kind))),
        );
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          this.take(at);
        });
        return option;
      }),
    );
    this.open(this.hits.length > 0);
    if (!this.input.value.trim()) this.chosen(null);
    else this.app.tell(say("found", this.hits.length));
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const open = !this.results.hidden;
    if (step && this.hits.length) {
      this.here = open ? (this.here + step + this.hits.length) % this.hits.length : 0;
      this.open(true);
    } else if (event.key === "Enter" && open) this.take(this.here);
    else if (event.key === "Escape" && open) this.open(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {boolean} open */
  open(open) {
    this.results.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
    for (const [at, option] of [...this.results.children].entries())
      option.setAttribute("aria-selected", String(at === this.here));
    if (open) this.input.setAttribute("aria-activedescendant", `${this.key}-found-${this.here}`);
    else this.input.removeAttribute("aria-activedescendant");
    if (open) this.results.children[this.here]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {number} at */
  take(at) {
    const entity = this.hits[at];
    if (!entity) return;
    this.set(entity);
    this.open(false);
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
    /** @type {ReturnType<typeof index> | null} */
    let made = null;
    // Made when first asked for: a page of many entities opens sooner.
    const find = (/** @type {string} */ query, /** @type {number} */ most) =>
      (made ??= index(app.model.ranked))(query, most);
    /** @type {(string | null)[]} */
    this.ends = [null, null];
    this.fields = ["from", "to"].map(
      (key, at) => new EndField(app, key, find, (id) => this.choose(at, id)),
    );
    this.answer = element("div", { class: "path-answer", role: "region", "aria-live": "polite" });
    this.answer.setAttribute("aria-label", say("paths.title"));
    this.place = element(
      "div",
      { class: "paths" },
      element("h2", { tabindex: "-1", "data-say": "paths.title" }, say("paths.title")),
      element("p", { class: "hint", "data-say": "paths.hint" }, say("paths.hint")),
      ...this.fields.map(({ place }) => place),
      element(
        "div",
        { class: "path-tools" },
        button(
          { class: "tool", "data-say": "paths.selected" },
          () => this.fromSelection(),
          say("paths.selected"),
        ),
        button(
          { class: "tool", "data-say": "paths.clear" },
          () => this.clear(),
          say("paths.clear"),
        ),
      ),
      this.answer,
    );
    this.shownFor = "";
    this.best = false;
    app.panelTab("paths", this.place, "paths.title");
    app.keep({
      key: "path",
      write: (state) =>
        wanted(state)
          .path?.map((id) => app.model.entity(id).key)
          .join(" ") ?? null,
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
    const { path } = wanted(state);
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
    const entity = this.app.model.entity(id);
    return button(
      { class: "link stop" },
      () => this.app.select(id, true),
      sign(this.app.model.group(entity)),
      name(this.app.model.name(entity)),
    );
  }
}
