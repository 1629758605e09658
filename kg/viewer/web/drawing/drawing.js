// The drawing: vis-network keeps the camera, the gestures and the places; the signs are ours.
import { called, number, say } from "../core/language.js";
import { drawLabels } from "./labels.js";
import { along, drawLines, drawSigns, under } from "./painter.js";
import { reach } from "./shapes.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Place} Place
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("./labels.js").Label} Label
 * @typedef {import("./painter.js").Sign} Sign
 * @typedef {import("./painter.js").Line} Line
 * @typedef {import("../core/address.js").Camera} Camera
 */

const OPTIONS = {
  physics: false,
  layout: { improvedLayout: false },
  autoResize: true,
  interaction: {
    hover: false,
    selectConnectedEdges: false,
    keyboard: { enabled: true, bindToWindow: false },
  },
  nodes: { shape: "dot", chosen: false },
};
const LEGIBLE = 0.5;
/** More lines than these are drawn without arrows, and not looked for under the pointer. */
const MANY = 2500;
/** So many lines are drawn while the camera moves. */
const FEW = 1200;
const QUIET = window.matchMedia("(prefers-reduced-motion: reduce)");
const REST = 140;

export class Drawing {
  /**
   * @param {HTMLElement} place
   * @param {App} app
   */
  constructor(place, app) {
    this.place = place;
    this.app = app;
    this.state = app.state;
    /** @type {string | null} */
    this.hovered = null;
    /** @type {Map<string, Sign>} */
    this.signs = new Map();
    /** @type {Sign[]} */
    this.order = [];
    /** @type {Line[]} */
    this.lines = [];
    /** @type {Map<string, Place>} */
    this.places = new Map();
    this.growth = 1;
    this.moving = false;
    this.resting = 0;
    /** Whether the reader looks from elsewhere than the page would. */
    this.elsewhere = false;
    /** Called when the camera has come to rest. */
    this.settled = () => {};
    this.nodes = new vis.DataSet([]);
    this.network = new vis.Network(
      place,
      { nodes: this.nodes, edges: new vis.DataSet([]) },
      OPTIONS,
    );
    this.take();
    this.listen();
  }

  /** Takes over from vis-network what is painted and what lies under the pointer. */
  take() {
    const { renderer, selectionHandler, body } = this.network;
    renderer._drawNodes = (ctx) => {
      this.paint(ctx);
      return { drawExternalLabels: null };
    };
    selectionHandler.getNodeAt = (point, whole = true) => {
      const id = this.at(point, false);
      if (id === null) return undefined;
      return whole ? body.nodes[id] : id;
    };
    selectionHandler.getEdgeAt = () => undefined;
  }

  listen() {
    const { network, place } = this;
    network.on("click", ({ pointer }) => this.choose(this.at(pointer.DOM)));
    network.on("doubleClick", ({ pointer }) => this.open(pointer.DOM));
    for (const event of ["dragStart", "dragging", "zoom"]) network.on(event, () => this.move());
    network.on("dragging", ({ nodes }) => this.drag(nodes[0]));
    network.on("dragEnd", ({ nodes }) => this.drop(nodes[0]));
    network.on("animationFinished", () => this.settled());
    place.addEventListener("pointermove", (event) => this.point(event));
    place.addEventListener("pointerleave", () => this.hover(null));
    place.addEventListener("keydown", (event) => this.key(event));
    place.querySelector(".vis-network")?.setAttribute("role", "group");
    place.querySelector(".vis-network")?.setAttribute("data-aria-label", "canvas");
  }

  /** @param {string | null} id */
  choose(id) {
    if (id !== this.state.selected) this.app.select(id);
  }

  /** @param {vis.Point} point */
  open(point) {
    const id = this.at(point);
    if (id === null) return;
    this.choose(id);
    this.asked(id, this.onPage(point));
  }

  /** Called when the reader asks what can be done with a sign. @type {(id: string, at: vis.Point) => void} */
  asked = () => {};

  /** @param {vis.Point} point */
  onPage({ x, y }) {
    const { left, top } = this.place.getBoundingClientRect();
    return { x: left + x, y: top + y };
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.key.startsWith("Arrow") || "+-=".includes(event.key)) this.move();
    const id = this.state.selected;
    if (event.key !== "Enter" || id === null) return;
    event.preventDefault();
    const place = this.places.get(id) ?? this.network.getViewPosition();
    this.asked(id, this.onPage(this.network.canvasToDOM(place)));
  }

  /** The camera moves: what takes long waits until it rests. */
  move() {
    this.moving = true;
    this.elsewhere = true;
    window.clearTimeout(this.resting);
    this.resting = window.setTimeout(() => {
      this.moving = false;
      this.network.redraw();
      this.settled();
    }, REST);
  }

  /** @param {string | undefined} id */
  drag(id) {
    const sign = id === undefined ? undefined : this.signs.get(id);
    if (!sign || id === undefined) return;
    const { x, y } = this.network.getPositions([id])[id];
    Object.assign(sign, { x, y });
  }

  /** @param {string | undefined} id */
  drop(id) {
    const sign = id === undefined ? undefined : this.signs.get(id);
    if (!sign || id === undefined) return;
    const pins = new Map(this.state.pins).set(id, { x: Math.round(sign.x), y: Math.round(sign.y) });
    this.app.change({ pins }, { undoable: true, telling: say("pinned", this.name(id)) });
  }

  /** @param {string} id */
  name(id) {
    return this.app.model.name(this.app.model.entity(id));
  }

  /** @param {PointerEvent} event */
  point(event) {
    if (this.moving || event.buttons) return;
    const { left, top } = this.place.getBoundingClientRect();
    this.hover(this.at({ x: event.clientX - left, y: event.clientY - top }));
  }

  /** @param {string | null} id */
  hover(id) {
    if (id === this.hovered) return;
    this.hovered = id;
    this.place.classList.toggle("pointing", id !== null);
    this.network.redraw();
  }

  /**
   * What lies at a point of the screen.
   * @param {vis.Point} point
   * @param {boolean} [lines]
   */
  at(point, lines = true) {
    const there = this.network.DOMtoCanvas(point);
    return under(there, this.order, lines ? this.lines : [], this.network.getScale());
  }

  /** @param {State} state */
  show(state) {
    const { model } = this.app;
    this.state = state;
    this.places = model.places(state);
    this.colours = palette(this.place);
    const shown = model.shown(state);
    const lit = model.lit(state);
    if (!this.elsewhere) this.growth = Math.min(2, Math.max(1, LEGIBLE / this.frame().scale));
    this.signs = new Map();
    for (const entity of [...shown.entities, ...shown.groups]) this.sign(entity, lit);
    this.order = [...this.signs.values()].sort((a, b) => Number(b.dim) - Number(a.dim));
    this.lines = [];
    for (const relation of shown.relations)
      this.line(relation, relation.bend, relation.inferred, 1, lit);
    for (const bundle of shown.bundles)
      this.line(bundle, 0, false, 0.8 + Math.log2(bundle.relations.length) / 3.5, lit);
    this.hand();
    this.network.redraw();
  }

  /** @param {Entity} entity @param {Set<string> | null} lit */
  sign(entity, lit) {
    const { id } = entity;
    const place = this.places.get(id) ?? { x: 0, y: 0, size: 9 };
    const { shape, hollow } = this.app.model.group(entity);
    this.signs.set(id, {
      id,
      x: place.x,
      y: place.y,
      size: place.size * this.growth,
      shape,
      hollow,
      fill: this.colours(`group-${entity.group}`),
      chosen: id === this.state.selected,
      dim: lit !== null && !lit.has(id),
      gathered: entity.members !== null,
      pinned: this.state.pins.has(id),
    });
  }

  /**
   * @param {{id: string, from: string, to: string}} relation
   * @param {number} bend
   * @param {boolean} inferred
   * @param {number} weight
   * @param {Set<string> | null} lit
   */
  line({ id, from, to }, bend, inferred, weight, lit) {
    const [start, end] = [this.signs.get(from), this.signs.get(to)];
    if (!start || !end) return;
    const bright = lit?.has(id) ?? false;
    this.lines.push({
      id,
      from: start,
      to: end,
      bend,
      inferred,
      weight: Math.round(weight * 2) / 2,
      lit: bright,
      dim: lit !== null && !bright,
      chosen: id === this.state.selected,
      arrow: !id.startsWith("b:"),
    });
  }

  /** Hands the places of the signs to vis-network, which drags them. */
  hand() {
    const { nodes } = this.network.body;
    const news = [...this.signs.values()].filter(({ id, x, y }) => {
      const known = nodes[id];
      return !known || known.x !== x || known.y !== y;
    });
    if (news.length) this.nodes.update(news.map(({ id, x, y, size }) => ({ id, x, y, size })));
  }

  /** @type {import("./painter.js").Colours} */
  colours = () => "";

  /** @param {CanvasRenderingContext2D} ctx in the coordinates of the network */
  paint(ctx) {
    const scale = this.network.getScale();
    const { clientWidth, clientHeight } = this.place;
    const [a, b] = [
      this.network.DOMtoCanvas({ x: -40, y: -40 }),
      this.network.DOMtoCanvas({ x: clientWidth + 40, y: clientHeight + 40 }),
    ];
    const seen = this.order.filter(({ x, y }) => x > a.x && x < b.x && y > a.y && y < b.y);
    const hurried = this.moving && this.lines.length > FEW;
    // While the camera moves some of many lines do, always the same ones.
    const every = hurried ? Math.ceil(this.lines.length / FEW) : 1;
    const lines = this.lines.filter(
      ({ from, to }, at) =>
        at % every === 0 &&
        Math.max(from.x, to.x) > a.x &&
        Math.min(from.x, to.x) < b.x &&
        Math.max(from.y, to.y) > a.y &&
        Math.min(from.y, to.y) < b.y,
    );
    drawLines(ctx, lines, this.colours, scale, !hurried && lines.length < MANY);
    drawSigns(ctx, seen, this.colours, scale, hurried);
    this.letter(ctx, seen, scale, hurried);
  }

  /**
   * Writes the labels over the signs.
   * @param {CanvasRenderingContext2D} ctx
   * @param {Sign[]} seen
   * @param {number} scale
   * @param {boolean} hurried
   */
  letter(ctx, seen, scale, hurried) {
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const dots = seen.map((sign) => ({
      ...this.network.canvasToDOM(sign),
      reach: reach(sign) * scale,
      sign,
    }));
    const said = this.lineLabels();
    const labels = [
      ...said.filter(({ must }) => must),
      ...this.signLabels(dots, hurried ? 60 : 900),
      ...said.filter(({ must }) => !must),
    ];
    drawLabels(ctx, labels, dots, { ink: this.colours("ink"), halo: this.colours("canvas") });
    ctx.restore();
  }

  /**
   * @param {{x: number, y: number, reach: number, sign: Sign}[]} dots
   * @param {number} most
   * @returns {Label[]}
   */
  signLabels(dots, most) {
    const first = new Set(this.app.model.picture(this.state).emphasis);
    /** @param {Sign} sign */
    const urgency = ({ id, size, gathered }) =>
      Number(id === this.hovered) * 1000 +
      Number(id === this.state.selected) * 500 +
      Number(first.has(id)) * 100 +
      size -
      Number(gathered) * 12;
    const wanted = dots.filter(({ sign }) => !sign.dim || sign.id === this.hovered);
    wanted.sort((a, b) => urgency(b.sign) - urgency(a.sign));
    const bold = Math.max(5, Math.min(26, wanted.length / 12));
    return wanted.slice(0, most).map((dot, at) => {
      const must = urgency(dot.sign) >= 400;
      const strong = must || first.has(dot.sign.id) || (at < bold && !dot.sign.gathered);
      const text = this.label(this.app.model.entity(dot.sign.id));
      return { ...dot, text, size: strong ? 12.5 : 11.5, bold: strong, must };
    });
  }

  /** @param {Entity} entity */
  label(entity) {
    if (!entity.members) return this.app.model.name(entity);
    return `${number(entity.members.length)} \u00d7 ${called(entity.kind)}`;
  }

  /**
   * What the selected or hovered relation says; of a selected entity, as many as fit.
   * @returns {Label[]}
   */
  lineLabels() {
    const near = this.hovered ?? this.state.selected;
    if (near === null) return [];
    const { relations } = this.app.model;
    const close = this.lines.filter(
      ({ id, from, to }) => id === near || from.id === near || to.id === near,
    );
    return close.slice(0, 60).flatMap((line) => {
      const relation = relations.get(line.id);
      const bundle = this.app.model.bundles.get(line.id);
      const text = relation ? called(relation.predicate) : number(bundle?.relations.length ?? 0);
      const { x, y } = this.network.canvasToDOM(along(line, 0.5));
      return { x, y, reach: -8, text, size: 11, bold: false, must: line.id === near };
    });
  }

  /**
   * Brings an entity and its neighbours, or a relation, into view.
   * @param {string} id
   */
  visit(id) {
    const lit = this.app.model.lit({ ...this.state, selected: id }) ?? new Set([id]);
    const signs = [...lit].flatMap((one) => this.signs.get(one) ?? []);
    if (!signs.length) return;
    this.elsewhere = true;
    const { position, scale } = framed(signs, this.place, 0.9);
    this.network.moveTo({ position, scale: Math.max(scale, 0.3), animation: motion() });
    this.move();
  }

  /** Brings signs into view. @param {string[]} ids */
  frameOn(ids) {
    const signs = ids.flatMap((id) => this.signs.get(id) ?? []);
    if (!signs.length) return;
    this.elsewhere = true;
    const { position, scale } = framed(signs, this.place, 0.9);
    this.network.moveTo({ position, scale, animation: motion() });
    this.move();
  }

  /** @param {Camera} camera */
  look(camera) {
    this.elsewhere = true;
    this.network.moveTo({ ...camera, animation: false });
  }

  /** From where the reader looks, if it is elsewhere than the page would. @returns {Camera | null} */
  moved() {
    if (!this.elsewhere) return null;
    return { position: this.network.getViewPosition(), scale: this.network.getScale() };
  }

  /**
   * Brings all that is shown into view.
   * @param {boolean} moving
   */
  fit(moving = true) {
    this.elsewhere = false;
    this.network.moveTo({ ...this.frame(), animation: moving && motion() });
    this.settled();
  }

  /** Where to look from to see all that is shown, with room for the labels at the rim. */
  frame() {
    const { ids } = this.app.model.shown(this.state);
    const places = [...ids].flatMap((id) => this.places.get(id) ?? []);
    return framed(places, this.place, 1.2);
  }

  /** @param {number} factor */
  zoom(factor) {
    this.move();
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: motion() });
  }
}

/**
 * @param {{x: number, y: number}[]} points
 * @param {HTMLElement} place
 * @param {number} most
 * @returns {Camera}
 */
function framed(points, { clientWidth, clientHeight }, most) {
  const [left, right] = extent(points.map(({ x }) => x));
  const [top, bottom] = extent(points.map(({ y }) => y));
  const wide = (clientWidth - Math.min(130, clientWidth * 0.25)) / (right - left + 1);
  const high = (clientHeight - 100) / (bottom - top + 1);
  const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
  return { position, scale: Math.max(0.01, Math.min(wide, high, most)) };
}

function motion() {
  return QUIET.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
}

/** @param {number[]} values */
function extent(values) {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    values.length ? [Infinity, -Infinity] : [0, 0],
  );
}

/**
 * The colours of the style sheet, in the scheme of the page now.
 * @param {HTMLElement} place
 */
function palette(place) {
  const style = getComputedStyle(place);
  /** @type {Map<string, string>} */
  const known = new Map();
  /** @param {string} name */
  return (name) => {
    const colour = known.get(name) ?? style.getPropertyValue(`--${name}`).trim();
    known.set(name, colour);
    return colour;
  };
}
