// SPDX-License-Identifier: MIT
// The code of the figures in a page without a browser, see page.js and bundle.js, and what the fuzz targets need of it.
export { FIGURES, read, write } from '../../web/address.js';
export { AeFigure } from '../../web/element.js';

import '../../web/embed_helper.js';

export { engine } from '../../web/engine.js';
export { frame } from '../../web/frame.js';
export { places } from '../../web/places.js';
export { Training } from '../../web/training.js';
export * as page from './page.js';
