// The drawing: vis-network holds still what Python laid out, labels are drawn over it.
import { drawLabels } from "./labels.js";

/**
 * @typedef {import("./model.js").Model} Model
 * @typedef {import("./model.js").State} State
 * @typedef {import("./model.js").Entity} Entity
 * @typedef {import("./model.js").Relation} Relation
 * @typedef {import("./labels.js").Label} Label
 */

const OPTIONS = {
  physics: false,
  layout: { improvedLayout: false },
  interaction: {
    hover: true,
    selectConnectedEdges: false,
    keyboard: { enabled: true, bindToWindow: false },
  },
  nodes: { chosen: false },
  edges: {
    arrows: { to: { enabled: true, scaleFactor: 0.45 } },
    chosen: false,
    hoverWidth: 0,
    width: 1,
  },
};
// What vis-network draws under one size differs much in area.
/** @type {Record<string, number>} */
const OPTICAL = {
  dot: 1,
  hexagon: 1.05,
  square: 0.85,
  diamond: 1.1,
  triangle: 1.1,
  triangleDown: 1.1,
  star: 1.4,
};
const LEGIBLE = 0.45;
const QUIET = window.matchMedia("(prefers-reduced-motion: reduce)");
const DARK = window.matchMedia("(prefers-color-scheme: dark)");

export class Drawing {
  /**
   * @param {HTMLElement} stage
   * @param {Model} model
   * @param {State} state
   * @param {(id: string | null) => void} choose called with what the reader clicks
   */
  constructor(stage, model, state, choose) {
    this.stage = stage;
    this.model = model;
    this.state = state;
    /** @type {string | null} */
    this.hovered = null;
    /** How each item looks now, so that only changes are handed on. */
    this.looks = new Map();
    /** How much larger the signs are drawn where the whole network is small, as on a phone. */
    this.growth = Math.min(2, Math.max(1, LEGIBLE / this.frame().scale));
    const { nodes, edges } = this.changes();
    this.nodes = new vis.DataSet(nodes);
    this.edges = new vis.DataSet(edges);
    this.network = new vis.Network(stage, { nodes: this.nodes, edges: this.edges }, OPTIONS);
    this.listen(choose);
    this.fit(false);
  }

  /** @param {(id: string | null) => void} choose */
  listen(choose) {
    this.network.on("click", ({ nodes, edges }) => choose(nodes[0] ?? edges[0] ?? null));
    this.network.on("hoverNode", ({ node }) => this.hover(node ?? null));
    this.network.on("hoverEdge", ({ edge }) => this.hover(edge ?? null));
    for (const event of ["blurNode", "blurEdge"]) this.network.on(event, () => this.hover(null));
    this.network.on("afterDrawing", (ctx) => this.letter(ctx));
    DARK.addEventListener("change", () => this.show(this.state));
    const frame = this.stage.querySelector(".vis-network");
    frame?.setAttribute("role", "group");
    frame?.setAttribute(
      "aria-label",
      "Drawing of the network. Arrow keys move it, plus and minus " +
        "zoom. The list beside it holds the same entities.",
    );
  }

  /** @param {string | null} id */
  hover(id) {
    this.hovered = id;
    this.stage.classList.toggle("pointing", id !== null);
    this.network.redraw();
  }

  /** @param {State} state */
  show(state) {
    this.state = state;
    const { nodes, edges } = this.changes();
    if (nodes.length) this.nodes.update(nodes);
    if (edges.length) this.edges.update(edges);
    this.network.redraw();
  }

  /** What looks different from before, as vis-network takes it. */
  changes() {
    const lit = this.model.lit(this.state);
    const colours = palette(this.stage);
    const { nodes, edges } = this.model.data;
    return {
      nodes: nodes
        .map((entity) => this.node(entity, colours, lit))
        .filter((item) => this.isNew(item)),
      edges: edges
        .map((relation) => this.edge(relation, colours, lit))
        .filter((item) => this.isNew(item)),
    };
  }

  /** @param {vis.Item} item */
  isNew(item) {
    // Where it stands is the reader's, once drawn.
    const { x, y, ...rest } = item;
    const look = JSON.stringify(rest);
    const changed = this.looks.get(item.id) !== look;
    this.looks.set(item.id, look);
    return changed;
  }

  /**
   * @param {Entity} entity
   * @param {(name: string) => string} colours
   * @param {Set<string> | null} lit
   */
  node(entity, colours, lit) {
    const { id, x, y, shape, group } = entity;
    const chosen = id === this.state.selected;
    const { hollow } = this.model.group(entity);
    const [fill, rim] = [
      colours(hollow ? "canvas" : `group-${group}`),
      colours(hollow ? `group-${group}` : "canvas"),
    ];
    return {
      id,
      shape,
      ...(this.looks.has(id) ? {} : { x, y }),
      size: entity.size * this.growth * (OPTICAL[shape] ?? 1),
      hidden: !this.model.showsEntity(id, this.state),
      opacity: !lit || lit.has(id) ? 1 : 0.13,
      borderWidth: chosen ? 4 : hollow ? 2 : 1,
      color: { background: fill, border: chosen ? colours("ink") : rim },
    };
  }

  /**
   * @param {Relation} relation
   * @param {(name: string) => string} colours
   * @param {Set<string> | null} lit
   */
  edge(relation, colours, lit) {
    const { id, from, to, inferred, bend } = relation;
    const loop = from === to;
    const curve = {
      enabled: true,
      type: bend > 0 ? "curvedCW" : "curvedCCW",
      roundness: Math.abs(bend),
    };
    return {
      id,
      from,
      to,
      dashes: inferred ? [4, 5] : false,
      smooth: loop || bend === 0 ? false : curve,
      selfReference: { size: loop ? bend : 20, angle: Math.PI / 4 },
      hidden: !this.model.showsRelation(relation, this.state),
      width: id === this.state.selected ? 3 : lit?.has(id) ? 1.8 : 1,
      color: stroke(relation, colours, lit),
    };
  }

  /**
   * Writes the labels over what vis-network drew.
   * @param {CanvasRenderingContext2D} ctx
   */
  letter(ctx) {
    const ratio = ctx.canvas.width / ctx.canvas.clientWidth;
    const scale = this.network.getScale();
    const dots = this.dots(this.state, scale);
    const colours = palette(this.stage);
    ctx.save();
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
    const said = this.edgeLabels(this.state);
    const labels = [
      ...said.filter(({ must }) => must),
      ...this.nodeLabels(this.state, dots),
      ...said.filter(({ must }) => !must),
    ];
    drawLabels(ctx, labels, [...dots.values()], { ink: colours("ink"), halo: colours("canvas") });
    ctx.restore();
  }

  /** @param {State} state @param {number} scale */
  dots(state, scale) {
    const places = this.network.getPositions();
    const shown = this.model.ranked.filter((entity) => this.model.showsEntity(entity.id, state));
    return new Map(
      shown.map((entity) => {
        const { x, y } = this.network.canvasToDOM(places[entity.id]);
        return [
          entity.id,
          { x, y, reach: entity.size * this.growth * scale * (entity.shape === "star" ? 1.15 : 1) },
        ];
      }),
    );
  }

  /**
   * @param {State} state
   * @param {Map<string, {x: number, y: number, reach: number}>} dots
   * @returns {Label[]}
   */
  nodeLabels(state, dots) {
    const lit = this.model.lit(state);
    /** @param {Entity} entity */
    const urgency = ({ id }) => Number(id === this.hovered) * 2 + Number(id === state.selected);
    const prominent = new Set(
      this.model.ranked.slice(0, 5 + this.model.ranked.length / 40).map(({ id }) => id),
    );
    const wanted = this.model.ranked.filter(
      ({ id }) => dots.has(id) && (!lit || lit.has(id) || id === this.hovered),
    );
    wanted.sort((a, b) => urgency(b) - urgency(a));
    return wanted.map((entity) => {
      const dot = dots.get(entity.id) ?? { x: 0, y: 0, reach: 0 };
      const must = urgency(entity) > 0;
      const bold = must || prominent.has(entity.id);
      const size = bold ? 12.5 : entity.size > 15 ? 12.5 : 11.5;
      return { ...dot, text: entity.label, size, bold, must };
    });
  }

  /**
   * What the selected or hovered relation says; of a selected entity, as many as fit.
   * @param {State} state
   * @returns {Label[]}
   */
  edgeLabels(state) {
    const near = this.hovered ?? state.selected;
    const lit = this.model.lit({ ...state, selected: near });
    return [...(lit ?? [])].flatMap((id) => {
      const relation = this.model.relations.get(id);
      if (!relation || !this.model.showsRelation(relation, state)) return [];
      const middle = this.network.body.edges[id].edgeType.getPoint(0.5);
      const { x, y } = this.network.canvasToDOM(middle);
      return { x, y, reach: -8, text: relation.label, size: 11, bold: false, must: id === near };
    });
  }

  /**
   * Brings an entity and its neighbours, or a relation, into view.
   * @param {string} id
   */
  visit(id) {
    const relation = this.model.relations.get(id);
    const beside = this.model.of(id).flatMap((one) => [one.from, one.to]);
    const nodes = relation ? [relation.from, relation.to] : [...new Set([id, ...beside])];
    this.network.fit({ nodes, maxZoomLevel: 1.1, animation: motion() });
  }

  /**
   * Brings all that is shown into view.
   * @param {boolean} moving
   */
  fit(moving = true) {
    this.network.moveTo({ ...this.frame(), animation: moving && motion() });
  }

  /** Where to look from to see all that is shown, with room for the labels at the rim. */
  frame() {
    const shown = this.model.data.nodes.filter(({ id }) => this.model.showsEntity(id, this.state));
    const [left, right] = range(shown.map(({ x }) => x));
    const [top, bottom] = range(shown.map(({ y }) => y));
    const { clientWidth: width, clientHeight: height } = this.stage;
    const wide = (width - Math.min(130, width * 0.25)) / (right - left + 1);
    const high = (height - 100) / (bottom - top + 1);
    const position = { x: (left + right) / 2, y: (top + bottom) / 2 };
    return { position, scale: Math.max(0.01, Math.min(wide, high, 1.2)) };
  }

  /** @param {number} factor */
  zoom(factor) {
    this.network.moveTo({ scale: this.network.getScale() * factor, animation: motion() });
  }
}

function motion() {
  return QUIET.matches ? false : { duration: 350, easingFunction: "easeInOutQuad" };
}

/** @param {number[]} values */
function range(values) {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    values.length ? [Infinity, -Infinity] : [0, 0],
  );
}

/**
 * The colours of the style sheet, in the scheme the reader prefers now.
 * @param {HTMLElement} stage
 */
function palette(stage) {
  const style = getComputedStyle(stage);
  /** @type {Map<string, string>} */
  const known = new Map();
  /** @param {string} name */
  return (name) => {
    const colour = known.get(name) ?? style.getPropertyValue(`--${name}`).trim();
    known.set(name, colour);
    return colour;
  };
}

/**
 * @param {Relation} relation
 * @param {(name: string) => string} colours
 * @param {Set<string> | null} lit
 */
function stroke(relation, colours, lit) {
  if (lit?.has(relation.id)) return { color: colours("accent"), opacity: 1 };
  return { color: colours("edge"), opacity: lit ? 0.08 : relation.inferred ? 0.5 : 0.75 };
}
