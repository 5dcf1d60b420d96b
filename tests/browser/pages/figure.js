// SPDX-License-Identifier: MIT
// A page of one figure, which the name of the page says, in frames of others.
import '../../../web/define.js';
import { frame } from '../../../web/frame.js';

const figure = /** @type {import('../../../web/element.js').AeFigure} */ (document.createElement('ae-figure'));
figure.setAttribute('name', location.pathname.match(/(\w+)\.html$/)?.[1] ?? '');
document.body.append(figure);
frame(figure);
