// The page: one state, and the parts that show it.
import { part, walk } from "./dom.js";
import { Drawing } from "./drawing.js";
import { Finder } from "./finder.js";
import { Legend } from "./legend.js";
import { List } from "./list.js";
import { Model, START } from "./model.js";
import { Panel } from "./panel.js";
import { counted } from "./text.js";

/** @typedef {import("./model.js").State} State */

const model = new Model(JSON.parse(part("data").textContent ?? ""));
let state = START;

const drawing = new Drawing(part("drawing"), model, state, (id) => select(id));
const panel = new Panel(part("details"), model, (id) => select(id, true));
const list = new List(part("list"), model, (id) => select(id, true));
const legend = new Legend(part("filters"), model, (patch) => change(patch, true));
const finder = new Finder(model, (id) => select(id, true), tell);
const tabs = [part("tab-details"), part("tab-list")];

/**
 * @param {Partial<State>} patch
 * @param {boolean} [telling]
 */
function change(patch, telling = false) {
  state = { ...state, ...patch };
  if (state.selected !== null && !shows(state.selected)) state = { ...state, selected: null };
  for (const view of [drawing, panel, list, legend]) view.show(state);
  if (telling) tell(visible());
}

/** @param {string} id */
function shows(id) {
  const relation = model.relations.get(id);
  return relation ? model.showsRelation(relation, state) : model.showsEntity(id, state);
}

/**
 * Selects an entity or a relation; from outside the drawing it is also brought into view and read.
 * @param {string | null} id
 * @param {boolean} [visiting]
 */
function select(id, visiting = false) {
  if (id !== null) reveal(id);
  change({ selected: id });
  if (id === null) return tell("Selection cleared");
  openTab(tabs[0]);
  tell(`Selected ${title(id)}`);
  if (!visiting) return;
  drawing.visit(id);
  part("details").querySelector("h2")?.focus({ preventScroll: true });
}

/**
 * Takes back the filters that would hide what is asked for.
 * @param {string} id
 */
function reveal(id) {
  const relation = model.relations.get(id);
  const hidden = new Set(state.hidden);
  for (const end of relation ? [relation.from, relation.to] : [id])
    hidden.delete(model.entity(end).kind);
  const said = state.said || (relation !== undefined && !relation.inferred);
  const inferred = state.inferred || (relation !== undefined && relation.inferred);
  state = { ...state, hidden, said, inferred };
}

/** @param {string} id */
function title(id) {
  const relation = model.relations.get(id);
  if (relation)
    return `relation ${model.entity(relation.from).label} ${relation.label} ${model.entity(relation.to).label}`;
  const entity = model.entity(id);
  return `${entity.label}, ${entity.kind_label}, ${counted(model.of(id).length, "relation")}`;
}

function visible() {
  const entities = model.data.nodes.filter(({ id }) => model.showsEntity(id, state)).length;
  const relations = model.data.edges.filter((relation) =>
    model.showsRelation(relation, state),
  ).length;
  return (
    `Shown: ${entities} of ${counted(model.data.nodes.length, "entity", "entities")}, ` +
    `${relations} of ${counted(model.data.edges.length, "relation")}`
  );
}

/** @param {string} text */
function tell(text) {
  part("status").textContent = text;
}

/** @param {HTMLElement} chosen */
function openTab(chosen) {
  for (const tab of tabs) {
    const open = tab === chosen;
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
    part(tab.getAttribute("aria-controls") ?? "").hidden = !open;
  }
}

function reset() {
  finder.clear();
  change(START, true);
  openTab(tabs[0]);
  drawing.fit();
}

/** @param {KeyboardEvent} event */
function shortcut(event) {
  const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
  if (event.key === "Escape") select(null);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    finder.input.focus();
  }
}

for (const tab of tabs) tab.addEventListener("click", () => openTab(tab));
part("tab-details").parentElement?.addEventListener("keydown", (event) => walk(event, tabs));
part("reset").addEventListener("click", reset);
part("zoom-in").addEventListener("click", () => drawing.zoom(1.4));
part("zoom-out").addEventListener("click", () => drawing.zoom(1 / 1.4));
part("zoom-fit").addEventListener("click", () => drawing.fit());
document.addEventListener("keydown", shortcut);
part("empty").hidden = model.data.nodes.length > 0;
if (window.matchMedia("(max-width: 760px)").matches) part("legend").removeAttribute("open");
change(START);
document.documentElement.dataset.ready = "yes";
