// The time bar: which years and months are shown, and what is apart because nobody dates it.
import { button, element } from "./dom.js";
import { drawn } from "./svg.js";

/**
 * @typedef {import("./features.js").App} App
 * @typedef {import("./model.js").State} State
 * @typedef {import("./model.js").Entity} Entity
 * @typedef {import("./model.js").Relation} Relation
 * @typedef {{from: string | null, to: string | null}} Dates
 * @typedef {{from: string, to: string}} Span months, as 2025-08
 * @typedef {"in" | "out" | "open" | "undated"} Standing
 */

const TIME_HEIGHT = 38;
const TIME_STEP = 450;

/** @param {string} date */
function firstMonth(date) {
  return date.length === 4 ? `${date}-01` : date.slice(0, 7);
}

/** @param {string} date */
function lastMonth(date) {
  return date.length === 4 ? `${date}-12` : date.slice(0, 7);
}

/**
 * How something stands to a span. One bound alone is never taken for the other, save for
 * what passes: an event is over when it was.
 * @param {Dates | null | undefined} dates
 * @param {boolean} passing
 * @param {Span} span
 * @returns {Standing}
 */
export function standingIn(dates, passing, span) {
  const from = dates?.from ?? (passing ? dates?.to : null);
  const to = dates?.to ?? (passing ? dates?.from : null);
  if (!from && !to) return "undated";
  if (from && firstMonth(from) > span.to) return "out";
  if (to && lastMonth(to) < span.from) return "out";
  if (from && to) return "in";
  const stated = from ?? to ?? "";
  const within = lastMonth(stated) >= span.from && firstMonth(stated) <= span.to;
  return within ? "in" : "open";
}

/** @param {Entity} entity */
function passes(entity) {
  return entity.group === "engagement" && !["series", "topic"].includes(entity.kind);
}

/** The months of the years in which anything is dated; years without are left out. */
export class Calendar {
  /** @param {Entity[]} entities */
  constructor(entities) {
    const years = entities.flatMap(({ dates }) =>
      [dates?.from, dates?.to].filter((date) => date).map((date) => Number(date?.slice(0, 4))),
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
    const entities = app.model.data.nodes;
    this.calendar = new Calendar(entities);
    this.whole = this.calendar.years.length
      ? { from: this.calendar.month(0), to: this.calendar.month(this.calendar.last) }
      : null;
    /** @type {{key: string, entities: Map<string, Standing>, relations: Map<string, Standing>, active: Set<string>} | null} */
    this.known = null;
    this.timer = 0;
    if (!this.whole) return;
    this.handles = [this.handle("from"), this.handle("to")];
    this.label = element("output", { class: "time-label" });
    this.playing = button({ class: "tool", "aria-pressed": "false" }, () => this.play(), "");
    this.all = button({ class: "tool" }, () => this.set(null), app.say("time.all"));
    this.undated = this.toggle("undated");
    this.open = this.toggle("open");
    this.graph = drawn("svg", { class: "histogram", "aria-hidden": "true", height: TIME_HEIGHT });
    this.place = this.built();
    app.under.append(this.place);
    new ResizeObserver(() => this.draw()).observe(this.graph);
    app.filters.push((thing, isRelation, state) => this.keeps(thing, isRelation, state));
  }

  built() {
    const [from, to] = this.handles ?? [];
    const track = element("div", { class: "time-track" }, this.graph ?? "", from, to);
    const tools = element("div", { class: "time-tools" }, this.playing ?? "", this.all ?? "");
    const apart = element("div", { class: "time-apart" });
    for (const part of [this.undated, this.open]) if (part) apart.append(part.row);
    const summary = element("summary", {}, this.app.say("time"), " ", this.label ?? "");
    const made = element("details", { class: "time" }, summary, tools, track, apart);
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
      "aria-label": this.app.say(`time.${end}`),
    });
    made.addEventListener("input", () => this.moved(end));
    return made;
  }

  /** @param {"undated" | "open"} which */
  toggle(which) {
    const box = element("input", { type: "checkbox" });
    box.addEventListener("change", () => this.app.change({ [which]: box.checked }, true));
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
    if (!state.time && state.undated && state.open) return true;
    const { entities, relations, active } = this.standings(state);
    const standing = (isRelation ? relations : entities).get(thing.id) ?? "undated";
    if (standing === "undated") return state.undated || active.has(thing.id);
    return standing === "in" || (standing === "open" && state.open);
  }

  /** How everything stands to the span of the state, found out once for each. @param {State} state */
  standings(state) {
    const span = state.time ?? this.whole ?? { from: "", to: "" };
    const key = `${span.from} ${span.to}`;
    if (this.known?.key === key) return this.known;
    const { model } = this.app;
    const passing = new Map(model.data.nodes.map((entity) => [entity.id, passes(entity)]));
    const entities = new Map(
      model.data.nodes.map(({ id, dates }) => [
        id,
        standingIn(dates, passing.get(id) ?? false, span),
      ]),
    );
    const relations = new Map(
      model.data.edges.map(({ id, from, to, dates }) => {
        const brief = (passing.get(from) || passing.get(to)) ?? false;
        return [id, standingIn(dates, brief, span)];
      }),
    );
    const active = new Set(
      model.data.edges
        .filter(({ id }) => relations.get(id) === "in")
        .flatMap(({ from, to }) => [from, to]),
    );
    this.known = { key, entities, relations, active };
    return this.known;
  }

  /** @param {State} state */
  words(state) {
    if (!state.time) return this.app.say("time.whole");
    return `${this.named(state.time.from)} \u2013 ${this.named(state.time.to)}`;
  }

  /** @param {string} month */
  named(month) {
    const day = new Date(`${month}-15T12:00:00Z`);
    const form = new Intl.DateTimeFormat(this.app.language(), {
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
      ? `\u23f8\ufe0e ${this.app.say("time.pause")}`
      : `\u25b6\ufe0e ${this.app.say("time.play")}`;
    this.playing.setAttribute("aria-pressed", String(running));
    this.count(state);
    this.draw();
  }

  /** @param {State} state */
  count(state) {
    const found = [...this.standings(state).entities.values()];
    for (const which of /** @type {const} */ (["undated", "open"])) {
      const part = this[which];
      if (!part) continue;
      const number = found.filter((standing) => standing === which).length;
      part.box.checked = state[which];
      part.words.textContent = this.app.say(`time.${which}`, number.toLocaleString(this.app.language()));
      part.row.hidden = number === 0;
    }
  }

  draw() {
    const width = this.graph?.clientWidth ?? 0;
    if (!this.graph || !width) return;
    const [from, to] = this.ends();
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
    for (const { dates } of this.app.model.data.nodes) {
      const date = dates?.from ?? dates?.to;
      if (!date) continue;
      const year = this.calendar.place(`${date.slice(0, 4)}-01`);
      byYear.set(year, (byYear.get(year) ?? 0) + 1);
      if (date.length === 4) continue;
      const at = this.calendar.place(date.slice(0, 7));
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
