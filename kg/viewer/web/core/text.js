// Text that others wrote, made fit to be shown, compared and followed.

const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const TURNERS = /[\u202a-\u202e\u2066-\u2069]/g;
const LONE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const MARKS = /\p{M}/gu;

/**
 * The text without characters that hide or turn around their neighbours.
 * @param {string} text
 */
export function shown(text) {
  return text.replace(CONTROLS, "\ufffd").replace(TURNERS, "\ufffd").replace(LONE, "\ufffd");
}

/**
 * The text without accents and case, for comparing.
 * @param {string} text
 */
export function folded(text) {
  return text.normalize("NFKD").replace(MARKS, "").toLowerCase().replace(/\s+/g, " ").trim();
}

/**
 * The address, if it is one of the web; nothing else is ever made a link.
 * @param {string} address
 */
export function webAddress(address) {
  try {
    const url = new URL(address);
    return ["http:", "https:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/**
 * The text in lines of about `width` characters, the last one cut if there are too many.
 * @param {string} text
 * @param {number} width
 * @param {number} most
 */
export function lines(text, width, most) {
  /** @type {string[]} */
  const made = [];
  for (const word of shown(text)
    .split(/\s+/)
    .flatMap((part) => pieces(part, width))) {
    const last = made.at(-1);
    if (last !== undefined && last.length + word.length < width) made.push(`${made.pop()} ${word}`);
    else made.push(word);
  }
  return made.length > most ? [...made.slice(0, most - 1), `${made[most - 1]}\u2026`] : made;
}

/**
 * @param {string} word
 * @param {number} width
 */
function pieces(word, width) {
  const letters = Array.from(word);
  if (letters.length <= width * 1.3) return [word];
  const count = Math.ceil(letters.length / width);
  return Array.from({ length: count }, (_, part) =>
    letters.slice(part * width, (part + 1) * width).join(""),
  );
}
