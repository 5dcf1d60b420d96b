// SPDX-License-Identifier: MIT
// What a reader sees of links to a figure's state; loaded with the first of them.
import { whole } from './words.js';

export const share = {
  copied: 'Link copied.',
  byHand: 'This browser does not let the page copy. The link:',
  field: 'Link to this state',
  tooManyOwn: (/** @type {number} */ points, /** @type {number} */ most) =>
    `Your own ${whole(points)} points are too many to travel in a link, which holds ${most} at most: it leads to the same options with another data set.`,
  inexactOwn: 'Your own points cannot travel in a link unchanged: it leads to the same options with another data set.',
  opened:
    'An opened model’s weights do not travel in a link: it leads to the same options at epoch 0, with the weights of the seed.',
  wentBack: (/** @type {number} */ epoch) =>
    `This run diverged and went on from epoch ${whole(epoch)}, which training anew does not repeat: beyond that epoch the link leads to other weights.`,
  guest: 'What a drawer has trained does not travel in a link: it leads to the network that this figure begins with.',
  place: ' in this page’s address',
};
