// The drawing that is shown, as one SVG of its own with title and citation, and as pixels.
import { lines } from "../core/text.js";
import { outline } from "./shapes.js";
import { drawn, xmlText } from "./svg.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("../core/model.js").Relation} Relation
 * @typedef {import("../core/model.js").Bundle} Bundle
 * @typedef {import("../core/model.js").Model} Model
 * @typedef {Map<string, import("../core/model.js").Place>} Places
 */

const PICTURE_SCALE = 2;
const NOWHERE = { x: 0, y: 0, size: 1 };
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

export class Picture {
  /** @param {App} app @param {string} citation */
  constructor(app, citation) {
    this.app = app;
    this.citation = citation;
  }

  /** The drawing that is shown, as one SVG of its own. */
  svg() {
    const { view } = this.app.state;
    const live = { chain: ".chain-head, .chain-graph", map: ".map-graph" }[view];
    const found = live ? [...this.app.stage.querySelectorAll(live)] : [];
    const { body, wide, high } = found.length ? stacked(found) : this.network();
    return this.framed(body, wide, high);
  }

  /** @param {Element} body @param {number} wide @param {number} high */
  framed(body, wide, high) {
    const colours = getComputedStyle(document.body);
    const ink = colours.color;
    const paper = getComputedStyle(this.app.stage).backgroundColor;
    const cited = lines(this.citation, Math.max(30, Math.floor(wide / 6.4)), 4);
    const foot = 14 + cited.length * 15;
    const all = high + 44 + foot;
    const font = { "font-family": "Arial, Helvetica, sans-serif", fill: ink };
    const made = drawn("svg", { width: wide, height: all, viewBox: `0 0 ${wide} ${all}` });
    made.append(drawn("title", {}, xmlText(this.app.model.data.title)));
    body.setAttribute("transform", "translate(0 44)");
    made.append(
      drawn("rect", { width: wide, height: all, fill: paper }),
      body,
      // What reaches beyond the frame is covered.
      drawn("rect", { width: wide, height: 44, fill: paper }),
      drawn("rect", { y: high + 44, width: wide, height: foot, fill: paper }),
      drawn(
        "text",
        { ...font, x: 14, y: 28, "font-size": 18, "font-weight": "bold" },
        xmlText(this.app.model.data.title),
      ),
    );
    for (const [at, line] of cited.entries())
      made.append(
        drawn("text", { ...font, x: 14, y: high + 64 + at * 15, "font-size": 11 }, xmlText(line)),
      );
    return made;
  }

  /** The network from its positions: signs, lines, and the names that fit. */
  network() {
    const { model, state } = this.app;
    const { entities, groups, relations, bundles } = model.shown(state);
    const at = model.places(state);
    const style = getComputedStyle(this.app.stage);
    /** @param {string} key */
    const colour = (key) => style.getPropertyValue(`--${key}`).trim();
    const signs = [...groups, ...entities].filter(({ id }) => at.has(id));
    const [left, right] = rangeOf(signs.map(({ id }) => at.get(id)?.x ?? 0));
    const [top, bottom] = rangeOf(signs.map(({ id }) => at.get(id)?.y ?? 0));
    const [wide, high] = [right - left + 200, bottom - top + 140];
    const scale = Math.min(1, 2400 / Math.max(wide, high));
    const move = `scale(${scale.toFixed(4)}) translate(${100 - left} ${60 - top})`;
    const inner = drawn("g", { transform: move });
    const body = drawn("g", {}, inner);
    inner.append(
      ...[...bundles, ...relations].flatMap((line) => edgePath(line, at, colour("edge"), model)),
      ...signs.map((entity) => this.sign(entity, at, colour)),
      ...this.names(signs, at, colour, scale),
    );
    return { body, wide: Math.max(420, Math.round(wide * scale)), high: Math.round(high * scale) };
  }

  /** @param {Entity} entity @param {Places} at @param {(key: string) => string} colour */
  sign(entity, at, colour) {
    const { hollow, shape } = this.app.model.group(entity);
    const { x, y, size } = at.get(entity.id) ?? NOWHERE;
    const ink = colour(`group-${entity.group}`);
    const made = drawn("path", {
      d: outline({ size, shape: entity.members ? "dot" : shape }),
      transform: `translate(${x} ${y})`,
      fill: hollow ? colour("canvas") : ink,
      stroke: hollow ? ink : colour("canvas"),
      "stroke-width": hollow ? 2 : 1,
      ...(entity.members ? { "fill-opacity": 0.35, stroke: ink } : {}),
    });
    made.append(drawn("title", {}, xmlText(this.app.model.title(entity.id))));
    return made;
  }

  /**
   * @param {Entity[]} signs
   * @param {Places} at
   * @param {(key: string) => string} colour
   * @param {number} scale
   */
  names(signs, at, colour, scale) {
    const size = Math.min(40, 12 / scale);
    /** @type {number[][]} */
    const taken = [];
    const { model } = this.app;
    const first = [...signs].sort((a, b) => model.of(b.id).length - model.of(a.id).length);
    return first.flatMap((entity) => {
      const place = at.get(entity.id) ?? NOWHERE;
      const words = lines(model.name(entity), 24, 3);
      const half = Math.max(...words.map((line) => line.length)) * size * 0.275;
      const y = place.y + place.size + size * 1.1;
      const box = [place.x - half, y - size, place.x + half, y + (words.length - 1) * size * 1.15];
      if (taken.some((other) => overlapping(box, other))) return [];
      taken.push(box);
      const look = {
        x: place.x,
        "font-size": size.toFixed(1),
        "font-family": "Arial, Helvetica, sans-serif",
        "text-anchor": "middle",
        fill: colour("ink"),
        stroke: colour("canvas"),
        "stroke-width": (size / 5).toFixed(1),
        "paint-order": "stroke",
        "stroke-linejoin": "round",
      };
      return words.map((line, number) =>
        drawn("text", { ...look, y: y + number * size * 1.15 }, xmlText(line)),
      );
    });
  }

  /** The page may load no picture, not even its own: the drawing is painted piece by piece. */
  pixels() {
    const { view } = this.app.state;
    const seen = view === "network" ? this.app.stage.querySelector("canvas") : null;
    return seen ? this.snapshot(seen) : painted(this.svg());
  }

  /** @param {HTMLCanvasElement} seen */
  snapshot(seen) {
    const ratio = seen.width / Math.max(1, seen.clientWidth);
    const framed = this.framed(drawn("g"), seen.clientWidth, seen.clientHeight);
    const made = painted(framed, ratio);
    made.getContext("2d")?.drawImage(seen, 0, 44 * ratio);
    return made;
  }
}

/** Drawings of the page below one another. @param {Element[]} found */
function stacked(found) {
  const body = drawn("g");
  let [wide, high] = [0, 0];
  for (const live of found.filter((one) => one instanceof SVGSVGElement)) {
    const box = live.viewBox.baseVal;
    const framed = box?.width > 0;
    const children = [...live.children].map(inked);
    body.append(drawn("g", { transform: `translate(0 ${high})` }, ...children));
    wide = Math.max(wide, Math.round(framed ? box.width : live.clientWidth));
    high += Math.round(framed ? box.height : live.clientHeight);
  }
  return { body, wide, high };
}

/** An element with the look that the style sheet gives it now. @param {Element} live @returns {Element} */
function inked(live) {
  const made = /** @type {Element} */ (live.cloneNode(false));
  for (const attribute of ["class", "tabindex", "role", "aria-pressed"])
    made.removeAttribute(attribute);
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
  const number = (/** @type {string} */ key, other = 0) =>
    parseFloat(item.getAttribute(key) ?? "") || other;
  if (item.getAttribute("display") === "none" || item.getAttribute("visibility") === "hidden")
    return;
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
  if (item.localName === "rect")
    shape.roundRect(number("x"), number("y"), number("width"), number("height"), number("rx"));
  else if (item.localName === "circle")
    shape.arc(number("cx"), number("cy"), number("r"), 0, 2 * Math.PI);
  else return null;
  return shape;
}

/** @param {CanvasRenderingContext2D} ctx @param {Element} item @param {Path2D} shape @param {(key: string, other?: number) => number} number */
function ink(ctx, item, shape, number) {
  const [fill, stroke] = ["fill", "stroke"].map((key) => item.getAttribute(key) ?? "none");
  const alpha = ctx.globalAlpha;
  if (fill !== "none") {
    ctx.globalAlpha =
      alpha * number("fill-opacity", item.getAttribute("fill-opacity") === "0" ? 0 : 1);
    ctx.fillStyle = fill;
    ctx.fill(shape);
  }
  if (stroke === "none") return;
  ctx.globalAlpha = alpha * number("stroke-opacity", 1);
  ctx.strokeStyle = stroke;
  const fixed = item.getAttribute("vector-effect") === "non-scaling-stroke";
  ctx.lineWidth = number("stroke-width", 1) / (fixed ? ctx.getTransform().a / PICTURE_SCALE : 1);
  ctx.setLineDash(
    (item.getAttribute("stroke-dasharray") ?? "")
      .split(/[ ,]+/)
      .map(parseFloat)
      .filter((one) => one > 0),
  );
  ctx.stroke(shape);
}

/** @param {CanvasRenderingContext2D} ctx @param {Element} item @param {(key: string, other?: number) => number} number */
function letters(ctx, item, number) {
  const [slant, weight, size, family] = ["style", "weight", "size", "family"].map(
    (key) => item.getAttribute(`font-${key}`) ?? "",
  );
  ctx.font = `${slant || "normal"} ${weight || "normal"} ${parseFloat(size) || 12}px ${family || "sans-serif"}`;
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
 * @param {Relation | Bundle} line
 * @param {Places} at
 * @param {string} colour
 * @param {Model} model
 */
function edgePath(line, at, colour, model) {
  const [from, to] = [at.get(line.from), at.get(line.to)];
  if (!from || !to || from === to) return [];
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const bend = "bend" in line ? line.bend / 2 : 0;
  const [mx, my] = [(from.x + to.x) / 2 + dy * bend, (from.y + to.y) / 2 - dx * bend];
  const inferred = "inferred" in line && line.inferred;
  const made = drawn("path", {
    d: `M${from.x} ${from.y}Q${mx.toFixed(1)} ${my.toFixed(1)} ${to.x} ${to.y}`,
    fill: "none",
    stroke: colour,
    "stroke-width": "relations" in line ? Math.min(4, 1 + line.relations.length / 8) : 1,
    "stroke-opacity": inferred ? 0.5 : 0.75,
    ...(inferred ? { "stroke-dasharray": "4 5" } : {}),
  });
  made.append(drawn("title", {}, xmlText(model.title(line.id))));
  return [made];
}

/** @param {number[]} values */
function rangeOf(values) {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    values.length ? [Infinity, -Infinity] : [0, 0],
  );
}

/** @param {number[]} a @param {number[]} b */
function overlapping(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}
