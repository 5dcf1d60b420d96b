// SPDX-License-Identifier: MIT
import { behave } from './suite.js';

behave('webkit', { way: 'HTMLCanvasElement webgl2', sandbox: 'blob', offline: true });
