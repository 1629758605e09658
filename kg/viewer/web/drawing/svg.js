// SVG elements, and text as XML can hold it.
import { voice } from "../core/language.js";
import { shown } from "../core/text.js";

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
  voice(made);
  made.append(...children);
  return made;
}

/**
 * The text without what XML cannot hold.
 * @param {string} text
 */
export function xmlText(text) {
  return shown(text).replace(NOT_XML, "\ufffd");
}
