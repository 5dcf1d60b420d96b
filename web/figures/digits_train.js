// SPDX-License-Identifier: MIT
// Train it here, in Figure 6: the map forms from a random network, in a worker; then the reader keeps it or not.
//
//            play            stop or end of the last pass           keep
//   (nothing) ──→ (training) ⇄ (at rest) ──────────────→ (over) ──────────→ (kept)
//        ↑   start over, discard, other choices  │          │                  │
//        └───────────────────────────────────────┴──────────┴──────────────────┘
import { button, face, numbers, segments, select, tip } from '../controls.js';
import { START } from '../core_digit_training.js';
import { CoreAutoencoder, CoreImages } from '../core_digits.js';
import { DigitRun } from '../digit_run.js';
import { hasImages, unzip } from '../digits_files.js';
import { rememberErrors } from '../digits_usual.js';
import { Drawer } from '../drawer.js';
import { train as text } from '../strings_digits_train.js';

/** @typedef {import('../core_digit_training.js').DigitSettings} DigitSettings */

const PIXELS = 784;
const DIGITS = 10_000; // to train on, at most
const LOOKED = 2_000; // whose codes are shown
const FILES = { train: 60_000, test: 10_000 }; // pictures in MNIST's own files

const EPOCHS = [3, 6, 12, 25, 50, 100];

export class Panel extends Drawer {
  /** @param {import('./digits.js').Digits} figure */
  constructor(figure) {
    super(figure);
    /** @type {DigitSettings} */
    this.settings = { ...START };
    /** @type {{digits: Uint8Array, looked: Uint8Array, labels: Uint8Array} | null} */
    this.data = null;
    /** @type {Partial<Record<'train' | 'test', CoreImages>>} from the reader's own files */
    this.given = {};
    /** @type {DigitRun | null} */
    this.run = null;
    /** @type {CoreAutoencoder | null} */
    this.autoencoder = null;
    this.width = 0; // of the network that is in the autoencoder
    this.hasNews = false; // of the run, not on the map yet
    this.kept = false;
    this.words = ''; // what has happened last
  }

  get html() {
    return `
      <p class="value" data-show="train-lead"></p>
      <div class="give" hidden><p class="notice">${text.noImages}</p><label class="file">${text.choose} <input type="file" data-field="files" multiple></label></div>
      <div class="controls fields">
        ${select('train-width', text.width, text.widths, `${this.settings.width}`)}
        ${segments('train-bottleneck', text.bottleneck, { 1: '1', 2: '2', 3: '3' })}
        ${select('train-epochs', text.epochs, Object.fromEntries(EPOCHS.map((count) => [count, `${count}`])), `${this.settings.epochs}`)}
      </div>
      <div class="controls">
        ${button('train-play', 'play', text.play, 'primary')}
        ${button('train-again', 'reset', text.again)}
        ${button('train-seed', 'seed', text.seed)}
        ${button('train-keep', 'save', text.keep)}
        <button type="button" data-do="train-discard"></button>
      </div>
      <div class="progress"><progress max="1" value="0" aria-label="${text.progress}"></progress></div>
      <div class="measured">
        ${numbers({ accuracy: `${text.accuracy} ${tip(text.accuracy, text.aboutAccuracy)}`, 'train-loss': text.loss, 'train-speed': text.speed, 'train-left': text.left })}
      </div>
      <p class="told" data-show="told"></p>`.replaceAll('data-set=', 'data-field=');
  }

  /** @param {HTMLElement} root @param {import('../digits_files.js').Progress} progress */
  async open(root, progress) {
    this.begin(root);
    this.listen();
    this.writeTexts();
    await this.gather(progress);
    this.ready = !this.figure.stop.signal.aborted;
    if (this.ready) this.renew();
  }

  // ---- data ---------------------------------------------------------------------------------------------------------

  /** The build's digits, or the reader's, as far as they are here. @param {import('../digits_files.js').Progress} [progress] */
  async gather(progress) {
    const [digits, looked] = await Promise.all(
      /** @type {const} */ (['train', 'test']).map(
        (kind) => this.given[kind] ?? this.figure.needImages(kind, progress).catch((error) => this.refuse(error, kind)),
      ),
    );
    if (!digits || !looked) return;
    this.data = {
      digits: digits.bytes().slice(0, DIGITS * PIXELS),
      looked: looked.bytes().slice(0, LOOKED * PIXELS),
      labels: this.figure.own.map.labels.slice(0, LOOKED),
    };
  }

  /** A build without images is no failure; a connection that broke is. @param {Error} error @param {import('../digits_files.js').Kind} kind */
  refuse(error, kind) {
    if (hasImages(kind)) throw error;
    return null;
  }

  /** @param {FileList | null | undefined} files */
  async take(files) {
    for (const file of files ?? []) {
      const images = new CoreImages(this.core);
      try {
        images.read(await unzip(new Uint8Array(await file.arrayBuffer())), 'idx');
      } catch (error) {
        images.free();
        this.say(text.broken(file.name, /** @type {Error} */ (error).message));
        return;
      }
      const kind = /** @type {const} */ (['train', 'test']).find((name) => FILES[name] === images.count);
      if (!kind || images.pixelCount !== PIXELS || this.stop.signal.aborted) {
        images.free();
        this.say(text.noneTaken(file.name));
        return;
      }
      this.given[kind]?.free();
      this.given[kind] = images;
    }
    await this.gather();
    this.renew();
  }

  // ---- what the reader does -----------------------------------------------------------------------------------------

  listen() {
    const { signal } = this.stop;
    this.onButtons('[data-do=train-play]', () => this.playOrPause());
    this.onButtons('[data-do=train-again]', () => this.again());
    this.onButtons('[data-do=train-seed]', () => this.choose({ seed: this.settings.seed + 1 }));
    this.onButtons('[data-do=train-keep]', () => this.keep());
    this.onButtons('[data-do=train-discard]', () => this.discard());
    for (const name of /** @type {const} */ (['width', 'epochs', 'bottleneck']))
      for (const field of this.fields(name))
        field.addEventListener('change', () => this.choose({ [name]: Number(field.value) }), { signal });
    const files = this.field('files');
    files.addEventListener('change', () => this.take(files.files), { signal });
    const place = this.root;
    place.addEventListener('dragover', (event) => !this.data && event.preventDefault(), { signal });
    place.addEventListener(
      'drop',
      (event) => {
        if (this.data) return;
        event.preventDefault();
        this.take(event.dataTransfer?.files);
      },
      { signal },
    );
  }

  /** @param {string} name @returns {HTMLInputElement[]} */
  fields(name) {
    return [...this.root.querySelectorAll(`[data-field=train-${name}]`)].map(
      (field) => /** @type {HTMLInputElement} */ (field),
    );
  }

  playOrPause() {
    const { run } = this;
    if (run?.playing) run.pause();
    else if (run && !run.over) run.play();
    else this.begins();
  }

  /** A new network, which trains at once. */
  begins() {
    if (!this.data) return;
    this.end();
    this.words = text.starting;
    this.autoencoder ??= new CoreAutoencoder(this.core);
    this.width = 0;
    this.run = new DigitRun(
      this.figure.engine,
      { ...this.data, settings: this.settings },
      {
        changed: () => {
          this.hasNews = true;
          this.renew();
        },
        model: (model) => this.takeModel(model),
        refused: (reason) => {
          this.end();
          this.say(text.failed(reason));
        },
      },
    );
    this.run.play();
    this.bringMap();
  }

  /** What was asked for can be seen: the map may be far above. On a phone it comes along, see digits.css. */
  bringMap() {
    const { figure } = this;
    const map = figure.find('[data-plot=map] .canvas');
    if (map.getBoundingClientRect().bottom < innerHeight / 3)
      map.scrollIntoView({ block: 'start', behavior: figure.calm ? 'auto' : 'smooth' });
  }

  again() {
    const plays = this.run?.playing;
    this.discardRun();
    if (plays || this.data) this.begins();
  }

  /** Another network: what was trained is of no use then. @param {Partial<DigitSettings>} changes */
  choose(changes) {
    Object.assign(this.settings, changes);
    const plays = this.run?.playing;
    this.discardRun();
    if (plays) this.begins();
    this.renew();
  }

  /** The run ends; its network stays where it is. */
  end() {
    this.run?.close();
    this.run = null;
    this.kept = false;
  }

  discardRun() {
    this.end();
    if (this.figure.guest) this.figure.useModel(null);
    this.autoencoder?.free();
    this.autoencoder = null;
    this.words = '';
  }

  keep() {
    this.run?.pause();
    this.kept = true;
    this.say(text.kept);
  }

  discard() {
    this.discardRun();
    this.say(text.discarded);
  }

  /** @param {string} words */
  say(words) {
    this.words = words;
    this.figure.status.say(words);
    this.renew();
  }

  // ---- what comes of it ---------------------------------------------------------------------------------------------

  /** @param {import('../core_digit_training.js').DigitModel} model */
  takeModel({ parameters, errors }) {
    const { autoencoder, run } = this;
    if (!autoencoder || !run) return;
    autoencoder.take(this.settings.width, parameters);
    rememberErrors(autoencoder, errors);
    this.width = this.settings.width;
    this.hasNews = true;
    this.renew();
  }

  draw() {
    const { run, autoencoder, data } = this;
    if (!this.hasNews || !run?.snapshot || !autoencoder || !this.width || !data) return;
    this.hasNews = false;
    const { part, accuracy, codes } = run.snapshot;
    const caption = `${text.caption(part, LOOKED, accuracy)} ${text.shown[this.settings.bottleneck]}`;
    this.figure.useModel({ autoencoder, codes, labels: data.labels, caption, trains: run.playing });
  }

  renew() {
    this.writeTexts();
    this.wake();
  }

  writeTexts() {
    const { run, data, kept, settings } = this;
    const snapshot = run?.snapshot;
    this.show('train-lead', text.lead(DIGITS, LOOKED));
    this.find('.give').hidden = Boolean(data) || !this.ready;
    const play = this.find('[data-do=train-play]');
    this.show(
      'do-train-play',
      face(
        run?.playing ? 'pause' : 'play',
        run?.playing ? text.pause : run?.snapshot && !run.over ? text.goOn : text.play,
      ),
    );
    this.disable(play, !data || Boolean(run?.over));
    this.disable(this.find('[data-do=train-again]'), !run);
    this.disable(this.find('[data-do=train-seed]'), !data);
    this.disable(this.find('[data-do=train-keep]'), kept || !snapshot?.seen);
    const discard = this.find('[data-do=train-discard]');
    discard.textContent = kept ? text.back : text.discard;
    this.disable(discard, !run);
    for (const name of /** @type {const} */ (['width', 'epochs', 'bottleneck']))
      for (const field of this.fields(name)) {
        if (field.type === 'radio') field.checked = field.value === `${settings[name]}`;
        else field.value = `${settings[name]}`;
        this.disable(field, !data && this.ready); // what is chosen before they come is kept
      }
    /** @type {HTMLProgressElement} */ (this.find('progress')).value = snapshot?.part ?? 0;
    this.show('accuracy', snapshot ? text.percent(snapshot.accuracy) : '…');
    this.show('train-loss', text.lossValue(snapshot?.loss ?? Number.NaN));
    this.show('train-speed', text.rate(run?.rate ?? 0));
    this.show('train-left', run?.over ? text.done : text.seconds(run?.secondsLeft ?? Number.NaN));
    this.show('told', this.told);
    this.figure.root.classList.toggle('training', Boolean(run) && !kept);
  }

  /** What there is to say. */
  get told() {
    const { run, kept, words, settings } = this;
    const shown = run ? text.shown[settings.bottleneck] : '';
    if (run?.resumes) return text.paused;
    if (run?.reason === 'diverged') return text.diverged;
    if (run?.over && !kept) return `${text.stopped} ${shown}`;
    if (run?.snapshot?.seen && !kept) return shown;
    return words;
  }

  /** @param {boolean} visible */
  look(visible) {
    this.run?.look(visible);
  }

  dispose() {
    super.dispose();
    this.run?.close();
    this.autoencoder?.free();
    for (const images of Object.values(this.given)) images.free();
  }
}
