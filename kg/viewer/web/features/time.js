// The time bar: which years and months are shown, and what is apart because nobody dates it.
import { monthOf, monthsIn, standingIn, yearOf } from "../core/dates.js";
import { language, say } from "../core/language.js";
import { drawn } from "../drawing/svg.js";
import { button, element } from "../ui/dom.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").Model} Model
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("../core/model.js").Relation} Relation
 * @typedef {import("../core/dates.js").Standing} Standing
 */

const TIME_HEIGHT = 50;
const TIME_STEP = 450;

/** What is in any of the pictures of the file. @param {Model} model */
function pictured(model) {
  const ids = model.cuts.flatMap(({ alone, groups }) => [
    ...alone,
    ...groups.flatMap(({ members }) => members ?? []),
  ]);
  return [...new Set(ids)].map((id) => model.entity(id));
}

/** The months of the years in which anything is dated; years without are left out. */
export class Calendar {
  /** @param {Entity[]} entities */
  constructor(entities) {
    const years = entities.flatMap(({ dates }) =>
      (dates ?? []).flatMap((date) => (date ? yearOf(date) : [])),
    );
    this.years = [...new Set(years)].sort((a, b) => a - b);
    this.last = this.years.length * 12 - 1;
  }

  /** @param {number} at */
  month(at) {
    return `${this.years[Math.floor(at / 12)]}-${String((at % 12) + 1).padStart(2, "0")}`;
  }

  /** Where a month stands; one in a year that is left out stands at the next that is not. @param {string} month */
  place(month) {
    const [year, number] = month.split("-").map(Number);
    const at = this.years.findIndex((known) => known >= year);
    if (at < 0) return this.last;
    return this.years[at] === year ? at * 12 + number - 1 : at * 12;
  }
}

export class TimeBar {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.drawn = pictured(app.model);
    this.calendar = new Calendar(this.drawn);
    this.whole = this.calendar.years.length
      ? { from: this.calendar.month(0), to: this.calendar.month(this.calendar.last) }
      : null;
    /** @type {{key: string, entities: Map<string, Standing>, relations: Map<string, Standing>, active: Set<string>} | null} */
    this.known = null;
    this.timer = 0;
    this.drawnFor = "";
    app.keep({
      key: "time",
      write: (state) => Object.values(state.time ?? {}).join("..") || null,
      read: (text) => ({ time: monthsIn(text) }),
      start: { time: null, undated: true, openEnded: true },
    });
    for (const which of /** @type {const} */ (["undated", "openEnded"]))
      app.keep({
        key: which,
        write: (state) => (state[which] ? null : "no"),
        read: (text) => ({ [which]: text !== "no" }),
      });
    if (!this.whole) return;
    this.handles = [this.handle("from"), this.handle("to")];
    this.label = element("span", { class: "time-label" });
    this.playing = button({ class: "tool", "aria-pressed": "false" }, () => this.play(), "");
    this.all = button(
      { class: "tool", "data-say": "time.all" },
      () => this.set(null),
    );
    this.undated = this.toggle("undated");
    this.openEnded = this.toggle("openEnded");
    this.graph = drawn("svg", { class: "histogram", "aria-hidden": "true", height: TIME_HEIGHT });
    this.place = this.built();
    app.under.append(this.place);
    new ResizeObserver(() => this.draw()).observe(this.graph);
    app.filter((thing, isRelation, state) => this.keeps(thing, isRelation, state));
  }

  built() {
    const [from, to] = this.handles ?? [];
    const track = element("div", { class: "time-track" }, this.graph ?? "", from, to);
    const tools = element("div", { class: "time-tools" }, this.playing ?? "", this.all ?? "");
    const apart = element("div", { class: "time-apart" });
    for (const part of [this.undated, this.openEnded]) if (part) apart.append(part.row);
    const summary = element(
      "summary",
      {},
      element("span", { "data-say": "time.title" }),
      " ",
      this.label ?? "",
    );
    const bar = element("div", { class: "time-bar" }, tools, track, apart);
    const made = element("details", { class: "time" }, summary, bar);
    made.open = !window.matchMedia("(max-width: 760px)").matches;
    made.addEventListener("toggle", () => this.draw());
    return made;
  }

  /** @param {"from" | "to"} end */
  handle(end) {
    const made = element("input", {
      type: "range",
      class: `time-handle ${end}`,
      min: "0",
      max: String(this.calendar.last),
      step: "1",
      "data-aria-label": `time.${end}`,
    });
    made.addEventListener("input", () => this.moved(end));
    return made;
  }

  /** @param {"undated" | "openEnded"} which */
  toggle(which) {
    const box = element("input", { type: "checkbox" });
    box.addEventListener("change", () =>
      this.app.change({ [which]: box.checked }, { telling: true, undoable: true }),
    );
    const words = element("span");
    return { box, words, row: element("label", {}, box, words) };
  }

  /** @param {"from" | "to"} end */
  moved(end) {
    const [from, to] = this.ends();
    const low = end === "from" ? Math.min(from, to) : from;
    const high = end === "to" ? Math.max(from, to) : to;
    this.set([low, high]);
  }

  ends() {
    return (this.handles ?? []).map(({ value }) => Number(value));
  }

  /** @param {number[] | null} ends */
  set(ends) {
    const all = !ends || (ends[0] === 0 && ends[1] === this.calendar.last);
    const time = all
      ? null
      : { from: this.calendar.month(ends[0]), to: this.calendar.month(ends[1]) };
    this.app.change({ time }, this.timer === 0);
  }

  play() {
    if (this.timer) return this.stop();
    const [from, to] = this.ends();
    if (from === 0 && to === this.calendar.last) this.set([0, Math.min(11, to)]);
    this.timer = window.setInterval(() => this.advance(), TIME_STEP);
    this.show(this.app.state);
  }

  advance() {
    const [from, to] = this.ends();
    const step = to - from >= 11 ? 12 : 1;
    if (to >= this.calendar.last) return this.stop();
    const high = Math.min(to + step, this.calendar.last);
    this.set([from + high - to, high]);
  }

  stop() {
    window.clearInterval(this.timer);
    this.timer = 0;
    this.show(this.app.state);
    this.app.tell(this.words(this.app.state));
  }

  /**
   * @param {Entity | Relation} thing
   * @param {boolean} isRelation
   * @param {State} state
   */
  keeps(thing, isRelation, state) {
    const { time, undated, openEnded } = state;
    if (!time && undated && openEnded) return true;
    if (!this.whole) return true;
    const { entities, relations, active } = this.standings(state);
    const standing = (isRelation ? relations : entities).get(thing.id) ?? "undated";
    if (standing === "undated") return undated || active.has(thing.id);
    return standing === "in" || (standing === "openEnded" && openEnded);
  }

  /** How everything stands to the span of the state, found out once for each. @param {State} state */
  standings(state) {
    const span = state.time ?? this.whole ?? { from: "", to: "" };
    const key = `${span.from} ${span.to}`;
    if (this.known?.key === key) return this.known;
    const { model } = this.app;
    const passing = new Set(model.data.ontology.passing);
    const brief = new Map(model.nodes.map(({ id, kind }) => [id, passing.has(kind.key)]));
    const entities = new Map(
      model.nodes.map(({ id, dates }) => [id, standingIn(dates, brief.get(id) ?? false, span)]),
    );
    const relations = new Map(
      model.edges.map(({ id, from, to, dates }) => {
        const passed = (brief.get(from) || brief.get(to)) ?? false;
        return [id, standingIn(dates, passed, span)];
      }),
    );
    const active = new Set(
      model.edges
        .filter(({ id }) => relations.get(id) === "in")
        .flatMap(({ from, to }) => [from, to]),
    );
    this.known = { key, entities, relations, active };
    return this.known;
  }

  /** @param {State} state */
  words(state) {
    const { time } = state;
    if (!time) return say("time.whole");
    return `${this.named(time.from)} \u2013 ${this.named(time.to)}`;
  }

  /** @param {string} month */
  named(month) {
    const day = new Date(`${month}-15T12:00:00Z`);
    const form = new Intl.DateTimeFormat(language(), {
      month: "short",
      year: "numeric",
      timeZone: "UTC",
    });
    return form.format(day);
  }

  /** @param {State} state */
  show(state) {
    if (!this.place || !this.handles || !this.label || !this.playing || !this.whole) return;
    this.place.hidden = state.view === "chain";
    const span = state.time ?? this.whole;
    const places = [this.calendar.place(span.from), this.calendar.place(span.to)];
    for (const [at, handle] of this.handles.entries()) {
      handle.value = String(places[at]);
      handle.setAttribute("aria-valuetext", this.named(this.calendar.month(places[at])));
    }
    // Where both handles meet at the end, the one that can still move lies on top.
    this.handles[0].classList.toggle("top", places[0] > this.calendar.last / 2);
    this.label.textContent = this.words(state);
    const running = this.timer !== 0;
    this.playing.textContent = running
      ? `\u23f8\ufe0e ${say("time.pause")}`
      : `\u25b6\ufe0e ${say("time.play")}`;
    this.playing.setAttribute("aria-pressed", String(running));
    this.count(state);
    this.draw();
  }

  /** @param {State} state */
  count(state) {
    const { entities } = this.standings(state);
    const found = this.app.model.present(state).map((id) => entities.get(id));
    for (const which of /** @type {const} */ (["undated", "openEnded"])) {
      const part = this[which];
      if (!part) continue;
      const number = found.filter((standing) => standing === which).length;
      part.box.checked = state[which];
      part.words.textContent = say(`time.${which}`, number);
      part.row.hidden = number === 0;
    }
  }

  draw() {
    const width = this.graph?.clientWidth ?? 0;
    const [from, to] = this.ends();
    const key = `${width} ${from} ${to}`;
    if (!this.graph || !width || key === this.drawnFor) return;
    this.drawnFor = key;
    this.graph.replaceChildren(...this.bars(width, from, to), ...this.axis(width));
  }

  /** @param {number} width @param {number} from @param {number} to */
  bars(width, from, to) {
    const { byYear, byMonth } = this.counts();
    const month = width / (this.calendar.last + 1);
    const top = Math.max(...byYear.values(), 1);
    const floor = TIME_HEIGHT - 13;
    /** @param {number} at @param {number} wide @param {number} count @param {string} kind */
    const bar = (at, wide, count, kind) => {
      const high = Math.max(1.5, (count / top) * (floor - 2));
      const inside = at + wide - 1 >= from && at <= to ? " inside" : "";
      return drawn("rect", {
        class: `${kind}${inside}`,
        x: at * month,
        y: floor - high,
        width: Math.max(1, wide * month - (wide > 1 ? 1 : 0.3)),
        height: high,
      });
    };
    return [
      ...[...byYear].map(([at, count]) => bar(at, 12, count, "year")),
      ...[...byMonth].map(([at, count]) => bar(at, 1, count, "month")),
      drawn("line", { x1: 0, x2: width, y1: floor, y2: floor, class: "floor" }),
    ];
  }

  /** How many things begin, or end if only that is stated, in each year and in each month. */
  counts() {
    /** @type {Map<number, number>} */
    const byYear = new Map();
    /** @type {Map<number, number>} */
    const byMonth = new Map();
    for (const { dates } of this.drawn) {
      const date = dates?.[0] ?? dates?.[1];
      if (!date) continue;
      const year = this.calendar.place(`${yearOf(date)}-01`);
      byYear.set(year, (byYear.get(year) ?? 0) + 1);
      const month = monthOf(date);
      if (month === null) continue;
      const at = this.calendar.place(month);
      byMonth.set(at, (byMonth.get(at) ?? 0) + 1);
    }
    return { byYear, byMonth };
  }

  /** @param {number} width */
  axis(width) {
    const slot = width / this.calendar.years.length;
    let free = 0;
    return this.calendar.years.flatMap((year, at) => {
      const x = at * slot;
      const gap = at > 0 && this.calendar.years[at - 1] !== year - 1;
      const marks = gap
        ? [drawn("line", { x1: x, x2: x, y1: 0, y2: TIME_HEIGHT - 13, class: "gap" })]
        : [];
      if (x < free || x + 28 > width) return marks;
      free = x + 34;
      return [...marks, drawn("text", { x, y: TIME_HEIGHT - 1 }, String(year))];
    });
  }
}
