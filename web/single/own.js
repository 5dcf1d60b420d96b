// SPDX-License-Identifier: MIT
// The text of the script that runs; a document tells it only while that is first run, so this is imported before all else.
export const own = typeof document === 'undefined' ? '' : (document.currentScript?.textContent ?? '');
