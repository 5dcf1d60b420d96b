// SPDX-License-Identifier: MIT
// What a single file does in a page: one figure, set by the address and by the page around it.
import '../define.js';
import { frame } from '../frame.js';

const figure = /** @type {import('../element.js').AeFigure} */ (document.querySelector('ae-figure'));
frame(figure);

// A theme that was given counts for the picture too, which otherwise goes with the reader's system.
const theme = figure.getAttribute('theme');
const dark = figure.querySelector('source');
if (theme && dark) dark.media = theme === 'dark' ? 'all' : 'not all';
