// What the page does beyond the network: time, paths, the results chain, the map, stories.

/** @typedef {import("./main.js").App} App */

/**
 * @param {App} app
 * @returns {{show(state: import("./model.js").State): void}[]}
 */
export function features(app) {
  void app;
  return [];
}
