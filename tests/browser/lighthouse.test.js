// SPDX-License-Identifier: MIT
// Of Lighthouse's scores, those that do not depend on how fast the machine is: all of them are full. Performance is for `make lighthouse`.
import { expect, test } from '@playwright/test';
import { judge, LEAST } from './lighthouse.js';

test('lighthouse_finds_nothing_to_mend', async () => {
  test.setTimeout(180_000);
  const opinions = await judge(['accessibility', 'best-practices', 'seo']);
  expect(opinions.map(({ device }) => device)).toEqual(Object.keys(LEAST));
  for (const { device, scores, faults } of opinions) {
    expect(faults, device).toEqual([]);
    expect(scores, device).toEqual({ accessibility: 100, 'best-practices': 100, seo: 100 });
  }
});
