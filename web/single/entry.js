// SPDX-License-Identifier: MIT
// The script of a single file, see build.js: a classic one, and its own worker. The page makes a blob of the text that it runs, so
// that nothing is in the file twice; there, where no document is, that text is the worker.
import './own.js';

if (typeof document === 'undefined') import('../worker.js');
else import('./page.js');
