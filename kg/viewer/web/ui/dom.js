// Elements of the page; text only ever becomes a text node.
import { shown } from "../core/text.js";

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, shown(value));
  made.append(...children);
  return made;
}

/**
 * Text from the data, kept from turning around what stands beside it.
 * @param {string} text
 */
export function name(text) {
  return element("bdi", { dir: "auto" }, shown(text));
}

/**
 * Text for the ears only.
 * @param {string} text
 */
export function spoken(text) {
  return element("span", { class: "quiet" }, text);
}

/**
 * A row of a description list, if there is something to say.
 * @param {string} term
 * @param {string} text
 */
export function row(term, text) {
  return text ? [element("dt", {}, term), element("dd", {}, name(text))] : [];
}

/**
 * @param {Record<string, string>} attributes
 * @param {() => void} action
 * @param {...(Node | string)} children
 */
export function button(attributes, action, ...children) {
  const made = element("button", { type: "button", ...attributes }, ...children);
  made.addEventListener("click", action);
  return made;
}

/**
 * The element of the template with this identifier.
 * @param {string} id
 */
export function part(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the template has no element ${id}`);
  return found;
}

/** @type {Record<string, string>} */
const OUTLINES = {
  dot: "M8 2a6 6 0 1 0 0 12a6 6 0 1 0 0-12z",
  square: "M2.8 2.8h10.4v10.4H2.8z",
  diamond: "M8 1l7 7-7 7-7-7z",
  triangle: "M8 1.5l6.8 12H1.2z",
  triangleDown: "M8 14.5l6.8-12H1.2z",
  hexagon: "M4.5 2h7L15 8l-3.5 6h-7L1 8z",
  star: "M8 .8l2.1 4.7 5.1.5-3.8 3.4 1.1 5L8 11.8l-4.5 2.6 1.1-5L.8 6l5.1-.5z",
};

/**
 * The sign of a group of kinds, as in the drawing.
 * @param {{name: string, shape: string, hollow: boolean}} group
 */
export function sign(group) {
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("aria-hidden", "true");
  picture.setAttribute("class", `sign group-${group.name}${group.hollow ? " hollow" : ""}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", OUTLINES[group.shape]);
  picture.append(path);
  return picture;
}

/**
 * Lets arrow keys, Home and End move the focus along the buttons of a list.
 * @param {KeyboardEvent} event
 * @param {HTMLElement[]} items
 */
export function walk(event, items) {
  const here = items.findIndex((item) => item === document.activeElement);
  const steps = new Map([
    ["ArrowDown", here + 1],
    ["ArrowUp", here - 1],
    ["ArrowRight", here + 1],
    ["ArrowLeft", here - 1],
    ["Home", 0],
    ["End", items.length - 1],
  ]);
  const next = steps.get(event.key);
  if (next === undefined || here < 0 || !items[next]) return;
  event.preventDefault();
  for (const item of items) item.tabIndex = item === items[next] ? 0 : -1;
  items[next].focus();
}
