// Details of what is selected: an entity, a relation, or the network as a whole.
import { called, counted, number, say } from "../core/language.js";
import { isPassable } from "../core/paths.js";
import { shown } from "../core/text.js";
import { button, element, linkTo, name, row, sign, spoken } from "./dom.js";
import { evidenceList } from "./evidence.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("./menu.js").Menu} Menu
 * @typedef {import("../core/model.js").Bundle} Bundle
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("../core/model.js").Relation} Relation
 * @typedef {import("../core/model.js").Fact} Fact
 */

const OPEN_UP_TO = 4;

export class Panel {
  /**
   * @param {HTMLElement} place
   * @param {App} app
   * @param {Menu} menu
   */
  constructor(place, app, menu) {
    this.place = place;
    this.app = app;
    this.model = app.model;
    this.menu = menu;
    /** What is shown now. @type {string} */
    this.content = "";
  }

  /** @param {State} state */
  show(state) {
    const id = state.selected;
    const focused = this.place.contains(document.activeElement) && this.content === `${id}`;
    const top = this.content === `${id}` ? this.place.parentElement?.scrollTop : 0;
    this.place.replaceChildren(...this.parts(id, state));
    this.content = `${id}`;
    if (this.place.parentElement && top !== undefined) this.place.parentElement.scrollTop = top;
    if (focused) this.place.querySelector("h2")?.focus({ preventScroll: true });
  }

  /** @param {string | null} id @param {State} state */
  parts(id, state) {
    if (id === null) return this.overview(state);
    const relation = this.model.relations.get(id);
    if (relation) return this.relation(relation);
    const bundle = this.model.bundles.get(id);
    if (bundle) return this.bundle(bundle);
    const entity = this.model.entity(id);
    return entity.members ? this.gathered(entity) : this.entity(entity, state);
  }

  /** @param {State} state */
  overview(state) {
    const { title, version, as_of, conflicts } = this.model.data;
    const { entities, groups, relations, bundles, members } = this.model.shown(state);
    const cut = this.model.picture(state);
    const all = [...relations, ...bundles.flatMap((one) => one.relations)];
    const inferred = all.filter((relation) => relation.inferred).length;
    const beyond = this.model.nodes.length - this.model.present(state).length;
    const heading = cut.title[state.lang] ?? cut.title.en ?? title;
    return [
      element("h2", { tabindex: "-1" }, name(heading)),
      element(
        "p",
        {},
        say(
          "and",
          counted(entities.length + members.size, "entities"),
          counted(all.length, "relations"),
        ) + say("split", all.length - inferred, inferred),
      ),
      ...(groups.length
        ? [element("p", { class: "hint" }, say("gathered", members.size, groups.length))]
        : []),
      ...(beyond > 0 ? [element("p", { class: "hint" }, say("beyond", beyond))] : []),
      ...(this.model.nodes.length ? this.beginnings(state) : []),
      ...(conflicts?.length ? this.conflicts(conflicts) : []),
      element(
        "dl",
        { class: "facts" },
        ...row(say("asOf"), as_of),
        ...row(say("version"), version),
      ),
    ];
  }

  /** @param {State} state */
  beginnings(state) {
    const { emphasis } = this.model.picture(state);
    const best = this.model.ranked
      .filter(({ group, id }) => isPassable(group) && this.model.showsEntity(id, state))
      .slice(0, 8);
    const first = emphasis.map((id) => this.model.entity(id));
    return [
      element("p", { class: "hint" }, say("choose")),
      ...(first.length ? [element("h3", {}, say("first")), this.links(first)] : []),
      ...(best.length ? [element("h3", {}, say("best")), this.links(best)] : []),
    ];
  }

  /** @param {Entity[]} entities */
  links(entities) {
    const items = entities.map((entity) =>
      element(
        "li",
        {},
        linkTo(this.app, entity),
        element("span", { class: "aside" }, name(called(entity.kind))),
      ),
    );
    return element("ul", { class: "plain best" }, ...items);
  }

  /** @param {Entity} entity */
  gathered(entity) {
    const members = (entity.members ?? []).map((id) => this.model.entity(id));
    return [
      this.heading(entity),
      this.acts(entity),
      element("p", { class: "hint" }, say("groupHint", members.length)),
      element("h3", {}, say("members")),
      this.links(members),
    ];
  }

  /** @param {Bundle} bundle */
  bundle({ from, to, relations }) {
    const ends = [from, to].map((end) => this.model.entity(end));
    return [
      element(
        "header",
        {},
        element("p", { class: "kind" }, counted(relations.length, "relations")),
        element(
          "h2",
          { tabindex: "-1" },
          name(this.model.name(ends[0])),
          " \u2013 ",
          name(this.model.name(ends[1])),
        ),
      ),
      element(
        "ul",
        { class: "plain ends" },
        ...ends.map((end) => element("li", {}, linkTo(this.app, end))),
      ),
      element("h3", {}, say("heading.relations")),
      this.others(relations),
    ];
  }

  /**
   * What can be done with an entity, beside the drawing too.
   * @param {Entity} entity
   */
  acts(entity) {
    const made = button(
      { class: "action", "data-action": "menu", "aria-haspopup": "dialog" },
      () => {
        const { left, bottom } = made.getBoundingClientRect();
        this.menu.open(entity.id, { x: left, y: bottom });
      },
      say("act"),
    );
    const open = entity.members
      ? [this.menu.action("open", () => this.menu.gather(entity.id, true))]
      : [];
    return element("div", { class: "actions" }, ...open, made);
  }

  /** @param {Record<string, string | null>[]} conflicts */
  conflicts(conflicts) {
    const items = conflicts.map((one) => this.conflict(one));
    return [
      element("h3", {}, `${say("heading.conflicts")} (${number(conflicts.length)})`),
      element("ul", { class: "plain conflicts" }, ...items.map((item) => element("li", {}, item))),
    ];
  }

  /**
   * One disagreement, both sides beside each other.
   * @param {Record<string, string | null>} one
   */
  conflict(one) {
    const subject = this.model.entities.get(this.model.keys.get(one.subject ?? "") ?? "");
    const sides = [
      [one.value, one.source, one.grade],
      [one.other, one.otherSource, one.otherGrade],
    ].map(([value, source, grade]) =>
      element(
        "td",
        {},
        element("strong", {}, name(value ?? "")),
        element("span", { class: "also" }, name(source ?? ""), grade ? ` (${shown(grade)})` : ""),
      ),
    );
    return element(
      "div",
      { class: "conflict" },
      element(
        "p",
        {},
        ...(subject ? [linkTo(this.app, subject), " "] : []),
        name(one.property ?? ""),
      ),
      element("table", {}, element("tbody", {}, element("tr", {}, ...sides))),
    );
  }

  /** @param {Entity} entity @param {State} state */
  entity(entity, state) {
    const { model } = this;
    const all = model.of(entity.id);
    const relations = all.filter((one) => model.allows(one, state) && this.ends(one, state));
    const apart = all.filter((one) => !model.allows(one, state) || !this.ends(one, state));
    const own = (model.data.conflicts ?? []).filter(({ subject }) => subject === entity.key);
    const known = entity.facts.filter(({ value }) => stated(value));
    const unknown = [
      ...entity.facts.filter(({ value }) => !stated(value)).map(({ property }) => property),
      ...(model.unknowns.get(entity.key) ?? []),
    ];
    const names = entity.names.filter((one) => one !== model.name(entity));
    return [
      this.heading(entity),
      this.acts(entity),
      ...(names.length ? [element("p", { class: "names" }, say("also"), ...joined(names))] : []),
      ...(entity.note ? [element("p", {}, name(entity.note))] : []),
      ...(own.length ? this.conflicts(own) : []),
      ...(known.length ? [this.facts(known)] : []),
      ...(unknown.length ? [this.unknowns(unknown)] : []),
      element("h3", {}, `${say("heading.relations")} (${number(relations.length)})`),
      ...this.groups(entity, relations),
      ...(apart.length
        ? [
            element(
              "p",
              { class: "hint" },
              say("hiddenByFilters", counted(apart.length, "relations")),
            ),
          ]
        : []),
      element("p", { class: "iri" }, name(entity.iri || entity.key)),
    ];
  }

  /** Whether the filters let both ends pass, drawn or not. @param {Relation} relation @param {State} state */
  ends({ from, to }, state) {
    return [from, to].every((end) => this.model.passes(this.model.entity(end), state));
  }

  /** @param {Entity} entity */
  heading(entity) {
    const group = this.model.group(entity);
    return element(
      "header",
      {},
      element("p", { class: "kind" }, sign(group), name(called(entity.kind))),
      element("h2", { tabindex: "-1" }, name(this.model.name(entity))),
      ...(entity.dates ? [element("p", { class: "when" }, span(entity.dates))] : []),
    );
  }

  /** @param {Fact[]} facts */
  facts(facts) {
    const rows = facts.map(({ property, value, evidence }) =>
      fact(
        called(property),
        element("span", { class: "value" }, name(value)),
        evidenceList(this.model.evidence(evidence), false),
      ),
    );
    return listed("heading.facts", rows);
  }

  /** @param {import("../core/language.js").Labels[]} properties */
  unknowns(properties) {
    const rows = [...new Set(properties.map(called))].map((property) =>
      fact(property, element("span", { class: "value unstated" }, say("unstated"))),
    );
    return listed("unknowns", rows);
  }

  /** @param {Entity} entity @param {Relation[]} relations */
  groups(entity, relations) {
    /** @type {Map<string, Relation[]>} */
    const grouped = new Map();
    for (const relation of relations) {
      const key = `${relation.from === entity.id ? "out" : "in"} ${relation.predicate.key}`;
      grouped.set(key, [...(grouped.get(key) ?? []), relation]);
    }
    const keys = [...grouped.keys()].sort(
      (a, b) => (a.startsWith("out") ? 0 : 1) - (b.startsWith("out") ? 0 : 1),
    );
    return keys.map((key) =>
      this.group(entity, grouped.get(key) ?? [], relations.length <= OPEN_UP_TO),
    );
  }

  /** @param {Entity} entity @param {Relation[]} relations @param {boolean} open */
  group(entity, relations, open) {
    const out = relations[0].from === entity.id;
    const items = relations.map((relation) =>
      this.statement(relation, out ? relation.to : relation.from, open),
    );
    return element(
      "section",
      { class: "group" },
      element(
        "h4",
        {},
        element("span", { class: "way", "aria-hidden": "true" }, out ? "\u2192" : "\u2190"),
        spoken(say(out ? "fromHere" : "toHere")),
        name(called(relations[0].predicate)),
        element("span", { class: "count" }, String(relations.length)),
      ),
      element("ul", { class: "plain" }, ...items),
    );
  }

  /** @param {Relation} relation @param {string} other @param {boolean} open */
  statement(relation, other, open) {
    return element(
      "li",
      { class: "statement" },
      element("p", {}, linkTo(this.app, this.model.entity(other)), this.badge(relation)),
      ...rule(relation),
      evidenceList(this.model.evidence(relation.evidence), open),
    );
  }

  /** @param {Relation} relation */
  badge(relation) {
    const text = relation.inferred ? "inferred" : "said";
    return button(
      { class: `badge ${text}`, title: say("alone") },
      () => this.app.select(relation.id, true),
      say(text),
      spoken(`: ${say("alone")}`),
    );
  }

  /** @param {Relation} relation */
  relation(relation) {
    const [from, to] = [this.model.entity(relation.from), this.model.entity(relation.to)];
    const same = this.model
      .of(from.id)
      .filter(
        (one) =>
          one !== relation &&
          [one.from, one.to].includes(to.id) &&
          [one.from, one.to].includes(from.id),
      );
    return [
      element(
        "header",
        {},
        element(
          "p",
          { class: "kind" },
          say(relation.inferred ? "relationInferred" : "relationSaid"),
        ),
        element(
          "h2",
          { tabindex: "-1", class: "sentence" },
          name(this.model.name(from)),
          " ",
          element("em", {}, name(called(relation.predicate))),
          " ",
          name(this.model.name(to)),
        ),
      ),
      element(
        "ul",
        { class: "plain ends" },
        element("li", {}, linkTo(this.app, from)),
        element("li", {}, linkTo(this.app, to)),
      ),
      ...(relation.dates ? [element("p", { class: "when" }, span(relation.dates))] : []),
      ...rule(relation),
      ...this.grounds(relation),
      ...(relation.evidence.length || !relation.rule
        ? [
            element("h3", {}, say("heading.evidence")),
            evidenceList(this.model.evidence(relation.evidence), true),
          ]
        : []),
      ...(same.length ? [element("h3", {}, say("between")), this.others(same)] : []),
      element("p", { class: "iri" }, name(relation.predicate.key)),
    ];
  }

  /** From what a rule infers a relation. @param {Relation} relation */
  grounds(relation) {
    const grounds = this.model.grounds(relation);
    if (!grounds.length) return [];
    const known = grounds.filter((one) => typeof one !== "string");
    const words = grounds.filter((one) => typeof one === "string");
    return [
      element("h3", {}, say("premises")),
      this.others(known),
      element("ul", { class: "plain" }, ...words.map((one) => element("li", {}, name(one)))),
    ];
  }

  /** @param {Relation[]} relations */
  others(relations) {
    const items = relations.map((one) =>
      element(
        "li",
        {},
        button(
          { class: "link" },
          () => this.app.select(one.id, true),
          element(
            "span",
            {},
            name(this.model.name(this.model.entity(one.from))),
            " ",
            element("em", {}, name(called(one.predicate))),
            " ",
            name(this.model.name(this.model.entity(one.to))),
          ),
        ),
      ),
    );
    return element("ul", { class: "plain" }, ...items);
  }
}

/** @param {Relation} relation */
function rule(relation) {
  return relation.rule
    ? [element("p", { class: "rule" }, say("rule"), element("q", {}, name(relation.rule)))]
    : [];
}

/** @param {string} term @param {HTMLElement} value @param {...HTMLElement} more */
function fact(term, value, ...more) {
  const words = element("span", { class: "term" }, name(term));
  const line = element("p", { class: "fact" }, words, value);
  return element("li", { class: "statement" }, line, ...more);
}

/** @param {string} key of the heading @param {HTMLElement[]} items */
function listed(key, items) {
  const list = element("ul", { class: "plain" }, ...items);
  return element("section", {}, element("h3", {}, say(key)), list);
}

/** @param {string} value */
function stated(value) {
  return value.trim().toLowerCase() !== "not stated";
}

/** @param {import("../core/model.js").Span} dates */
function span([from, to]) {
  return from === to ? (from ?? "") : `${from ?? "\u2026"} \u2013 ${to ?? "\u2026"}`;
}

/** @param {string[]} names */
function joined(names) {
  return names.flatMap((one, at) => (at ? [", ", name(one)] : [name(one)]));
}
