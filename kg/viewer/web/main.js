// The page: one state, the parts that show it, and what features may do with them.
import { codecs, readAddress, written } from "./core/address.js";
import { called, learn, say, speak, translate } from "./core/language.js";
import { Model } from "./core/model.js";
import { index } from "./core/search.js";
import { shown } from "./core/text.js";
import { Drawing } from "./drawing/drawing.js";
import { button, part, walk } from "./ui/dom.js";
import { Finder } from "./ui/finder.js";
import { Legend } from "./ui/legend.js";
import { List } from "./ui/list.js";
import { Menu } from "./ui/menu.js";
import { Panel } from "./ui/panel.js";
import { Chain } from "./features/chain.js";
import { WorldMap } from "./features/map.js";
import { Notes } from "./features/notes.js";
import { Paths } from "./features/paths.js";
import { Stories } from "./features/story.js";
import { Takeaway } from "./features/takeaway.js";
import { TimeBar } from "./features/time.js";

/**
 * @typedef {import("./core/model.js").State} State
 * @typedef {import("./core/address.js").Codec} Codec
 * @typedef {{show(state: State): void}} View
 * @typedef {{telling?: boolean | string, undoable?: boolean}} How
 *   telling: whether the change is read out, and in which words
 */

/**
 * What the parts of the page and its features share.
 * @typedef {object} App
 * @property {Model} model
 * @property {State} state as it is now; changed only by change()
 * @property {(patch: Partial<State>, how?: boolean | How) => void} change
 * @property {(id: string | null, visiting?: boolean) => void} select
 * @property {(text: string) => void} tell reads a text out
 * @property {Drawing} drawing
 * @property {(key: string, ...given: (string | number)[]) => string} say
 * @property {(labels: import("./core/language.js").Labels) => string} called
 * @property {(codec: Codec & {start?: Partial<State>}) => void} keep
 *   keeps a feature's part of the state in the address; start is what it begins as
 * @property {ReturnType<typeof index>} find
 * @property {(filter: Model["filters"][number]) => void} filter
 * @property {(name: string, place: HTMLElement, titleKey: string) => void} addView
 *   adds a view beside the network; it is seen while state.view is its name
 * @property {(name: string, place: HTMLElement, titleKey: string) => void} panelTab
 * @property {HTMLElement} toolbar
 * @property {HTMLElement} under the bar below the drawing
 * @property {HTMLElement} stage
 * @property {(id: string) => HTMLElement} part
 */

const MOST_UNDONE = 100;
const SETTLED = 250;
const NIGHT = window.matchMedia("(prefers-color-scheme: dark)");

/** @type {import("./core/model.js").Data} */
const data = JSON.parse(part("data").textContent ?? "");
// The model names what it gathers, for which it needs the words.
learn(data.words);
const model = new Model(data);
/** @type {State} */
let start = {
  cut: model.cuts[0].name,
  view: "network",
  hidden: new Set(),
  sources: 1,
  degree: 0,
  selected: null,
  added: [],
  opened: new Set(),
  removed: new Set(),
  only: null,
  pins: new Map(),
  lang: data.lang,
  theme: data.theme,
};
const kept = codecs(model, start);
let state = start;
/** @type {State[]} */
let before = [];
/** @type {State[]} */
let after = [];
/** @type {Map<string, HTMLElement>} */
const stages = new Map([["network", part("network")]]);
const tabs = [part("tab-details"), part("tab-list")];
let writing = 0;

function begin() {
  const { patch, camera } = readAddress(location.hash, kept);
  state = { ...start, ...patch };
  dress();
  return camera;
}

speak(start.lang);
/** @type {App} */
const app = {
  model,
  get state() {
    return state;
  },
  change,
  select,
  tell,
  // Made at once below; the parts before it do not use it while they are made.
  drawing: /** @type {Drawing} */ (/** @type {unknown} */ (null)),
  say,
  called,
  keep,
  find: index(model.ranked),
  filter: (filter) => void model.filters.push(filter),
  addView,
  panelTab,
  toolbar: part("toolbar"),
  under: part("under"),
  stage: part("stage"),
  part,
};
app.drawing = new Drawing(part("drawing"), app);
const menu = new Menu(app);
const panel = new Panel(part("details"), app, menu);
const list = new List(part("list"), app, menu);
const legend = new Legend(part("filters"), app);
const finder = new Finder(app);
/** Each part of the page, the features last; each shows its part of a state. */
const views = [
  app.drawing,
  panel,
  list,
  legend,
  menu,
  new TimeBar(app),
  new Chain(app),
  new WorldMap(app),
  new Paths(app),
  new Notes(app),
  new Stories(app),
  new Takeaway(app),
];

/** @param {Codec & {start?: Partial<State>}} codec */
function keep(codec) {
  kept.push(codec);
  start = { ...start, ...codec.start };
}

/** @param {Partial<State>} patch @param {boolean | How} [given] */
function change(patch, given = {}) {
  const how = typeof given === "boolean" ? { telling: given } : given;
  if (how.undoable) {
    before = [...before.slice(1 - MOST_UNDONE), state];
    after = [];
  }
  state = { ...state, ...patch };
  if (state.selected !== null && !model.shows(state.selected, state))
    state = { ...state, selected: null };
  render();
  if (how.telling) tell(how.telling === true ? visible() : how.telling);
}

function render() {
  dress();
  for (const [name, place] of stages) place.hidden = name !== seen();
  for (const tab of part("views").querySelectorAll("button"))
    tab.setAttribute("aria-pressed", String(tab.dataset.view === seen()));
  for (const view of views) view.show(state);
  for (const tab of part("cuts").querySelectorAll("button"))
    tab.setAttribute("aria-pressed", String(tab.dataset.cut === model.picture(state).name));
  part("undo").toggleAttribute("disabled", !before.length);
  part("redo").toggleAttribute("disabled", !after.length);
  showEmptiness();
  remember();
}

function seen() {
  return stages.has(state.view) ? state.view : "network";
}

function showEmptiness() {
  const none = !model.shown(state).ids.size;
  part("empty").hidden = !none;
  part("empty").textContent = say(model.present(state).length ? "filtered" : "empty");
}

/** Language and colours of the page, as the state has them. */
function dress() {
  const { theme, lang } = state;
  const root = document.documentElement;
  const night = theme === "dark" || (theme !== "light" && NIGHT.matches);
  root.dataset.scheme = night ? "dark" : "light";
  if (root.dataset.lang === lang) return;
  root.dataset.lang = lang;
  speak(lang);
  translate(document);
  for (const tab of part("cuts").querySelectorAll("button"))
    tab.textContent = cutTitle(tab.dataset.cut ?? "");
}

/** Writes the state to the address once it has settled. */
function remember() {
  window.clearTimeout(writing);
  writing = window.setTimeout(write, SETTLED);
}

function write() {
  const text = written(state, kept, app.drawing.moved());
  const address = text ? `#${text}` : location.pathname;
  if (`#${text}` === (location.hash || "#")) return;
  // In the frame of a notebook the address is not the page's own.
  if (location.protocol !== "about:") history.replaceState(null, "", address);
}

/** @param {string} id */
function present(id) {
  const relation = model.relations.get(id);
  const ends = relation ? [relation.from, relation.to] : [id];
  const { home } = model.picture(state);
  const there = new Set(model.present({ ...state, only: null, removed: new Set() }));
  const added = ends.filter(
    (end) => !model.entity(end).members && (relation || !there.has(end) || home.has(end)),
  );
  return { ends, added };
}

/**
 * Takes back what would hide what is asked for: filters, isolation, gathering.
 * @param {string} id
 * @returns {Partial<State>}
 */
function reveal(id) {
  if (model.bundles.has(id) || model.shows(id, state)) return {};
  const relation = model.relations.get(id);
  const { ends, added } = present(id);
  const shows = ends.map((end) => `kind:${model.entity(end).kind.key}`);
  if (relation) {
    shows.push(relation.inferred ? "level:inferred" : "level:said");
    shows.push(`predicate:${relation.predicate.key}`);
    shows.push(...relation.sources.map((one) => `source:${one}`));
    shows.push(...relation.grades.map((one) => `grade:${one}`));
  }
  const { only } = state;
  return {
    hidden: new Set([...state.hidden].filter((one) => !shows.includes(one))),
    removed: new Set([...state.removed].filter((one) => !ends.includes(one))),
    only: only && ends.some((end) => !only.has(end)) ? null : only,
    added: [...new Set([...state.added, ...added])],
    sources: relation && relation.sources.length < state.sources ? start.sources : state.sources,
    degree: start.degree,
  };
}

/**
 * Selects an entity or a relation; from outside the drawing it is also brought into view and read.
 * @param {string | null} id
 * @param {boolean} [visiting]
 */
function select(id, visiting = false) {
  if (id === null) return change({ selected: null }, { telling: say("cleared") });
  change({ ...reveal(id), selected: id });
  openTab(tabs[0]);
  tell(say("selected", model.title(id)));
  if (!visiting) return;
  app.drawing.visit(id);
  part("details").querySelector("h2")?.focus({ preventScroll: true });
}

function visible() {
  const { entities, relations } = model.shown(state);
  return say("shown", entities.length, model.nodes.length, relations.length, model.edges.length);
}

/** @param {string} text */
function tell(text) {
  part("status").textContent = shown(text);
}

/** @param {HTMLElement} chosen */
function openTab(chosen) {
  for (const tab of tabs) {
    const open = tab === chosen;
    tab.setAttribute("aria-selected", String(open));
    tab.tabIndex = open ? 0 : -1;
    part(tab.getAttribute("aria-controls") ?? "").hidden = !open;
  }
  list.show(state);
}

/** @param {string} name @param {HTMLElement} place @param {string} titleKey */
function panelTab(name, place, titleKey) {
  place.id = name;
  place.setAttribute("role", "tabpanel");
  place.setAttribute("aria-labelledby", `tab-${name}`);
  place.hidden = true;
  const tab = button(
    {
      id: `tab-${name}`,
      role: "tab",
      "aria-controls": name,
      "aria-selected": "false",
      tabindex: "-1",
      "data-say": titleKey,
    },
    () => openTab(tab),
  );
  part("tabs").append(tab);
  part("panel").append(place);
  tabs.push(tab);
}

/** @param {string} name @param {HTMLElement} place @param {string} titleKey */
function addView(name, place, titleKey) {
  place.hidden = true;
  stages.set(name, place);
  part("stage").append(place);
  viewButton(name, titleKey);
  part("views").hidden = false;
}

/** @param {string} name @param {string} titleKey */
function viewButton(name, titleKey) {
  const attributes = { "data-view": name, "data-say": titleKey, "aria-pressed": "false" };
  part("views").append(button(attributes, () => change({ view: name }, { undoable: true })));
}

/** @param {string} name */
function cutTitle(name) {
  const title = model.cuts.find((cut) => cut.name === name)?.title ?? {};
  return shown(title[state.lang] ?? title.en ?? name);
}

function offerCuts() {
  part("cuts").hidden = model.cuts.length < 2;
  for (const { name } of model.cuts)
    part("cuts").append(button({ "data-cut": name }, () => turn(name), cutTitle(name)));
}

/** Turns to another cut; what was added and opened belongs to the one before. @param {string} cut */
function turn(cut) {
  const { added, opened, removed, only, pins } = start;
  change({ cut, added, opened, removed, only, pins }, { undoable: true, telling: true });
  app.drawing.fit(false);
}

/** @param {State[]} from @param {State[]} onto @param {string} word */
function travel(from, onto, word) {
  const other = from.pop();
  if (!other) return tell(say("nothingToDo"));
  onto.push(state);
  const { lang, theme } = state;
  state = { ...other, lang, theme };
  render();
  tell(`${say(word)}. ${visible()}`);
}

function undo() {
  travel(before, after, "undone");
}

function redo() {
  travel(after, before, "redone");
}

function reset() {
  finder.clear();
  const { lang, theme } = state;
  change({ ...start, lang, theme }, { telling: true, undoable: true });
  openTab(tabs[0]);
  app.drawing.fit();
}

async function copyLink() {
  window.clearTimeout(writing);
  write();
  try {
    await navigator.clipboard.writeText(location.href);
    tell(say("copied"));
  } catch {
    tell(say("uncopied"));
  }
}

/** @param {KeyboardEvent} event */
function shortcut(event) {
  const { target } = event;
  const typing =
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && ["search", "text"].includes(target.type));
  const command = event.ctrlKey || event.metaKey;
  if (event.key === "Escape" && !menu.dismissed()) select(null);
  if (typing) return;
  if (event.key === "/" && !command && !event.altKey) {
    event.preventDefault();
    finder.input.focus();
  }
  if (command && event.key.toLowerCase() === "z") {
    event.preventDefault();
    if (event.shiftKey) redo();
    else undo();
  }
}

/** Lets a reader choose among words. @param {string} id @param {"lang" | "theme"} what */
function chooser(id, what) {
  const box = /** @type {HTMLSelectElement} */ (part(id));
  box.value = state[what];
  box.addEventListener("change", () => change({ [what]: box.value }));
}

function follow() {
  const text = written(state, kept, app.drawing.moved());
  if (`#${text}` === (location.hash || "#")) return;
  const camera = begin();
  render();
  if (camera) app.drawing.look(camera);
}

for (const tab of tabs) tab.addEventListener("click", () => openTab(tab));
part("tabs").addEventListener("keydown", (event) => walk(event, tabs));
viewButton("network", "network");
part("views").prepend(...[...part("views").querySelectorAll("[data-view=network]")]);
offerCuts();
part("reset").addEventListener("click", reset);
part("undo").addEventListener("click", undo);
part("redo").addEventListener("click", redo);
part("link").addEventListener("click", () => void copyLink());
part("zoom-in").addEventListener("click", () => app.drawing.zoom(1.4));
part("zoom-out").addEventListener("click", () => app.drawing.zoom(1 / 1.4));
part("zoom-fit").addEventListener("click", () => app.drawing.fit());
document.addEventListener("keydown", shortcut);
window.addEventListener("hashchange", follow);
NIGHT.addEventListener("change", render);
app.drawing.settled = remember;
if (window.matchMedia("(max-width: 760px)").matches) part("legend").removeAttribute("open");
const from = begin();
chooser("language", "lang");
chooser("theme", "theme");
render();
if (from) app.drawing.look(from);
else app.drawing.fit(false);
document.documentElement.dataset.ready = "yes";
