// Finding entities by any of their names.
import { folded } from "./text.js";

/**
 * @typedef {import("./model.js").Entity} Entity
 * @typedef {{entity: Entity, name: string, rank: number}} Hit
 */

/**
 * A search over the entities; of each it answers with its best name, the best hits first.
 * @param {Entity[]} entities the order among equally good hits
 */
export function index(entities) {
  const entries = entities.map((entity) => ({
    entity,
    names: [entity.label, ...entity.names].map((name) => ({ name, text: folded(name) })),
  }));
  /** @param {string} query @param {number} most @returns {Hit[]} */
  return (query, most) => {
    const words = folded(query).split(" ").filter(Boolean);
    if (!words.length) return [];
    const hits = entries.flatMap(({ entity, names }) => best(entity, names, words));
    return hits.sort((a, b) => a.rank - b.rank).slice(0, most);
  };
}

/**
 * @param {Entity} entity
 * @param {{name: string, text: string}[]} names
 * @param {string[]} words
 * @returns {Hit[]}
 */
function best(entity, names, words) {
  const hits = names.map(({ name, text }, place) => ({
    entity,
    name,
    rank: rank(text, words) + (place ? 0.5 : 0),
  }));
  const found = hits.reduce((a, b) => (b.rank < a.rank ? b : a));
  return Number.isFinite(found.rank) ? [found] : [];
}

/**
 * 0 the whole name, 1 its beginning, 2 beginnings of words, 3 anywhere, else no hit.
 * @param {string} text
 * @param {string[]} words
 */
function rank(text, words) {
  const query = words.join(" ");
  if (text === query) return 0;
  if (text.startsWith(query)) return 1;
  if (words.every((word) => ` ${text.replace(/[^\p{L}\p{N}]+/gu, " ")}`.includes(` ${word}`)))
    return 2;
  return words.every((word) => text.includes(word)) ? 3 : Infinity;
}
