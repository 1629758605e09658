// What of the page's script needs no page, tried under node; the folder of the script is given.
import assert from "node:assert/strict";
import test from "node:test";

const folder = process.env.SCRIPT;
const { codecs, readAddress, written } = await import(`file://${folder}/core/address.js`);
const { called, counted, learn, number, say, speak, wording } = await import(`file://${folder}/core/language.js`);
const { Model, rows } = await import(`file://${folder}/core/model.js`);
const { index } = await import(`file://${folder}/core/search.js`);
const { folded, lines, shown, webAddress } = await import(`file://${folder}/core/text.js`);
const { under } = await import(`file://${folder}/drawing/painter.js`);

learn(JSON.parse(process.env.WORDS));

const STATE = {
  cut: "all", view: "network", hidden: new Set(), sources: 1, degree: 0, selected: null, added: [],
  opened: new Set(), removed: new Set(), only: null, pins: new Map(), lang: "en", theme: "auto",
};

/** A network a-b-c-d in which b and c may be gathered. */
function model({ groups = [], nodes = [0, 1, 2, 3], ties = null } = {}) {
  const names = ["Aquila", "Brava", "Corvo", "Dorada"];
  const columns = (list) => ({
    count: list.length,
    columns: Object.fromEntries(Object.keys(list[0] ?? {}).map((key) => [key, list.map((one) => one[key])])),
  });
  return new Model({
    title: "T", version: "", as_of: "", lang: "en", theme: "auto",
    groups: [{ name: "agent", shape: "dot", hollow: false }],
    terms: columns([{ key: "state", en: "State", es: "Estado", pt: null }, { key: "rsc:x", en: "x", es: null, pt: null }]),
    nodes: columns(names.map((en, at) => ({ key: `state/${at}`, labels: { en }, kind: 0, group: "agent", iri: "", names: [`${en} State`], note: "", facts: [], dates: null, places: null }))),
    edges: columns([0, 1, 2].map((at) => ({ from: at, to: at + 1, predicate: 1, inferred: at === 2, rule: "", bend: 0, evidence: [0], dates: null }))),
    evidence: columns([{ source: "S", source_iri: "s", grade: "B2" }]),
    cuts: [{ name: "all", title: { en: "All" }, nodes, groups, anchors: groups.map(() => null), ties, positions: [...nodes, ...groups].map((_, at) => [at * 100, 0, 9]), emphasis: [] }],
  });
}

const ids = (list) => list.map(({ id }) => id).sort();

test("a table comes back row by row", () => {
  const table = { count: 3, columns: { a: [1, 2, 3], b: { pool: ["x", "y"], at: [0, 1, 0] } } };
  assert.deepEqual(rows(table), [{ a: 1, b: "x" }, { a: 2, b: "y" }, { a: 3, b: "x" }]);
});

test("everything of the cut is shown at the start", () => {
  const { entities, relations } = model().shown(STATE);
  assert.deepEqual(ids(entities), ["n0", "n1", "n2", "n3"]);
  assert.deepEqual(ids(relations), ["e0", "e1", "e2"]);
});

test("a group stands for its members and bundles their relations", () => {
  const made = model({ nodes: [0, 3], groups: [[1, 2]] });
  const { entities, groups, relations, bundles } = made.shown(STATE);
  assert.deepEqual(ids(entities), ["n0", "n3"]);
  assert.deepEqual(groups.map(({ members }) => members), [["n1", "n2"]]);
  assert.deepEqual(relations, []);
  assert.equal(bundles.length, 2);
});

test("an opened group shows its members, apart from each other", () => {
  const made = model({ nodes: [0, 3], groups: [[1, 2]] });
  const state = { ...STATE, opened: new Set([made.cuts[0].groups[0].id]) };
  assert.deepEqual(ids(made.shown(state).relations), ["e0", "e1", "e2"]);
  const places = made.places(state);
  assert.ok(Math.hypot(places.get("n1").x - places.get("n2").x, places.get("n1").y - places.get("n2").y) > 20);
});

test("what is added brings its relations, though the cut is limited to others", () => {
  const made = model({ nodes: [0, 1], ties: [0] });
  assert.deepEqual(ids(made.shown({ ...STATE, added: ["n2"] }).relations), ["e0", "e1"]);
});

test("filters hide by kind, level, source, grade, and number of relations", () => {
  const made = model();
  const left = (patch) => made.shown({ ...STATE, ...patch }).relations.length;
  assert.equal(left({ hidden: new Set(["kind:state"]) }), 0);
  assert.equal(left({ hidden: new Set(["level:inferred"]) }), 2);
  assert.equal(left({ hidden: new Set(["source:s"]) }), 0);
  assert.equal(left({ hidden: new Set(["grade:B2"]) }), 0);
  assert.equal(left({ sources: 2 }), 0);
  assert.equal(left({ degree: 2 }), 1);
});

test("a filter of a feature is asked", () => {
  const made = model();
  made.filters.push((thing, isRelation) => isRelation || thing.key !== "state/0");
  assert.deepEqual(ids(made.shown(STATE).entities), ["n1", "n2", "n3"]);
});

test("isolating and hiding take away", () => {
  const made = model();
  assert.deepEqual(ids(made.shown({ ...STATE, only: new Set(["n0", "n1"]) }).relations), ["e0"]);
  assert.deepEqual(ids(made.shown({ ...STATE, removed: new Set(["n1"]) }).relations), ["e2"]);
});

test("the state comes back from the address as it was", () => {
  const made = model();
  const state = {
    ...STATE, hidden: new Set(["kind:state"]), selected: "e1", added: ["n2", "n0"], degree: 3,
    removed: new Set(["n1"]), only: new Set(["n3"]), pins: new Map([["n1", { x: -4, y: 7 }]]), lang: "pt",
  };
  const writers = codecs(made, STATE);
  const camera = { position: { x: 5, y: -6 }, scale: 0.5 };
  const read = readAddress(`#${written(state, writers, camera)}`, writers);
  assert.deepEqual({ ...STATE, ...read.patch }, state);
  assert.deepEqual(read.camera, camera);
  assert.equal(written(STATE, writers, null), "");
});

test("search takes whole names, beginnings, words and parts in this order", () => {
  const find = index(model().nodes);
  assert.equal(find("brava state", 9)[0].name, "Brava State");
  assert.equal(find("state", 9).length, 4);
  assert.deepEqual(find("orad", 9).map(({ entity }) => entity.key), ["state/3"]);
});

test("search forgives misspellings and finds nothing in noise", () => {
  const find = index(model().nodes);
  assert.equal(find("dorrada", 9)[0].entity.key, "state/3");
  assert.deepEqual(find("zzzz qqqq", 9), []);
  assert.deepEqual(find("  ", 9), []);
});

test("only addresses of the web become links", () => {
  assert.equal(webAddress("https://example.org/a"), "https://example.org/a");
  for (const bad of ["javascript:alert(1)", "data:text/html,x", " file:///etc/passwd", "//x", ""])
    assert.equal(webAddress(bad), null);
});

test("text that hides or turns its neighbours is made visible", () => {
  assert.equal(shown("a\u202eb\u0007c\ud800"), "a\ufffdb\ufffdc\ufffd");
  assert.equal(folded("  Ésperança  DO Sul "), "esperanca do sul");
  assert.deepEqual(lines("one two three four", 9, 2), ["one two", "three\u2026"]);
});

test("the page speaks one language at a time, and names fall back to English", (t) => {
  globalThis.document = { documentElement: {} };
  t.after(() => (speak("en"), delete globalThis.document));
  assert.equal(say("found", 2), "2 found");
  assert.equal(say("no such word"), "no such word");
  assert.deepEqual([0, 1, 2].map((count) => counted(count, "entities")), ["0 entities", "1 entity", "2 entities"]);
  speak("es");
  assert.equal(say("found", 2), "2 halladas");
  assert.equal(called({ en: "a", es: "b", pt: null }), "b");
  assert.equal(called({ en: "a", es: null }), "a");
  assert.equal(number(12345.5), "12.345,5");
  assert.equal(wording("group.agent").pt, "Atores");
  speak("pt");
  assert.deepEqual([0, 1, 2].map((count) => counted(count, "entities")), ["0 entidade", "1 entidade", "2 entidades"]);
  speak("xx");
  assert.equal(document.documentElement.lang, "en");
});

test("the topmost sign is under the pointer, then the nearest line", () => {
  const sign = (id, x) => ({ id, x, y: 0, size: 10, shape: "dot" });
  const [a, b] = [sign("a", 0), sign("b", 100)];
  const line = { id: "l", from: a, to: b, bend: 0 };
  assert.equal(under({ x: 3, y: 3 }, [a, b], [line], 1), "a");
  assert.equal(under({ x: 50, y: 4 }, [a, b], [line], 1), "l");
  assert.equal(under({ x: 50, y: 40 }, [a, b], [line], 1), null);
});
