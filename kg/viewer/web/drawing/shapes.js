// The shapes of signs, the same wherever a sign is seen.

/** @typedef {{x: number, y: number}} Point */

// How far a shape of one size reaches, so that all look equally large.
/** @type {Map<string, number>} */
const OPTICAL = new Map([
  ["dot", 1],
  ["hexagon", 1.08],
  ["square", 0.88],
  ["diamond", 1.22],
  ["triangle", 1.22],
  ["triangleDown", 1.22],
  ["star", 1.38],
]);
const TURN = 2 * Math.PI;

/** @param {number} count @param {number} turned @param {number} [inner] @returns {Point[]} */
function corners(count, turned, inner = 1) {
  return Array.from({ length: count }, (_, at) => {
    const angle = turned + (TURN * at) / count;
    const reach = at % 2 ? inner : 1;
    return { x: Math.cos(angle) * reach, y: Math.sin(angle) * reach };
  });
}

/** @type {Map<string, Point[]>} */
export const CORNERS = new Map([
  ["square", corners(4, Math.PI / 4).map(({ x, y }) => ({ x: x * 1.38, y: y * 1.38 }))],
  ["diamond", corners(4, 0)],
  ["triangle", corners(3, -Math.PI / 2)],
  ["triangleDown", corners(3, Math.PI / 2)],
  ["hexagon", corners(6, 0)],
  ["star", corners(10, -Math.PI / 2, 0.45)],
]);

/**
 * How far a sign reaches from its middle.
 * @param {{size: number, shape: string}} sign
 */
export function reach({ size, shape }) {
  return size * (OPTICAL.get(shape) ?? 1);
}

/**
 * The outline of a sign around its middle, as the path of an SVG.
 * @param {{size: number, shape: string}} sign
 */
export function outline(sign) {
  const far = reach(sign);
  const place = (/** @type {Point} */ { x, y }) => `${(x * far).toFixed(1)} ${(y * far).toFixed(1)}`;
  const corners = CORNERS.get(sign.shape);
  if (corners) return `M${corners.map(place).join("L")}Z`;
  return `M${-far} 0A${far} ${far} 0 1 0 ${far} 0A${far} ${far} 0 1 0 ${-far} 0Z`;
}
