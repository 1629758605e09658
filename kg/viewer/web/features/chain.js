// The results chain from left to right: threats, what answers them, objectives, targets and
// outputs, outcomes, and how each objective stands on the day of the file.
import { called, language, say } from "../core/language.js";
import { lines } from "../core/text.js";
import { drawn } from "../drawing/svg.js";
import { element } from "../ui/dom.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("../core/model.js").Relation} Relation
 * @typedef {{state: string, due?: string, days?: string}} Standing
 * @typedef {{entity: Entity, column: number, words: string[], high: number, x: number, y: number}} Card
 */

const CHAIN_COLUMNS = ["threats", "actions", "objectives", "measures", "outcomes"];
const CARD_WIDE = 176;
const CARD_GAP = 60;
const CARD_BETWEEN = 9;
const CHAIN_WIDE = CHAIN_COLUMNS.length * (CARD_WIDE + CARD_GAP) - CARD_GAP + 16;
/** How pressing a state is, the most pressing first, and the sign that says it without colour. */
const CHAIN_STATES = new Map([
  ["overdue", "!"],
  ["missed", "\u00d7"],
  ["due", "\u25f7"],
  ["ongoing", "\u21bb"],
  ["no-data", "?"],
  ["met", "\u2713"],
]);

export class Chain {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.sum = element("p", { class: "chain-sum" });
    this.head = drawn("svg", { class: "chain-head", "aria-hidden": "true" });
    this.graph = drawn("svg", { class: "chain-graph", role: "group" });
    this.empty = element("p", { class: "notice", "data-say": "chain.empty" });
    this.scroll = element(
      "div",
      { class: "chain-scroll", tabindex: "-1" },
      element(
        "div",
        { class: "chain-sheet" },
        element("div", { class: "chain-top" }, this.head),
        this.graph,
      ),
    );
    this.place = element("div", { class: "chain" }, this.sum, this.empty, this.scroll);
    this.graph.addEventListener("keydown", (event) => this.press(event));
    const standings = app.model.data.standings ?? {};
    this.standings = /** @type {Record<string, Standing[]>} */ (standings);
    /** @type {Card[]} */
    this.cards = [];
    /** @type {string | null} */
    this.seen = null;
    this.shownFor = "";
    app.addView("chain", this.place, "chain.title");
  }

  /** @param {State} state */
  show(state) {
    if (state.view !== "chain") return;
    const relations = this.relations(state);
    const key = relations.map(({ id }) => id).join() + language();
    if (key !== this.shownFor) this.build(relations);
    this.shownFor = key;
    this.mark(state, relations);
  }

  /** @param {State} state */
  relations(state) {
    const { model } = this.app;
    const linked = model.edges.filter(
      (relation) => this.leadsTo(relation) !== undefined && model.includes(relation, state),
    );
    const acting = this.acting(linked);
    return linked.filter(({ from, to }) => {
      const [left, right] = [this.column(from, acting), this.column(to, acting)];
      return left !== null && right !== null && left !== right;
    });
  }

  /** @param {string} id @param {Set<string>} acting @returns {number | null} */
  column(id, acting) {
    const entity = this.app.model.entity(id);
    const stage = this.app.model.data.ontology.stages[entity.kind.key];
    if (stage && stage !== "threats") return CHAIN_COLUMNS.indexOf(stage);
    if (acting.has(id)) return CHAIN_COLUMNS.indexOf("actions");
    return stage && this.countered(id) ? CHAIN_COLUMNS.indexOf(stage) : null;
  }

  /** The stage to which a relation leads. @param {Relation} relation @returns {string | undefined} */
  leadsTo(relation) {
    return this.app.model.data.ontology.leads_to[relation.predicate.key];
  }

  /** What has an objective, a measure or an outcome. @param {Relation[]} relations */
  acting(relations) {
    return new Set(
      relations.filter((one) => this.leadsTo(one) !== "threats").map(({ from }) => from),
    );
  }

  /** @param {string} id */
  countered(id) {
    return this.app.model
      .of(id)
      .some((one) => one.to === id && this.leadsTo(one) === "threats");
  }

  /** @param {Relation[]} relations */
  build(relations) {
    const acting = this.acting(relations);
    const ids = [...new Set(relations.flatMap(({ from, to }) => [from, to]))];
    this.cards = ids.map((id) => this.card(id, this.column(id, acting) ?? 0));
    const high = arrange(this.cards, relations);
    this.head.setAttribute("viewBox", `0 0 ${CHAIN_WIDE} 26`);
    this.head.replaceChildren(
      ...CHAIN_COLUMNS.map((title, at) =>
        drawn("text", { x: 8 + at * (CARD_WIDE + CARD_GAP), y: 17 }, say(`chain.${title}`)),
      ),
    );
    this.graph.setAttribute("viewBox", `0 0 ${CHAIN_WIDE} ${high}`);
    this.graph.setAttribute("aria-label", say("chain.label"));
    this.graph.replaceChildren(
      drawn("g", { class: "chain-links" }, ...relations.map((one) => this.link(one))),
      ...this.cards.map((card) => this.box(card)),
    );
    this.empty.hidden = this.cards.length > 0;
    this.sum.textContent = this.summary();
  }

  summary() {
    const states = this.cards.flatMap(({ entity }) => this.standing(entity)?.state ?? []);
    const counts = [...CHAIN_STATES.keys()]
      .map((state) => [state, states.filter((one) => one === state).length])
      .filter(([, count]) => count)
      .map(([state, count]) => `${say(`state.${state}`).toLowerCase()} ${count}`);
    const day = this.app.model.data.as_of;
    if (!counts.length) return say("chain.reading");
    return `${say("chain.asof", day)} ${counts.join(", ")}. ${say("chain.reading")}`;
  }

  /** The most pressing state of an objective. @param {Entity} entity */
  standing(entity) {
    const order = [...CHAIN_STATES.keys()];
    return [...(this.standings[entity.key] ?? [])].sort(
      (a, b) => order.indexOf(a.state) - order.indexOf(b.state),
    )[0];
  }

  /** @param {string} id @param {number} column @returns {Card} */
  card(id, column) {
    const entity = this.app.model.entity(id);
    const words = lines(this.app.model.name(entity), 23, 4);
    const high = 26 + words.length * 14.5 + (this.standing(entity) ? 20 : 0);
    return { entity, column, words, high, x: 8 + column * (CARD_WIDE + CARD_GAP), y: 0 };
  }

  /** @param {Card} card */
  box(card) {
    const { entity, words, x, y, high } = card;
    const standing = this.standing(entity);
    const said = standing ? `. ${this.standingWords(standing)}` : "";
    const made = drawn(
      "g",
      {
        class: `card group-${entity.group}`,
        transform: `translate(${x} ${y})`,
        "data-id": entity.id,
        role: "button",
        tabindex: -1,
        "aria-label": `${this.app.model.name(entity)}, ${called(entity.kind)}${said}`,
      },
      drawn("rect", { class: "card-back", width: CARD_WIDE, height: high, rx: 5 }),
      drawn("rect", { class: "card-edge", width: 4, height: high, rx: 2 }),
      drawn(
        "text",
        { class: "card-kind", x: 12, y: 15 },
        lines(called(entity.kind), 24, 1)[0] ?? "",
      ),
      ...words.map((line, at) =>
        drawn("text", { class: "card-words", x: 12, y: 30 + at * 14.5 }, line),
      ),
      ...(standing ? this.chip(standing, 24 + words.length * 14.5) : []),
    );
    made.addEventListener("click", () => this.choose(entity.id));
    return made;
  }

  /** @param {Standing} standing */
  standingWords(standing) {
    const words = [say(`state.${standing.state}`)];
    if (standing.days) words.push(say("chain.days", standing.days));
    else if (standing.due) words.push(say("chain.due", standing.due));
    return words.join(" \u00b7 ");
  }

  /** @param {Standing} standing @param {number} y */
  chip(standing, y) {
    const mark = CHAIN_STATES.get(standing.state) ?? "?";
    return [
      drawn("circle", { class: `chip state-${standing.state}`, cx: 18, cy: y + 5, r: 6.5 }),
      drawn("text", { class: "chip-mark", x: 18, y: y + 9, "text-anchor": "middle" }, mark),
      drawn(
        "text",
        { class: `chip-words state-${standing.state}`, x: 29, y: y + 9 },
        lines(this.standingWords(standing), 26, 1)[0] ?? "",
      ),
    ];
  }

  /** @param {Relation} relation */
  link(relation) {
    const ends = [relation.from, relation.to].map((id) =>
      this.cards.find(({ entity }) => entity.id === id),
    );
    const [left, right] = ends.sort((a, b) => (a?.column ?? 0) - (b?.column ?? 0));
    if (!left || !right) return drawn("g");
    const [x1, y1] = [left.x + CARD_WIDE, left.y + left.high / 2];
    const [x2, y2] = [right.x, right.y + right.high / 2];
    const bend = Math.min(CARD_GAP, (x2 - x1) / 2);
    const d = `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
    const far = right.column - left.column > 1 ? " far" : "";
    const made = drawn(
      "g",
      { class: `chain-link${relation.inferred ? " inferred" : ""}${far}`, "data-id": relation.id },
      drawn("path", { class: "hit", d }),
      drawn("path", { class: "line", d }),
    );
    made.addEventListener("click", () => this.choose(relation.id));
    return made;
  }

  /** @param {string} id */
  choose(id) {
    this.app.select(id);
    this.focusOn(id);
  }

  /** @param {string} id */
  focusOn(id) {
    const card = this.graph.querySelector(`.card[data-id="${CSS.escape(id)}"]`);
    if (card instanceof SVGElement) card.focus({ preventScroll: true });
  }

  /** @param {State} state @param {Relation[]} relations */
  mark(state, relations) {
    const lit = state.selected === null ? null : this.through(state.selected, relations);
    const dim = lit !== null && lit.size > 0;
    this.graph.classList.toggle("dimmed", dim);
    let first = true;
    for (const item of this.graph.querySelectorAll("[data-id]")) {
      const id = item.getAttribute("data-id") ?? "";
      item.classList.toggle("lit", lit?.has(id) ?? false);
      item.classList.toggle("chosen", id === state.selected);
      if (!item.classList.contains("card")) continue;
      item.setAttribute("aria-pressed", String(id === state.selected));
      const reached = dim
        ? id === state.selected || (first && !lit.has(state.selected ?? ""))
        : first;
      item.setAttribute("tabindex", reached ? "0" : "-1");
      if (reached) first = false;
    }
    if (dim && state.selected !== this.seen) this.reveal(state.selected ?? "", lit);
    this.seen = state.selected;
  }

  /** All that leads to what is chosen, and all that it leads to. @param {string} id @param {Relation[]} relations */
  through(id, relations) {
    const chosen = relations.find((one) => one.id === id);
    const columns = new Map(this.cards.map(({ entity, column }) => [entity.id, column]));
    const starts = chosen ? [chosen.from, chosen.to] : columns.has(id) ? [id] : [];
    const order = starts.map((start) => columns.get(start) ?? 0);
    const lit = new Set(chosen ? [id, ...starts] : starts);
    for (const way of [-1, 1]) {
      const bound = way < 0 ? Math.min(...order) : Math.max(...order);
      let edge = starts.filter((start) => !chosen || columns.get(start) === bound);
      while (edge.length) {
        edge = edge.flatMap((here) => {
          const next = relations.filter(({ from, to }) => {
            const there = from === here ? to : to === here ? from : null;
            return (
              there !== null && ((columns.get(there) ?? 0) - (columns.get(here) ?? 0)) * way > 0
            );
          });
          for (const one of next) lit.add(one.id);
          const reached = next.map(({ from, to }) => (from === here ? to : from));
          const fresh = reached.filter((one) => !lit.has(one));
          for (const one of fresh) lit.add(one);
          return fresh;
        });
      }
    }
    return lit;
  }

  /**
   * Scrolls to a card, with all that is lit beside it if that fits.
   * @param {string} id
   * @param {Set<string> | null} [lit]
   */
  reveal(id, lit = null) {
    const high = this.scroll.clientHeight;
    const scale = this.graph.clientWidth / CHAIN_WIDE;
    const wanted = this.cards.filter(({ entity }) => lit?.has(entity.id));
    const span = (/** @type {Card[]} */ cards) => [
      Math.min(...cards.map(({ y }) => y)) * scale,
      Math.max(...cards.map((card) => card.y + card.high)) * scale,
    ];
    const own = this.cards.filter(({ entity }) => entity.id === id);
    const fits = wanted.length && span(wanted)[1] - span(wanted)[0] < high - 60;
    const shown = fits ? wanted : own;
    if (!shown.length) return;
    const [top, bottom] = span(shown);
    const now = this.scroll.scrollTop;
    if (lit || top < now || bottom > now + high - 40)
      this.scroll.scrollTop = (top + bottom) / 2 - high / 2 + 30;
    const left = Math.min(...own.map(({ x }) => x)) * scale;
    const wide = this.scroll.clientWidth;
    if (left < this.scroll.scrollLeft || left + CARD_WIDE * scale > this.scroll.scrollLeft + wide)
      this.scroll.scrollLeft = left - wide / 3;
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const at = document.activeElement?.getAttribute("data-id");
    const here = this.cards.find(({ entity }) => entity.id === at);
    if (!here) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.choose(here.entity.id);
    }
    const next = this.next(here, event.key);
    if (!next) return;
    event.preventDefault();
    for (const card of this.graph.querySelectorAll(".card")) card.setAttribute("tabindex", "-1");
    const box = this.graph.querySelector(`.card[data-id="${CSS.escape(next.entity.id)}"]`);
    box?.setAttribute("tabindex", "0");
    if (box instanceof SVGElement) box.focus();
    this.reveal(next.entity.id);
  }

  /** @param {Card} here @param {string} key */
  next(here, key) {
    const own = this.cards.filter(({ column }) => column === here.column).sort((a, b) => a.y - b.y);
    const at = own.indexOf(here);
    if (key === "ArrowDown") return own[at + 1];
    if (key === "ArrowUp") return own[at - 1];
    if (key === "Home") return own[0];
    if (key === "End") return own.at(-1);
    const way = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (!way) return undefined;
    for (
      let column = here.column + way;
      column >= 0 && column < CHAIN_COLUMNS.length;
      column += way
    ) {
      const beside = this.cards.filter((card) => card.column === column);
      if (beside.length) return beside.sort((a, b) => this.apart(here, a) - this.apart(here, b))[0];
    }
    return undefined;
  }

  /** @param {Card} one @param {Card} other */
  apart(one, other) {
    const tied = this.app.model
      .of(one.entity.id)
      .some(({ from, to }) => from === other.entity.id || to === other.entity.id);
    return Math.abs(one.y + one.high / 2 - other.y - other.high / 2) - (tied ? 1e6 : 0);
  }
}

/**
 * Gives each card its height on the sheet, near what it is linked with; returns the sheet's.
 * @param {Card[]} cards
 * @param {Relation[]} relations
 */
function arrange(cards, relations) {
  const byId = new Map(cards.map((card) => [card.entity.id, card]));
  /** @type {Map<string, Card[]>} */
  const near = new Map(cards.map((card) => [card.entity.id, []]));
  for (const { from, to } of relations) {
    const [one, other] = [byId.get(from), byId.get(to)];
    if (!one || !other) continue;
    near.get(from)?.push(other);
    near.get(to)?.push(one);
  }
  const placed = new Set();
  let high = 0;
  for (const column of [1, 0, 2, 3, 4, 0, 1, 2]) {
    const own = cards.filter((card) => card.column === column);
    const wish = new Map(own.map((card) => [card, wished(near.get(card.entity.id) ?? [], placed)]));
    /** @param {Card} card */
    const order = (card) => wish.get(card) ?? Infinity;
    own.sort((a, b) => order(a) - order(b) || (cardKey(a) < cardKey(b) ? -1 : 1));
    high = Math.max(high, stack(own, wish));
    for (const card of own) placed.add(card);
  }
  const top = Math.min(...cards.map(({ y }) => y), 0);
  for (const card of cards) card.y += 6 - top;
  return high + 16 - top;
}

/** @param {Card} card */
function cardKey(card) {
  return `${card.entity.kind.key} ${card.entity.key}`;
}

/** @param {Card[]} near @param {Set<Card>} placed */
function wished(near, placed) {
  const known = near.filter((card) => placed.has(card));
  if (!known.length) return null;
  return known.reduce((sum, { y, high }) => sum + y + high / 2, 0) / known.length;
}

/** @param {Card[]} cards in order @param {Map<Card, number | null>} wish */
function stack(cards, wish) {
  let free = 0;
  for (const card of cards) {
    card.y = Math.max(free, (wish.get(card) ?? free + card.high / 2) - card.high / 2);
    free = card.y + card.high + CARD_BETWEEN;
  }
  // What was pushed down moves up again where the cards above leave room.
  for (let pass = 0; pass < 8; pass++) {
    for (let at = cards.length - 1; at >= 0; at--) {
      const card = cards[at];
      const above = at ? cards[at - 1].y + cards[at - 1].high + CARD_BETWEEN : 0;
      const goal = (wish.get(card) ?? card.y + card.high / 2) - card.high / 2;
      if (goal < card.y) card.y = Math.max(above, goal);
    }
  }
  const last = cards.at(-1);
  return last ? last.y + last.high : 0;
}
