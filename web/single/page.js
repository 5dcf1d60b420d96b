// SPDX-License-Identifier: MIT
// What a single file does in a page.
import '../element.js';
