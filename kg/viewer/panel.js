// Details of what is selected: an entity, a relation, or the network as a whole.
import { button, element, name, row, sign, spoken } from "./dom.js";
import { evidenceList } from "./evidence.js";
import { counted } from "./text.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./model.js").State} State
 * @typedef {import("./model.js").Entity} Entity
 * @typedef {import("./model.js").Relation} Relation
 * @typedef {import("./model.js").Fact} Fact
 */

const OPEN_UP_TO = 4;

export class Panel {
  /**
   * @param {HTMLElement} place
   * @param {Model} model
   * @param {(id: string) => void} choose
   */
  constructor(place, model, choose) {
    this.place = place;
    this.model = model;
    this.choose = choose;
  }

  /** @param {State} state */
  show(state) {
    const id = state.selected;
    const relation = id === null ? undefined : this.model.relations.get(id);
    const parts =
      id === null
        ? this.overview()
        : relation
          ? this.relation(relation)
          : this.entity(this.model.entity(id), state);
    this.place.replaceChildren(...parts);
    this.place.scrollTop = 0;
  }

  overview() {
    const { title, version, as_of, nodes, edges } = this.model.data;
    const inferred = edges.filter((relation) => relation.inferred).length;
    return [
      element("h2", { tabindex: "-1" }, name(title)),
      element(
        "p",
        {},
        `${counted(nodes.length, "entity", "entities")} and ${counted(edges.length, "relation")}: ` +
          `${(edges.length - inferred).toLocaleString("en")} said outright, ${inferred.toLocaleString("en")} inferred.`,
      ),
      ...(nodes.length ? [this.beginnings()] : []),
      element("dl", { class: "facts" }, ...row("As of", as_of), ...row("Graph version", version)),
    ];
  }

  beginnings() {
    const items = this.model.ranked
      .filter(({ group }) => group !== "source")
      .slice(0, 8)
      .map((entity) =>
        element(
          "li",
          {},
          this.link(entity),
          element("span", { class: "aside" }, entity.kind_label),
        ),
      );
    return element(
      "section",
      {},
      element(
        "p",
        { class: "hint" },
        "Choose an entity or a relation to read what is said about it, and the evidence for it.",
      ),
      element("h3", {}, "Best connected"),
      element("ul", { class: "plain best" }, ...items),
    );
  }

  /** @param {Entity} entity @param {State} state */
  entity(entity, state) {
    const relations = this.model
      .of(entity.id)
      .filter((one) => this.model.showsRelation(one, state));
    const left = this.model.of(entity.id).length - relations.length;
    return [
      this.heading(entity),
      ...(entity.names.length
        ? [element("p", { class: "names" }, "Also: ", ...joined(entity.names))]
        : []),
      ...(entity.note ? [element("p", {}, name(entity.note))] : []),
      ...(entity.facts.length ? [this.facts(entity.facts)] : []),
      element("h3", {}, `Relations (${relations.length})`),
      ...this.groups(entity, relations),
      ...(left
        ? [element("p", { class: "hint" }, `${counted(left, "relation")} hidden by the filters.`)]
        : []),
      element("p", { class: "iri" }, name(entity.iri || entity.key)),
    ];
  }

  /** @param {Entity} entity */
  heading(entity) {
    const group = this.model.group(entity);
    return element(
      "header",
      {},
      element("p", { class: "kind" }, sign(group), name(entity.kind_label)),
      element("h2", { tabindex: "-1" }, name(entity.label)),
    );
  }

  /** @param {Fact[]} facts */
  facts(facts) {
    const rows = facts.map(({ property, value, evidence }) =>
      element(
        "li",
        { class: "statement" },
        element(
          "p",
          { class: "fact" },
          element("span", { class: "term" }, name(property)),
          literal(value),
        ),
        ...(evidence.length || stated(value)
          ? [evidenceList(this.model.evidence(evidence), false)]
          : []),
      ),
    );
    return element(
      "section",
      {},
      element("h3", {}, "Facts"),
      element("ul", { class: "plain" }, ...rows),
    );
  }

  /** @param {Entity} entity @param {Relation[]} relations */
  groups(entity, relations) {
    /** @type {Map<string, Relation[]>} */
    const grouped = new Map();
    for (const relation of relations) {
      const key = `${relation.from === entity.id ? "out" : "in"} ${relation.predicate}`;
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
        spoken(out ? "from here: " : "to here: "),
        name(relations[0].label),
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
      element("p", {}, this.link(this.model.entity(other)), this.badge(relation)),
      ...rule(relation),
      evidenceList(this.model.evidence(relation.evidence), open),
    );
  }

  /** @param {Relation} relation */
  badge(relation) {
    const text = relation.inferred ? "inferred" : "said";
    return button(
      { class: `badge ${text}`, title: "Show this relation alone" },
      () => this.choose(relation.id),
      text,
      spoken(": show this relation alone"),
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
          relation.inferred ? "Relation, inferred" : "Relation, said outright",
        ),
        element(
          "h2",
          { tabindex: "-1", class: "sentence" },
          name(from.label),
          " ",
          element("em", {}, name(relation.label)),
          " ",
          name(to.label),
        ),
      ),
      element(
        "ul",
        { class: "plain ends" },
        element("li", {}, this.link(from)),
        element("li", {}, this.link(to)),
      ),
      ...rule(relation),
      element("h3", {}, "Evidence"),
      evidenceList(this.model.evidence(relation.evidence), true),
      ...(same.length ? [element("h3", {}, "Also between the two"), this.others(same)] : []),
      element("p", { class: "iri" }, name(relation.predicate)),
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
          () => this.choose(one.id),
          element(
            "span",
            {},
            name(this.model.entity(one.from).label),
            " ",
            element("em", {}, name(one.label)),
            " ",
            name(this.model.entity(one.to).label),
          ),
        ),
      ),
    );
    return element("ul", { class: "plain" }, ...items);
  }

  /** @param {Entity} entity */
  link(entity) {
    return button(
      { class: "link" },
      () => this.choose(entity.id),
      sign(this.model.group(entity)),
      name(entity.label),
    );
  }
}

/** @param {Relation} relation */
function rule(relation) {
  return relation.rule
    ? [element("p", { class: "rule" }, "By the rule ", element("q", {}, name(relation.rule)))]
    : [];
}

/** @param {string} value */
function stated(value) {
  return value.trim().toLowerCase() !== "not stated";
}

/** @param {string} value */
function literal(value) {
  return element("span", { class: stated(value) ? "value" : "value unstated" }, name(value));
}

/** @param {string[]} names */
function joined(names) {
  return names.flatMap((one, at) => (at ? [", ", name(one)] : [name(one)]));
}
