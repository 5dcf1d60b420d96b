// SPDX-License-Identifier: MIT
// Makes <ae-figure> known to the page that imports this file.
import { define } from './element.js';

define();
