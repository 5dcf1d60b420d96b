// SPDX-License-Identifier: MIT
// Every word of the drawer “Model files” in Figure 1.
export const models = {
  title: 'Model files',
  explain:
    'The network as it is now, in two files that Keras and TensorFlow.js can read: model.json says what its layers are, weights.bin has their weights. Open both again here, or drop them on the figure, and it goes on from there. The files never leave this page.',
  save: 'Save the network',
  file: 'or open model.json and its weights',
  used: (/** @type {string} */ sizes, /** @type {string} */ loss) =>
    `A network of ${sizes} neurons was read; its loss on these points is ${loss}.`,
  noJson: 'Nothing was changed: one of the files must be the model.json, the others its weights.',
  tooLarge: (/** @type {number} */ most) =>
    `Nothing was changed: there is more than the ${most} MB that such a network can need.`,
  missing: (/** @type {string} */ name) =>
    `Nothing was changed: the model.json asks for ${name}. Choose both files at once.`,
  refused: (/** @type {string} */ reason) => `Nothing was changed: ${reason}.`,
  notOfThisFigure: (/** @type {string} */ reason) =>
    `Nothing was changed: this is no network for this figure; ${reason}.`,
};
