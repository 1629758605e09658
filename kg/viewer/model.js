// The network as the page keeps it, and which part of it a state shows.

/**
 * @typedef {{name: string, title: string, shape: string, hollow: boolean}} Group
 * @typedef {{claim: string, source: string, source_iri: string, url: string, unit: string,
 *   quote: string, start: number | null, end: number | null, level: string, modality: string,
 *   grade: string, reason: string, date: string}} Evidence
 * @typedef {{property: string, value: string, evidence: number[]}} Fact
 * @typedef {{id: string, key: string, label: string, group: string, kind: string,
 *   kind_label: string, iri: string, names: string[], note: string, facts: Fact[],
 *   shape: string, size: number, x: number, y: number}} Entity
 * @typedef {{id: string, from: string, to: string, predicate: string, label: string,
 *   inferred: boolean, rule: string, bend: number, evidence: number[]}} Relation
 * @typedef {{title: string, version: string, as_of: string, groups: Group[], nodes: Entity[],
 *   edges: Relation[], evidence: Evidence[]}} Data
 * @typedef {{hidden: ReadonlySet<string>, said: boolean, inferred: boolean,
 *   selected: string | null}} State
 */

/** @type {State} */
export const START = { hidden: new Set(), said: true, inferred: true, selected: null };

export class Model {
  /** @param {Data} data */
  constructor(data) {
    this.data = data;
    this.groups = new Map(data.groups.map((group) => [group.name, group]));
    this.entities = new Map(data.nodes.map((entity) => [entity.id, entity]));
    this.relations = new Map(data.edges.map((relation) => [relation.id, relation]));
    /** @type {Map<string, Relation[]>} */
    this.around = new Map(data.nodes.map((entity) => [entity.id, []]));
    for (const relation of data.edges) {
      for (const end of new Set([relation.from, relation.to])) this.of(end).push(relation);
    }
    /** Entities, the best connected first. */
    this.ranked = [...data.nodes].sort(
      (a, b) => this.of(b.id).length - this.of(a.id).length || (a.key < b.key ? -1 : 1),
    );
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

  /** @param {number[]} places */
  evidence(places) {
    return places.map((place) => this.data.evidence[place]);
  }

  /** @param {string} id @param {State} state */
  showsEntity(id, state) {
    return !state.hidden.has(this.entity(id).kind);
  }

  /** @param {Relation} relation @param {State} state */
  showsRelation(relation, state) {
    return (
      (relation.inferred ? state.inferred : state.said) &&
      this.showsEntity(relation.from, state) &&
      this.showsEntity(relation.to, state)
    );
  }

  /**
   * What a selection lights up: itself and all that is shown beside it.
   * @param {State} state
   */
  lit(state) {
    if (state.selected === null) return null;
    const relation = this.relations.get(state.selected);
    if (relation) return new Set([relation.id, relation.from, relation.to]);
    const beside = this.of(state.selected).filter((one) => this.showsRelation(one, state));
    return new Set([state.selected, ...beside.flatMap((one) => [one.id, one.from, one.to])]);
  }
}
