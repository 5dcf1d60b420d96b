// SPDX-License-Identifier: MIT
import { behave } from './suite.js';

behave('chromium', { way: 'OffscreenCanvas webgl2, HTMLCanvasElement bitmaprenderer', sandbox: 'blob', offline: true });
