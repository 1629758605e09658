// What the features share: SVG elements, files to take away, and their part of the state.
import { shown } from "../core/text.js";

/**
 * @typedef {import("../core/model.js").Model} Model
 * @typedef {import("../core/model.js").State} State
 * @typedef {import("../core/model.js").Entity} Entity
 * @typedef {import("../core/model.js").Relation} Relation
 * @typedef {object} Wanted what the features keep in the state
 * @property {{from: string, to: string} | null} time months, as 2025-08
 * @property {boolean} undated whether what has no date is shown
 * @property {boolean} openEnded whether what may have begun or ended before is shown
 * @property {[string, string] | null} path the entities between which a path is sought
 * @property {ReadonlySet<string> | null} lit what is lit up where nothing is selected
 * @property {{at: number, step: number} | null} story
 */

const SVG_SPACE = "http://www.w3.org/2000/svg";
const NOT_XML = /[\ufffe\uffff]/g;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG_SPACE, tag);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** @param {State} state */
export function wanted(state) {
  return /** @type {State & Wanted} */ (state);
}

/**
 * Whether something is in the picture, be it within a closed group.
 * @param {Model} model
 * @param {Entity | Relation} thing
 * @param {State} state
 * @returns {boolean}
 */
export function included(model, thing, state) {
  const { ids, members } = model.shown(state);
  const there = (/** @type {string} */ id) => ids.has(id) || members.has(id);
  if (!("from" in thing)) return there(thing.id);
  return there(thing.from) && there(thing.to) && model.allows(thing, state);
}

/**
 * The text without what XML cannot hold.
 * @param {string} text
 */
export function xmlText(text) {
  return shown(text).replace(NOT_XML, "\ufffd");
}

/**
 * Hands a file to the reader.
 * @param {string} file
 * @param {Blob} content
 */
export function handOver(file, content) {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = file;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
