// The hemisphere on the plane, and what fits beside what.

/**
 * @typedef {import("../core/model.js").Spot} Spot
 * @typedef {{state: string, rings: number[][], at: number[] | null}} Land
 */

const MAP_MIDDLE = [-75, -5];
const MAP_RADIUS = 1000;
/** Where the hemisphere ends, in degrees: west, east, south, north. */
const MAP_RANGE = [-170, -25, -60, 84];
/** What is seen where nothing else is asked for. */
const MAP_FIRST = [-118, -35, -56, 42];

/**
 * A point of the sphere on the plane, by Lambert's azimuthal projection that keeps areas.
 * @param {number} lon
 * @param {number} lat
 * @returns {[number, number]}
 */
export function projected(lon, lat) {
  const turn = Math.PI / 180;
  const [l, f, f0] = [(lon - MAP_MIDDLE[0]) * turn, lat * turn, MAP_MIDDLE[1] * turn];
  const cosine = Math.sin(f0) * Math.sin(f) + Math.cos(f0) * Math.cos(f) * Math.cos(l);
  const k = Math.sqrt(2 / Math.max(1e-9, 1 + cosine)) * MAP_RADIUS;
  const y = Math.cos(f0) * Math.sin(f) - Math.sin(f0) * Math.cos(f) * Math.cos(l);
  return [k * Math.cos(f) * Math.sin(l), -k * y];
}

/** The points of the plane between which the map first lies. */
export function firstFrame() {
  const [west, east, south, north] = MAP_FIRST;
  const points = [west, (west + east) / 2, east].flatMap((lon) =>
    [south, 0, north].map((lat) => projected(lon, lat)),
  );
  return points;
}

/** @param {number} radius @param {number} from @param {number} to in turns */
export function arc(radius, from, to) {
  const [a, b] = [from * 2 * Math.PI, to * 2 * Math.PI];
  const point = (/** @type {number} */ angle) =>
    `${(radius * Math.cos(angle)).toFixed(2)} ${(radius * Math.sin(angle)).toFixed(2)}`;
  return `M${point(a)}A${radius} ${radius} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(b)}`;
}

/** @param {number[]} a @param {number[]} b */
export function overlaps(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

/** @param {string} a @param {string} b */
export function alphabetical(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Moves discs apart until none covers another: what stands somewhere in a state gives way to what
 * stands in a known place.
 * @param {{x: number, y: number, size: number, firm: boolean}[]} discs
 */
export function pushApart(discs) {
  for (let pass = 0; pass < 60; pass++) {
    let moved = false;
    for (let a = 0; a < discs.length; a++) {
      for (let b = a + 1; b < discs.length; b++) moved = parted(discs[a], discs[b]) || moved;
    }
    if (!moved) return;
  }
}

/** @typedef {{x: number, y: number, size: number, firm: boolean}} Disc */

/** @param {Disc} one @param {Disc} other */
function parted(one, other) {
  const room = one.size + other.size + 2;
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  const apart = Math.hypot(dx, dy);
  if (apart >= room) return false;
  // What lies exactly on the other goes to the right.
  const [ux, uy] = apart < 0.01 ? [1, 0] : [dx / apart, dy / apart];
  const share = one.firm === other.firm ? 0.5 : one.firm ? 0.1 : 0.9;
  const push = room - apart + 0.1;
  one.x -= ux * push * share;
  one.y -= uy * push * share;
  other.x += ux * push * (1 - share);
  other.y += uy * push * (1 - share);
  return true;
}

/** Whether a spot lies in the hemisphere. @param {Spot} spot */
export function onMap({ lon, lat }) {
  const [west, east, south, north] = MAP_RANGE;
  return lon >= west && lon <= east && lat >= south && lat <= north;
}

/**
 * The outline of a land, or null if it is too small to have one.
 * @param {Land} land
 */
export function outlinePath({ rings }) {
  const shapes = rings.map((ring) => {
    const points = [];
    for (let at = 0; at < ring.length; at += 2)
      points.push(projected(ring[at] / 10, ring[at + 1] / 10));
    return `M${points.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}Z`;
  });
  return shapes.join("") || null;
}
