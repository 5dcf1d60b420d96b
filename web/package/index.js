// SPDX-License-Identifier: MIT
// What the npm package gives. To import it changes nothing and needs no document.
export { AeFigure, define } from '../element.js';
export { places } from '../places.js';
