// The state of the page in its address, so that a link brings it back.

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./model.js").State} State
 * @typedef {{position: {x: number, y: number}, scale: number}} Camera
 * @typedef {{key: string, write(state: State): string | null,
 *   read(text: string): Partial<State>}} Codec
 */

/**
 * How each part of the state is written; what is as at the start is left out.
 * @param {Model} model
 * @param {State} start
 * @returns {Codec[]}
 */
export function codecs(model, start) {
  const key = (/** @type {string} */ id) => model.entities.get(id)?.key ?? id;
  const id = (/** @type {string} */ text) => model.keys.get(text) ?? "";
  const many = (/** @type {Iterable<string>} */ ids) => [...ids].map(key).join(" ") || null;
  const ids = (/** @type {string} */ text) => text.split(" ").map(id).filter(Boolean);
  return [
    word("cut", start),
    word("view", start),
    word("lang", start),
    word("theme", start),
    count("sources", start),
    count("degree", start),
    {
      key: "hide",
      write: ({ hidden }) => [...hidden].sort().join(" ") || null,
      read: (text) => ({ hidden: new Set(text.split(" ")) }),
    },
    {
      key: "select",
      write: ({ selected }) => (selected === null ? null : named(model, selected)),
      read: (text) => ({ selected: unnamed(model, text) }),
    },
    { key: "add", write: ({ added }) => many(added), read: (text) => ({ added: ids(text) }) },
    {
      key: "open",
      write: ({ opened }) => many(opened),
      read: (text) => ({ opened: new Set(ids(text)) }),
    },
    {
      key: "gone",
      write: ({ removed }) => many(removed),
      read: (text) => ({ removed: new Set(ids(text)) }),
    },
    {
      key: "only",
      write: ({ only }) => (only ? many(only) : null),
      read: (text) => ({ only: new Set(ids(text)) }),
    },
    {
      key: "pin",
      write: ({ pins }) =>
        [...pins].map(([one, { x, y }]) => `${key(one)}@${x},${y}`).join(" ") || null,
      read: (text) => ({ pins: pinned(text, id) }),
    },
  ];
}

/** @param {"cut" | "view" | "lang" | "theme"} name @param {State} start @returns {Codec} */
function word(name, start) {
  return {
    key: name,
    write: (state) => (state[name] === start[name] ? null : state[name]),
    read: (text) => ({ [name]: text }),
  };
}

/** @param {"sources" | "degree"} name @param {State} start @returns {Codec} */
function count(name, start) {
  return {
    key: name,
    write: (state) => (state[name] === start[name] ? null : String(state[name])),
    read: (text) => ({ [name]: Math.max(start[name], Math.trunc(Number(text)) || 0) }),
  };
}

/** @param {Model} model @param {string} id */
function named(model, id) {
  const relation = model.relations.get(id);
  if (!relation) return model.entities.get(id)?.key ?? id;
  const ends = [relation.from, relation.to].map((end) => model.entity(end).key);
  return `${ends[0]} ${relation.predicate.key} ${ends[1]}`;
}

/** @param {Model} model @param {string} text */
function unnamed(model, text) {
  const known = model.keys.get(text);
  if (known || text.startsWith("b:")) return known ?? text;
  const found = model.edges.find(
    (relation) => text.includes(relation.predicate.key) && named(model, relation.id) === text,
  );
  return found?.id ?? null;
}

/** @param {string} text @param {(key: string) => string} id */
function pinned(text, id) {
  /** @type {Map<string, {x: number, y: number}>} */
  const found = new Map();
  for (const one of text.split(" ")) {
    const [, key, x, y] = /^(.+)@(-?\d+),(-?\d+)$/.exec(one) ?? [];
    if (key && id(key)) found.set(id(key), { x: Number(x), y: Number(y) });
  }
  return found;
}

/**
 * The part of the address after the number sign.
 * @param {State} state
 * @param {Codec[]} writers
 * @param {Camera | null} camera
 */
export function written(state, writers, camera) {
  const found = new URLSearchParams();
  for (const { key, write } of writers) {
    const text = write(state);
    if (text !== null && text !== "") found.set(key, text);
  }
  if (camera) {
    const { x, y } = camera.position;
    found.set("at", `${Math.round(x)},${Math.round(y)},${camera.scale.toFixed(3)}`);
  }
  return found.toString().replace(/%2F/g, "/").replace(/%3A/g, ":").replace(/%2C/g, ",");
}

/**
 * What an address says of the state, and from where it looks.
 * @param {string} text
 * @param {Codec[]} readers
 * @returns {{patch: Partial<State>, camera: Camera | null}}
 */
export function readAddress(text, readers) {
  const given = new URLSearchParams(text.replace(/^#/, ""));
  /** @type {Partial<State>} */
  let patch = {};
  for (const { key, read } of readers) {
    const value = given.get(key);
    if (value !== null) patch = { ...patch, ...read(value) };
  }
  const [x, y, scale] = (given.get("at") ?? "").split(",").map(Number);
  const known = [x, y, scale].every(Number.isFinite) && scale > 0;
  return { patch, camera: known ? { position: { x, y }, scale } : null };
}
