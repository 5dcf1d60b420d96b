// SPDX-License-Identifier: MIT
// A notebook as a page, as Jupyter's exporter writes one: cells, prompts and output areas of its names, its style as far as it can
// reach a figure, RequireJS, and scripts that find their own output area. Each output is another way of showing a figure.

const STYLE = `
  * { box-sizing: border-box }
  html { font-size: 10px }
  body { margin: 0; color: #333; background: #fff; font: 14px/1.43 Helvetica, Arial, sans-serif; overflow: visible }
  #notebook { padding: 8px 15px }
  #notebook-container { width: 100%; max-width: 1170px; margin: 0 auto; padding: 15px; box-shadow: 0 0 12px 1px #5757571a }
  .cell { display: flex; flex-direction: column; padding: 5px; border: 1px solid transparent; border-left-width: 5px }
  .input, .output_area { display: flex; flex-direction: row; padding: 0; page-break-inside: avoid }
  .prompt { min-width: 14ex; padding: .4em; text-align: right; font: 14px/1.2 monospace; color: #303f9f }
  .inner_cell { flex: 1; min-width: 0 }
  .input_area { border: 1px solid #cfcfcf; background: #f7f7f7; padding: .4em }
  .output_subarea { flex: 1; padding: .4em; overflow-x: auto; max-width: calc(100% - 14ex) }
  .output_scroll { width: 100%; height: 24em; overflow: auto; border-radius: 2px; box-shadow: inset 0 2px 8px #000c }
  .rendered_html { color: #000 }
  .rendered_html * + p { margin-top: 1em }
  .rendered_html img { max-width: 100%; height: auto }
  .rendered_html button { text-transform: uppercase }
`;

/** @param {number} count of the prompt @param {string} code HTML @param {string} output HTML */
const cell = (count, code, output) => `
<div class="cell border-box-sizing code_cell rendered">
  <div class="input"><div class="prompt input_prompt">In&nbsp;[${count}]:</div>
    <div class="inner_cell"><div class="input_area"><div class="highlight hl-ipython3"><pre>${code}</pre></div></div></div></div>
  <div class="output_wrapper"><div class="output">${output}</div></div>
</div>`;

/** @param {string} content HTML @param {string} [classes] */
const area = (content, classes = 'output_html rendered_html') =>
  `<div class="output_area"><div class="prompt"></div><div class="output_subarea ${classes}">${content}</div></div>`;

/**
 * Four cells: the element in an output that scrolls by itself; the element put there by a script of RequireJS; a frame of a site; a
 * frame that carries a whole file inside.
 * @param {string} site where build/site/ is served @param {string} file HTML of a single file @returns {string} HTML
 */
export const notebook = (site, file) => `<!DOCTYPE html>
<html>
<head><meta charset="utf-8">
<title>Codes</title>
<link rel="icon" href="data:,">
<script src="/node_modules/requirejs/require.js"></script>
<style type="text/css">${STYLE}</style>
</head>
<body>
<div tabindex="-1" id="notebook" class="border-box-sizing"><div class="container" id="notebook-container">
<div class="cell border-box-sizing text_cell rendered"><div class="prompt input_prompt"></div><div class="inner_cell">
<div class="text_cell_render border-box-sizing rendered_html"><h1 id="Codes">Codes</h1><p>Two numbers for three.</p></div></div></div>
${cell(
  1,
  'HTML(element)',
  `<div class="output_scroll">${area('<script type="module" src="/package/define.js"></script><ae-figure name="train" seed="2"></ae-figure>')}</div>`,
)}
${cell(
  2,
  'Javascript(code)',
  area(
    `<div id="1f0c2b"></div><script type="text/javascript">
var element = document.getElementById('1f0c2b');
require(['require'], function () {
  var figure = document.createElement('ae-figure');
  figure.setAttribute('name', 'train');
  figure.setAttribute('seed', '3');
  element.appendChild(figure);
});
</script>`,
    'output_javascript',
  ),
)}
${cell(3, 'IFrame(address, width=800, height=700)', area(`<iframe width="800" height="700" src="${site}/embed/train.html?seed=2" frameborder="0" allowfullscreen></iframe>`))}
${cell(4, 'HTML(frame)', area(`<iframe width="100%" height="700" frameborder="0" srcdoc="${file.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`))}
</div></div>
</body>
</html>
`;
