// The map: engagements, missions and ties at the places that sources state.
import { called, say } from "../core/language.js";
import { drawn } from "../drawing/svg.js";
import { button, element, linkTo, name, sign } from "../ui/dom.js";
import {
  alphabetical,
  arc,
  firstFrame,
  onMap,
  outlinePath,
  overlaps,
  projected,
  pushApart,
} from "./projection.js";

/**
 * @typedef {import("../main.js").App} App
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("../core/model.js").Spot} Spot
 * @typedef {import("./projection.js").Land} Land
 * @typedef {{spot: Spot, things: Entity[], x: number, y: number, size: number}} Marker
 * @typedef {{x: number, y: number, scale: number}} Look
 */

export class WorldMap {
  /** @param {App} app */
  constructor(app) {
    this.app = app;
    /** @type {Look} */
    this.look = { x: 0, y: 0, scale: 0 };
    /** @type {Marker[]} */
    this.markers = [];
    /** @type {Spot | null} */
    this.opened = null;
    /** @type {Set<string> | null} */
    this.known = null;
    this.land = drawn("g", { class: "land", "aria-hidden": "true" }, ...this.lands());
    this.ties = drawn("g", { class: "ties", "aria-hidden": "true" });
    this.leads = drawn("g", { class: "leads", "aria-hidden": "true" });
    this.signs = drawn("g", { class: "markers" });
    this.graph = drawn("svg", {
      class: "map-graph",
      role: "group",
      "data-aria-label": "map.label",
    });
    this.graph.append(this.land, this.ties, this.leads, this.signs);
    this.card = element("div", { class: "map-card", role: "region" });
    this.card.hidden = true;
    this.off = element("div", { class: "map-off" });
    const zoom = element(
      "div",
      {
        class: "zoom",
        role: "group",
        "data-aria-label": "map.zoom",
      },
      button(
        { "data-aria-label": "map.in" },
        () => this.zoom(1.5),
        "+",
      ),
      button(
        { "data-aria-label": "map.out" },
        () => this.zoom(1 / 1.5),
        "\u2212",
      ),
      button(
        { "data-aria-label": "map.fit" },
        () => this.fit(),
        "\u2922",
      ),
    );
    this.place = element("div", { class: "map" }, this.graph, this.off, this.card, zoom);
    this.listen();
    app.addView("map", this.place, "map.title");
  }

  lands() {
    const lands = /** @type {Land[]} */ (this.app.model.data.outline ?? []);
    return lands.map((land) => {
      const d = outlinePath(land);
      if (d) return drawn("path", { d, "data-state": land.state });
      const [x, y] = land.at ? projected(land.at[0] / 10, land.at[1] / 10) : [0, 0];
      return drawn("circle", { cx: x.toFixed(1), cy: y.toFixed(1), "data-state": land.state });
    });
  }

  listen() {
    /** @type {{x: number, y: number} | null} */
    let held = null;
    this.graph.addEventListener("pointerdown", (event) => {
      if (event.target instanceof Element && event.target.closest(".marker")) return;
      held = { x: event.clientX, y: event.clientY };
      this.graph.setPointerCapture(event.pointerId);
    });
    this.graph.addEventListener("pointermove", (event) => {
      if (!held) return;
      this.pan(event.clientX - held.x, event.clientY - held.y);
      held = { x: event.clientX, y: event.clientY };
    });
    for (const end of ["pointerup", "pointercancel"])
      this.graph.addEventListener(end, () => (held = null));
    this.graph.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        this.zoom(event.deltaY < 0 ? 1.2 : 1 / 1.2, event.offsetX, event.offsetY);
      },
      { passive: false },
    );
    this.graph.addEventListener("keydown", (event) => this.press(event));
    this.card.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
    new ResizeObserver(() => this.resized()).observe(this.place);
  }

  resized() {
    if (!this.place.clientWidth || this.app.state.view !== "map") return;
    if (!this.look.scale) this.fit();
    else this.draw();
  }

  /** @param {number} dx @param {number} dy */
  pan(dx, dy) {
    this.look = { ...this.look, x: this.look.x + dx, y: this.look.y + dy };
    this.draw();
  }

  /** @param {number} factor @param {number} [px] @param {number} [py] */
  zoom(factor, px = this.place.clientWidth / 2, py = this.place.clientHeight / 2) {
    const scale = Math.min(12, Math.max(0.08, this.look.scale * factor));
    const grown = scale / this.look.scale;
    this.look = { scale, x: px - (px - this.look.x) * grown, y: py - (py - this.look.y) * grown };
    this.draw();
  }

  fit() {
    const points = firstFrame();
    const xs = points.map(([x]) => x);
    const ys = points.map(([, y]) => y);
    const [left, right, top, bottom] = [
      Math.min(...xs),
      Math.max(...xs),
      Math.min(...ys),
      Math.max(...ys),
    ];
    const { clientWidth: wide, clientHeight: whole } = this.place;
    if (!wide || !whole) return;
    // Where it is narrow, what is off the map is counted below it.
    const high = wide < 600 ? Math.max(200, whole - 120) : whole;
    const scale = Math.max(
      0.08,
      Math.min((wide - 30) / (right - left), (high - 30) / (bottom - top)),
    );
    this.look = {
      scale,
      x: wide / 2 - ((left + right) / 2) * scale,
      y: high / 2 - ((top + bottom) / 2) * scale,
    };
    this.draw();
  }

  /** @param {State} state */
  show(state) {
    if (state.view !== "map") return;
    this.markers = this.gathered(state);
    this.missing(state);
    if (!this.look.scale) this.fit();
    else this.draw();
  }

  /** What may be anywhere at all: not the places themselves. @param {Entity} entity */
  placeable(entity) {
    return (
      entity.group !== "place" &&
      (this.spots(entity).length > 0 || this.kinds().has(entity.kind.key))
    );
  }

  /** The kinds of which at least one has a place. */
  kinds() {
    const { model } = this.app;
    const mapped = new Set(model.data.ontology.mapped);
    this.known ??= new Set(
      model.nodes
        .filter((entity) => this.spots(entity).length && mapped.has(entity.kind.key))
        .map(({ kind }) => kind.key),
    );
    return this.known;
  }

  /** @param {Entity} entity @returns {Spot[]} */
  spots(entity) {
    return entity.places;
  }

  /** @param {State} state */
  visible(state) {
    const { model } = this.app;
    return model.nodes.filter((entity) => this.placeable(entity) && model.includes(entity, state));
  }

  /** @param {State} state @returns {Marker[]} */
  gathered(state) {
    /** @type {Map<string, Marker>} */
    const found = new Map();
    for (const entity of this.visible(state)) {
      for (const spot of this.spots(entity).filter((one) => onMap(one))) {
        const key = `${spot.key} ${spot.exact}`;
        const marker = found.get(key) ?? { spot, things: [], x: 0, y: 0, size: 0 };
        marker.things.push(entity);
        found.set(key, marker);
      }
    }
    const made = [...found.values()].sort(
      (a, b) => b.things.length - a.things.length || (a.spot.key < b.spot.key ? -1 : 1),
    );
    for (const marker of made) marker.size = 6 + 3.1 * Math.sqrt(marker.things.length);
    return made;
  }

  /** @param {State} state */
  missing(state) {
    const all = this.visible(state);
    const unknown = all.filter((entity) => !this.spots(entity).length);
    const outside = all.filter(
      (entity) => this.spots(entity).length && !this.spots(entity).some((one) => onMap(one)),
    );
    const vague = all.filter(
      (entity) => this.spots(entity).length && !this.spots(entity).some((one) => one.exact),
    ).length;
    const shown = all.length - unknown.length - outside.length;
    this.off.replaceChildren(
      element("p", { class: "map-count" }, say("map.shown", shown, all.length)),
      this.key(vague),
      ...this.apart("map.unknown", unknown),
      ...this.apart("map.outside", outside),
    );
  }

  /** @param {number} vague */
  key(vague) {
    const solid = drawn(
      "svg",
      { viewBox: "0 0 16 16", class: "sign", "aria-hidden": "true" },
      drawn("circle", { cx: 8, cy: 8, r: 6, class: "key-exact" }),
    );
    const dashed = drawn(
      "svg",
      { viewBox: "0 0 16 16", class: "sign", "aria-hidden": "true" },
      drawn("circle", { cx: 8, cy: 8, r: 6, class: "key-vague" }),
    );
    return element(
      "p",
      { class: "map-key" },
      element("span", {}, solid, say("map.exact")),
      element("span", {}, dashed, say("map.vague", vague)),
    );
  }

  /** @param {string} key @param {Entity[]} things */
  apart(key, things) {
    if (!things.length) return [];
    const list = element(
      "ul",
      { class: "plain" },
      ...things.map((entity) =>
        element("li", {}, linkTo(this.app, entity, { visiting: false })),
      ),
    );
    return [element("details", {}, element("summary", {}, say(key, things.length)), list)];
  }

  draw() {
    const { x, y, scale } = this.look;
    const at = `translate(${x} ${y}) scale(${scale})`;
    this.land.setAttribute("transform", at);
    for (const dot of this.land.querySelectorAll("circle"))
      dot.setAttribute("r", String(2.2 / scale));
    this.settle();
    this.mark();
    this.tie();
  }

  /** Puts the markers where they belong, or beside it with a line to it. */
  settle() {
    const { x, y, scale } = this.look;
    const home = this.markers.map(({ spot }) => {
      const [px, py] = projected(spot.lon, spot.lat);
      return [x + px * scale, y + py * scale];
    });
    const discs = this.markers.map(({ spot, size }, at) => {
      const [dx, dy] = home[at];
      return { x: dx, y: dy, size, firm: spot.exact };
    });
    pushApart(discs);
    const leads = this.markers.flatMap((marker, at) => {
      [marker.x, marker.y] = [discs[at].x, discs[at].y];
      const [hx, hy] = home[at];
      if (Math.hypot(marker.x - hx, marker.y - hy) < marker.size) return [];
      const line = { x1: hx, y1: hy, x2: marker.x, y2: marker.y };
      return [drawn("line", line), drawn("circle", { cx: hx, cy: hy, r: 2 })];
    });
    this.leads.replaceChildren(...leads);
  }

  mark() {
    const { selected } = this.app.state;
    const focused = document.activeElement?.getAttribute("data-spot");
    // Large first, so that small ones lie on top; the tab order is that of the data.
    this.signs.replaceChildren(
      ...this.markers.map((marker) => this.marker(marker, selected)),
      ...this.placeNames(),
    );
    if (focused) this.focusOn(focused);
    const first = this.signs.querySelector(".marker.chosen") ?? this.signs.querySelector(".marker");
    if (!this.signs.querySelector('.marker[tabindex="0"]')) first?.setAttribute("tabindex", "0");
  }

  /** @param {Marker} marker @param {string | null} selected */
  marker(marker, selected) {
    const { spot, things, x, y, size } = marker;
    const chosen = things.some(({ id }) => id === selected);
    const where = spot.exact ? this.spotName(spot) : say("map.somewhere", this.spotName(spot));
    const made = drawn(
      "g",
      {
        class: `marker${spot.exact ? "" : " vague"}${chosen ? " chosen" : ""}`,
        transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
        "data-spot": `${spot.key} ${spot.exact}`,
        role: "button",
        tabindex: "-1",
        "aria-label": `${where}: ${say("map.things", things.length)}`,
      },
      drawn("circle", { class: "marker-back", r: size.toFixed(1) }),
      ...this.slices(marker),
      ...(things.length > 1
        ? [
            drawn(
              "text",
              { class: "marker-count", y: 4, "text-anchor": "middle" },
              String(things.length),
            ),
          ]
        : []),
    );
    if (chosen) made.append(drawn("circle", { class: "marker-ring", r: (size + 4).toFixed(1) }));
    made.addEventListener("click", () => this.open(marker));
    return made;
  }

  /** A ring that shows the shares of the groups. @param {Marker} marker */
  slices({ things, size }) {
    /** @type {Map<string, number>} */
    const groups = new Map();
    for (const { group } of things) groups.set(group, (groups.get(group) ?? 0) + 1);
    const around = size - 2;
    let from = -0.25;
    return [...groups]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([group, count]) => {
        const to = from + count / things.length;
        const made =
          groups.size === 1
            ? drawn("circle", { class: `slice group-${group}`, r: around.toFixed(1) })
            : drawn("path", { class: `slice group-${group}`, d: arc(around, from, to) });
        from = to;
        return made;
      });
  }

  /** @param {Spot} spot */
  spotName(spot) {
    const id = this.app.model.keys.get(spot.key);
    return id ? this.app.model.name(this.app.model.entity(id)) : spot.name;
  }

  /** The names that fit beside their markers. */
  placeNames() {
    const taken = this.markers.map(({ x, y, size }) => [x - size, y - size, x + size, y + size]);
    return this.markers.flatMap(({ spot, x, y, size }, at) => {
      const text = this.spotName(spot);
      const wide = text.length * 6.6;
      const right = [x + size + 4, y - 7, x + size + 4 + wide, y + 7];
      const left = [x - size - 4 - wide, y - 7, x - size - 4, y + 7];
      const box = [right, left].find(
        (one) => !taken.some((other, place) => place !== at && overlaps(one, other)),
      );
      if (!box) return [];
      taken.push(box);
      const look = {
        class: `place-name${spot.exact ? "" : " vague"}`,
        x: (box === right ? box[0] : box[2]).toFixed(1),
        y: (y + 4).toFixed(1),
        "text-anchor": box === right ? "start" : "end",
        "aria-hidden": "true",
      };
      return [drawn("text", look, text)];
    });
  }

  /** Lines from what is chosen to the places of what it is related with. */
  tie() {
    const { model, state } = this.app;
    const entity = state.selected ? model.entities.get(state.selected) : undefined;
    if (!entity) return this.ties.replaceChildren();
    const beside = model.of(entity.id).filter((one) => model.includes(one, state));
    const near = beside.flatMap(({ from, to }) => [from, to]).map((id) => model.entity(id));
    const own = this.spots(entity);
    const ends = new Map(
      near
        .flatMap((one) => this.spots(one))
        .filter((spot) => onMap(spot))
        .map((spot) => [spot.key, spot]),
    );
    const starts = own.length ? own.filter((spot) => onMap(spot)) : [];
    this.ties.replaceChildren(
      ...starts.flatMap((start) =>
        [...ends.values()]
          .filter(({ key }) => key !== start.key)
          .map((end) => this.curve(start, end)),
      ),
    );
  }

  /** @param {Spot} start @param {Spot} end */
  curve(start, end) {
    const { x, y, scale } = this.look;
    const [[ax, ay], [bx, by]] = [start, end].map(({ lon, lat }) => {
      const [px, py] = projected(lon, lat);
      return [x + px * scale, y + py * scale];
    });
    const [mx, my] = [(ax + bx) / 2 - (by - ay) * 0.16, (ay + by) / 2 + (bx - ax) * 0.16];
    return drawn("path", { d: `M${ax} ${ay}Q${mx} ${my} ${bx} ${by}` });
  }

  /** @param {Marker} marker */
  open({ spot, things }) {
    this.opened = spot;
    const title = spot.exact ? this.spotName(spot) : say("map.somewhere", this.spotName(spot));
    const sorted = [...things].sort(
      (a, b) =>
        alphabetical(a.kind.key, b.kind.key) ||
        alphabetical(b.dates?.[0] ?? "", a.dates?.[0] ?? ""),
    );
    const items = sorted.map((entity) =>
      element(
        "li",
        {},
        linkTo(this.app, entity, { visiting: false }),
        element(
          "span",
          { class: "aside" },
          [entity.dates?.[0], called(entity.kind)].filter(Boolean).join(" \u00b7 "),
        ),
      ),
    );
    const heading = element("h2", { tabindex: "-1" }, name(title));
    this.card.replaceChildren(
      button({ class: "close", "aria-label": say("dismiss") }, () => this.close(), "\u00d7"),
      heading,
      element("p", { class: "hint" }, say("map.things", things.length)),
      element("ul", { class: "plain" }, ...items),
    );
    this.card.setAttribute("aria-label", title);
    this.card.hidden = false;
    heading.focus({ preventScroll: true });
  }

  close() {
    this.card.hidden = true;
    if (this.opened) this.focusOn(`${this.opened.key} ${this.opened.exact}`);
  }

  /** @param {string} key */
  focusOn(key) {
    const found = this.signs.querySelector(`[data-spot="${CSS.escape(key)}"]`);
    if (!(found instanceof SVGElement)) return;
    for (const one of this.signs.querySelectorAll(".marker")) one.setAttribute("tabindex", "-1");
    found.setAttribute("tabindex", "0");
    found.focus({ preventScroll: true });
  }

  /** @param {KeyboardEvent} event */
  press(event) {
    const key = document.activeElement?.getAttribute("data-spot");
    const here = this.markers.find(({ spot }) => `${spot.key} ${spot.exact}` === key);
    if (event.key === "+" || event.key === "-") {
      event.preventDefault();
      return this.zoom(event.key === "+" ? 1.5 : 1 / 1.5);
    }
    if (!here) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      return this.open(here);
    }
    const next = this.beside(here, event.key);
    if (!next) return;
    event.preventDefault();
    this.uncover(next);
    this.focusOn(`${next.spot.key} ${next.spot.exact}`);
  }

  /** The nearest marker in the direction of an arrow key. @param {Marker} here @param {string} key */
  beside(here, key) {
    const way = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[
      key
    ];
    if (!way) return undefined;
    const along = (/** @type {Marker} */ one) =>
      (one.x - here.x) * way[0] + (one.y - here.y) * way[1];
    const aside = (/** @type {Marker} */ one) =>
      Math.abs((one.x - here.x) * way[1] + (one.y - here.y) * way[0]);
    return this.markers
      .filter((one) => one !== here && along(one) > 0.5)
      .sort((a, b) => along(a) + 2 * aside(a) - along(b) - 2 * aside(b))[0];
  }

  /** Moves the map so that a marker outside the frame is inside. @param {Marker} marker */
  uncover({ x, y }) {
    const { clientWidth: wide, clientHeight: high } = this.place;
    const dx = x < 30 ? 60 - x : x > wide - 30 ? wide - 60 - x : 0;
    const dy = y < 30 ? 60 - y : y > high - 30 ? high - 60 - y : 0;
    if (dx || dy) this.pan(dx, dy);
  }
}
