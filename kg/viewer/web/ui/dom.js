// Elements of the page; text only ever becomes a text node.
import { voice } from "../core/language.js";
import { shown } from "../core/text.js";
import { outline } from "../drawing/shapes.js";
import { drawn } from "../drawing/svg.js";

/**
 * An element, which says in every language what an attribute such as data-say names the key of.
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, shown(value));
  voice(made);
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

/**
 * The sign of a group of kinds, as in the drawing.
 * @param {{name: string, shape: string, hollow: boolean}} group
 */
export function sign(group) {
  const look = `sign group-${group.name}${group.hollow ? " hollow" : ""}`;
  return drawn(
    "svg",
    { viewBox: "-8 -8 16 16", "aria-hidden": "true", class: look },
    drawn("path", { d: outline({ shape: group.shape, size: 6 }) }),
  );
}

/**
 * An entity by its name, which selects it.
 * @param {import("../main.js").App} app
 * @param {import("../core/model.js").Entity} entity
 * @param {{look?: string, visiting?: boolean}} [how] visiting: whether it is also brought into view
 */
export function linkTo(app, entity, { look = "link", visiting = true } = {}) {
  const { model } = app;
  return button(
    { class: look },
    () => app.select(entity.id, visiting),
    sign(model.group(entity)),
    name(model.name(entity)),
  );
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
