// SPDX-License-Identifier: MIT
// <ae-figure> as an embedder has it: state and set, attributes, events, poster, themes, and many of them on a page.
import { expect, expectDrawn, Figure, PLOTS, paper, test } from './fixture.js';

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('../../web/element.js').AeFigure} AeFigure */
/** @typedef {Record<string, string | number | boolean>} Changes */

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** @param {Figure} figure @param {Changes} changes @returns {Promise<string>} what `set` throws, or nothing */
const set = (figure, changes) =>
  figure.element.evaluate((element, given) => {
    try {
      /** @type {AeFigure} */ (element).set(given);
      return '';
    } catch (error) {
      return error instanceof Error ? error.message : `no Error: ${error}`;
    }
  }, changes);

/** @param {Figure} figure @param {string} name @param {string} value */
const setAttribute = (figure, name, value) =>
  figure.element.evaluate((element, [key, text]) => element.setAttribute(key, text), [name, value]);

/** Another figure behind the first. @param {Page} page @param {Record<string, string>} [attributes] @returns {Promise<Figure>} */
async function addFigure(page, attributes = {}) {
  await page.evaluate((given) => {
    const element = document.createElement('ae-figure');
    for (const [name, value] of Object.entries({ name: 'train', ...given })) element.setAttribute(name, value);
    document.querySelector('ae-figure')?.after(element);
    element.scrollIntoView({ block: 'nearest' }); // else it may not start
  }, attributes);
  const figure = new Figure(page, 1);
  await figure.ready();
  return figure;
}

/** Keeps what the figures of a page tell. @param {Page} page */
async function listen(page) {
  await page.addInitScript(() => {
    /** @type {any} */ (globalThis).told = [];
    for (const type of ['ae-ready', 'ae-step', 'ae-error']) {
      addEventListener(type, (event) => {
        /** @type {any} */ (globalThis).told.push({ type, .../** @type {CustomEvent} */ (event).detail });
      });
    }
  });
  return async (/** @type {string} */ type) => {
    const told = await page.evaluate(() => /** @type {any} */ (globalThis).told);
    return told.filter((/** @type {any} */ event) => event.type === type);
  };
}

test('the state of one figure sets another: the same options, word for word', async ({ figure, page }) => {
  await figure.open('name="train" data="wave" points="40" width="16" bottleneck="3" activation="relu" speed="slow"');
  expect(await set(figure, { rate: 0.01, selected: 7, optimizer: 'sgd' })).toBe('');
  const state = await figure.state();
  expect(state).toMatchObject({ data: 'wave', activation: 'relu', speed: 'slow', selected: 7, optimizer: 'sgd' });
  const other = await addFigure(page);
  expect(await other.state()).not.toEqual(state);
  expect(await set(other, /** @type {any} */ (state))).toBe('');
  expect(await other.state()).toEqual(state);
  expect(JSON.parse(JSON.stringify(state)), 'the state is plain').toEqual(state);
  expect(await figure.train(20)).toEqual(await other.train(20));
});

test('what does not fit is thrown by name and value, and the state is kept whole', async ({ figure }) => {
  await figure.open();
  expect(await set(figure, { selected: 3 })).toBe('');
  const before = await figure.train(3);
  for (const { changes, names } of /** @type {{changes: Changes, names: string[]}[]} */ ([
    { changes: { rate: 'fast' }, names: ['rate', 'fast', 'from 0'] },
    { changes: { data: 'cube' }, names: ['data', 'cube', 'saddle'] },
    { changes: { points: 1e9 }, names: ['points', '1000000000', 'to 10,000'] },
    { changes: { width: 12.5 }, names: ['width', 'whole'] },
    { changes: { seed: Number.NaN }, names: ['seed', 'NaN'] },
    { changes: { optimizer: '' }, names: ['optimizer', 'adam'] },
    { changes: { speed: 'toString' }, names: ['speed', 'toString', 'slow'] },
    { changes: { selected: 'first' }, names: ['selected', 'first'] },
    { changes: { selected: 1.5 }, names: ['selected', '1.5'] },
    { changes: { data: 'wave', rate: 0.01, speed: 'slow', selected: 'none' }, names: ['selected', 'none'] },
    { changes: { data: 'wave', width: 20, speed: 'never' }, names: ['speed', 'never'] },
  ])) {
    const message = await set(figure, changes);
    for (const name of names) expect(message, JSON.stringify(changes)).toContain(name);
    expect(await figure.state(), JSON.stringify(changes)).toEqual(before);
  }
  expect((await figure.train(1)).epoch).toBe(4);
});

test('what is set before and while a figure starts is its state', async ({ figure, page }) => {
  await page.route('**/*.wasm', async (route) => {
    await page.waitForTimeout(600);
    await route.continue();
  });
  await figure.visit();
  await figure.element.evaluate(async (element) => {
    await customElements.whenDefined('ae-figure');
    /** @type {AeFigure} */ (element).set({ data: 'cubic', seed: 3 });
  });
  await figure.ready();
  expect(await figure.state()).toMatchObject({ data: 'cubic', seed: 3, epoch: 0 });

  // Then one that is set at each moment of its start.
  const expected = await figure.train(10);
  const states = await page.evaluate(async () => {
    const all = [];
    for (const wait of [0, 1, 3, 10, 30, 60]) {
      const element = /** @type {AeFigure} */ (document.createElement('ae-figure'));
      element.setAttribute('name', 'train');
      document.querySelector('ae-figure')?.before(element);
      await new Promise((done) => setTimeout(done, wait));
      element.set({ data: 'cubic' });
      await new Promise((done) => setTimeout(done, wait));
      element.set({ seed: 3 });
      await element.ready;
      const step = /** @type {HTMLElement} */ (element.shadowRoot?.querySelector('[data-do=step]'));
      for (let k = 0; k < 10; k++) step.click();
      while (element.state.epoch !== 10) await new Promise(requestAnimationFrame);
      all.push(element.state);
      element.remove();
    }
    return all;
  });
  for (const state of states) expect(state).toEqual(expected);
});

test('attributes that change are obeyed at once', async ({ figure }) => {
  await figure.open();
  for (const [name, value, state] of /** @type {[string, string, string | number | boolean][]} */ ([
    ['data', 'wave', 'wave'],
    ['points', '60', 60],
    ['seed', '4', 4],
    ['activation', 'relu', 'relu'],
    ['rate', '0.01', 0.01],
    ['speed', 'slow', 'slow'],
    ['selected', '12', 12],
    ['playing', 'true', true],
    ['playing', 'false', false],
  ])) {
    await setAttribute(figure, name, value);
    await expect.poll(async () => /** @type {any} */ (await figure.state())[name], name).toBe(state);
  }
  await expect(figure.seed).toHaveValue('4');
  await expect(figure.element.getByRole('combobox', { name: 'Speed' })).toHaveValue('slow');
  await expect(figure.readout).toContainText('Point 13');
});

test('an attribute that does not fit is told in the figure and to the page, and changes nothing', async ({
  figure,
  page,
}) => {
  const told = await listen(page);
  await figure.open();
  const state = await figure.train(3);
  await setAttribute(figure, 'rate', 'fast');
  await expect(figure.message).toBeVisible();
  await expect(figure.message).toContainText(/rate.*fast/);
  await expect(figure.status).toContainText(/rate.*fast/);
  expect(await figure.state()).toEqual(state);
  await setAttribute(figure, 'selected', 'last');
  await expect(figure.message).toContainText(/selected.*last/);
  expect(await figure.state()).toEqual(state);
  const errors = await told('ae-error');
  expect(errors).toHaveLength(2);
  expect(errors[0].message).toMatch(/rate.*fast/);
  expect(errors[1].message).toMatch(/selected.*last/);
  await expectDrawn(figure, await figure.pictures());
  await setAttribute(figure, 'rate', '0.01');
  await expect(figure.message).toBeHidden();
  expect(await figure.state()).toMatchObject({ rate: 0.01, epoch: 0 });
});

test('a figure far away does not start until it comes near', async ({ figure, page }) => {
  await page.route('/', async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replace('<main>', `<main>${'<p>A line.</p>'.repeat(200)}`);
    await route.fulfill({ response, body });
  });
  let asked = 0;
  page.on('request', (request) => {
    if (request.url().endsWith('.wasm')) asked++;
  });
  await page.goto('/');
  await page.waitForTimeout(1500);
  expect(asked).toBe(0);
  expect(page.workers()).toHaveLength(0);
  await expect(figure.element.locator('canvas')).toHaveCount(0);
  await figure.element.evaluate((element) => {
    scrollTo(0, element.getBoundingClientRect().top - innerHeight - 400); // near, and still out of sight
  });
  await figure.ready();
  expect(asked).toBe(1);
  for (const name of PLOTS) await expect(figure.canvas(name)).toHaveCount(1);
});

test('the poster stands until the first picture, and after a failure', async ({ figure, page }) => {
  await page.route('**/*.wasm', async (route) => {
    await page.waitForTimeout(1600);
    await route.continue();
  });
  await page.route('/', async (route) => {
    const response = await route.fetch();
    const poster = '<p slot="poster">A picture of it.</p><p>A line below it.</p>';
    const body = (await response.text()).replace(/(<ae-figure\b[^>]*>)/, `$1${poster}`);
    await route.fulfill({ response, body });
  });
  await page.goto('/');
  const poster = figure.element.getByText('A picture of it.');
  const below = figure.element.getByText('A line below it.');
  await expect(poster).toBeVisible();
  await expect(below).toBeVisible();
  await expect(figure.element.getByText('Loading the figure')).toBeVisible();
  const seen = await figure.element.evaluate(async (element) => {
    const host = /** @type {AeFigure} */ (element);
    const poster = /** @type {HTMLElement} */ (host.querySelector('[slot=poster]'));
    const before = poster.checkVisibility();
    await host.ready;
    return [before, poster.checkVisibility()];
  });
  expect(seen).toEqual([true, false]);
  await expect(poster).toBeHidden();
  await expect(below).toBeVisible();
  await expect(figure.element.getByText('Loading the figure')).toHaveCount(0);
  await expectDrawn(figure, await figure.pictures());

  await setAttribute(figure, 'name', 'nothing');
  await expect(figure.alert).toContainText('nothing');
  await expect(poster).toBeVisible();
  await expect(figure.element.locator('canvas')).toHaveCount(0);
  await setAttribute(figure, 'name', 'train');
  await figure.ready();
  await expect(poster).toBeHidden();
  await expectDrawn(figure, await figure.pictures());
});

test('starts that fail, 150 times, leave nothing behind', async ({ figure, page }) => {
  const told = await listen(page);
  await figure.open();
  await figure.element.evaluate(async (element) => {
    const host = /** @type {AeFigure} */ (element);
    for (let times = 0; times < 75; times++) {
      for (const [name, value] of [
        ['speed', 'never'],
        ['selected', 'none'],
      ]) {
        host.remove();
        host.setAttribute(name, value);
        const failed = new Promise((done) => host.addEventListener('ae-error', done, { once: true }));
        document.querySelector('figure')?.prepend(host);
        await failed;
        host.removeAttribute(name);
      }
    }
  });
  await figure.ready();
  expect(await told('ae-error')).toHaveLength(150);
  await expect(figure.alert).toHaveCount(0);
  expect((await figure.train(3)).epoch).toBe(3);
  await expect.poll(() => page.workers().length).toBe(1);
});

test('of two figures one trains at a time', async ({ figure, page }) => {
  await page.setViewportSize({ width: 1300, height: 4000 }); // both are in sight
  await figure.open();
  const other = await addFigure(page);
  await figure.do('play');
  await figure.reach(3);
  await other.do('play');
  await other.reach(3);
  expect(await figure.state()).toMatchObject({ playing: false });
  await expect(figure.element.locator('[data-do=play]')).toHaveText('Play');
  await expect(figure.message, 'it is not that it is out of sight').toBeHidden();
  const epoch = await figure.rest();
  await figure.do('play');
  await figure.reach(epoch + 3);
  expect(await other.state()).toMatchObject({ playing: false });
});

test('theme and --ae-paper repaint the plots at once, whoever sets them', async ({ figure, page }) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await figure.open();
  const expectPaper = (/** @type {string} */ colour) => expect.poll(() => paper(figure)).toBe(colour);
  await expectPaper('255 255 255');
  await setAttribute(figure, 'theme', 'dark');
  await expectPaper('22 24 28');
  await setAttribute(figure, 'theme', 'light');
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expectPaper('255 255 255');
  await figure.element.evaluate((element) => element.removeAttribute('theme'));
  await expectPaper('22 24 28');
  await page.evaluate(() => document.body.style.setProperty('--ae-paper', 'rgb(250, 240, 220)'));
  await expectPaper('250 240 220');
  await figure.element.evaluate((element) => {
    /** @type {HTMLElement} */ (element).style.setProperty('--ae-paper', '#102030');
  });
  await expectPaper('16 32 48');
  await figure.train(3);
  await expectDrawn(figure, await figure.pictures());
});

test('500 random actions later the figure is as sound as before', async ({ figure, page }) => {
  test.setTimeout(180_000);
  await figure.open();
  const faults = await figure.element.evaluate(async (element) => {
    const host = /** @type {AeFigure} */ (element);
    const root = /** @type {ShadowRoot} */ (host.shadowRoot);
    let seed = 20261125;
    const random = (/** @type {number} */ below) => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0; // Numerical Recipes
      return Math.floor((seed / 2 ** 32) * below);
    };
    const any = (/** @type {any[]} */ list) => list[random(list.length)];
    const find = (/** @type {string} */ selector) =>
      /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);
    let rebuilt = false; // or reset, so that the epoch may fall once
    const pointer = (/** @type {HTMLElement} */ canvas, /** @type {string} */ type, /** @type {number} */ buttons) => {
      const box = canvas.getBoundingClientRect();
      const at = { clientX: box.left + random(box.width + 40) - 20, clientY: box.top + random(box.height + 40) - 20 };
      const kind = { bubbles: true, composed: true, pointerId: 1, pointerType: any(['mouse', 'touch']) };
      canvas.dispatchEvent(new PointerEvent(type, { ...at, ...kind, buttons }));
    };
    /** @type {(() => void)[]} */
    const actions = [
      () => find('[data-do=play]')[0].click(),
      () => find('[data-do=step]')[0].click(),
      () => {
        rebuilt = true;
        any(find('[data-do=reset], [data-do=seed]')).click();
      },
      () => any(find('[data-view]')).click(),
      () => {
        const select = /** @type {HTMLSelectElement} */ (find('[data-set=speed]')[0]);
        select.selectedIndex = random(3);
        select.dispatchEvent(new Event('change'));
      },
      () => {
        const key = any(['ArrowLeft', 'ArrowUp', 'n', 'p', '+', '-', 'Home', 'End', 'Escape']);
        any(find('canvas')).dispatchEvent(new KeyboardEvent('keydown', { key }));
      },
      () => {
        const canvas = any(find('canvas'));
        canvas.setPointerCapture = () => {}; // there is no real pointer
        for (const type of ['pointerdown', 'pointermove', 'pointermove']) pointer(canvas, type, 1);
        pointer(canvas, any(['pointerup', 'pointercancel']), 0);
      },
      () => pointer(any(find('canvas')), any(['pointermove', 'pointerleave', 'pointerup']), 0),
      () => find('summary')[0].click(),
      () => any(find('tbody button, [data-page]'))?.click(),
      () => find('.tip')[0].click(),
      () => {
        rebuilt = true;
        host.set(
          any([
            { data: any(['saddle', 'wave', 'cubic']) },
            { points: 10 + random(80) },
            { bottleneck: 1 + random(3), depth: 1 + random(3) },
            { activation: any(['tanh', 'relu', 'linear']), width: 4 + random(40) },
            { optimizer: any(['adam', 'sgd']), rate: any([0.001, 0.01, 1, 10]) },
            { selected: random(100) - 1 },
          ]),
        );
      },
      () => {
        rebuilt = true;
        host.setAttribute('points', any(['30', '0', 'many', '3.5', '25']));
      },
      () => host.setAttribute('theme', any(['dark', 'light'])),
      () => {
        host.style.width = any(['', '320px', '0', '700px', '1px']);
      },
      () => {
        host.hidden = !random(3);
      },
    ];
    /** @type {string[]} */
    const faults = [];
    let before = 0;
    for (let times = 0; times < 500; times++) {
      const action = actions[random(actions.length)];
      action();
      if (random(2)) await new Promise(requestAnimationFrame);
      const state = /** @type {any} */ (host.state);
      const words = [.../** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('section, .trouble'))]
        .map((part) => part.textContent)
        .join(' ')
        .match(/[^ ]*(NaN|Infinity|undefined|\[object)[^ ]*/)?.[0];
      const numbers = Object.values(state).filter((value) => typeof value === 'number' && !Number.isFinite(value));
      for (const [what, wrong] of Object.entries({
        [`“${words}” on the screen`]: words,
        'a number of the state is not finite': numbers.length,
        'the state is empty': !Object.keys(state).length,
        'the epoch fell': state.epoch < before && !rebuilt,
        'the selected point is not there': state.selected >= state.points || !(state.selected >= -1),
      })) {
        if (wrong) faults.push(`${what} after action ${times}: ${action}, ${JSON.stringify(state)}`);
      }
      if (state.epoch < before) rebuilt = false;
      before = state.epoch;
    }
    host.style.width = '';
    host.hidden = false;
    host.setAttribute('theme', 'light');
    host.set({ playing: false, selected: -1, data: 'saddle', points: 25, bottleneck: 2, depth: 2, width: 64 });
    host.set({ activation: 'tanh', optimizer: 'adam', rate: 0.001 });
    return faults;
  });
  expect(faults).toEqual([]);
  await figure.rest();
  await figure.do('reset');
  await expect(figure.show('epoch')).toHaveText('0');
  expect((await figure.train(5)).epoch).toBe(5);
  await figure.canvas('layered').focus();
  for (let times = 0; times < 20; times++) await page.keyboard.press('-'); // all points are in the plots again
  await expectDrawn(figure, await figure.pictures());
  expect(page.workers()).toHaveLength(1);
});
