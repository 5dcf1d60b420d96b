// SPDX-License-Identifier: MIT
// Pages with everything inside, made of the article's page as it has been built: the whole article, or one figure. Their script is
// given; pictures, style and fonts become data: addresses here.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { described, headOf } from './embed_meta.js';

const here = (/** @type {string} */ file) => resolve(import.meta.dirname, file);
const site = (/** @type {string} */ file) => here(`../build/site/${file}`);

/** @type {Record<string, string>} */
const TYPES = { avif: 'image/avif', svg: 'image/svg+xml', woff2: 'font/woff2' };

/** @param {string} path @returns {string} a data: address */
function dataOf(path) {
  const type = TYPES[path.slice(path.lastIndexOf('.') + 1)];
  return `data:${type};base64,${readFileSync(path).toString('base64')}`;
}

/** @param {string} html the article's page @returns {string[]} */
export const figureNames = (html) => [...html.matchAll(/<ae-figure name="(\w+)"/g)].map(([, name]) => name);

/**
 * The picture of a figure at one size for all screens, in both themes: dense and narrow ones would double the file.
 * @param {string} name @param {string} alt
 */
function poster(name, alt) {
  const [light, dark] = ['light', 'dark'].map((theme) => dataOf(here(`../build/posters/${name}-${theme}-1x.avif`)));
  return `<picture slot="poster"><source media="(prefers-color-scheme: dark)" srcset="${dark}"><img alt="${alt}" src="${light}"></picture>`;
}

/** The alternative text of a figure's picture. @param {string} html the article's page @param {string} name */
function altOf(html, name) {
  const [, alt] = html.match(new RegExp(`<ae-figure name="${name}"[\\s\\S]*?alt="([^"]*)"`)) ?? [];
  if (!alt) throw new Error(`figure ${name} has no picture with a text`);
  return alt;
}

/** What a figure is called in its caption. @param {string} html the article's page @param {string} name */
function titleOf(html, name) {
  const [, title] =
    html.match(new RegExp(`id="figure-${name}"[\\s\\S]*?<strong><span[^>]*>[^<]*</span> ([^<]*?)\\.?</strong>`)) ?? [];
  if (!title) throw new Error(`figure ${name} has no title`);
  return title;
}

/** As it may stand between tags. @param {string} script */
const inTags = (script) => script.replaceAll(/<(?=\/script|!--)/gi, '\\x3C');

/** @param {string} text @returns {string} as a policy names it */
const hashOf = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** What every file has inside, by the names of THIRD_PARTY.md. */
const INSIDE = ['cJSON', 'Emscripten', 'musl'];

/** The licences of a file go with it. @param {string[]} names of what is inside @returns {string} a comment */
function notices(names) {
  const text = (/** @type {string} */ path) => readFileSync(here(path), 'utf8').trim();
  const parts = text('../THIRD_PARTY.md').split(/^## /m);
  const chosen = names.map((name) => {
    const part = parts.find((one) => one.startsWith(name));
    if (!part) throw new Error(`THIRD_PARTY.md says nothing of ${name}`);
    return `## ${part.replaceAll(/^```.*\n?/gm, '').trim()}`;
  });
  return `<!--\n${[text('../LICENSE'), 'Of others, inside:', ...chosen].join('\n\n')}\n-->\n`;
}

/** What a host with a Content-Security-Policy has to allow. @param {string} script @param {string} style */
const note = (script, style) =>
  `Everything is inside. A host that has a Content-Security-Policy allows: script-src ${hashOf(script)} 'wasm-unsafe-eval'; style-src ${hashOf(style)}; worker-src blob:; img-src data:; font-src data:`;

const STYLE = `
  :root { color-scheme: light dark; background: light-dark(#fff, #16181c); }
  :root:has([theme="light"]) { color-scheme: light; }
  :root:has([theme="dark"]) { color-scheme: dark; }
  body { margin: 0; font: 13px/1.45 system-ui, sans-serif; }
  ae-figure { overflow-x: clip; } /* names of halves are wider than these when narrow */
  picture { display: block; }
  img { display: block; width: 100%; height: auto; }
  p { margin: 8px 0 0; text-align: end; }
  a { color: light-dark(#5d636e, #a2a9b5); }
`;

/**
 * @param {string} html the article's page @param {string} name of the figure @param {string} code
 * @returns {string} a page of the figure alone
 */
export function figurePage(html, name, code) {
  const script = inTags(code);
  const article = html.match(/<title>([^<]*)/)?.[1];
  const fullSite = html.match(/<link rel="canonical" href="([^"]*)/)?.[1];
  const site = fullSite ?? '../'; // beside it, when nobody said where
  return `<!doctype html>
<html lang="en">
<!-- ${note(script, STYLE)} -->
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${titleOf(html, name)} · ${article}</title>
${headOf(described(name), fullSite)}
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<ae-figure name="${name}">${poster(name, altOf(html, name))}</ae-figure>
<p><a href="${site}index.html#figure-${name}" target="_blank" rel="noopener">${article}</a></p>
<script>${script}</script>
</body>
</html>
${notices(INSIDE)}`;
}

/** A file of the site, as data. @param {string} address */
const fileOf = (address) => dataOf(site(`assets/${basename(address)}`));

/** The article's style with its fonts. @param {string} html */
function styleOf(html) {
  const [, address] = html.match(/<link rel="stylesheet"[^>]*href="([^"]*)"/) ?? [];
  if (!address) throw new Error('the article has no style');
  const style = readFileSync(site(address), 'utf8');
  return style.replaceAll(/url\(([^)]*\.woff2)\)/g, (_, font) => `url(${fileOf(font)})`);
}

/**
 * @param {string} html the article's page @param {string} code
 * @returns {string} the article with everything inside
 */
export function articlePage(html, code) {
  const [script, style] = [inTags(code), styleOf(html)];
  return html
    .replaceAll(
      /<script type="module"[^>]*><\/script>|<meta http-equiv="Content-Security-Policy"[^>]*>|<link rel="(?:modulepreload|preload|stylesheet|alternate)"[^>]*>/g,
      '',
    )
    .replace(/(<link rel="icon" href=")([^"]*)/, (_, before, icon) => before + fileOf(icon))
    .replaceAll(
      /(<ae-figure name="(\w+)"[^>]*>\s*)<picture[\s\S]*?alt="([^"]*)"[\s\S]*?<\/picture>/g,
      (_, start, name, alt) => start + poster(name, alt),
    )
    .replace('<head>', () => `<!-- ${note(script, style)} -->\n<head>`)
    .replace('</head>', () => `<style>${style}</style>\n</head>`)
    .replace('</body>', () => `<script>${script}</script>\n</body>`)
    .replace(/(<\/html>)\s*$/, (end) => `${end.trim()}\n${notices([...INSIDE, 'Source Serif'])}`);
}
