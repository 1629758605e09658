// What a reader takes away: pictures, tables and a network of what is shown, and a citation.
import { button, element } from "./dom.js";
import { drawn, handOver, xmlText } from "./svg.js";
import { lines } from "./text.js";

/**
 * @typedef {import("./features.js").App} App
 * @typedef {import("./model.js").State} State
 * @typedef {import("./model.js").Entity} Entity
 * @typedef {import("./model.js").Relation} Relation
 * @typedef {{entities: Entity[], relations: Relation[]}} Cut
 */

// Spreadsheets pass over blanks before a formula and take full-width signs for plain ones.
const FORMULA = /^'*(?:[\t\r\n]|\s*[=+\-@\uff1d\uff0b\uff0d\uff20])/;
const GRAPHML = "http://graphml.graphdrawing.org/xmlns";
const PICTURE_SCALE = 2;
const STYLED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "font-style",
  "text-anchor",
  "letter-spacing",
  "text-transform",
  "paint-order",
  "vector-effect",
  "visibility",
  "display",
];

/**
 * Rows as CSV, whose texts no spreadsheet runs.
 * @param {(string | number)[][]} rows
 */
export function csvOf(rows) {
  /** @param {string | number} cell */
  const cellText = (cell) => {
    const text = xmlText(String(cell));
    const safe = typeof cell === "string" && FORMULA.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => row.map(cellText).join(",") + "\r\n").join("");
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
      button({ "data-take": key, class: "take" }, () => void act(), app.say(`take.${key}`)),
    );
    this.summary = element("summary", { class: "tool" }, app.say("take"));
    this.menu = element(
      "details",
      { class: "takeaway" },
      this.summary,
      element(
        "div",
        { class: "take-menu" },
        element("p", { class: "hint" }, app.say("take.hint")),
        ...items,
        element("label", { for: "citation" }, app.say("take.citation")),
        this.citation,
        button({ class: "take", "data-take": "copy" }, () => void this.copy(), app.say("take.copy")),
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

  /** @returns {Cut} */
  cut() {
    const { model, state } = this.app;
    return {
      entities: model.data.nodes.filter(({ id }) => model.showsEntity(id, state)),
      relations: model.data.edges.filter((relation) => model.showsRelation(relation, state)),
    };
  }

  /** @param {string} ending */
  file(ending) {
    const { title, version } = this.app.model.data;
    const words = title
      .normalize("NFKD")
      .replace(/[^A-Za-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .toLowerCase();
    return [words.slice(0, 60) || "graph", version.slice(0, 12)].filter(Boolean).join("-") + ending;
  }

  cited() {
    const { title, version, as_of } = this.app.model.data;
    const { entities, relations } = this.cut();
    const count = this.app.say("take.count", String(entities.length), String(relations.length));
    const parts = [
      `${title}.`,
      version ? this.app.say("take.version", version) : "",
      as_of ? this.app.say("take.asof", as_of) : "",
      count,
      this.app.say("take.licence"),
    ];
    return parts.filter(Boolean).join(" ");
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.citation.value);
      this.app.tell(this.app.say("take.copied"));
    } catch {
      this.citation.select();
      this.app.tell(this.app.say("take.marked"));
    }
  }

  /** @param {string} file @param {BlobPart} content @param {string} type */
  give(file, content, type) {
    handOver(file, new Blob([content], { type }));
    this.app.tell(this.app.say("take.done", file));
  }

  nodes() {
    const rows = this.cut().entities.map((entity) => [
      entity.key,
      this.app.label(entity),
      entity.kind,
      this.app.kind(entity),
      entity.iri,
      entity.names.join("; "),
      entity.dates?.from ?? "",
      entity.dates?.to ?? "",
      (entity.places ?? []).map(({ name: place, exact }) => (exact ? place : `~ ${place}`)).join("; "),
      this.app.model.of(entity.id).length,
    ]);
    const head = ["id", "label", "kind", "kind_label", "iri", "names", "from", "to", "places", "degree"];
    this.give(this.file("-nodes.csv"), csvOf([head, ...rows]), "text/csv;charset=utf-8");
  }

  edges() {
    const { model } = this.app;
    const rows = this.cut().relations.map((relation) => {
      const evidence = model.evidence(relation.evidence);
      return [
        model.entity(relation.from).key,
        model.entity(relation.to).key,
        relation.predicate,
        this.app.relationLabel(relation),
        relation.inferred ? "inferred" : "explicit",
        relation.rule,
        relation.dates?.from ?? "",
        relation.dates?.to ?? "",
        new Set(evidence.map(({ source_iri }) => source_iri)).size,
        [...new Set(evidence.map(({ grade }) => grade))].join("; "),
        [...new Set(evidence.map(({ source }) => source))].join("; "),
        evidence.map(({ quote }) => quote).filter(Boolean).join(" | "),
      ];
    });
    const head = ["source", "target", "predicate", "label", "level", "rule", "from", "to", "sources", "grades", "source_titles", "quotes"];
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
        made.documentElement.append(item("key", { id: `${domain}-${attribute}`, for: domain, "attr.name": attribute, "attr.type": "string" }));
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
        label: this.app.label(entity),
        kind: entity.kind,
        iri: entity.iri,
        from: entity.dates?.from ?? "",
        to: entity.dates?.to ?? "",
      });
    for (const relation of relations)
      fill(item("edge", { id: relation.id, source: relation.from, target: relation.to }), "edge", {
        predicate: relation.predicate,
        label: this.app.relationLabel(relation),
        level: relation.inferred ? "inferred" : "explicit",
        sources: [...new Set(this.app.model.evidence(relation.evidence).map(({ source }) => source))].join("; "),
        from: relation.dates?.from ?? "",
        to: relation.dates?.to ?? "",
      });
    made.documentElement.append(graph);
    const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(made)}\n`;
    this.give(this.file(".graphml"), text, "application/xml");
  }

  /** The drawing that is shown, as one SVG of its own. */
  picture() {
    const { view } = this.app.state;
    const live = { chain: ".chain-graph", map: ".map-graph" }[view];
    const found = live ? this.app.stage.querySelector(live) : null;
    const { body, wide, high } = found instanceof SVGSVGElement ? copied(found) : this.network();
    return this.framed(body, wide, high);
  }

  /** @param {Element} body @param {number} wide @param {number} high */
  framed(body, wide, high) {
    const colours = getComputedStyle(document.body);
    const ink = colours.color;
    const paper = getComputedStyle(this.app.stage).backgroundColor;
    const cited = lines(this.cited(), Math.max(30, Math.floor(wide / 6.4)), 4);
    const foot = 14 + cited.length * 15;
    const all = high + 44 + foot;
    const font = { "font-family": "Arial, Helvetica, sans-serif", fill: ink };
    const made = drawn("svg", { width: wide, height: all, viewBox: `0 0 ${wide} ${all}` });
    made.append(
      drawn("title", {}, xmlText(this.app.model.data.title)),
      drawn("rect", { width: wide, height: all, fill: paper }),
      drawn("text", { ...font, x: 14, y: 28, "font-size": 18, "font-weight": "bold" }, xmlText(this.app.model.data.title)),
    );
    body.setAttribute("transform", "translate(0 44)");
    made.append(body);
    for (const [at, line] of cited.entries())
      made.append(drawn("text", { ...font, x: 14, y: high + 44 + 20 + at * 15, "font-size": 11 }, xmlText(line)));
    return made;
  }

  /** The network from its positions: signs, lines, and the names that fit. */
  network() {
    const { entities, relations } = this.cut();
    const at = this.app.positions();
    const style = getComputedStyle(this.app.stage);
    /** @param {string} key */
    const colour = (key) => style.getPropertyValue(`--${key}`).trim();
    const placed = entities.filter(({ id }) => at[id]);
    const xs = placed.map(({ id }) => at[id].x);
    const ys = placed.map(({ id }) => at[id].y);
    const low = (/** @type {number[]} */ all) => all.reduce((a, b) => Math.min(a, b), all.length ? Infinity : 0);
    const top = (/** @type {number[]} */ all) => all.reduce((a, b) => Math.max(a, b), all.length ? -Infinity : 0);
    const [x0, y0] = [low(xs) - 90, low(ys) - 60];
    const [wide, high] = [Math.round(top(xs) - x0 + 90), Math.round(top(ys) - y0 + 60)];
    const scale = Math.min(1, 2400 / Math.max(wide, high, 1));
    const body = drawn("g");
    const inner = drawn("g", { transform: `scale(${scale.toFixed(4)}) translate(${-x0} ${-y0})` });
    for (const relation of relations) {
      const [from, to] = [at[relation.from], at[relation.to]];
      if (from && to) inner.append(edgePath(relation, from, to, colour("edge"), this.app.relationLabel(relation)));
    }
    for (const entity of placed) inner.append(this.sign(entity, at[entity.id], colour));
    inner.append(...this.names(placed, at, colour, scale));
    body.append(inner);
    return { body, wide: Math.max(420, Math.round(wide * scale)), high: Math.round(high * scale) };
  }

  /** @param {Entity} entity @param {{x: number, y: number}} place @param {(key: string) => string} colour */
  sign(entity, { x, y }, colour) {
    const { hollow } = this.app.model.group(entity);
    const ink = colour(`group-${entity.group}`);
    const d = outlineOf(entity.shape, entity.size);
    const made = drawn("path", {
      d,
      transform: `translate(${x} ${y})`,
      fill: hollow ? colour("canvas") : ink,
      stroke: hollow ? ink : colour("canvas"),
      "stroke-width": hollow ? 2 : 1,
    });
    made.append(drawn("title", {}, xmlText(`${this.app.label(entity)}, ${this.app.kind(entity)}`)));
    return made;
  }

  /**
   * @param {Entity[]} entities
   * @param {Record<string, {x: number, y: number}>} at
   * @param {(key: string) => string} colour
   * @param {number} scale
   */
  names(entities, at, colour, scale) {
    const size = Math.min(40, 12 / scale);
    /** @type {[number, number, number, number][]} */
    const taken = [];
    const known = new Set(entities.map(({ id }) => id));
    return this.app.model.ranked
      .filter(({ id }) => known.has(id))
      .flatMap((entity) => {
        const { x, y } = at[entity.id];
        const words = lines(this.app.label(entity), 24, 3);
        const wide = Math.max(...words.map((line) => line.length)) * size * 0.55;
        const first = y + entity.size + size * 1.1;
        const box = /** @type {[number, number, number, number]} */ ([x - wide / 2, first - size, x + wide / 2, first + (words.length - 1) * size * 1.15 + 2]);
        if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return [];
        taken.push(box);
        return words.map((line, number) =>
          drawn("text", { x, y: first + number * size * 1.15, "font-size": size.toFixed(1), "font-family": "Arial, Helvetica, sans-serif", "text-anchor": "middle", fill: colour("ink"), stroke: colour("canvas"), "stroke-width": (size / 5).toFixed(1), "paint-order": "stroke", "stroke-linejoin": "round" }, xmlText(line)),
        );
      });
  }

  svg() {
    const text = new XMLSerializer().serializeToString(this.picture());
    this.give(this.file(".svg"), `<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`, "image/svg+xml");
  }

  /** The page may load no picture, not even its own, so the drawing is painted element by element. */
  async png() {
    const { view } = this.app.state;
    const network = view === "network" ? this.app.stage.querySelector("canvas") : null;
    const canvas = network ? this.snapshot(network) : painted(this.picture());
    /** @type {Blob | null} */
    const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
    if (blob) this.give(this.file(".png"), blob, "image/png");
  }

  /** @param {HTMLCanvasElement} seen */
  snapshot(seen) {
    const frame = drawn("g");
    const ratio = seen.width / Math.max(1, seen.clientWidth);
    const made = painted(this.framed(frame, seen.clientWidth, seen.clientHeight), ratio);
    made.getContext("2d")?.drawImage(seen, 0, 44 * ratio);
    return made;
  }

  /** @param {State} state */
  show(state) {
    if (this.menu.open && state) this.citation.value = this.cited();
  }
}

/** @param {SVGSVGElement} live */
function copied(live) {
  const body = drawn("g");
  const box = live.viewBox.baseVal;
  const [wide, high] = box?.width ? [box.width, box.height] : [live.clientWidth, live.clientHeight];
  for (const child of live.children) body.append(inked(child));
  return { body, wide: Math.round(wide), high: Math.round(high) };
}

/** An element with the look that the style sheet gives it now. @param {Element} live @returns {Element} */
function inked(live) {
  const made = /** @type {Element} */ (live.cloneNode(false));
  for (const attribute of ["class", "tabindex", "role", "aria-pressed"]) made.removeAttribute(attribute);
  const style = getComputedStyle(live);
  for (const key of STYLED) {
    const value = style.getPropertyValue(key);
    if (value) made.setAttribute(key, value);
  }
  for (const child of live.childNodes)
    made.append(child instanceof Element ? inked(child) : xmlText(child.textContent ?? ""));
  return made;
}

/** @param {Element} picture @param {number} [ratio] */
function painted(picture, ratio = PICTURE_SCALE) {
  const [wide, high] = ["width", "height"].map((key) => Number(picture.getAttribute(key)));
  const fit = Math.min(ratio, 8000 / Math.max(wide, high, 1));
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(wide * fit);
  canvas.height = Math.ceil(high * fit);
  const ctx = canvas.getContext("2d");
  if (!ctx) return canvas;
  ctx.scale(fit, fit);
  for (const child of picture.children) paint(ctx, child);
  return canvas;
}

/** @param {CanvasRenderingContext2D} ctx @param {Element} item */
function paint(ctx, item) {
  const number = (/** @type {string} */ key, other = 0) => parseFloat(item.getAttribute(key) ?? "") || other;
  if (item.getAttribute("display") === "none" || item.getAttribute("visibility") === "hidden") return;
  ctx.save();
  turn(ctx, item.getAttribute("transform") ?? "");
  const seen = item.getAttribute("opacity");
  if (seen !== null) ctx.globalAlpha *= Number(seen);
  if (item.localName === "g") for (const child of item.children) paint(ctx, child);
  else if (item.localName === "text") letters(ctx, item, number);
  else {
    const shape = shapeOf(item, number);
    if (shape) ink(ctx, item, shape, number);
  }
  ctx.restore();
}

/** @param {Element} item @param {(key: string, other?: number) => number} number */
function shapeOf(item, number) {
  const shape = new Path2D(item.getAttribute("d") ?? "");
  if (item.localName === "path") return shape;
  if (item.localName === "rect") shape.roundRect(number("x"), number("y"), number("width"), number("height"), number("rx"));
  else if (item.localName === "circle") shape.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
  else return null;
  return shape;
}

/** @param {CanvasRenderingContext2D} ctx @param {Element} item @param {Path2D} shape @param {(key: string, other?: number) => number} number */
function ink(ctx, item, shape, number) {
  const [fill, stroke] = ["fill", "stroke"].map((key) => item.getAttribute(key) ?? "none");
  const alpha = ctx.globalAlpha;
  if (fill !== "none") {
    ctx.globalAlpha = alpha * number("fill-opacity", item.getAttribute("fill-opacity") === "0" ? 0 : 1);
    ctx.fillStyle = fill;
    ctx.fill(shape);
  }
  if (stroke === "none") return;
  ctx.globalAlpha = alpha * number("stroke-opacity", 1);
  ctx.strokeStyle = stroke;
  const fixed = item.getAttribute("vector-effect") === "non-scaling-stroke";
  ctx.lineWidth = number("stroke-width", 1) / (fixed ? ctx.getTransform().a / PICTURE_SCALE : 1);
  ctx.setLineDash((item.getAttribute("stroke-dasharray") ?? "").split(/[ ,]+/).map(parseFloat).filter((one) => one > 0));
  ctx.stroke(shape);
}

/** @param {CanvasRenderingContext2D} ctx @param {Element} item @param {(key: string, other?: number) => number} number */
function letters(ctx, item, number) {
  const [weight, size, family] = ["font-weight", "font-size", "font-family"].map((key) => item.getAttribute(key) ?? "");
  ctx.font = `${weight || "normal"} ${parseFloat(size) || 12}px ${family || "sans-serif"}`;
  const anchor = item.getAttribute("text-anchor");
  ctx.textAlign = anchor === "middle" ? "center" : anchor === "end" ? "right" : "left";
  const words = item.textContent ?? "";
  const text = item.getAttribute("text-transform") === "uppercase" ? words.toUpperCase() : words;
  const stroke = item.getAttribute("stroke") ?? "none";
  if (stroke !== "none") {
    ctx.lineJoin = "round";
    ctx.strokeStyle = stroke;
    ctx.lineWidth = number("stroke-width", 1);
    ctx.strokeText(text, number("x"), number("y"));
  }
  ctx.fillStyle = item.getAttribute("fill") ?? "black";
  ctx.fillText(text, number("x"), number("y"));
}

/** @param {CanvasRenderingContext2D} ctx @param {string} transform */
function turn(ctx, transform) {
  for (const [, kind, values] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a, b] = values.split(/[ ,]+/).map(Number);
    if (kind === "translate") ctx.translate(a, b || 0);
    if (kind === "scale") ctx.scale(a, b ?? a);
  }
}

/**
 * @param {Relation} relation
 * @param {{x: number, y: number}} from
 * @param {{x: number, y: number}} to
 * @param {string} colour
 * @param {string} words
 */
function edgePath(relation, from, to, colour, words) {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const bend = from === to ? 0 : relation.bend;
  const [mx, my] = [(from.x + to.x) / 2 + dy * bend, (from.y + to.y) / 2 - dx * bend];
  const made = drawn("path", {
    d: `M${from.x} ${from.y}Q${mx.toFixed(1)} ${my.toFixed(1)} ${to.x} ${to.y}`,
    fill: "none",
    stroke: colour,
    "stroke-width": 1,
    "stroke-opacity": relation.inferred ? 0.5 : 0.75,
    ...(relation.inferred ? { "stroke-dasharray": "4 5" } : {}),
  });
  made.append(drawn("title", {}, xmlText(words)));
  return made;
}

/** The sign of a shape around 0, 0. @param {string} shape @param {number} size */
function outlineOf(shape, size) {
  const r = size;
  /** @param {number[][]} points */
  const around = (points) => `M${points.map(([x, y]) => `${(x * r).toFixed(1)} ${(y * r).toFixed(1)}`).join("L")}Z`;
  if (shape === "square") return around([[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]]);
  if (shape === "diamond") return around([[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]]);
  if (shape === "triangle") return around([[0, -1.1], [1, 0.7], [-1, 0.7]]);
  if (shape === "triangleDown") return around([[0, 1.1], [1, -0.7], [-1, -0.7]]);
  const turns = (/** @type {number} */ count, /** @type {(at: number) => number} */ reach) =>
    around(Array.from({ length: count }, (_, at) => {
      const angle = (2 * Math.PI * at) / count - Math.PI / 2;
      return [Math.cos(angle) * reach(at), Math.sin(angle) * reach(at)];
    }));
  if (shape === "hexagon") return turns(6, () => 1.05);
  if (shape === "star") return turns(10, (at) => (at % 2 ? 0.55 : 1.3));
  return `M${-r} 0A${r} ${r} 0 1 0 ${r} 0A${r} ${r} 0 1 0 ${-r} 0Z`;
}
