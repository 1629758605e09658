// Drawings made of SVG elements, and files that a reader takes away.
import { shown } from "./text.js";

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
