// What can be done with a sign: bring in neighbours, gather, hide, pin, isolate.
import { called, counted, number, say } from "../core/language.js";
import { button, element, name, part, sign } from "./dom.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {{key: string, title: string, out: boolean, ids: string[], missing: string[]}} Branch
 */

const LIMITS = [10, 25, 100];

export class Menu {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    this.limit = 25;
    /** @type {string | null} */
    this.about = null;
    /** @type {Element | null} */
    this.back = null;
    this.box = element("div", { class: "menu", role: "dialog", "aria-modal": "false" });
    this.box.hidden = true;
    part("network").append(this.box);
    app.drawing.asked = (id, at) => this.open(id, at);
    document.addEventListener("pointerdown", (event) => {
      if (!(event.target instanceof Node && this.box.contains(event.target))) this.close();
    });
  }

  /** @param {string} id @param {{x: number, y: number}} at on the page */
  open(id, at) {
    if (!this.app.model.entities.has(id)) return;
    this.back = document.activeElement;
    this.about = id;
    this.fill();
    this.box.hidden = false;
    const { left, top, width, height } = part("network").getBoundingClientRect();
    const [wide, high] = [this.box.offsetWidth, this.box.offsetHeight];
    this.box.style.left = `${Math.max(8, Math.min(at.x - left + 14, width - wide - 8))}px`;
    this.box.style.top = `${Math.max(8, Math.min(at.y - top + 14, height - high - 8))}px`;
    this.box.querySelector("button")?.focus({ preventScroll: true });
  }

  /** @param {boolean} [returning] whether the focus goes back to where it was */
  close(returning = false) {
    this.about = null;
    this.box.hidden = true;
    if (returning && this.back instanceof HTMLElement) this.back.focus({ preventScroll: true });
  }

  /** Closes the menu if it is open, and says whether it was. */
  dismissed() {
    const open = this.about !== null;
    if (open) this.close(true);
    return open;
  }

  /** @param {State} state */
  show(state) {
    if (this.about !== null && !this.app.model.shows(this.about, state)) this.close();
  }

  fill() {
    const { model } = this.app;
    const entity = model.entity(this.about ?? "");
    const title = say("menu", model.name(entity));
    this.box.setAttribute("aria-label", title);
    this.box.replaceChildren(
      element("p", { class: "kind" }, sign(model.group(entity)), name(model.name(entity))),
      ...(entity.members ? [] : [this.branches(entity)]),
      element("div", { class: "actions" }, ...this.actions(entity)),
    );
  }

  /**
   * The neighbours of an entity by kind of relation.
   * @param {Entity} entity
   * @returns {Branch[]}
   */
  neighbours(entity) {
    const { model } = this.app;
    const { state } = this.app;
    /** @type {Map<string, Branch>} */
    const found = new Map();
    for (const relation of model.of(entity.id)) {
      const out = relation.from === entity.id;
      const key = `${out ? "out" : "in"} ${relation.predicate.key}`;
      const branch = found.get(key) ?? {
        key,
        title: called(relation.predicate),
        out,
        ids: [],
        missing: [],
      };
      const other = out ? relation.to : relation.from;
      if (!branch.ids.includes(other)) {
        branch.ids.push(other);
        if (!model.showsEntity(other, state)) branch.missing.push(other);
      }
      found.set(key, branch);
    }
    return [...found.values()].sort((a, b) => b.missing.length - a.missing.length);
  }

  /** @param {Entity} entity */
  branches(entity) {
    const branches = this.neighbours(entity);
    const missing = [...new Set(branches.flatMap((branch) => branch.missing))];
    const all = {
      key: "all",
      title: say("allNeighbours"),
      out: true,
      ids: [...new Set(branches.flatMap(({ ids }) => ids))],
      missing,
    };
    return element(
      "section",
      {},
      element(
        "p",
        { class: "caption" },
        say("expand"),
        element("span", { class: "count" }, say("expandHint")),
      ),
      element(
        "ul",
        { class: "plain branches" },
        ...[...branches, all].map((branch) => element("li", {}, this.branch(entity, branch))),
      ),
      this.limits(),
    );
  }

  /** @param {Entity} entity @param {Branch} branch */
  branch(entity, { key, title, out, ids, missing }) {
    const made = button(
      { class: "link", "data-branch": key },
      () => this.add(entity, missing),
      element(
        "span",
        { class: "way", "aria-hidden": "true" },
        key === "all" ? "\u2217" : out ? "\u2192" : "\u2190",
      ),
      name(title),
      element("span", { class: "count" }, `${number(missing.length)} / ${number(ids.length)}`),
    );
    made.disabled = !missing.length;
    return made;
  }

  limits() {
    const box = element("select", {});
    for (const limit of LIMITS)
      box.append(element("option", { value: String(limit) }, number(limit)));
    box.value = String(this.limit);
    box.addEventListener("change", () => (this.limit = Number(box.value)));
    return element("label", { class: "limit" }, say("limit"), " ", box);
  }

  /**
   * Brings neighbours in, the best connected first, up to the limit.
   * @param {Entity} entity
   * @param {string[]} missing
   */
  add(entity, missing) {
    const { app } = this;
    const order = (/** @type {string} */ a, /** @type {string} */ b) =>
      app.model.of(b).length - app.model.of(a).length;
    const more = [...missing].sort(order).slice(0, this.limit);
    const { state } = app;
    const kinds = new Set(more.map((id) => `kind:${app.model.entity(id).kind.key}`));
    app.change(
      {
        added: [...new Set([...state.added, ...more])],
        removed: new Set([...state.removed].filter((id) => !more.includes(id))),
        only: state.only && new Set([...state.only, ...more]),
        hidden: new Set([...state.hidden].filter((one) => !kinds.has(one))),
        selected: entity.id,
      },
      { undoable: true, telling: say("added", more.length) },
    );
    this.close(true);
  }

  /**
   * Buttons for what else can be done with an entity.
   * @param {Entity} entity
   */
  actions(entity) {
    const { id, members } = entity;
    const { model, state } = this.app;
    const home = model.picture(state).home.get(id);
    const inside = home !== undefined && state.opened.has(home);
    const pinned = state.pins.has(id);
    return [
      ...(members ? [this.action("open", () => this.gather(id, true))] : []),
      ...(inside ? [this.action("close", () => this.gather(home, false))] : []),
      ...(members ? [] : [this.action("collapse", () => this.collapse(id))]),
      this.action("hide", () => this.hide(id)),
      this.action(pinned ? "unpin" : "pin", () => this.pin(id)),
      state.only
        ? this.action("together", () =>
            this.app.change({ only: null }, { undoable: true, telling: true }),
          )
        : this.action("isolate", () => this.isolate(id)),
    ];
  }

  /** @param {string} key @param {() => void} action */
  action(key, action) {
    const acting = () => {
      action();
      this.close(true);
    };
    return button({ class: "action", "data-action": key }, acting, say(key));
  }

  /** @param {string} id @param {boolean} open */
  gather(id, open) {
    const { app } = this;
    const opened = new Set(app.state.opened);
    if (open) opened.add(id);
    else opened.delete(id);
    const telling = open ? say("opened", app.model.name(app.model.entity(id))) : say("closed");
    const selected = open ? (app.model.entity(id).anchor ?? null) : id;
    app.change({ opened, selected }, { undoable: true, telling });
  }

  /** Takes away the neighbours that have no other relation in the picture. @param {string} id */
  collapse(id) {
    const { model, state } = this.app;
    const { relations, bundles } = model.shown(state);
    /** @type {Map<string, Set<string>>} */
    const beside = new Map();
    for (const { from, to } of [...relations, ...bundles]) {
      beside.set(from, (beside.get(from) ?? new Set()).add(to));
      beside.set(to, (beside.get(to) ?? new Set()).add(from));
    }
    const hanging = [...(beside.get(id) ?? [])].filter(
      (one) => one !== id && beside.get(one)?.size === 1,
    );
    this.take(hanging, say("hiddenOne", counted(hanging.length, "entities")));
  }

  /** @param {string} id */
  hide(id) {
    this.take([id], say("hiddenOne", this.app.model.name(this.app.model.entity(id))));
  }

  /** @param {string[]} ids @param {string} telling */
  take(ids, telling) {
    const { state } = this.app;
    const added = state.added.filter((one) => !ids.includes(one));
    this.app.change(
      { removed: new Set([...state.removed, ...ids]), added },
      { undoable: true, telling },
    );
  }

  /** @param {string} id */
  pin(id) {
    const { app } = this;
    const pins = new Map(app.state.pins);
    const { x, y } = app.model.places(app.state).get(id) ?? { x: 0, y: 0 };
    const called = app.model.name(app.model.entity(id));
    const telling = say(pins.has(id) ? "unpinned" : "pinned", called);
    if (!pins.delete(id)) pins.set(id, { x: Math.round(x), y: Math.round(y) });
    app.change({ pins }, { undoable: true, telling });
  }

  /** Shows only an entity and what is beside it now. @param {string} id */
  isolate(id) {
    const { model, state } = this.app;
    const lit = model.lit({ ...state, selected: id }) ?? new Set();
    const signs = [...lit].flatMap((one) => model.entities.get(one) ?? []);
    const only = new Set(signs.flatMap(({ id: own, members }) => members ?? [own]));
    this.app.change(
      { only, selected: id },
      { undoable: true, telling: say("isolated", model.name(model.entity(id))) },
    );
  }
}
