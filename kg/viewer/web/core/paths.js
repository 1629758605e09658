// The best path between two entities, by what its steps rest on.
import { gradeDoubt } from "./grades.js";

/**
 * @typedef {import("./model.js").Relation} Relation
 * @typedef {import("./model.js").Evidence} Evidence
 * @typedef {{relation: Relation, to: string}} Leg
 * @typedef {{cost: number, legs: Leg[], keys: string, id: string}} Reached
 */

/** Added to each step where paths are to be short before all. */
export const EACH = 1000000;

/**
 * How weakly a relation is supported, from 0 to 3: one for being inferred only, one over the
 * number of its sources, and up to one for the grade of its best piece of evidence.
 * @param {Relation} relation
 * @param {Evidence[]} evidence
 */
export function weakness(relation, evidence) {
  const sources = relation.sources.length;
  const doubts = evidence.map(({ grade }) => gradeDoubt(grade));
  const single = sources ? 1 / sources : 1;
  return (relation.inferred ? 1 : 0) + single + Math.min(1, ...doubts);
}

/**
 * What a step costs, in whole thousandths, so that no path is better by an error of rounding.
 * kg/network/paths.py knows the same, and passes the same vectors.
 * @param {Relation} relation
 * @param {Evidence[]} evidence
 */
export function stepCost(relation, evidence) {
  return 500 + Math.floor(1000 * weakness(relation, evidence) + 0.5);
}

/** Sources and codes join nearly everything: a path leads to them, never through them. @param {string} group */
export function isPassable(group) {
  return group !== "source" && group !== "code";
}

/**
 * The cheapest way from one entity to another, or null. Of equally cheap ones it is the one of the
 * fewest steps, then the one whose keys come first.
 * @param {(id: string) => Relation[]} around
 * @param {string} from
 * @param {string} to
 * @param {(relation: Relation) => number} cost
 * @param {(id: string) => boolean} passable whether a way may lead through
 * @param {(id: string) => string} key by which entities are in order
 * @returns {Leg[] | null}
 */
export function cheapest(around, from, to, cost, passable, key) {
  const done = new Set();
  /** @type {Reached[]} */
  const heap = [{ cost: 0, legs: [], keys: "", id: from }];
  for (let next = heapTake(heap); next; next = heapTake(heap)) {
    const here = next.id;
    if (here === to) return next.legs;
    if (done.has(here) || (here !== from && !passable(here))) continue;
    done.add(here);
    for (const [there, [relation, price]] of cheapestSteps(around(here), here, cost)) {
      if (done.has(there)) continue;
      heapAdd(heap, {
        cost: next.cost + price,
        legs: [...next.legs, { relation, to: there }],
        // No key has a line feed, which comes before whatever a key has.
        keys: `${next.keys}${key(there)}\n`,
        id: there,
      });
    }
  }
  return null;
}

/**
 * The cheapest relation to each neighbour, of equally cheap ones the first.
 * @param {Relation[]} relations
 * @param {string} here
 * @param {(relation: Relation) => number} cost
 */
function cheapestSteps(relations, here, cost) {
  /** @type {Map<string, [Relation, number]>} */
  const steps = new Map();
  for (const relation of relations) {
    const there = relation.from === here ? relation.to : relation.from;
    const price = cost(relation);
    if (price < (steps.get(there)?.[1] ?? Infinity)) steps.set(there, [relation, price]);
  }
  return steps;
}

/** @param {Reached[]} heap @param {Reached} item */
function heapAdd(heap, item) {
  let at = heap.push(item) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (!sooner(heap[at], heap[above])) return;
    [heap[at], heap[above]] = [heap[above], heap[at]];
    at = above;
  }
}

/** @param {Reached[]} heap */
function heapTake(heap) {
  const first = heap[0];
  const last = heap.pop();
  if (!heap.length || !last) return first;
  heap[0] = last;
  for (let at = 0; ;) {
    const below = [2 * at + 1, 2 * at + 2].filter((child) => child < heap.length);
    const least = below.reduce((a, b) => (sooner(heap[b], heap[a]) ? b : a), at);
    if (least === at) return first;
    [heap[at], heap[least]] = [heap[least], heap[at]];
    at = least;
  }
}

/** @param {Reached} a @param {Reached} b */
function sooner(a, b) {
  if (a.cost !== b.cost) return a.cost < b.cost;
  if (a.legs.length !== b.legs.length) return a.legs.length < b.legs.length;
  return a.keys < b.keys;
}
