// SPDX-License-Identifier: MIT
// Noise and an eraser, in Figure 6: what the autoencoder makes of a damaged digit, and what one that was trained to denoise does.
import { button } from '../controls.js';
import { CoreAutoencoder } from '../core_digits.js';
import { CorePad } from '../core_pad.js';
import { loadModel } from '../digits_files.js';
import { Drawer } from '../drawer.js';
import { noise as text } from '../strings_digits_noise.js';

/** @typedef {'digit' | 'cursor' | 'drawn'} Source what is damaged */

const SIDE = 28;
const PATCH = 10; // px: the eraser where a press asks for one
const SOURCES = /** @type {Source[]} */ (['digit', 'cursor', 'drawn']);
const PICTURES = /** @type {const} */ (['clean', 'damaged', 'plain', 'denoised']);
const STRIDE = 1237; // rows to another digit

/** @param {string} name @param {string} label @param {number} max @param {number} step */
const slider = (name, label, max, step) =>
  `<label class="slider">${label} <input type="range" data-field="${name}" min="0" max="${max}" step="${step}"><output data-show="${name}"></output></label>`;

export class Panel extends Drawer {
  /** @param {import('./digits.js').Digits} figure */
  constructor(figure) {
    super(figure);
    this.pad = new CorePad(this.core);
    this.denoiser = new CoreAutoencoder(this.core);
    this.trouble = ''; // why there is no denoiser
    /** @type {Source} */
    this.source = 'cursor';
    this.chosen = false; // by the reader
    this.row = 3191; // of the test digit: at first one that fares about as digits do on average
    this.damage = { noise: 0.5, seed: 1, patch: 0, left: 9, top: 9 };
    /** @type {import('../core_digits.js').CoreImages | null} */
    this.images = null;
    this.seen = ''; // what the figure was like
    this.seenPinned = -1;
    this.tellsNext = false; // what comes of it is told in the next frame
    /** @type {ReturnType<Panel['judge']> | null} */
    this.result = null;
  }

  get html() {
    const figure = (/** @type {string} */ name, /** @type {string} */ caption, /** @type {string} */ tone) => `
      <figure><canvas class="digit" data-picture="${name}" aria-label="${caption}" ${name === 'damaged' ? 'tabindex="0" role="application"' : 'role="img"'}></canvas>
        <figcaption class="${tone}">${caption}</figcaption><p class="value" data-show="${name}-error"></p></figure>`;
    return `
      <p class="value">${text.lead}</p>
      <div class="controls">
        <label>${text.of} <select data-field="source">${SOURCES.map((name) => `<option value="${name}">${text.sources[name]}</option>`).join('')}</select></label>
        ${button('another', 'seed', text.another)}
        ${slider('noise', text.strength, 1, 0.05)}
        ${button('renew', 'reset', text.renew)}
        ${slider('patch', text.patch, 20, 1)}
      </div>
      <div class="versions" role="group" aria-label="${text.errorTo}">
        ${figure('clean', text.clean, 'input')}${figure('damaged', text.damaged, 'input')}${figure('plain', text.plain, 'output')}${figure('denoised', text.denoised, 'latent')}
      </div>
      <p class="told" data-show="finding"></p>`;
  }

  /** @param {HTMLElement} root @param {import('../digits_files.js').Progress} progress */
  async open(root, progress) {
    this.begin(root);
    this.listen();
    this.writeControls();
    const { figure } = this;
    const { signal } = figure.stop;
    await figure.needEncoder(progress);
    await Promise.all(
      ['denoiser/encoder', 'denoiser/decoder'].map((name) =>
        loadModel(
          this.denoiser,
          /** @type {import('../digits_files.js').ModelName} */ (name),
          signal,
          name.endsWith('encoder') ? progress : undefined,
        ),
      ),
    ).catch((error) => {
      this.trouble = error.message;
    });
    this.images = await figure.needImages('test').catch(() => null); // then it works on what the network decodes
    if (signal.aborted) return;
    if (this.images && !this.chosen) this.source = 'digit';
    if (figure.pinned >= 0) this.row = figure.pinned;
    this.ready = true;
    this.wake();
  }

  listen() {
    const { signal } = this.stop;
    const { damage } = this;
    this.field('source').addEventListener(
      'change',
      () => {
        this.source = /** @type {Source} */ (this.field('source').value);
        this.chosen = true;
        this.wake();
      },
      { signal },
    );
    for (const name of /** @type {const} */ (['noise', 'patch'])) {
      const field = this.field(name);
      field.addEventListener('input', () => this.change({ [name]: Number(field.value) }), { signal });
    }
    this.onButtons('[data-do=renew]', () => this.change({ seed: damage.seed + 1 }));
    this.onButtons('[data-do=another]', () => {
      this.row = (this.row + STRIDE) % (this.images?.count ?? 1);
      this.source = 'digit';
      this.wake();
    });
    const canvas = this.canvas('damaged');
    const put = (/** @type {PointerEvent} */ event) => this.put(event);
    canvas.addEventListener('pointerdown', (event) => event.button === 0 && put(event), { signal });
    canvas.addEventListener(
      'pointermove',
      (event) => (event.buttons & 1 || (event.pointerType === 'mouse' && damage.patch > 0)) && put(event),
      { signal },
    );
    canvas.addEventListener('keydown', (event) => this.key(event), { signal });
  }

  // ---- what the reader does -----------------------------------------------------------------------------------------

  /** @param {Partial<import('../core_pad.js').Damage>} changes */
  change(changes) {
    Object.assign(this.damage, changes);
    const { damage } = this;
    const most = SIDE - damage.patch;
    damage.left = Math.max(0, Math.min(most, damage.left));
    damage.top = Math.max(0, Math.min(most, damage.top));
    this.tellsNext = true;
    this.wake();
  }

  /** The eraser goes to where the pointer is. @param {PointerEvent} event */
  put(event) {
    const box = this.canvas('damaged').getBoundingClientRect();
    const patch = this.damage.patch || PATCH;
    const at = (/** @type {number} */ part) => Math.round(SIDE * part - patch / 2);
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    this.change({ patch, left: at(x), top: at(y) });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!arrow || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const { damage } = this;
    const step = event.shiftKey ? 4 : 1;
    if (!damage.patch) this.change({ patch: PATCH });
    else this.change({ left: damage.left + step * arrow[0], top: damage.top + step * arrow[1] });
  }

  // ---- what comes of it ---------------------------------------------------------------------------------------------

  /** What is damaged. @returns {Float32Array} */
  get clean() {
    const { figure, images, source, row } = this;
    const drawn = figure.drawnDigit;
    if (source === 'digit' && images) return images.pixels(Math.min(row, images.count - 1));
    if (source === 'drawn' && drawn) return drawn;
    return figure.own.autoencoder.decode(figure.home).slice();
  }

  draw() {
    this.result = this.judge();
    this.paint();
    this.writeTexts();
    if (this.tellsNext && this.result.denoised)
      this.figure.status.say(text.describe(this.result.nothing, this.result.plain.error, this.result.denoised.error));
    this.tellsNext = false;
  }

  judge() {
    const { pad, denoiser, figure } = this;
    const clean = this.clean;
    const damaged = pad.damaged(clean, this.damage);
    const by = (/** @type {CoreAutoencoder} */ network) => {
      const { code, output } = network.rebuild(damaged);
      const picture = output.slice();
      return { code, picture, error: pad.error(picture, clean) };
    };
    const best = figure.own.autoencoder.rebuild(clean);
    const plain = by(figure.own.autoencoder);
    const moved = this.damage.noise > 0 || this.damage.patch > 0;
    figure.mark('noise', moved && !figure.guest ? plain.code : null, { from: best.code }); // on a guest’s map it has no place
    return {
      clean,
      damaged,
      nothing: pad.error(damaged, clean),
      plain,
      denoised: this.trouble ? null : by(denoiser),
      best: best.error,
    };
  }

  paint() {
    const { result, damage } = this;
    if (!result) return;
    const pixels = {
      clean: result.clean,
      damaged: result.damaged,
      plain: result.plain.picture,
      denoised: result.denoised?.picture ?? null,
    };
    const labels = {
      clean: text.cleanPicture,
      damaged: text.damagedPicture(damage.left, damage.top, damage.patch),
      plain: text.plainPicture,
      denoised: result.denoised ? text.denoisedPicture : text.noDenoiser,
    };
    for (const name of PICTURES) this.picture(name, pixels[name], labels[name]);
  }

  drawEarly() {
    this.writeControls();
  }

  writeControls() {
    const { damage, images, figure } = this;
    this.show('noise', text.level(damage.noise));
    this.show('patch', text.pixels(damage.patch));
    this.field('noise').value = `${damage.noise}`;
    this.field('patch').value = `${damage.patch}`;
    this.field('source').value = this.source;
    const [digit, , drawn] = /** @type {HTMLOptionElement[]} */ ([...this.find('[data-field=source]').children]);
    digit.disabled = !images;
    drawn.disabled = !figure.drawnDigit;
    this.find('[data-do=another]').hidden = !images;
  }

  writeTexts() {
    const { result, damage } = this;
    this.writeControls();
    if (!result) return;
    this.show('damaged-error', text.nothing(result.nothing));
    this.show('plain-error', text.result(result.plain.error, result.nothing));
    this.show(
      'denoised-error',
      result.denoised ? text.result(result.denoised.error, result.nothing) : `${text.noDenoiser} ${this.trouble}.`,
    );
    const damaged = damage.noise > 0 || damage.patch > 0;
    this.show(
      'finding',
      !damaged
        ? text.undamaged
        : result.denoised
          ? text.finding(result.nothing, result.plain.error, result.denoised.error, result.best)
          : '',
    );
  }

  /** Another digit may be chosen, or the cursor somewhere else. */
  write() {
    const { figure } = this;
    const state = `${figure.pinned} ${figure.home} ${figure.guest ? 1 : 0}`;
    if (state === this.seen) return;
    this.seen = state;
    if (figure.pinned !== this.seenPinned && figure.pinned >= 0 && this.images && !figure.guest) {
      this.row = figure.pinned;
      this.source = 'digit';
    }
    this.seenPinned = figure.pinned;
    this.wake();
  }

  dispose() {
    super.dispose();
    this.figure.mark('noise', null);
    this.denoiser.free();
    this.pad.free();
  }
}
