// SPDX-License-Identifier: MIT
import { behave } from './suite.js';

behave('firefox', { way: 'OffscreenCanvas webgl2, HTMLCanvasElement bitmaprenderer', sandbox: 'blob', offline: true });
