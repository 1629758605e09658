// What of the features needs no page, tried under node; the folder of the script is given.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

const folder = process.env.SCRIPT;
// What Python's tests hold too, for what both know.
const vectors = (name) =>
  JSON.parse(readFileSync(new URL(`../vectors/${name}.json`, import.meta.url), "utf-8"));
const { Calendar } = await import(`file://${folder}/features/time.js`);
const { standingIn } = await import(`file://${folder}/core/dates.js`);
const { gradeDoubt, gradeRank } = await import(`file://${folder}/core/grades.js`);
const { labelIn } = await import(`file://${folder}/core/language.js`);
const { EACH, cheapest, isPassable, stepCost, weakness } = await import(`file://${folder}/core/paths.js`);
const { csvOf } = await import(`file://${folder}/features/takeaway.js`);
const { notesIn } = await import(`file://${folder}/features/notes.js`);
const { onMap, projected, pushApart } = await import(`file://${folder}/features/projection.js`);

const SPAN = { from: "2025-03", to: "2025-09" };

for (const [dates, brief, standing] of [
  [null, false, "undated"],
  [[null, null], true, "undated"],
  [["2025-04-01", "2025-04-02"], true, "in"],
  [["2024", "2026"], false, "in"],
  [["2024", "2024-12"], false, "out"],
  [["2025-10", null], false, "out"],
  [["2025", null], false, "in"],
  [["2024", null], false, "openEnded"],
  [["2024", null], true, "out"],
  [[null, "2026"], false, "openEnded"],
  [[null, "2025-03-31"], false, "in"],
  [[null, "2025-02"], false, "out"],
])
  test(`${JSON.stringify(dates)} ${brief ? "that passes" : "that lasts"} is ${standing}`, () => {
    assert.equal(standingIn(dates, brief, SPAN), standing);
  });

test("the calendar has the months of dated years alone, each at its place", () => {
  const calendar = new Calendar([{ dates: ["1991-05", null] }, { dates: ["2025", "2026-01"] }, { dates: null }]);
  assert.deepEqual(calendar.years, [1991, 2025, 2026]);
  for (let at = 0; at <= calendar.last; at++) assert.equal(calendar.place(calendar.month(at)), at);
  assert.equal(calendar.place("2000-06"), calendar.place("2025-01"));
  assert.equal(calendar.place("2099-01"), calendar.last);
});

test("a relation that is said, by more, and better graded is less weak", () => {
  const relation = (inferred, sources) => ({ inferred, sources });
  const graded = (grade) => [{ grade }];
  const best = weakness(relation(false, ["a", "b"]), graded("A1"));
  assert.equal(best, 0.5);
  assert.ok(best < weakness(relation(false, ["a"]), graded("A1")));
  assert.ok(best < weakness(relation(true, ["a", "b"]), graded("A1")));
  assert.ok(best < weakness(relation(false, ["a", "b"]), graded("F6")));
  assert.equal(weakness(relation(true, []), []), 3);
});

/** Numbers that look like chance and are always the same. */
function chance(seed) {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}

test("no way is cheaper than the cheapest", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const draw = chance(seed);
    const size = 4 + Math.floor(draw() * 5);
    const relations = Array.from({ length: size * 2 }, (_, at) => ({
      id: `e${at}`, from: `n${Math.floor(draw() * size)}`, to: `n${Math.floor(draw() * size)}`, cost: 1 + Math.floor(draw() * 9),
    }));
    const around = (id) => relations.filter(({ from, to }) => from === id || to === id);
    const far = Array.from({ length: size }, (_, a) => Array.from({ length: size }, (_, b) => (a === b ? 0 : Infinity)));
    for (const { from, to, cost } of relations) {
      const [a, b] = [Number(from.slice(1)), Number(to.slice(1))];
      if (a !== b) far[a][b] = far[b][a] = Math.min(far[a][b], cost);
    }
    for (let k = 0; k < size; k++)
      for (let a = 0; a < size; a++)
        for (let b = 0; b < size; b++) far[a][b] = Math.min(far[a][b], far[a][k] + far[k][b]);
    for (let b = 1; b < size; b++) {
      const way = cheapest(around, "n0", `n${b}`, ({ cost }) => cost, () => true, (id) => id);
      const sum = way?.reduce((all, { relation }) => all + relation.cost, 0) ?? Infinity;
      assert.equal(sum, far[0][b], `seed ${seed}, to n${b}`);
    }
  }
});

test("a way leads to what cannot be passed, and not through it", () => {
  const relations = [["a", "b"], ["b", "c"]].map(([from, to], at) => ({ id: `e${at}`, from, to }));
  const around = (id) => relations.filter(({ from, to }) => from === id || to === id);
  const passable = (id) => id !== "b";
  assert.equal(cheapest(around, "a", "b", () => 1, passable, (id) => id).length, 1);
  assert.equal(cheapest(around, "a", "c", () => 1, passable, (id) => id), null);
});

for (const { title, nodes, relations, asked } of vectors("paths")) {
  const entities = new Map(Object.keys(nodes).sort().map((key, at) => [`n${at}`, key]));
  const ids = new Map([...entities].map(([id, key]) => [key, id]));
  const order = ({ source, target, predicate }) => `${source}\n${target}\n${predicate}`;
  // As the page has them: in order, entities by their place in the list.
  const edges = [...relations]
    .sort((a, b) => (order(a) < order(b) ? -1 : 1))
    .map((given) => ({
      from: ids.get(given.source), to: ids.get(given.target), predicate: given.predicate, given,
      inferred: given.inferred, sources: [...new Set(given.evidence.map(([source]) => source))],
    }));
  const cost = (relation) =>
    stepCost(relation, relation.given.evidence.map(([, grade]) => ({ grade })));
  test(`what steps cost: ${title}`, () => {
    for (const edge of edges) assert.equal(cost(edge), edge.given.cost, edge.predicate);
  });
  for (const { from, to, best, stops, shortest, short } of asked)
    test(`from ${from} to ${to}: ${title}`, () => {
      const find = (each) => {
        const way = cheapest(
          (id) => edges.filter((edge) => edge.from === id || edge.to === id),
          ids.get(from), ids.get(to), (relation) => each + cost(relation),
          (id) => isPassable(nodes[entities.get(id)]), (id) => entities.get(id),
        );
        return way && [
          way.map(({ relation }) => relation.predicate),
          [from, ...way.map((leg) => entities.get(leg.to))],
        ];
      };
      assert.deepEqual(find(0), best && [best, stops]);
      assert.deepEqual(find(EACH), best && [shortest, short]);
    });
}

test("grades are doubted as both know, and in order", () => {
  const known = vectors("grades");
  for (const { grade, doubt } of known) assert.equal(gradeDoubt(grade), doubt, grade);
  const ranks = known.map(({ grade }) => gradeRank(grade));
  assert.deepEqual(ranks, [...ranks].sort((a, b) => a - b));
  assert.equal(new Set(ranks).size, known.findIndex(({ grade }) => !grade) + 1);
});

for (const { labels, language, label } of vectors("labels"))
  test(`of ${JSON.stringify(labels)} in ${language} it is ${label}`, () => {
    assert.equal(labelIn(labels, language), label);
  });

for (const { cell, field } of vectors("cells"))
  test(`the cell ${JSON.stringify(cell)} is ${JSON.stringify(field)} in a spreadsheet`, () => {
    const line = csvOf([[cell]]).slice(0, -"\r\n".length);
    const quoted = line.startsWith('"');
    assert.equal(quoted ? line.slice(1, -1).replaceAll('""', '"') : line, field);
    assert.equal(quoted, /[",\r\n]/.test(field));
  });

test("cells stand between commas, and rows in lines", () => {
  assert.equal(csvOf([["a,b", 'c"d', -1], ["plain"]]), '"a,b","c""d",-1\r\nplain\r\n');
});

test("only a file of notes is read as one", () => {
  const note = { about: "a", label: "A", text: "t", changed: "2031" };
  assert.deepEqual(notesIn(JSON.stringify({ format: "kg-notes", notes: [note] })), [note]);
  for (const text of ["", "{", "null", "[]", '{"format":"kg-notes"}', '{"format":"kg-notes","notes":[null]}'])
    assert.equal(notesIn(text), null);
});

test("the projection keeps its middle and puts north above south", () => {
  const [x, y] = projected(-75, -5);
  assert.ok(Math.abs(x) < 1e-9 && Math.abs(y) < 1e-9);
  assert.ok(projected(-75, 30)[1] < projected(-75, -30)[1]);
  assert.ok(projected(-40, -5)[0] > projected(-100, -5)[0]);
  assert.ok(onMap({ lon: -58.4, lat: -34.6 }) && !onMap({ lon: 20, lat: 50 }));
});

test("discs are pushed apart, the firm ones least", () => {
  const discs = [
    { x: 0, y: 0, size: 10, firm: true },
    { x: 1, y: 0, size: 10, firm: false },
    { x: 0, y: 0, size: 5, firm: false },
  ];
  pushApart(discs);
  for (const [at, one] of discs.entries())
    for (const other of discs.slice(at + 1))
      assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= one.size + other.size);
  assert.ok(Math.hypot(discs[0].x, discs[0].y) < Math.hypot(discs[1].x - 1, discs[1].y));
});
