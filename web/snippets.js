// SPDX-License-Identifier: MIT
// What to copy into a page to have a figure in it. Pure.

const escaped = (/** @type {string} */ value) =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** @typedef {{frame: string, file: string, script: string, npm: string}} Snippets */

/**
 * @param {string} name of the figure @param {string} query of its state, see address.js
 * @param {string} site where the article lies, with a slash at its end @param {number} height CSS px of a frame
 * @returns {Snippets}
 */
export function snippetsOf(name, query, site, height) {
  const attributes = [['name', name], ...new URLSearchParams(query)]
    .map(([key, value]) => ` ${key}="${escaped(value)}"`)
    .join('');
  const element = `<ae-figure${attributes}></ae-figure>`;
  const page = `${name}.html${query && `?${escaped(query)}`}`;
  const frame = (/** @type {string} */ folder) =>
    `<iframe src="${folder}${page}" title="Interactive figure: ${name}" width="100%" height="${height}" style="border: 0" loading="lazy"></iframe>`;
  return {
    frame: `${frame(`${escaped(site)}embed/`)}\n<script src="${escaped(site)}embed.js" async></script>`,
    file: frame(''),
    script: `<script type="module" src="ae-figure/define.js"></script>\n${element}`,
    npm: `npm install ${site}embed/ae-figure.tgz\n\nimport 'ae-figure/define.js';\n\n${element}`,
  };
}
