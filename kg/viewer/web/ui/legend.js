// The legend, which is also where kinds, relations, sources and grades are shown and hidden.
import { gradeRank } from "../core/grades.js";
import { called, language, number, say } from "../core/language.js";
import { button, element, name, sign, spoken } from "./dom.js";
import { meaning } from "./evidence.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Group} Group
 * @typedef {{key: string, title: string, count: number, label: HTMLElement}} Choice
 *   key: as the state's hidden names it
 */

export class Legend {
  /**
   * @param {HTMLElement} place
   * @param {App} app
   */
  constructor(place, app) {
    this.place = place;
    this.app = app;
    /** @type {[HTMLInputElement, string[]][]} */
    this.boxes = [];
    /** What the counts were made for. @type {unknown[]} */
    this.made = [];
    /** @type {Set<string>} */
    this.unfolded = new Set(["kinds"]);
    this.titles = new Map(
      app.model.pieces.map((one) => [one.source_iri || one.source, one.source]),
    );
  }

  /** @param {State} state */
  show(state) {
    const { cut, added, removed, only, lang } = state;
    const needed = [cut, added, removed, only, lang];
    if (needed.some((one, at) => one !== this.made[at])) this.build(state);
    this.made = needed;
    for (const [box, keys] of this.boxes) {
      const off = keys.filter((key) => state.hidden.has(key)).length;
      box.checked = off === 0;
      box.indeterminate = off > 0 && off < keys.length;
    }
    for (const which of /** @type {const} */ (["sources", "degree"])) {
      const box = this.place.querySelector(`#least-${which}`);
      if (box instanceof HTMLInputElement) box.value = String(state[which]);
    }
  }

  /** @param {State} state */
  build(state) {
    const { model } = this.app;
    this.boxes = [];
    const focus = document.activeElement?.id;
    const there = new Set(model.present(state));
    const edges = model.joining(there, state);
    this.place.replaceChildren(
      this.kinds([...there]),
      this.section("level", [
        this.level("said", edges.filter(({ inferred }) => !inferred).length),
        this.level("inferred", edges.filter(({ inferred }) => inferred).length),
      ]),
      this.section(
        "predicates",
        tally(edges, ({ predicate }) => [[`predicate:${predicate.key}`, called(predicate)]]),
      ),
      this.section(
        "grades",
        tally(edges, ({ grades }) =>
          grades.map((one) => [`grade:${one}`, `${one} \u2013 ${meaning(one)}`]),
        ).sort((a, b) => rankOf(a) - rankOf(b)),
      ),
      this.section(
        "sources",
        tally(edges, ({ sources }) => sources.map((one) => [`source:${one}`, this.source(one)])),
      ),
      this.least("sources", "leastSources", 1),
      this.least("degree", "leastDegree", 0),
    );
    if (focus) document.getElementById(focus)?.focus();
  }

  /** @param {string} iri */
  source(iri) {
    return this.titles.get(iri) ?? iri;
  }

  /** @param {string[]} ids */
  kinds(ids) {
    const { model } = this.app;
    const found = ids.map((id) => model.entity(id));
    const groups = model.data.groups.map((group) => {
      const own = found.filter((entity) => entity.group === group.name);
      return {
        group,
        choices: tally(own, ({ kind }) => [[`kind:${kind.key}`, called(kind)]]),
        count: own.length,
      };
    });
    const parts = groups
      .filter(({ count }) => count)
      .flatMap(({ group, choices, count }) => this.group(group, choices, count));
    return this.fold("kinds", parts);
  }

  /** @param {Group} group @param {Choice[]} choices @param {number} count */
  group(group, choices, count) {
    const title = say(`group.${group.name}`);
    const label = element("span", { class: "group-title" }, sign(group), title);
    return element(
      "fieldset",
      {},
      element("legend", { class: "quiet" }, title),
      this.row(
        choices.map(({ key }) => key),
        label,
        title,
        count,
        `group:${group.name}`,
      ),
      ...(choices.length > 1 ? choices.map((one) => this.choice(one, choices)) : []),
    );
  }

  /** @param {string} key @param {Choice[]} choices */
  section(key, choices) {
    return this.fold(key, [
      element(
        "fieldset",
        {},
        element("legend", { class: "quiet" }, say(`heading.${key}`)),
        ...choices.map((one) => this.choice(one, choices)),
      ),
    ]);
  }

  /** @param {string} key @param {HTMLElement[]} parts */
  fold(key, parts) {
    const made = element(
      "details",
      { class: "fold", "data-fold": key },
      element("summary", {}, say(`heading.${key}`)),
      ...parts,
    );
    made.open = this.unfolded.has(key) || key === "level";
    made.addEventListener("toggle", () => {
      if (made.open) this.unfolded.add(key);
      else this.unfolded.delete(key);
    });
    return made;
  }

  /** @param {Choice} choice @param {Choice[]} among */
  choice({ key, title, count, label }, among) {
    return this.row(
      [key],
      label,
      title,
      count,
      key,
      among.map((one) => one.key),
    );
  }

  /** @param {"said" | "inferred"} which @param {number} count @returns {Choice} */
  level(which, count) {
    const title = say(which === "said" ? "level.explicit" : "level.inferred");
    const label = element(
      "span",
      { class: "group-title" },
      element("span", { class: `stroke ${which}` }),
      title,
    );
    return { key: `level:${which}`, title, count, label };
  }

  /**
   * @param {string[]} keys
   * @param {HTMLElement} label
   * @param {string} title
   * @param {number} count
   * @param {string} id
   * @param {string[]} [among] what "only" hides beside these; without, all kinds
   */
  row(keys, label, title, count, id, among) {
    const box = element("input", { type: "checkbox", id: `filter-${id}` });
    box.addEventListener("change", () => this.toggle(keys, box.checked));
    this.boxes.push([box, keys]);
    const only = button(
      { class: "only", id: `only-${id}` },
      () => this.only(keys, among),
      say("only"),
      spoken(` ${title}`),
    );
    const counter = element("span", { class: "count" }, number(count));
    return element("div", { class: "row" }, element("label", {}, box, label, counter), only);
  }

  /** @param {string[]} keys @param {boolean} on */
  toggle(keys, on) {
    const hidden = new Set(this.app.state.hidden);
    for (const key of keys)
      if (on) hidden.delete(key);
      else hidden.add(key);
    this.app.change({ hidden }, { telling: true, undoable: true });
  }

  /** @param {string[]} keys @param {string[]} [among] */
  only(keys, among) {
    const kinds = this.boxes.flatMap(([, own]) => own).filter((key) => key.startsWith("kind:"));
    const all = among && !keys[0].startsWith("kind:") ? among : kinds;
    const before = [...this.app.state.hidden].filter((key) => !all.includes(key));
    const hidden = new Set([...before, ...all.filter((key) => !keys.includes(key))]);
    this.app.change({ hidden }, { telling: true, undoable: true });
  }

  /** @param {"sources" | "degree"} which @param {string} key @param {number} lowest */
  least(which, key, lowest) {
    const box = element("input", {
      type: "number",
      id: `least-${which}`,
      min: String(lowest),
      max: "99",
      step: "1",
      value: String(this.app.state[which]),
    });
    box.addEventListener("change", () => {
      const least = Math.max(lowest, Math.trunc(Number(box.value)) || lowest);
      this.app.change({ [which]: least }, { telling: true, undoable: true });
    });
    return element("label", { class: "least" }, element("span", {}, say(key)), box);
  }
}

/** The place of a choice among those of grades. @param {Choice} choice */
function rankOf(choice) {
  return gradeRank(choice.key.replace("grade:", ""));
}

/**
 * How often each choice occurs, the most frequent first.
 * @template T
 * @param {T[]} things
 * @param {(thing: T) => [string, string][]} choices
 * @returns {Choice[]}
 */
function tally(things, choices) {
  /** @type {Map<string, Choice>} */
  const found = new Map();
  for (const [key, title] of things.flatMap(choices)) {
    const known = found.get(key);
    if (known) known.count++;
    else found.set(key, { key, title, count: 1, label: element("span", { title }, name(title)) });
  }
  const order = (/** @type {Choice} */ a, /** @type {Choice} */ b) =>
    b.count - a.count || a.title.localeCompare(b.title, language());
  return [...found.values()].sort(order);
}
