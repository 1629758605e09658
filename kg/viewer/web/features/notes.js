// Notes that a reader adds: kept in this browser, and handed over or taken in as a file.
import { called, language, say } from "../core/language.js";
import { button, element, handOver, name } from "../ui/dom.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").State} State
 * @typedef {{about: string, label: string, text: string, changed: string}} Note
 */

const NOTES_KEPT = "kg-notes";
const NOTES_FORMAT = "kg-notes";
const NOTE_LENGTH = 20_000;

/** What the browser keeps, if it keeps anything: a page from a mail attachment may have nothing. */
class Store {
  constructor() {
    this.kept = true;
  }

  read() {
    try {
      return window.localStorage.getItem(NOTES_KEPT);
    } catch {
      this.kept = false;
      return null;
    }
  }

  /** @param {string} text */
  write(text) {
    try {
      window.localStorage.setItem(NOTES_KEPT, text);
    } catch {
      this.kept = false;
    }
  }
}

/**
 * The notes in a text; null if it holds none of our making.
 * @param {string} text
 * @returns {Note[] | null}
 */
export function notesIn(text) {
  let data;
  try {
    data = JSON.parse(text);
  } catch {
    return null;
  }
  if (data?.format !== NOTES_FORMAT || !Array.isArray(data.notes)) return null;
  const whole = data.notes.every((/** @type {Record<string, unknown> | null} */ note) =>
    ["about", "label", "text", "changed"].every((key) => typeof note?.[key] === "string"),
  );
  return whole ? data.notes : null;
}

export class Notes {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.store = new Store();
    /** @type {Map<string, Note>} */
    this.notes = new Map(
      (notesIn(this.store.read() ?? "") ?? []).map((note) => [note.about, note]),
    );
    this.title = element("h2", { tabindex: "-1", "data-say": "notes.title" });
    this.about = element("label", { for: "note-text" });
    this.text = element("textarea", { id: "note-text", rows: "6", maxlength: String(NOTE_LENGTH) });
    this.text.addEventListener("input", () => this.write());
    this.list = element("ul", { class: "plain notes-list" });
    this.kept = element("p", { class: "hint" });
    this.file = element("input", {
      type: "file",
      accept: "application/json,.json",
      class: "quiet",
      tabindex: "-1",
    });
    this.file.setAttribute("aria-label", say("notes.import"));
    this.file.addEventListener("change", () => void this.take());
    this.message = element("p", { class: "notes-message", role: "status" });
    this.out = button(
      { class: "tool", "data-say": "notes.export" },
      () => this.give(),
    );
    this.place = element(
      "div",
      { class: "notes" },
      this.title,
      element("div", { class: "note-field" }, this.about, this.text),
      this.kept,
      element(
        "div",
        { class: "path-tools" },
        this.out,
        button(
          { class: "tool", "data-say": "notes.import" },
          () => this.file.click(),
        ),
        this.file,
      ),
      this.message,
      this.list,
    );
    /** @type {Map<string, string> | null} */
    this.known = null;
    this.shownFor = "";
    app.panelTab("notes", this.place, "notes.title");
  }

  /** What a note is about, the same in every file of this graph. @param {string} id */
  key(id) {
    const { model } = this.app;
    const relation = model.relations.get(id);
    if (!relation) return model.entity(id).key;
    return [
      model.entity(relation.from).key,
      relation.predicate.key,
      model.entity(relation.to).key,
    ].join(" ");
  }

  /** @param {string} id */
  label(id) {
    const { model } = this.app;
    const relation = model.relations.get(id);
    if (!relation) return this.app.model.name(model.entity(id));
    const [from, to] = [relation.from, relation.to].map((end) =>
      this.app.model.name(model.entity(end)),
    );
    return `${from} \u2013 ${called(relation.predicate)} \u2013 ${to}`;
  }

  write() {
    const { selected } = this.app.state;
    if (selected === null) return;
    const about = this.key(selected);
    const text = this.text.value;
    if (text.trim()) {
      const changed = new Date().toISOString();
      this.notes.set(about, { about, label: this.label(selected), text, changed });
    } else this.notes.delete(about);
    this.keep();
  }

  keep() {
    this.store.write(this.written());
    this.listed();
  }

  written() {
    const { version, as_of } = this.app.model.data;
    const notes = [...this.notes.values()].sort((a, b) => (a.about < b.about ? -1 : 1));
    return JSON.stringify(
      { format: NOTES_FORMAT, version: 1, graph: version, as_of, notes },
      null,
      2,
    );
  }

  give() {
    handOver("notes.json", new Blob([this.written()], { type: "application/json" }));
    this.say(say("notes.exported", this.notes.size));
  }

  async take() {
    const file = this.file.files?.[0];
    if (!file) return;
    const found = notesIn(await file.text());
    this.file.value = "";
    if (!found) return this.say(say("notes.bad", file.name));
    // The later of two notes about one thing stays.
    const newer = found.filter(
      ({ about, changed }) => (this.notes.get(about)?.changed ?? "") < changed,
    );
    for (const { about, label, text, changed } of newer)
      this.notes.set(about, { about, label, text: text.slice(0, NOTE_LENGTH), changed });
    this.shownFor = "";
    this.keep();
    this.show(this.app.state);
    this.say(say("notes.imported", newer.length, found.length - newer.length));
  }

  /** @param {string} text */
  say(text) {
    this.message.textContent = text;
  }

  listed() {
    const ids = this.notes.size ? this.ids() : new Map();
    const items = [...this.notes.values()]
      .sort((a, b) => (a.label < b.label ? -1 : 1))
      .map((note) => {
        const id = ids.get(note.about);
        const label = id ? this.label(id) : note.label;
        const title = id
          ? button({ class: "link" }, () => this.app.select(id, true), name(label))
          : element("span", { class: "unstated" }, name(label), " ", say("notes.elsewhere"));
        return element("li", {}, title, element("p", { class: "note-words" }, name(note.text)));
      });
    this.list.replaceChildren(...items);
    this.out.disabled = this.notes.size === 0;
    this.kept.textContent = say(this.store.kept ? "notes.kept" : "notes.lost");
  }

  /** What each note may be about, found out when there is a note. */
  ids() {
    const { nodes, edges } = this.app.model;
    this.known ??= new Map([...nodes, ...edges].map(({ id }) => [this.key(id), id]));
    return this.known;
  }

  /** @param {State} state */
  show(state) {
    const key = `${state.selected} ${language()}`;
    if (key === this.shownFor) return;
    this.shownFor = key;
    const { selected } = state;
    this.text.disabled = selected === null;
    this.about.replaceChildren(
      selected === null ? say("notes.choose") : say("notes.about", this.label(selected)),
    );
    this.text.value = selected === null ? "" : (this.notes.get(this.key(selected))?.text ?? "");
    this.listed();
  }
}
