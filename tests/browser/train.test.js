// SPDX-License-Identifier: MIT
// Figure 1 in full: data sets, own data, options, the plot of the losses, one step slowly, challenges, saving.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { load } from '../wasm/builds.js';
import { expect, expectDrawn, test } from './fixture.js';

/** @typedef {import('./fixture.js').Figure} Figure */

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const DATA_SETS = ['saddle', 'ellipse', 'wave', 'cubic', 'swissroll', 'scurve', 'sphere', 'trefoil', 'rings', 'noise'];

/** @param {Figure} figure @param {string} name @param {string} value */
const choose = (figure, name, value) => figure.element.locator(`select[data-set=${name}]`).selectOption(value);

/** @param {Figure} figure @param {string} summary */
const openDrawer = (figure, summary) => figure.element.locator('summary', { hasText: summary }).click();

/** @param {Figure} figure @returns {Promise<any>} */
const stateOf = (figure) => figure.state();

test('each data set is drawn small, can be chosen, and is what the plots show', async ({ figure }) => {
  await figure.open();
  const previews = figure.element.locator('.data-sets label:visible');
  await expect(previews).toHaveCount(DATA_SETS.length);
  let before = await figure.picture('input');
  for (const [k, name] of DATA_SETS.entries()) {
    const drawn = await previews.nth(k).locator('canvas').screenshot();
    expect(drawn.length, `${name} has a picture`).toBeGreaterThan(400);
    if (k === 0) continue;
    await figure.element.locator(`input[value=${name}]`).click();
    expect((await stateOf(figure)).data).toBe(name);
    expect((await stateOf(figure)).epoch).toBe(0);
    await expect.poll(async () => figure.same(await figure.picture('input'), before), name).toBe(false);
    before = await figure.picture('input');
  }
});

test('the noise is said in a number', async ({ figure }) => {
  await figure.open('name="train" noise="0.1"');
  const shown = figure.element.locator('output[data-show=noise]');
  await expect(shown).toHaveText('0.100');
  await figure.element.locator('[data-set=noise]').fill('0.035');
  await expect(shown).toHaveText('0.035');
});

test('data sets are chosen with arrow keys', async ({ figure, page }) => {
  await figure.open();
  await figure.element.locator('input[value=saddle]').focus();
  await page.keyboard.press('ArrowRight');
  await expect.poll(async () => (await stateOf(figure)).data).toBe('ellipse');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await stateOf(figure)).data).toBe('saddle');
});

test('every option changes the network or its training, to the bits that the core in Node has', async ({ figure }) => {
  await figure.open();
  await openDrawer(figure, 'Network and training');
  const core = await load();
  /** @type {Record<string, string>} */
  const given = {
    points: '50',
    width: '16',
    depth: '1',
    activation: 'relu',
    optimizer: 'sgd',
    rate: '0.01',
    batch: '10',
    heldout: '20',
  };
  for (const [name, value] of Object.entries(given)) {
    await choose(figure, name, value);
    expect(`${(await stateOf(figure))[name]}`).toBe(value);
  }
  await figure.element.locator('.segments label', { hasText: '3' }).click();
  await figure.element.locator('[data-set=noise]').fill('0.05');
  const state = await figure.train(3);
  const options = Object.fromEntries(
    core.options.map(({ name }) => [name, core.parse(name, `${/** @type {any} */ (state)[name]}`)]),
  );
  expect(options).toMatchObject({ bottleneck: 3, noise: 0.05 });
  const trainer = core.trainer(options);
  trainer.step(3);
  expect(state.loss).toBe(trainer.loss);
  await expect(figure.element.locator('.half.encoder p')).toHaveText('16');
});

test('the small pictures of the data sets are whole', async ({ figure }) => {
  await figure.open();
  const inked = await figure.element.evaluate((element) => {
    const canvases = [...(element.shadowRoot?.querySelectorAll('.data-sets label:not([hidden]) canvas') ?? [])];
    return canvases.map((canvas) => {
      const side = canvas.clientWidth;
      const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
        new OffscreenCanvas(side, side).getContext('2d')
      );
      context.drawImage(/** @type {HTMLCanvasElement} */ (canvas), 0, 0, side, side);
      const pixels = new Uint32Array(context.getImageData(0, 0, side, side).data.buffer);
      const ink = [...pixels.keys()].filter((k) => pixels[k] !== pixels[0]);
      const last = side - 1;
      const atEdge = ink.filter((k) => [0, last].includes(k % side) || [0, last].includes(Math.floor(k / side)));
      return { some: ink.length > 100, atEdge: atEdge.length };
    });
  });
  expect(inked).toEqual(Array(10).fill({ some: true, atEdge: 0 }));
});

test('other options keep the run playing, and the run before as a ghost', async ({ figure }) => {
  await figure.open();
  await figure.train(30);
  await expect(figure.element.locator('.losses .legend')).not.toContainText('the run before');
  await figure.do('play');
  await figure.element.locator('input[value=ellipse]').click();
  await expect(figure.element.locator('.losses .legend')).toContainText('the run before');
  await figure.reach(5);
  expect((await figure.state()).playing).toBe(true);
});

test.describe('own data', () => {
  const rows = Array.from({ length: 40 }, (_, k) => [Math.cos(k / 6), Math.sin(k / 6), k / 40]);

  test('pasted rows become the data, scaled into the cube', async ({ figure }) => {
    await figure.open();
    await openDrawer(figure, 'Your own data');
    await figure.element.locator('textarea').fill(`x;y;z\n${rows.map((row) => row.join(';')).join('\n')}\n`);
    await figure.element.locator('[data-do=own]').click();
    expect(await stateOf(figure)).toMatchObject({ data: 'own', epoch: 0 });
    await expect(figure.element.locator('.data-sets label:visible')).toHaveCount(11);
    const made = figure.element.locator('[data-set=points], [data-set=noise]');
    await expect(made.filter({ visible: true }), 'they do not count here').toHaveCount(0);
    await openDrawer(figure, 'Show data');
    await expect(figure.element.locator('.pages')).toContainText('of 40');
    const { loss } = await figure.state();
    expect((await figure.train(20)).loss).toBeLessThan(loss);
    await expectDrawn(figure, await figure.pictures());
    await figure.element.locator('input[value=saddle]').click();
    await expect(made.filter({ visible: true })).toHaveCount(2);
    await figure.element.locator('input[value=own]').click();
    expect(await stateOf(figure)).toMatchObject({ data: 'own', epoch: 0 });
  });

  test('a file is read, and one that cannot be is refused by row and column without losing the state', async ({
    figure,
  }) => {
    await figure.open();
    await figure.train(7);
    await openDrawer(figure, 'Your own data');
    const file = figure.element.locator('.own input[type=file]');
    for (const [text, says] of [
      ['x,y,z\n1,2,3\n4,five,6\n', /row 3, column 2 is not a number: "five"/],
      ['1,2\n3,4\n', /row 1 has fewer columns/],
      ['', /no rows/],
      ['1,2,NaN\n1,2,3\n1,2,x', /row 1, column 3 is not a number: "NaN"/],
      ['1,2,3\n1,2,3\n1,2,x', /row 3, column 3/],
    ]) {
      await file.setInputFiles({ name: 'points.csv', mimeType: 'text/csv', buffer: Buffer.from(`${text}`) });
      await expect(figure.element.locator('.refused')).toContainText(says);
      expect(await stateOf(figure)).toMatchObject({ data: 'saddle', epoch: 7 });
    }
    await file.setInputFiles({ name: 'large.csv', mimeType: 'text/csv', buffer: Buffer.alloc(5_000_000, '1,2,3\n') });
    await expect(figure.element.locator('.refused')).toContainText('more than the 4 MB');
    await file.setInputFiles({
      name: 'points.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`\ufeff${rows.map((row) => row.join('\t')).join('\r\n')}`),
    });
    await expect(figure.element.locator('.refused')).toBeHidden();
    expect(await stateOf(figure)).toMatchObject({ data: 'own', epoch: 0 });
  });

  test('IDX and .npy are read too, gzipped or not, and give the same points', async ({ figure }) => {
    await figure.open();
    await openDrawer(figure, 'Your own data');
    const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows.length}, 3), }`.padEnd(117);
    const npy = Buffer.alloc(128 + 12 * rows.length);
    npy.write(`\x93NUMPY\x01\0\x76\0${header}\n`, 'latin1');
    const idx = Buffer.alloc(12 + 12 * rows.length);
    idx.set([0, 0, 0x0d, 2, 0, 0, 0, rows.length, 0, 0, 0, 3]);
    rows.flat().forEach((value, k) => {
      npy.writeFloatLE(value, 128 + 4 * k);
      idx.writeFloatBE(value, 12 + 4 * k);
    });
    const csv = Buffer.from(rows.map((row) => row.map(Math.fround).join(',')).join('\n'));
    const trainer = (await load()).trainer({ data: 10 }, csv);
    for (const [name, buffer] of /** @type {[string, Buffer][]} */ ([
      ['points.csv', csv],
      ['points.npy', npy],
      ['points-idx2-float', idx],
      ['points.csv.gz', gzipSync(csv)],
      ['points.npy.gz', gzipSync(npy)],
      ['points-idx2-float.gz', gzipSync(idx)],
    ])) {
      await figure.element.locator('input[value=saddle]').click();
      await figure.element.locator('.own input[type=file]').setInputFiles({ name, mimeType: '', buffer });
      await expect.poll(async () => (await stateOf(figure)).data, name).toBe('own');
      await expect(figure.element.locator('.told')).toHaveText('40 points were read.');
      expect((await stateOf(figure)).loss, name).toBe(trainer.loss); // the same bits
    }
  });

  test('a gzipped file that is broken, or holds too much, is refused in words', async ({ figure }) => {
    await figure.open();
    await openDrawer(figure, 'Your own data');
    const whole = gzipSync(Buffer.from(rows.map((row) => row.join(',')).join('\n')));
    const damaged = Buffer.from(whole);
    damaged[20] ^= 0xff;
    for (const [buffer, says] of /** @type {[Buffer, RegExp][]} */ ([
      [whole.subarray(0, whole.length - 20), /points.gz is gzipped, and could not be unpacked/],
      [damaged, /could not be unpacked/],
      [gzipSync(Buffer.alloc(60_000_000)), /points.gz holds more than the 4 MB/],
      [gzipSync(whole), /the file is gzipped: it has to be unpacked first/],
      [gzipSync(Buffer.from('1,2,3\n1,two,3\n')), /row 2, column 2 is not a number: "two"/],
    ])) {
      await figure.element
        .locator('.own input[type=file]')
        .setInputFiles({ name: 'points.gz', mimeType: 'application/gzip', buffer });
      await expect(figure.element.locator('.refused')).toContainText(says);
      expect(await stateOf(figure)).toMatchObject({ data: 'saddle', epoch: 0 });
    }
  });

  test('a column that is named as the labels is left out, and that is said', async ({ figure }) => {
    await figure.open();
    await openDrawer(figure, 'Your own data');
    const lines = rows.map((row, k) => [...row, k % 2 ? 'odd' : 'even'].join(','));
    const use = async (/** @type {string} */ text) => {
      await figure.element.locator('textarea').fill(text);
      await figure.element.locator('[data-do=own]').click();
    };
    await use(['x,y,z,class', ...lines].join('\n'));
    await expect(figure.element.locator('.told')).toHaveText(
      '40 points were read; column 4 holds labels and was left out.',
    );
    await expect(figure.status).toHaveText('40 points were read; column 4 holds labels and was left out.');
    const { loss } = await stateOf(figure);
    await use(rows.map((row) => row.join(',')).join('\n'));
    await expect(figure.element.locator('.told')).toHaveText('40 points were read.');
    expect((await stateOf(figure)).loss).toBe(loss);
    await use(['x,y,z,remark', ...lines].join('\n'));
    await expect(figure.element.locator('.refused')).toContainText('row 2 has more columns than the 3 that are wanted');
    await expect(figure.element.locator('.told')).toBeHidden();
  });

  test('a file dropped on the figure is read', async ({ figure, page }) => {
    await figure.open();
    const text = rows.map((row) => row.join(',')).join('\n');
    const transfer = await page.evaluateHandle((csv) => {
      const data = new DataTransfer();
      data.items.add(new File([csv], 'points.csv', { type: 'text/csv' }));
      return data;
    }, text);
    await figure.canvas('layered').dispatchEvent('drop', { dataTransfer: transfer });
    await expect.poll(async () => (await stateOf(figure)).data).toBe('own');
  });
});

test.describe('the plot of the losses', () => {
  test('is read with the mouse: the numbers are those of the core', async ({ figure, page }) => {
    await figure.open();
    await figure.train(60);
    const below = figure.element.locator('[data-show=losses-value]');
    await expect(below).toContainText('best plane (PCA)');
    await figure.element.locator('.losses canvas').scrollIntoViewIfNeeded();
    const box = await figure.element.locator('.losses canvas').boundingBox();
    if (!box) throw new Error('no plot');
    await page.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2);
    await expect(below).toContainText(/^Epoch \d+: loss \d/);
    const [, epoch, loss] = /Epoch (\d+): loss ([\d.]+)/.exec(await below.innerText()) ?? [];
    const trainer = (await load()).trainer();
    trainer.step(Number(epoch));
    expect(Number(epoch)).toBeGreaterThan(0);
    expect(Math.abs(Number(loss) - trainer.loss)).toBeLessThan(5.01e-7);
    await page.mouse.move(2, 2);
    await expect(below).toContainText('best plane (PCA)');
  });

  test('is read with keys, from the newest epoch back', async ({ figure, page }) => {
    await figure.open();
    await figure.train(30);
    await figure.element.locator('.losses canvas').focus();
    const below = figure.element.locator('[data-show=losses-value]');
    await page.keyboard.press('ArrowLeft');
    await expect(below).toContainText('Epoch 29:');
    await page.keyboard.press('ArrowLeft');
    await expect(below).toContainText('Epoch 28:');
    await page.keyboard.press('Home');
    await expect(below).toContainText('Epoch 0:');
    await page.keyboard.press('End');
    await expect(below).toContainText('Epoch 30:');
    await page.keyboard.press('Escape');
    await expect(below).toContainText('best plane (PCA)');
  });

  test('names what PCA finds with as many numbers as the bottleneck has', async ({ figure }) => {
    await figure.open();
    const below = figure.element.locator('[data-show=losses-value]');
    for (const [bottleneck, words] of /** @type {const} */ ([
      [1, /best line \(PCA\)$/],
      [3, /loss ?PCA$/],
      [2, /best plane \(PCA\)$/],
    ])) {
      await figure.element.evaluate((element, given) => /** @type {any} */ (element).set(given), { bottleneck });
      await expect(below, `${bottleneck}`).toHaveText(words);
    }
  });
});

test('one step, slowly: the numbers of each stage are the network’s own', async ({ figure, page }) => {
  await figure.open();
  await figure.train(20);
  await openDrawer(figure, 'One step, slowly');
  await figure.element.evaluate((element) => /** @type {any} */ (element).set({ selected: 4 }));
  const told = figure.element.locator('[data-show=telling]');
  const next = figure.element.locator('[data-stage="1"]');
  const trainer = (await load()).trainer();
  trainer.step(20);
  const point = trainer.point(4);
  const show = (/** @type {ArrayLike<number>} */ values, /** @type {number} */ digits) =>
    `(${Array.from(values, (value) => value.toFixed(digits).replace('-', '\u2212')).join(', ')})`;

  await expect(told).toContainText('Point 5 goes in');
  for (const values of [point.input, point.latent, point.output]) await expect(told).toContainText(show(values, 3));
  await next.click();
  await expect(told).toContainText(trainer.loss.toFixed(6));
  await expect(told).toContainText(point.error.toFixed(6));
  await next.click();
  await expect(told).toContainText('The chain rule');
  const [digits, exponent] = trainer.view('latentGradient')[8].toExponential(1).replaceAll('-', '\u2212').split('e');
  await expect(told).toContainText(`${digits}·10${exponent}`); // written as on axes
  await expect(told.locator('sup').first()).toHaveText(/^\u2212\d$/);
  await next.focus();
  await page.keyboard.press('Enter');
  await expect(next).toBeDisabled();
  await expect(told).toContainText('One weight of many');
  const index = trainer.steepestWeight;
  await expect(told).toContainText(trainer.parameter(index).value.toFixed(5).replace('-', '\u2212'));
  await figure.element.locator('[data-do=slowly]').click();
  await expect(told).toContainText('Epoch 21 is done');
  trainer.step(1);
  await expect(told).toContainText(trainer.parameter(index).value.toFixed(5).replace('-', '\u2212'));
  expect((await figure.state()).epoch).toBe(21);
  const drawn = await figure.element.locator('.anatomy canvas').screenshot();
  expect(drawn.length).toBeGreaterThan(1500);
});

test('a run that diverged can go back to its best state, and goes on from there at a lower rate', async ({
  figure,
}) => {
  await figure.open('name="train" optimizer="sgd" rate="10"');
  const back = figure.element.locator('[data-do=back]');
  await expect(back).toBeHidden();
  const { loss } = await figure.state();
  await figure.do('play');
  await expect(figure.message).toContainText('diverged');
  await expect(back).toHaveText(/^Go back to epoch \d+, loss 0\.\d+$/);
  await back.click();
  await expect(back).toBeHidden();
  await expect.poll(async () => (await figure.state()).loss).toBeLessThanOrEqual(loss);
  expect(await figure.message.isVisible()).toBe(false);
});

test('challenges are done when what they ask for is measured, and not before', async ({ figure }) => {
  test.setTimeout(120_000);
  await figure.open();
  await openDrawer(figure, 'Challenges');
  const done = figure.element.locator('.challenges li.done');
  await expect(done).toHaveCount(0);
  /** @param {Record<string, string | number | boolean>} changes */
  const set = (changes) =>
    figure.element.evaluate((element, given) => /** @type {any} */ (element).set(given), changes);

  await set({ rate: 10, optimizer: 'sgd', playing: true });
  await expect(done).toHaveText([/Make it explode/]);
  await set({ rate: 0.003, optimizer: 'adam', data: 'noise', speed: 'flat', playing: true });
  await expect(done).toHaveText([/Beat the best plane/, /Memorise noise/, /Make it explode/], { timeout: 40_000 });
  await set({ data: 'saddle', bottleneck: 1 });
  const goOn = async () => {
    await set({ playing: true }); // a plateau may have stopped it
    return done.count();
  };
  await expect.poll(goOn, { timeout: 60_000 }).toBe(4);
  expect((await figure.state()).loss).toBeLessThan(0.25 * 0.0833);
});

test('codes are saved as CSV at full precision', async ({ figure, page }) => {
  await figure.open();
  await figure.train(10);
  const waiting = page.waitForEvent('download');
  await figure.element.locator('[data-do=save-codes]').click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('codes-epoch-10.csv');
  const [head, ...rows] = readFileSync(await download.path(), 'utf8')
    .trim()
    .split('\n');
  expect(head).toBe('point,x1,x2,x3,z1,z2,y1,y2,y3,error');
  expect(rows).toHaveLength(25);
  const trainer = (await load()).trainer();
  trainer.step(10);
  const latent = trainer.view('latent');
  rows.forEach((row, k) => {
    const [, , , , z1, z2] = row.split(',').map(Number);
    expect([Math.fround(z1), Math.fround(z2)]).toEqual([latent[2 * k], latent[2 * k + 1]]);
  });
});

test('the picture is saved with all plots in it', async ({ figure, page }) => {
  await figure.open();
  await figure.train(10);
  const waiting = page.waitForEvent('download');
  await figure.element.locator('[data-do=save-picture]').click();
  const download = await waiting;
  expect(download.suggestedFilename()).toBe('autoencoder-epoch-10.png');
  const png = readFileSync(await download.path());
  expect(png.readUInt32BE(16)).toBeGreaterThan(2000);
  expect(png.length).toBeGreaterThan(60_000);
});

test('the picture shows what is trained now, also where the plots are out of sight', async ({ figure, page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' }); // no plot turns by itself
  await page.setViewportSize({ width: 1300, height: 700 });
  await figure.open();
  await figure.train(1);
  const stale = await figure.picture('latent');
  const button = figure.element.locator('[data-do=save-picture]');
  await button.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  await expect
    .poll(() => figure.canvas('latent').evaluate((canvas) => canvas.getBoundingClientRect().bottom))
    .toBeLessThan(-300);
  await page.waitForTimeout(300); // the observer has told the plots
  await figure.element.evaluate((element) => /** @type {any} */ (element).set({ data: 'swissroll', points: 100 }));
  await page.waitForTimeout(300);
  const waiting = page.waitForEvent('download');
  await button.click();
  const png = readFileSync(await (await waiting).path(), 'base64');
  await figure.element.evaluate((element) => element.scrollIntoView());
  await expect.poll(async () => figure.same(await figure.picture('latent'), stale)).toBe(false);
  const unlike = await figure.element.evaluate(async (element, base64) => {
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const corner = /** @type {HTMLElement} */ (root.querySelector('.model')).getBoundingClientRect();
    return [...root.querySelectorAll('.model canvas')].map((canvas) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const pixels = (/** @type {(context: OffscreenCanvasRenderingContext2D) => void} */ draw) => {
        const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
          new OffscreenCanvas(2 * width, 2 * height).getContext('2d')
        );
        draw(context);
        return context.getImageData(20, 20, 2 * width - 40, 2 * height - 40).data; // without the frame
      };
      const now = pixels((context) =>
        context.drawImage(/** @type {HTMLCanvasElement} */ (canvas), 0, 0, 2 * width, 2 * height),
      );
      const saved = pixels((context) =>
        context.drawImage(picture, -2 * (left - corner.left + 16), -2 * (top - corner.top + 16)),
      );
      return saved.filter((value, k) => Math.abs(value - now[k]) > 60).length / saved.length;
    });
  }, png);
  expect(unlike).toHaveLength(3);
  for (const part of unlike) expect(part).toBeLessThan(0.004);
});

test('the picture is lettered as the page is: subscripts, legends with their marks, and what it is of', async ({
  figure,
  page,
}) => {
  await figure.open();
  await figure.train(10);
  await page.evaluate(() => {
    const { fillText } = CanvasRenderingContext2D.prototype;
    /** @type {any} */ (window).lettered = [];
    CanvasRenderingContext2D.prototype.fillText = function (text, x, y, most) {
      /** @type {any} */ (window).lettered.push({
        text,
        size: Number.parseFloat(/[\d.]+px/.exec(this.font)?.[0] ?? ''),
        y,
      });
      fillText.call(this, text, x, y, most);
    };
  });
  const waiting = page.waitForEvent('download');
  await figure.element.locator('[data-do=save-picture]').click();
  const png = readFileSync(await (await waiting).path(), 'base64');
  /** @type {{text: string, size: number, y: number}[]} */
  const words = await page.evaluate(() => /** @type {any} */ (window).lettered);
  const at = words.findIndex(({ text }) => text === 'x');
  const [letter, index] = words.slice(at);
  expect(index.text).toMatch(/^[123]$/);
  expect(index.size).toBeLessThan(0.8 * letter.size);
  expect(index.y).toBeGreaterThan(letter.y);
  for (const name of ['input', 'reconstruction', 'loss', '(PCA)'])
    expect(words.map(({ text }) => text)).toContain(name);
  const loss = await figure.show('loss').innerText();
  expect(words.at(-1)?.text).toBe(`Saddle loop · epoch 10 · loss ${loss} · seed 1`);
  const marks = await figure.element.evaluate(async (element, base64) => {
    const root = /** @type {ShadowRoot} */ (element.shadowRoot);
    const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${base64}`)).blob());
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (
      new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true })
    );
    context.drawImage(bitmap, 0, 0);
    const corner = /** @type {HTMLElement} */ (root.querySelector('.model')).getBoundingClientRect();
    return [...root.querySelectorAll('.large .key, .losses .key')].map((key) => {
      const { left, top, height } = key.getBoundingClientRect();
      const [x, y] = [left - corner.left + 16, top - corner.top + 16];
      const { data } = context.getImageData(2 * x, 2 * y + height - 1, 6, 2); // its left edge
      return Math.min(...data.filter((_, k) => k % 4 < 3));
    });
  }, png);
  expect(marks).toHaveLength(4);
  for (const darkest of marks) expect(darkest).toBeLessThan(160);
});
