// Finding entities by any of their names, also those spelt a little differently.
import { folded } from "./text.js";

/**
 * @typedef {import("./model.js").Entity} Entity
 * @typedef {{entity: Entity, name: string, rank: number}} Hit
 * @typedef {{name: string, text: string, words: string, grams: Set<string>}} Named
 */

const ALIKE = 0.42;

/**
 * A search over the entities; of each it answers with its best name, the best hits first.
 * @param {Entity[]} entities the order among equally good hits
 */
export function index(entities) {
  /** @type {{entity: Entity, names: Named[]}[] | null} */
  let entries = null;
  /** @type {Map<string, number[]>} */
  const places = new Map();
  const prepared = () => (entries ??= prepare(entities, places));
  /** @param {string} query @param {number} most @returns {Hit[]} */
  return (query, most) => {
    const words = folded(query).split(" ").filter(Boolean);
    if (!words.length) return [];
    const known = prepared();
    const hits = known.flatMap(({ entity, names }) => best(entity, names, words));
    const found = hits.sort((a, b) => a.rank - b.rank).slice(0, most);
    return found.length ? found : similar(known, places, words.join(" "), most);
  };
}

/** @param {Entity[]} entities @param {Map<string, number[]>} places */
function prepare(entities, places) {
  return entities.map((entity, at) => {
    const all = new Set([...Object.values(entity.labels), ...entity.names]);
    const names = [...all].map((name) => {
      const text = folded(name);
      const spaced = ` ${text.replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `;
      return { name, text, words: spaced, grams: trigrams(spaced) };
    });
    for (const gram of new Set(names.flatMap(({ grams }) => [...grams]))) {
      const there = places.get(gram);
      if (there) there.push(at);
      else places.set(gram, [at]);
    }
    return { entity, names };
  });
}

/** @param {string} text */
function trigrams(text) {
  const found = new Set(/** @type {string[]} */ ([]));
  for (let at = 0; at + 3 <= text.length; at++) found.add(text.slice(at, at + 3));
  return found;
}

/**
 * @param {Entity} entity
 * @param {Named[]} names
 * @param {string[]} words
 * @returns {Hit[]}
 */
function best(entity, names, words) {
  /** @type {Hit | null} */
  let found = null;
  names.forEach((named, place) => {
    const own = standing(named, words) + (place ? 0.5 : 0);
    if (own < (found?.rank ?? Infinity)) found = { entity, name: named.name, rank: own };
  });
  return found ? [found] : [];
}

/**
 * 0 the whole name, 1 its beginning, 2 beginnings of words, 3 anywhere, else no hit.
 * @param {Named} named
 * @param {string[]} words
 */
function standing({ text, words: spaced }, words) {
  if (!words.every((word) => text.includes(word))) return Infinity;
  const query = words.join(" ");
  if (text === query) return 0;
  if (text.startsWith(query)) return 1;
  return words.every((word) => spaced.includes(` ${word}`)) ? 2 : 3;
}

/**
 * Names that share most of their threes of letters with what was typed.
 * @param {{entity: Entity, names: Named[]}[]} entries
 * @param {Map<string, number[]>} places
 * @param {string} query
 * @param {number} most
 * @returns {Hit[]}
 */
function similar(entries, places, query, most) {
  const wanted = trigrams(` ${query.replace(/[^\p{L}\p{N}]+/gu, " ").trim()} `);
  /** @type {Map<number, number>} */
  const shared = new Map();
  for (const gram of wanted)
    for (const at of places.get(gram) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
  const close = [...shared].filter(([, count]) => count >= wanted.size * ALIKE);
  const hits = close.flatMap(([at]) => {
    const { entity, names } = entries[at];
    const ranked = names.map(({ name, grams }) => ({
      entity,
      name,
      rank: 5 - likeness(wanted, grams),
    }));
    const top = ranked.reduce((a, b) => (b.rank < a.rank ? b : a));
    return 5 - top.rank >= ALIKE ? [top] : [];
  });
  return hits.sort((a, b) => a.rank - b.rank).slice(0, Math.min(most, 8));
}

/** How much of what was typed a name has, a little less for what it has beside. @param {Set<string>} wanted @param {Set<string>} grams */
function likeness(wanted, grams) {
  let both = 0;
  for (const gram of wanted) if (grams.has(gram)) both++;
  return both / wanted.size - 0.05 * (1 - both / grams.size);
}
