// The network as the page keeps it, and which part of it a state shows.
import { called, counted, number, say, wording } from "./language.js";
import { places } from "./places.js";

/**
 * @typedef {import("./language.js").Labels} Labels
 * @typedef {{name: string, shape: string, hollow: boolean}} Group
 * @typedef {{key: string} & Labels} Term
 * @typedef {{claim: string, source: string, source_iri: string, url: string, unit: string,
 *   quote: string, start: number | null, end: number | null, level: string, modality: string,
 *   grade: string, reason: string, date: string}} Evidence
 * @typedef {{property: Term, value: string, evidence: number[]}} Fact
 * @typedef {import("./dates.js").Span} Span
 * @typedef {{lon: number, lat: number, name: string, key: string, exact: boolean}} Spot
 * @typedef {{id: string, key: string, labels: Labels, group: string, kind: Term, iri: string,
 *   names: string[], note: string, facts: Fact[], dates: Span | null, places: Spot[],
 *   members: string[] | null, anchor: string | null}} Entity  with members: a group of entities
 * @typedef {{id: string, from: string, to: string, predicate: Term, inferred: boolean,
 *   rule: string, bend: number, evidence: number[], dates: Span | null, sources: string[],
 *   grades: string[]}} Relation
 * @typedef {{id: string, from: string, to: string, relations: Relation[]}} Bundle
 *   the relations between two signs of which at least one is a group
 * @typedef {{count: number, columns: Record<string, unknown[] | {pool: unknown[], at: number[]}>}} Table
 * @typedef {{name: string, title: Record<string, string>, nodes: number[], groups: number[][],
 *   anchors: (number | null)[], ties: number[] | null, positions: [number, number, number][], emphasis: number[]}} CutData
 * @typedef {{title: string, version: string, as_of: string, lang: string, theme: string,
 *   words: import("./language.js").Words,
 *   groups: Group[], nodes: Table, edges: Table, terms: Table, evidence: Table, cuts: CutData[],
 *   ontology: {leads_to: Record<string, string>, stages: Record<string, string>,
 *   passing: string[], mapped: string[]},
 *   conflicts?: Record<string, string | null>[], unknowns?: Record<string, Labels[]>,
 *   premises?: Record<string, [string, string, string][]>, [extra: string]: unknown}} Data
 * @typedef {{x: number, y: number, size: number}} Place
 * @typedef {{name: string, title: Record<string, string>, alone: string[], groups: Entity[],
 *   places: Map<string, Place>, home: Map<string, string>, emphasis: string[],
 *   ties: Set<string> | null}} Cut  ties: the relations it is limited to
 * @typedef {{cut: string, view: string, hidden: ReadonlySet<string>, sources: number,
 *   degree: number, selected: string | null, added: readonly string[],
 *   opened: ReadonlySet<string>, removed: ReadonlySet<string>, only: ReadonlySet<string> | null,
 *   pins: ReadonlyMap<string, {x: number, y: number}>, lang: string, theme: string}} Core
 * @typedef {object} Featured what the features keep in the state
 * @property {{from: string, to: string} | null} time months, as 2025-08
 * @property {boolean} undated whether what has no date is shown
 * @property {boolean} openEnded whether what may have begun or ended before is shown
 * @property {[string, string] | null} path the entities between which a path is sought
 * @property {ReadonlySet<string> | null} lit what is lit up where nothing is selected
 * @property {{at: number, step: number} | null} story
 * @typedef {Core & Featured} State
 * @typedef {{entities: Entity[], groups: Entity[], relations: Relation[], bundles: Bundle[],
 *   ids: Set<string>, drawn: Set<string>, members: Map<string, string>}} Shown
 *   members: of each entity in a closed group, the group that stands for it
 */

/** What a state holds that does not change what is shown. */
const ASIDE = new Set(["selected", "theme", "lang", "pins", "view", "lit", "path", "story"]);

/**
 * The rows of a table that came by column.
 * @param {Table} table
 * @returns {any[]}
 */
export function rows({ count, columns }) {
  const made = Array.from({ length: count }, () => /** @type {Record<string, unknown>} */ ({}));
  for (const [name, column] of Object.entries(columns)) {
    if (Array.isArray(column)) column.forEach((value, at) => (made[at][name] = value));
    else column.at.forEach((place, at) => (made[at][name] = column.pool[place]));
  }
  return made;
}

export class Model {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.groups = new Map(data.groups.map((group) => [group.name, group]));
    /** @type {Term[]} */
    this.terms = rows(data.terms);
    /** @type {Evidence[]} */
    this.pieces = rows(data.evidence);
    /** @type {Entity[]} */
    this.nodes = rows(data.nodes).map((row, at) => this.read(row, at));
    /** @type {Relation[]} */
    this.edges = rows(data.edges).map((row, at) => this.join(row, at));
    this.entities = new Map(this.nodes.map((entity) => [entity.id, entity]));
    this.keys = new Map(this.nodes.map((entity) => [entity.key, entity.id]));
    this.relations = new Map(this.edges.map((relation) => [relation.id, relation]));
    /** @type {Map<string, Relation[]>} */
    this.around = new Map(this.nodes.map((entity) => [entity.id, []]));
    for (const relation of this.edges) {
      this.of(relation.from).push(relation);
      if (relation.to !== relation.from) this.of(relation.to).push(relation);
    }
    this.unknowns = new Map(Object.entries(data.unknowns ?? {}));
    this.premises = new Map(Object.entries(data.premises ?? {}));
    this.cuts = data.cuts.map((cut) => this.cut(cut));
    /** @type {((thing: Entity | Relation, isRelation: boolean, state: State) => boolean)[]} */
    this.filters = [];
    /** Entities, the best connected first. */
    this.ranked = [...this.nodes].sort(
      (a, b) => this.of(b.id).length - this.of(a.id).length || (a.key < b.key ? -1 : 1),
    );
    /** @type {Map<string, Bundle>} */
    this.bundles = new Map();
    /** @type {{state: State, shown: Shown} | null} */
    this.last = null;
  }

  /** @param {any} row @param {number} at @returns {Entity} */
  read({ kind, facts, places, ...rest }, at) {
    const id = `n${at}`;
    const read = facts.map(
      (/** @type {[number, string, number[]]} */ [property, value, evidence]) => ({
        property: this.terms[property],
        value,
        evidence,
      }),
    );
    return {
      ...rest,
      id,
      kind: this.terms[kind],
      facts: read,
      places: places ?? [],
      members: null,
      anchor: null,
    };
  }

  /** @param {any} row @param {number} at @returns {Relation} */
  join({ from, to, predicate, ...rest }, at) {
    const said = this.evidence(rest.evidence);
    return {
      ...rest,
      id: `e${at}`,
      from: `n${from}`,
      to: `n${to}`,
      predicate: this.terms[predicate],
      sources: [...new Set(said.map((one) => one.source_iri || one.source))],
      grades: [...new Set(said.map((one) => one.grade).filter(Boolean))],
    };
  }

  /** @param {CutData} data @returns {Cut} */
  cut({ name, title, nodes, groups, anchors, positions, emphasis, ties }) {
    const alone = nodes.map((at) => `n${at}`);
    const gathered = groups.map((members, at) => this.gather(members, anchors[at]));
    const signs = [...alone, ...gathered.map(({ id }) => id)];
    const places = new Map(
      signs.map((id, at) => {
        const [x, y, size] = positions[at];
        return [id, { x, y, size }];
      }),
    );
    const home = new Map(
      gathered.flatMap(({ id, members }) => (members ?? []).map((member) => [member, id])),
    );
    for (const group of gathered) this.entities.set(group.id, group);
    for (const group of gathered) this.keys.set(group.key, group.id);
    return {
      name,
      title,
      alone,
      groups: gathered,
      places,
      home,
      emphasis: emphasis.map((at) => `n${at}`),
      ties: ties && new Set(ties.map((at) => `e${at}`)),
    };
  }

  /** @param {number[]} members @param {number | null} anchor @returns {Entity} */
  gather(members, anchor) {
    const ids = members.map((at) => `n${at}`);
    const first = this.nodes[members[0]];
    const mixed = members.some((at) => this.nodes[at].kind !== first.kind);
    const kind = mixed
      ? { key: `group:${first.group}`, ...wording(`group.${first.group}`) }
      : first.kind;
    const key = `${kind.key}@${anchor === null ? "" : this.nodes[anchor].key}`;
    return {
      ...first,
      id: `g${members[0]}-${members.length}`,
      key,
      kind,
      iri: "",
      names: [],
      note: "",
      facts: [],
      dates: null,
      places: [],
      members: ids,
      anchor: anchor === null ? null : `n${anchor}`,
    };
  }

  /** @param {string} id */
  of(id) {
    return this.around.get(id) ?? [];
  }

  /** @param {string} id */
  entity(id) {
    const found = this.entities.get(id);
    if (!found) throw new Error(`the data has no entity ${id}`);
    return found;
  }

  /** @param {Entity} entity */
  group(entity) {
    const found = this.groups.get(entity.group);
    if (!found) throw new Error(`the data has no group ${entity.group}`);
    return found;
  }

  /**
   * What an entity is called in the language spoken now; of a group, how many of which kind.
   * @param {Entity} entity
   */
  name(entity) {
    if (!entity.members) return called(entity.labels);
    const anchor =
      entity.anchor === null ? "" : ` \u2013 ${called(this.entity(entity.anchor).labels)}`;
    return `${number(entity.members.length)} \u00d7 ${called(entity.kind)}${anchor}`;
  }

  /** @param {string} id */
  title(id) {
    const relation = this.relations.get(id);
    if (relation) {
      const [from, to] = [this.entity(relation.from), this.entity(relation.to)];
      return `${this.name(from)} ${called(relation.predicate)} ${this.name(to)}`;
    }
    const bundle = this.bundles.get(id);
    if (bundle) {
      const count = counted(bundle.relations.length, "relations");
      return `${count}: ${this.name(this.entity(bundle.from))} \u2013 ${this.name(this.entity(bundle.to))}`;
    }
    const entity = this.entity(id);
    if (entity.members) return say("groupOf", this.name(entity));
    const degree = counted(this.of(id).length, "relations");
    return `${this.name(entity)}, ${called(entity.kind)}, ${degree}`;
  }

  /**
   * The relation from one entity to another, if the data have it.
   * @param {string} from key of the entity
   * @param {string} predicate
   * @param {string} to key of the entity
   */
  between(from, predicate, to) {
    const [start, end] = [this.keys.get(from) ?? "", this.keys.get(to) ?? ""];
    return this.of(start).find(
      (one) => one.from === start && one.to === end && one.predicate.key === predicate,
    );
  }

  /**
   * From which statements a relation follows: those the data have, and the rest in words.
   * @param {Relation} relation
   * @returns {(Relation | string)[]}
   */
  grounds({ from, predicate, to }) {
    const [start, end] = [this.entity(from).key, this.entity(to).key];
    const found = this.premises.get(`${start} ${predicate.key} ${end}`) ?? [];
    return found.map(
      ([subject, property, object]) =>
        this.between(subject, property, object) ??
        [subject, property.replace(/^rsc:/, ""), object].map((one) => this.wording(one)).join(" "),
    );
  }

  /** What an entity with a key is called, or the key. @param {string} key */
  wording(key) {
    const entity = this.entities.get(this.keys.get(key) ?? "");
    return entity ? this.name(entity) : key;
  }

  /** @param {number[]} places */
  evidence(places) {
    return places.map((place) => this.pieces[place]);
  }

  /** @param {State} state @returns {Cut} */
  picture(state) {
    return this.cuts.find(({ name }) => name === state.cut) ?? this.cuts[0];
  }

  /**
   * Every entity that the state puts into the picture, before filters: alone or in a group.
   * @param {State} state
   */
  present(state) {
    const { alone, groups } = this.picture(state);
    const members = groups.flatMap((group) => group.members ?? []);
    const { only, removed } = state;
    const ids = new Set([...alone, ...members, ...state.added]);
    return [...ids].filter((id) => !removed.has(id) && (!only || only.has(id)));
  }

  /** @param {Entity} entity @param {State} state */
  passes(entity, state) {
    return (
      !state.hidden.has(`kind:${entity.kind.key}`) &&
      this.filters.every((filter) => filter(entity, false, state))
    );
  }

  /** @param {Relation} relation @param {State} state */
  allows(relation, state) {
    const { hidden } = state;
    if (!hidden.size && state.sources < 2 && !this.filters.length) return true;
    const { sources, grades } = relation;
    return (
      !hidden.has(relation.inferred ? "level:inferred" : "level:said") &&
      !hidden.has(`predicate:${relation.predicate.key}`) &&
      !(sources.length && sources.every((one) => hidden.has(`source:${one}`))) &&
      !(grades.length && grades.every((one) => hidden.has(`grade:${one}`))) &&
      Math.max(1, sources.length) >= state.sources &&
      this.filters.every((filter) => filter(relation, true, state))
    );
  }

  /** @param {State} state @returns {Shown} */
  shown(state) {
    if (this.last && alike(this.last.state, state)) return this.last.shown;
    const shown = this.compose(state);
    this.last = { state, shown };
    return shown;
  }

  /**
   * Whether something is in the picture, be it within a closed group.
   * @param {Entity | Relation} thing
   * @param {State} state
   * @returns {boolean}
   */
  includes(thing, state) {
    const { ids, members } = this.shown(state);
    const there = (/** @type {string} */ id) => ids.has(id) || members.has(id);
    if (!("from" in thing)) return there(thing.id);
    return there(thing.from) && there(thing.to) && this.allows(thing, state);
  }

  /**
   * The relations between entities that the picture is about, before filters.
   * @param {Set<string>} there
   * @param {State} state
   */
  joining(there, state) {
    const { ties } = this.picture(state);
    const added = new Set(state.added);
    return this.edges.filter(
      ({ id, from, to }) =>
        there.has(from) &&
        there.has(to) &&
        (!ties || ties.has(id) || added.has(from) || added.has(to)),
    );
  }

  /** @param {State} state @returns {Shown} */
  compose(state) {
    const { home } = this.picture(state);
    const added = new Set(state.added);
    let there = new Set(this.present(state).filter((id) => this.passes(this.entity(id), state)));
    let edges = this.joining(there, state).filter((relation) => this.allows(relation, state));
    if (state.degree > 0) {
      const degree = degrees(edges);
      there = new Set([...there].filter((id) => (degree.get(id) ?? 0) >= state.degree));
      edges = edges.filter(({ from, to }) => there.has(from) && there.has(to));
    }
    /** @type {Map<string, string>} */
    const members = new Map();
    for (const id of there) {
      const group = home.get(id);
      if (group && !state.opened.has(group) && !state.removed.has(group) && !added.has(id))
        members.set(id, group);
      else if (group && state.removed.has(group)) there.delete(id);
    }
    return this.shape(there, edges, members);
  }

  /**
   * @param {Set<string>} there
   * @param {Relation[]} edges
   * @param {Map<string, string>} members
   * @returns {Shown}
   */
  shape(there, edges, members) {
    /** @type {Map<string, Bundle>} */
    const bundles = new Map();
    /** @type {Relation[]} */
    const relations = [];
    for (const relation of edges) {
      const { from, to } = relation;
      if (!there.has(from) || !there.has(to)) continue;
      const ends = [members.get(from) ?? from, members.get(to) ?? to];
      if (ends[0] === from && ends[1] === to) relations.push(relation);
      else if (ends[0] !== ends[1]) bundle(bundles, ends, relation);
    }
    const ids = new Set([...there].filter((id) => !members.has(id)));
    const groups = [...new Set(members.values())].map((id) => this.entity(id));
    for (const { id } of groups) ids.add(id);
    const entities = [...ids].map((id) => this.entity(id)).filter((one) => !one.members);
    this.bundles = bundles;
    const drawn = new Set(relations.map(({ id }) => id));
    return { entities, groups, relations, bundles: [...bundles.values()], ids, drawn, members };
  }

  /** Whether an entity is drawn, alone. @param {string} id @param {State} state */
  showsEntity(id, state) {
    return this.shown(state).ids.has(id);
  }

  /** @param {Relation} relation @param {State} state */
  showsRelation(relation, state) {
    const { drawn } = this.shown(state);
    return drawn.has(relation.id);
  }

  /** @param {string} id @param {State} state */
  shows(id, state) {
    const relation = this.relations.get(id);
    if (relation) return this.showsRelation(relation, state);
    this.shown(state);
    return this.bundles.has(id) || this.showsEntity(id, state);
  }

  /**
   * What a selection lights up: itself and all that is shown beside it.
   * @param {State} state
   */
  lit(state) {
    const id = state.selected;
    if (id === null) return /** @type {Set<string> | null} */ (state.lit ?? null);
    const { relations, bundles } = this.shown(state);
    const relation = this.relations.get(id) ?? this.bundles.get(id);
    if (relation) return new Set([relation.id, relation.from, relation.to]);
    const beside = [...relations, ...bundles].filter(({ from, to }) => from === id || to === id);
    return new Set([id, ...beside.flatMap((one) => [one.id, one.from, one.to])]);
  }

  /**
   * Where each sign of the picture stands.
   * @param {State} state
   */
  places(state) {
    return places(this, state);
  }
}

/** @param {State} a @param {State} b */
function alike(a, b) {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].every((key) => ASIDE.has(key) || a[key] === b[key]);
}

/** @param {Relation[]} edges */
function degrees(edges) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { from, to } of edges)
    for (const end of [from, to]) found.set(end, (found.get(end) ?? 0) + 1);
  return found;
}

/** @param {Map<string, Bundle>} bundles @param {string[]} ends @param {Relation} relation */
function bundle(bundles, [from, to], relation) {
  const id = from < to ? `b:${from}:${to}` : `b:${to}:${from}`;
  const known = bundles.get(id);
  if (known) known.relations.push(relation);
  else bundles.set(id, { id, from, to, relations: [relation] });
}
