// Signs and lines on the canvas, many in one stroke, as the page's style has them.
import { CORNERS, reach } from "./shapes.js";

/**
 * @typedef {{id: string, x: number, y: number, size: number, shape: string, hollow: boolean,
 *   fill: string, chosen: boolean, dim: boolean, gathered: boolean, pinned: boolean}} Sign
 * @typedef {{id: string, from: Sign, to: Sign, bend: number, inferred: boolean, lit: boolean,
 *   dim: boolean, chosen: boolean, weight: number, arrow: boolean}} Line
 * @typedef {import("./shapes.js").Point} Point
 * @typedef {{left: number, top: number, right: number, bottom: number}} Frame
 * @typedef {(name: string) => string} Colours
 */

const TURN = 2 * Math.PI;
const IN_ONE_STROKE = 160;
const CLOUD = 250;

/**
 * The point on which a line bends, or null if it is straight.
 * @param {Line} line
 * @returns {Point | null}
 */
function knee({ from, to, bend }) {
  if (!bend) return null;
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  return { x: (from.x + to.x) / 2 + dy * bend, y: (from.y + to.y) / 2 - dx * bend };
}

/**
 * The point of a line at a part of its way.
 * @param {Line} line
 * @param {number} part
 * @returns {Point}
 */
export function along(line, part) {
  const { from, to } = line;
  if (from === to) {
    const radius = line.bend;
    const middle = loopMiddle(line);
    const angle = TURN * part;
    return { x: middle.x + radius * Math.cos(angle), y: middle.y + radius * Math.sin(angle) };
  }
  const over = knee(line) ?? { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 };
  const [a, b, c] = [(1 - part) ** 2, 2 * part * (1 - part), part ** 2];
  return { x: a * from.x + b * over.x + c * to.x, y: a * from.y + b * over.y + c * to.y };
}

/** @param {Line} line */
function loopMiddle({ from, bend }) {
  const away = (reach(from) + bend) * 0.75;
  return { x: from.x + away, y: from.y - away };
}

/**
 * Draws the lines; those of one look go in few strokes.
 * @param {CanvasRenderingContext2D} ctx
 * @param {Line[]} lines
 * @param {Colours} colours
 * @param {number} scale
 * @param {boolean} arrows whether there is time for heads and dashes
 */
export function drawLines(ctx, lines, colours, scale, arrows) {
  /** @type {Map<string, Line[]>} */
  const looks = new Map();
  for (const line of lines) {
    const { inferred, lit, dim, chosen, weight } = line;
    const look = `${lit ? 2 : dim ? 0 : 1} ${inferred ? 1 : 0} ${chosen ? 3.2 : lit ? 1.9 : weight}`;
    const same = looks.get(look);
    if (same) same.push(line);
    else looks.set(look, [line]);
  }
  for (const look of [...looks.keys()].sort())
    stroke(ctx, look, looks.get(look) ?? [], colours, scale, arrows);
  ctx.setLineDash([]);
  ctx.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {string} look
 * @param {Line[]} lines
 * @param {Colours} colours
 * @param {number} scale
 * @param {boolean} arrows
 */
function stroke(ctx, look, lines, colours, scale, arrows) {
  const [light, inferred, width] = look.split(" ").map(Number);
  // Many lines make a grey cloud unless each is faint.
  const faint = lines.length > CLOUD ? 0.6 : 1;
  ctx.strokeStyle = ctx.fillStyle = colours(light === 2 ? "accent" : "edge");
  ctx.globalAlpha = light === 2 ? 1 : light === 0 ? 0.1 : (inferred ? 0.6 : 0.85) * faint;
  ctx.lineWidth = width / Math.max(scale, 0.35);
  ctx.setLineDash(inferred && arrows ? [4 / scale, 4 / scale] : []);
  for (let at = 0; at < lines.length; at += IN_ONE_STROKE) {
    ctx.beginPath();
    for (const line of lines.slice(at, at + IN_ONE_STROKE)) trace(ctx, line);
    ctx.stroke();
  }
  if (!arrows) return;
  ctx.beginPath();
  for (const line of lines) if (line.arrow && line.from !== line.to) head(ctx, line, width, scale);
  ctx.fill();
}

/** @param {CanvasRenderingContext2D} ctx @param {Line} line */
function trace(ctx, line) {
  const { from, to } = line;
  if (from === to) {
    const { x, y } = loopMiddle(line);
    ctx.moveTo(x + line.bend, y);
    ctx.arc(x, y, line.bend, 0, TURN);
    return;
  }
  const over = knee(line);
  ctx.moveTo(from.x, from.y);
  if (over) ctx.quadraticCurveTo(over.x, over.y, to.x, to.y);
  else ctx.lineTo(to.x, to.y);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Line} line
 * @param {number} width
 * @param {number} scale
 */
function head(ctx, line, width, scale) {
  const { to } = line;
  const over = knee(line) ?? line.from;
  const [dx, dy] = [to.x - over.x, to.y - over.y];
  const long = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / long, dy / long];
  const size = (5 + width) / Math.max(scale, 0.5);
  const tip = { x: to.x - ux * (reach(to) + 1), y: to.y - uy * (reach(to) + 1) };
  ctx.moveTo(tip.x, tip.y);
  ctx.lineTo(tip.x - ux * size + uy * size * 0.42, tip.y - uy * size - ux * size * 0.42);
  ctx.lineTo(tip.x - ux * size - uy * size * 0.42, tip.y - uy * size + ux * size * 0.42);
  ctx.closePath();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Sign[]} signs
 * @param {Colours} colours
 * @param {number} scale
 * @param {boolean} hurried whether small ones do without a rim
 */
export function drawSigns(ctx, signs, colours, scale, hurried) {
  ctx.lineJoin = "round";
  for (const sign of signs) drawSign(ctx, sign, colours, scale, hurried && sign.size * scale < 6);
  ctx.globalAlpha = 1;
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {Sign} sign
 * @param {Colours} colours
 * @param {number} scale
 * @param {boolean} plain
 */
function drawSign(ctx, sign, colours, scale, plain) {
  const paper = colours("canvas");
  ctx.globalAlpha = sign.dim ? 0.16 : 1;
  if (plain) {
    ctx.fillStyle = sign.fill;
    form(ctx, sign, sign.x, sign.y);
    ctx.fill();
    return;
  }
  if (sign.gathered) {
    for (const back of [2, 1]) {
      const shift = back * Math.max(2.5, sign.size * 0.22);
      form(ctx, sign, sign.x + shift, sign.y - shift);
      fill(ctx, paper, sign.fill, 1.4 / Math.max(scale, 0.4));
    }
  }
  form(ctx, sign, sign.x, sign.y);
  const rim = sign.chosen ? colours("ink") : sign.hollow ? sign.fill : paper;
  const width = sign.chosen ? 3.4 : sign.hollow ? 2 : 1.2;
  fill(ctx, sign.hollow ? paper : sign.fill, rim, width / Math.max(scale, 0.4));
  if (!sign.pinned) return;
  ctx.beginPath();
  ctx.arc(sign.x, sign.y, Math.max(2.2, sign.size * 0.25), 0, TURN);
  ctx.fillStyle = sign.hollow ? sign.fill : paper;
  ctx.fill();
}

/** @param {CanvasRenderingContext2D} ctx @param {string} inside @param {string} rim @param {number} width */
function fill(ctx, inside, rim, width) {
  ctx.fillStyle = inside;
  ctx.strokeStyle = rim;
  ctx.lineWidth = width;
  ctx.fill();
  ctx.stroke();
}

/** @param {CanvasRenderingContext2D} ctx @param {Sign} sign @param {number} x @param {number} y */
function form(ctx, sign, x, y) {
  const size = reach(sign);
  const points = CORNERS.get(sign.shape);
  ctx.beginPath();
  if (!points) {
    ctx.arc(x, y, size, 0, TURN);
    return;
  }
  const unit = sign.shape === "square" ? size * 0.72 : size;
  points.forEach((point, at) => {
    if (at) ctx.lineTo(x + point.x * unit, y + point.y * unit);
    else ctx.moveTo(x + point.x * unit, y + point.y * unit);
  });
  ctx.closePath();
}

/**
 * What lies under a point: the topmost sign, else the nearest line within a few pixels.
 * @param {Point} point
 * @param {Sign[]} signs
 * @param {Line[]} lines
 * @param {number} scale
 */
export function under(point, signs, lines, scale) {
  const slack = 3 / scale;
  for (let at = signs.length - 1; at >= 0; at--) {
    const sign = signs[at];
    const near = reach(sign) + slack;
    if (Math.abs(sign.x - point.x) <= near && Math.abs(sign.y - point.y) <= near) return sign.id;
  }
  let [found, best] = [/** @type {string | null} */ (null), 7 / scale];
  for (const line of lines) {
    const away = distance(point, line, best);
    if (away < best) [found, best] = [line.id, away];
  }
  return found;
}

/** @param {Point} point @param {Line} line @param {number} most */
function distance(point, line, most) {
  const { from, to } = line;
  const room =
    most + Math.abs(line.bend) * (from === to ? 4 : Math.hypot(to.x - from.x, to.y - from.y));
  if (point.x < Math.min(from.x, to.x) - room || point.x > Math.max(from.x, to.x) + room)
    return Infinity;
  if (point.y < Math.min(from.y, to.y) - room || point.y > Math.max(from.y, to.y) + room)
    return Infinity;
  const steps = line.bend ? 16 : 1;
  let best = Infinity;
  let a = along(line, 0);
  for (let step = 1; step <= steps; step++) {
    const b = along(line, step / steps);
    best = Math.min(best, toSegment(point, a, b));
    a = b;
  }
  return best;
}

/** @param {Point} point @param {Point} a @param {Point} b */
function toSegment(point, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = dx * dx + dy * dy;
  const part = length ? ((point.x - a.x) * dx + (point.y - a.y) * dy) / length : 0;
  const held = Math.max(0, Math.min(1, part));
  return Math.hypot(point.x - a.x - held * dx, point.y - a.y - held * dy);
}
