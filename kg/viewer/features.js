// What the page does beyond the network: time, paths, the results chain, the map, stories, notes.
import { Chain } from "./chain.js";
import { teach } from "./language.js";
import { WorldMap } from "./map.js";
import { Notes } from "./notes.js";
import { Paths } from "./paths.js";
import { PHRASES } from "./phrases.js";
import { Stories } from "./story.js";
import { Takeaway } from "./takeaway.js";
import { TimeBar } from "./time.js";

/** @typedef {import("./main.js").App} App */

/**
 * Adds the features to the page; each shows its part of a state.
 * @param {App} app
 * @returns {{show(state: import("./model.js").State): void}[]}
 */
export function features(app) {
  teach(PHRASES);
  return [
    new TimeBar(app),
    new Chain(app),
    new WorldMap(app),
    new Paths(app),
    new Notes(app),
    new Stories(app),
    new Takeaway(app),
  ];
}
