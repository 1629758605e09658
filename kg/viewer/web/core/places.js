// Where signs stand: as Python laid them out, as the reader pinned them, or around what brought them.

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./model.js").State} State
 * @typedef {import("./model.js").Place} Place
 */

const NEW = 9;

/**
 * Where each sign of the picture stands.
 * @param {Model} model
 * @param {State} state
 * @returns {Map<string, Place>}
 */
export function places(model, state) {
  const { places: laid, home } = model.picture(state);
  const all = new Map(laid);
  for (const group of state.opened) {
    const centre = laid.get(group);
    if (centre) ring(model.entity(group).members ?? [], centre, all);
  }
  const added = state.added.filter((id) => !all.has(id));
  for (const id of added) {
    const near = model
      .of(id)
      .map(({ from, to }) => (from === id ? to : from))
      .map((other) => all.get(other) ?? all.get(home.get(other) ?? ""))
      .find(Boolean);
    settle(id, near ?? { x: 0, y: 0, size: NEW }, all);
  }
  for (const [id, { x, y }] of state.pins) {
    const place = all.get(id);
    if (place) all.set(id, { ...place, x, y });
  }
  return all;
}

/**
 * Puts the members of an opened group around where it stood.
 * @param {string[]} ids
 * @param {Place} centre
 * @param {Map<string, Place>} places
 */
function ring(ids, centre, places) {
  ids.forEach((id) => settle(id, centre, places));
}

/**
 * Puts a sign on the nearest free spot of the rings around another.
 * @param {string} id
 * @param {Place} near
 * @param {Map<string, Place>} places
 */
function settle(id, near, places) {
  const size = NEW;
  const others = [...places.values()].filter(
    (one) => Math.abs(one.x - near.x) < 900 && Math.abs(one.y - near.y) < 900,
  );
  for (let turn = 1; turn < 12; turn++) {
    const radius = near.size + 48 * turn;
    const steps = 6 * turn;
    for (let step = 0; step < steps; step++) {
      const angle = (2 * Math.PI * (step + turn / 2)) / steps;
      const spot = { x: near.x + radius * Math.cos(angle), y: near.y + radius * Math.sin(angle) };
      const free = others.every(
        (one) => Math.hypot(one.x - spot.x, (one.y - spot.y) * 1.6) > one.size + size + 34,
      );
      if (free || turn === 11)
        return void places.set(id, { x: Math.round(spot.x), y: Math.round(spot.y), size });
    }
  }
}
