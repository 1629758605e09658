// Labels in the size of the screen, as many as fit, the important ones first.
import { lines } from "../core/text.js";

/**
 * @typedef {{x: number, y: number, reach: number, text: string, size: number, bold: boolean,
 *   must: boolean}} Label  bold ones may cover signs if there is no other place
 * @typedef {{left: number, top: number, right: number, bottom: number}} Box
 */

const CELL = 80;
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Boxes already taken, found by where they lie. */
class Taken {
  constructor() {
    /** @type {Map<string, Box[]>} */
    this.cells = new Map();
  }

  /** @param {Box} box */
  add(box) {
    for (const cell of cells(box)) {
      const there = this.cells.get(cell);
      if (there) there.push(box);
      else this.cells.set(cell, [box]);
    }
  }

  /** @param {Box} box */
  meets(box) {
    return cells(box).some((cell) => this.cells.get(cell)?.some((other) => overlap(box, other)));
  }
}

/** @param {Box} box */
function cells(box) {
  const found = [];
  for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x++) {
    for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y++) {
      found.push(`${x} ${y}`);
    }
  }
  return found;
}

/**
 * @param {Box} box
 * @param {number} width
 * @param {number} height
 */
function within(box, width, height) {
  return box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
}

/** @param {Box} a @param {Box} b */
function overlap(a, b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/**
 * Draws the labels; `dots` are the signs they shall not cover.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Label[]} labels the important ones first
 * @param {{x: number, y: number, reach: number}[]} dots
 * @param {{ink: string, halo: string}} colours
 */
export function drawLabels(ctx, labels, dots, colours) {
  const taken = { dots: new Taken(), names: new Taken() };
  for (const { x, y, reach } of dots) taken.dots.add(square(x, y, reach * 0.8));
  ctx.textAlign = "center";
  ctx.textBaseline = "top";
  ctx.lineJoin = "round";
  for (const label of labels) place(ctx, label, taken, colours);
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} reach
 */
function square(x, y, reach) {
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Label} label
 * @param {{dots: Taken, names: Taken}} taken
 * @param {{ink: string, halo: string}} colours
 */
function place(ctx, label, taken, colours) {
  ctx.font = `${label.bold ? "600 " : ""}${label.size}px ${FONT}`;
  const rows = lines(label.text, label.must ? 26 : 20, label.must ? 6 : 3);
  const width = Math.max(...rows.map((row) => measured(ctx, row)));
  const boxes = around(label, width, rows.length * label.size * 1.18);
  const box = choice(boxes, label, taken, ctx.canvas);
  if (!box) return;
  taken.names.add(box);
  write(ctx, rows, box, label.size, colours);
}

/**
 * The first of the boxes that is inside the picture and free.
 * @param {Box[]} boxes
 * @param {Label} label
 * @param {{dots: Taken, names: Taken}} taken
 * @param {HTMLCanvasElement} canvas
 */
function choice(boxes, label, taken, { clientWidth, clientHeight }) {
  const inside = boxes.filter((one) => within(one, clientWidth, clientHeight));
  const apart = inside.filter((one) => !taken.names.meets(one));
  const free = apart.find((one) => !taken.dots.meets(one));
  return (
    free ??
    (label.bold ? apart[0] : undefined) ??
    (label.must ? (inside[0] ?? boxes[0]) : undefined)
  );
}

/**
 * Where a label may stand: below, above, right and left of its sign, and in the corners.
 * @param {Label} label
 * @param {number} width
 * @param {number} height
 */
function around({ x, y, reach }, width, height) {
  const gap = reach + 3;
  const corners = [
    [x - width / 2, y + gap],
    [x - width / 2, y - gap - height],
    [x + gap + 2, y - height / 2],
    [x - gap - 2 - width, y - height / 2],
    [x + reach, y + reach],
    [x - reach - width, y + reach],
    [x + reach, y - reach - height],
    [x - reach - width, y - reach - height],
  ];
  return corners.map(([left, top]) => ({ left, top, right: left + width, bottom: top + height }));
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string[]} rows
 * @param {Box} box
 * @param {number} size
 * @param {{ink: string, halo: string}} colours
 */
function write(ctx, rows, box, size, colours) {
  const middle = (box.left + box.right) / 2;
  ctx.strokeStyle = colours.halo;
  ctx.fillStyle = colours.ink;
  ctx.lineWidth = 3.5;
  rows.forEach((row, at) => ctx.strokeText(row, middle, box.top + at * size * 1.18));
  rows.forEach((row, at) => ctx.fillText(row, middle, box.top + at * size * 1.18));
}

/** @type {Map<string, number>} */
const widths = new Map();

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} row
 */
function measured(ctx, row) {
  const key = `${ctx.font} ${row}`;
  const known = widths.get(key) ?? ctx.measureText(row).width;
  widths.set(key, known);
  return known;
}
