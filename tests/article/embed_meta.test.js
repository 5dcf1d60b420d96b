// SPDX-License-Identifier: MIT
// What the page of a figure says of itself to those who show previews of links.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { FIGURES, headOf, oembedOf } from '../../article/embed_meta.js';

const SITE = 'https://example.org/ae/';

for (const figure of FIGURES) {
  test(`${figure.name}_says_what_it_is_to_oembed_and_open_graph`, () => {
    const head = headOf(figure, SITE);
    const tag = (/** @type {string} */ name) =>
      head.match(new RegExp(`<meta property="${name}" content="([^"]*)"`))?.[1];
    assert.equal(tag('og:url'), `${SITE}embed/${figure.name}.html`);
    assert.equal(tag('og:image'), `${SITE}embed/${figure.name}.png`);
    assert.ok(Number(tag('og:image:width')) >= 600, 'a picture that is large enough for a card');
    assert.ok(head.includes(`type="application/json+oembed" href="${SITE}embed/${figure.name}.oembed.json"`));
    assert.ok(existsSync(resolve(import.meta.dirname, `../../build/posters/${figure.name}-light.png`)));

    const answer = oembedOf(figure, SITE);
    assert.deepEqual([answer.version, answer.type, answer.thumbnail_url], ['1.0', 'rich', tag('og:image')]);
    assert.ok(answer.width > 0 && answer.height > 0);
    assert.ok(answer.html.startsWith(`<iframe src="${SITE}embed/${figure.name}.html" `));
  });
}

test('without_a_site_no_address_is_made_up', () => {
  for (const figure of FIGURES) {
    assert.doesNotMatch(`${headOf(figure)}${JSON.stringify(oembedOf(figure))}`, /https?:|og:url|provider_url/);
  }
});
