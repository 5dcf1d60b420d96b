// SPDX-License-Identifier: MIT
// What a reader of a paper expects around the text: numbered figures and links to them, headings that are links, a list of
// contents, notes that open where they stand, and numbered citations with their list of references.
// @ts-expect-error: the package has no types
import { plugins } from '@citation-js/core';
import '@citation-js/plugin-bibtex';
import { toString as textOf } from 'hast-util-to-string';
import { h } from 'hastscript';
import { EXIT, SKIP, visit } from 'unist-util-visit';

/** @typedef {import('hast').Root} Root */
/** @typedef {import('hast').Element} Element */
/** @typedef {import('vfile').VFile} VFile */

/** The first element that fits. @param {Root | Element} tree @param {(element: Element) => boolean} fits */
export function find(tree, fits) {
  /** @type {Element | undefined} */
  let found;
  visit(tree, 'element', (element) => {
    if (!fits(element)) return undefined;
    found = element;
    return EXIT;
  });
  return found;
}

/** The elements of a tag. @param {Root | Element} tree @param {string} tag */
export function all(tree, tag) {
  /** @type {Element[]} */
  const found = [];
  visit(tree, 'element', (element) => void (element.tagName === tag && found.push(element)));
  return found;
}

const listed = (/** @type {Root} */ tree, /** @type {string} */ name) =>
  find(tree, ({ properties }) => `${properties.className}` === name) ?? h('p');

/** Figures get their numbers in the order in which they stand; an empty link says what it leads to: “Figure 2”, “Structure”. */
export function numbers() {
  return (/** @type {Root} */ tree) => {
    /** @type {Map<string, string>} */
    const names = new Map();
    all(tree, 'figure').forEach((figure, k) => {
      names.set(`${figure.properties.id}`, `Figure ${k + 1}`);
      const title = find(figure, ({ tagName }) => tagName === 'strong');
      title?.children.unshift(h('span', { class: 'number' }, `Figure ${k + 1}.`), { type: 'text', value: ' ' });
    });
    for (const tag of ['h2', 'h3'])
      for (const heading of all(tree, tag)) names.set(`${heading.properties.id}`, textOf(heading));
    for (const link of all(tree, 'a')) {
      const name = names.get(`${link.properties.href}`.slice(1));
      if (link.children.length || !name) continue;
      link.properties.className = ['reference'];
      link.children = [{ type: 'text', value: name }];
    }
  };
}

/** Headings become links to themselves, and the list of contents has those of the second level. */
export function contents() {
  return (/** @type {Root} */ tree) => {
    const link = (
      /** @type {Element} */ { properties, children },
      kind = /** @type {string | undefined} */ (undefined),
    ) => h('a', { href: `#${properties.id}`, class: kind }, children);
    const sections = all(tree, 'h2');
    const items = sections.map((heading) => h('li', link(heading)));
    const nav = listed(tree, 'contents');
    nav.properties.ariaLabelledBy = ['contents'];
    nav.children = [h('p', { id: 'contents' }, 'Contents'), h('ol', items)];
    for (const heading of [...sections, ...all(tree, 'h3')]) heading.children = [link(heading, 'anchor')];
  };
}

/** Footnotes as remark-gfm leaves them become buttons with a popover each, and a list in the appendix. */
export function notes() {
  return (/** @type {Root} */ tree) => {
    const section = find(tree, ({ properties }) => properties.dataFootnotes !== undefined);
    if (!section) return;
    const items = all(section, 'li');
    for (const item of items) {
      for (const paragraph of all(item, 'p'))
        paragraph.children = paragraph.children.filter(
          (child) => child.type !== 'element' || child.properties.dataFootnoteBackref === undefined,
        );
    }
    visit(tree, 'element', (mark, index, parent) => {
      const anchor = /** @type {Element | undefined} */ (mark.tagName === 'sup' ? mark.children[0] : undefined);
      if (anchor?.properties?.dataFootnoteRef === undefined || !parent || index === undefined) return undefined;
      const k = items.findIndex(({ properties }) => `#${properties.id}` === anchor.properties.href) + 1;
      const words = structuredClone(all(items[k - 1], 'p').flatMap(({ children }) => children));
      parent.children.splice(
        index,
        1,
        h('button', { type: 'button', class: 'note-mark', popoverTarget: `note-${k}`, ariaLabel: `Note ${k}` }, `${k}`),
        h('span', { class: 'note', id: `note-${k}`, popover: 'auto', role: 'note' }, words),
      );
      return [SKIP, index + 2];
    });
    section.tagName = 'template'; // taken out below: the list stands elsewhere
    tree.children = tree.children.filter((child) => child !== section);
    listed(tree, 'notes').children = items.map((item, k) => h('li', { id: `notes-${k + 1}` }, item.children));
  };
}

/** @typedef {Record<string, any>} Work in CSL-JSON */

/** @param {Work} work */
function reference(work) {
  const names = work.author.map((/** @type {Record<string, string>} */ name) =>
    [name.given, name['non-dropping-particle'], name.family].filter(Boolean).join(' '),
  );
  const authors = names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${names.at(-1)}` : names[0];
  const pages = work.page && `pages ${work.page.replace('-', '–')}`;
  const where = [
    work['container-title'],
    [work.volume, work.issue && `(${work.issue})`].filter(Boolean).join(''),
    pages,
    work.note,
  ];
  const [doi, url] = [work.DOI, work.URL];
  const year = work.issued['date-parts'][0][0];
  return h('li', { id: `ref-${work.id}` }, [
    h('span', { class: 'authors' }, `${authors}. `),
    h('cite', work.title),
    h('span', { class: 'venue' }, `. ${[...where.filter(Boolean), year].join(', ')}. `),
    h('a', { href: doi ? `https://doi.org/${doi}` : url }, doi ? `doi:${doi}` : url.replace(/^https:\/\//, '')),
  ]);
}

/** Citations get numbers in the order of their first mention. @param {{bibliography: string}} options the text of a .bib file */
export function citations({ bibliography }) {
  /** @type {Map<string, Work>} */
  const works = new Map(
    plugins.input.chain(bibliography, { generateGraph: false }).map((/** @type {Work} */ work) => [work.id, work]),
  );
  return (/** @type {Root} */ tree, /** @type {VFile} */ file) => {
    /** @type {string[]} */
    const cited = [];
    for (const place of all(tree, 'span').filter(({ properties }) => `${properties.className}` === 'citations')) {
      const keys = textOf(place)
        .split(',')
        .map((key) => key.trim());
      const links = keys.flatMap((key, k) => {
        if (!works.has(key)) file.message(`there is no “${key}” in the bibliography`, place);
        else if (!cited.includes(key)) cited.push(key);
        return [k ? ', ' : '', h('a', { class: 'citation', href: `#ref-${key}` }, `${cited.indexOf(key) + 1}`)];
      });
      place.children = h('span', ['[', ...links, ']']).children;
    }
    for (const key of works.keys()) if (!cited.includes(key)) file.message(`nothing cites “${key}”`);
    listed(tree, 'references').children = cited.map((key) => reference(works.get(key) ?? {}));
  };
}
