// SPDX-License-Identifier: MIT
// What a host should say with each file of the site: the file _headers, which Netlify and Cloudflare Pages read as it is and which
// README.md translates for others; and each page's Content-Security-Policy, which it also carries in a <meta>, for hosts that
// send no headers and for pages opened as files.
import { createHash } from 'node:crypto';

const ASSETS = 'assets/'; // names here go with the bytes: they never change

/** Features of browsers that no page of ours uses, nor a frame in it. */
const NEVER = ['camera', 'display-capture', 'geolocation', 'microphone', 'midi', 'payment', 'serial', 'usb'];

/** For every file. The site is public: any page may use its files, from anywhere. */
const ALWAYS = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': NEVER.map((feature) => `${feature}=()`).join(', '),
  'Access-Control-Allow-Origin': '*',
  'Cross-Origin-Resource-Policy': 'cross-origin',
};

const IMMUTABLE = { 'Cache-Control': 'public, max-age=31536000, immutable' };
const ASK_FIRST = { 'Cache-Control': 'no-cache' };

/** The content of elements of a page that stand in it and are run, or applied. @param {string} html @param {'script' | 'style'} tag */
function inline(html, tag) {
  const found = html.matchAll(new RegExp(`<${tag}\\b([^>]*)>([\\s\\S]*?)</${tag}>`, 'gi'));
  return [...found]
    .filter(([, attributes]) => !/\bsrc=|type="?application\/(ld\+)?json/i.test(attributes))
    .map(([, , content]) => content);
}

/** @param {string} text @returns {string} as a policy names what it allows */
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * The narrowest policy that a page can live with: what is beside it, and what stands in it, byte for byte. Throws when the page
 * has what no policy of ours allows.
 * @param {string} html
 */
export function policyOf(html) {
  const markup = html.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, '');
  const forbidden = markup.match(/<[a-z][^>]*?\s(style|on[a-z]+)=[^>]*>/i);
  if (forbidden) throw new Error(`a page has the attribute ${forbidden[1]}: ${forbidden[0].slice(0, 200)}`);
  const scripts = inline(html, 'script').map(hash);
  const styles = inline(html, 'style').map(hash);
  return [
    "default-src 'none'",
    ['script-src', "'self'", ...scripts, "'wasm-unsafe-eval'"].join(' '),
    ['style-src', "'self'", ...styles].join(' '),
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "connect-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

/** The page with its policy in it, before anything that it holds for. @param {string} html @param {string} policy */
export function withPolicy(html, policy) {
  const old = /\n? *<meta http-equiv="Content-Security-Policy"[^>]*>/g;
  const charset = /<meta charset=[^>]*>/i;
  if (!charset.test(html)) throw new Error('a page does not say its charset');
  const meta = `\n  <meta http-equiv="Content-Security-Policy" content="${policy}">`;
  return html.replace(old, '').replace(charset, (found) => found + meta);
}

/** Every address at which hosts serve a page: with and without its ending. @param {string} path */
function addresses(path) {
  const short = path.replace(/(^|\/)index\.html$/, '$1').replace(/\.html$/, '');
  return [...new Set([`/${short}`, `/${path}`])];
}

/** @param {string} path @param {Record<string, string>} headers */
const rule = (path, headers) =>
  [path, ...Object.entries(headers).map(([name, value]) => `  ${name}: ${value}`)].join('\n');

/**
 * The file _headers. A policy stands at single pages only, because hosts join what several rules say.
 * @param {string[]} paths of all files @param {Map<string, string>} policies of the pages
 */
export function headersOf(paths, policies) {
  const pages = [...policies].flatMap(([path, policy]) =>
    addresses(path).map((address) => rule(address, { ...ASK_FIRST, 'Content-Security-Policy': policy })),
  );
  const others = paths
    .filter((path) => !policies.has(path) && !path.startsWith(ASSETS))
    .map((path) => rule(`/${path}`, ASK_FIRST));
  return `${[rule('/*', ALWAYS), rule(`/${ASSETS}*`, IMMUTABLE), ...pages, ...others].join('\n\n')}\n`;
}
