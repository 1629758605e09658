// What a reader takes away: pictures, tables and a network of what is shown, and a citation.
import { called, say } from "../core/language.js";
import { Picture } from "../drawing/picture.js";
import { xmlText } from "../drawing/svg.js";
import { button, element, handOver } from "../ui/dom.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("../core/model.js").Relation} Relation
 * @typedef {{entities: Entity[], relations: Relation[]}} Taken
 */

// Spreadsheets pass over blanks before a formula and take full-width signs for plain ones; what
// Python writes has the same rule (kg/text.py) and passes the same vectors.
const FORMULA = /^'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/;
// No reader of CSV can be trusted with what XML has no way to write.
const UNFIT = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
const GRAPHML = "http://graphml.graphdrawing.org/xmlns";

/**
 * Rows as CSV, whose texts no spreadsheet runs.
 * @param {(string | number)[][]} rows
 */
export function csvOf(rows) {
  /** @param {string | number} cell */
  const cellText = (cell) => {
    const text = String(cell).replace(UNFIT, "\ufffd");
    const safe = typeof cell === "string" && FORMULA.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => row.map(cellText).join(",") + "\r\n").join("");
}

/** Letters and digits of a text, as far as a file may be named for them. @param {string} text @param {number} most */
function plainName(text, most) {
  const words = text.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-");
  return words.replace(/^-+/, "").slice(0, most).replace(/-+$/, "").toLowerCase();
}

export class Takeaway {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.citation = element("textarea", { rows: "5", readonly: "", id: "citation" });
    this.printed = element("p", { class: "printed" });
    /** @type {[string, () => void | Promise<void>][]} */
    const ways = [
      ["png", () => this.png()],
      ["svg", () => this.svg()],
      ["csv.nodes", () => this.nodes()],
      ["csv.edges", () => this.edges()],
      ["graphml", () => this.graphml()],
      ["print", () => window.print()],
    ];
    const items = ways.map(([key, act]) =>
      button(
        { "data-take": key, "data-say": `take.${key}`, class: "take" },
        () => void act(),
      ),
    );
    this.summary = element("summary", { class: "tool", "data-say": "take.title" });
    this.menu = element(
      "details",
      { class: "takeaway" },
      this.summary,
      element(
        "div",
        { class: "take-menu" },
        element("p", { class: "hint", "data-say": "take.hint" }),
        ...items,
        element("label", { for: "citation", "data-say": "take.citation" }),
        this.citation,
        button(
          { class: "take", "data-take": "copy", "data-say": "take.copy" },
          () => void this.copy(),
        ),
      ),
    );
    this.menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !this.menu.open) return;
      event.stopPropagation();
      this.menu.open = false;
      this.summary.focus();
    });
    document.addEventListener("pointerdown", (event) => {
      if (event.target instanceof Node && !this.menu.contains(event.target)) this.menu.open = false;
    });
    this.menu.addEventListener("toggle", () => (this.citation.value = this.cited()));
    window.addEventListener("beforeprint", () => (this.printed.textContent = this.cited()));
    app.toolbar.append(this.menu);
    app.stage.append(this.printed);
  }

  /** @returns {Taken} */
  cut() {
    const { model, state } = this.app;
    return {
      entities: model.nodes.filter((entity) => model.includes(entity, state)),
      relations: model.edges.filter((relation) => model.includes(relation, state)),
    };
  }

  /** @param {string} ending */
  file(ending) {
    const { title, version } = this.app.model.data;
    const words = [plainName(title, 60) || "graph", plainName(version, 16)];
    return words.filter(Boolean).join("-") + ending;
  }

  cited() {
    const { title, version, as_of } = this.app.model.data;
    const { entities, relations } = this.cut();
    const count = say("take.count", entities.length, relations.length);
    const parts = [
      `${title}.`,
      version ? say("take.version", version) : "",
      as_of ? say("take.asof", as_of) : "",
      count,
      say("take.licence"),
    ];
    return parts.filter(Boolean).join(" ");
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.citation.value);
      this.app.tell(say("take.copied"));
    } catch {
      this.citation.select();
      this.app.tell(say("take.marked"));
    }
  }

  /** @param {string} file @param {BlobPart} content @param {string} type */
  give(file, content, type) {
    handOver(file, new Blob([content], { type }));
    this.app.tell(say("take.done", file));
  }

  nodes() {
    const rows = this.cut().entities.map((entity) => [
      entity.key,
      this.app.model.name(entity),
      entity.kind.key,
      called(entity.kind),
      entity.iri,
      entity.names.join("; "),
      entity.dates?.[0] ?? "",
      entity.dates?.[1] ?? "",
      entity.places.map(({ name: place, exact }) => (exact ? place : `~ ${place}`)).join("; "),
      this.app.model.of(entity.id).length,
    ]);
    const head = [
      "id",
      "label",
      "kind",
      "kind_label",
      "iri",
      "names",
      "from",
      "to",
      "places",
      "degree",
    ];
    this.give(this.file("-nodes.csv"), csvOf([head, ...rows]), "text/csv;charset=utf-8");
  }

  edges() {
    const { model } = this.app;
    const rows = this.cut().relations.map((relation) => {
      const evidence = model.evidence(relation.evidence);
      return [
        model.entity(relation.from).key,
        model.entity(relation.to).key,
        relation.predicate.key,
        called(relation.predicate),
        relation.inferred ? "inferred" : "explicit",
        relation.rule,
        relation.dates?.[0] ?? "",
        relation.dates?.[1] ?? "",
        new Set(evidence.map(({ source_iri }) => source_iri)).size,
        [...new Set(evidence.map(({ grade }) => grade))].join("; "),
        [...new Set(evidence.map(({ source }) => source))].join("; "),
        evidence
          .map(({ quote }) => quote)
          .filter(Boolean)
          .join(" | "),
      ];
    });
    const head = [
      "source",
      "target",
      "predicate",
      "label",
      "level",
      "rule",
      "from",
      "to",
      "sources",
      "grades",
      "source_titles",
      "quotes",
    ];
    this.give(this.file("-edges.csv"), csvOf([head, ...rows]), "text/csv;charset=utf-8");
  }

  graphml() {
    const made = document.implementation.createDocument(GRAPHML, "graphml");
    /** @param {string} tag @param {Record<string, string>} attributes @param {string} [text] */
    const item = (tag, attributes, text) => {
      const one = made.createElementNS(GRAPHML, tag);
      for (const [key, value] of Object.entries(attributes)) one.setAttribute(key, xmlText(value));
      if (text !== undefined) one.append(xmlText(text));
      return one;
    };
    const keys = {
      node: ["key", "label", "kind", "iri", "from", "to"],
      edge: ["predicate", "label", "level", "sources", "from", "to"],
    };
    for (const [domain, names] of Object.entries(keys)) {
      for (const attribute of names)
        made.documentElement.append(
          item("key", {
            id: `${domain}-${attribute}`,
            for: domain,
            "attr.name": attribute,
            "attr.type": "string",
          }),
        );
    }
    const graph = item("graph", { id: "g", edgedefault: "directed" });
    /** @param {Element} parent @param {string} domain @param {Record<string, string>} values */
    const fill = (parent, domain, values) => {
      for (const [attribute, value] of Object.entries(values))
        if (value) parent.append(item("data", { key: `${domain}-${attribute}` }, value));
      graph.append(parent);
    };
    const { entities, relations } = this.cut();
    for (const entity of entities)
      fill(item("node", { id: entity.id }), "node", {
        key: entity.key,
        label: this.app.model.name(entity),
        kind: entity.kind.key,
        iri: entity.iri,
        from: entity.dates?.[0] ?? "",
        to: entity.dates?.[1] ?? "",
      });
    for (const relation of relations)
      fill(item("edge", { id: relation.id, source: relation.from, target: relation.to }), "edge", {
        predicate: relation.predicate.key,
        label: called(relation.predicate),
        level: relation.inferred ? "inferred" : "explicit",
        sources: [
          ...new Set(this.app.model.evidence(relation.evidence).map(({ source }) => source)),
        ].join("; "),
        from: relation.dates?.[0] ?? "",
        to: relation.dates?.[1] ?? "",
      });
    made.documentElement.append(graph);
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(made)}\n`;
    this.give(this.file(".graphml"), text, "application/xml");
  }

  svg() {
    const text = new XMLSerializer().serializeToString(new Picture(this.app, this.cited()).svg());
    this.give(
      this.file(".svg"),
      `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`,
      "image/svg+xml",
    );
  }

  async png() {
    const canvas = new Picture(this.app, this.cited()).pixels();
    /** @type {Blob | null} */
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    if (blob) this.give(this.file(".png"), blob, "image/png");
  }

  /** @param {State} state */
  show(state) {
    if (this.menu.open && state) this.citation.value = this.cited();
  }
}
