// SPDX-License-Identifier: MIT
// The training loop, the same in a worker and on the main thread: it obeys messages and posts snapshots.
//
//              build                play
//     (nothing) ────→ (at rest) ⇄⇄⇄⇄⇄⇄⇄⇄⇄⇄ (playing)      step, reset: at rest, one snapshot
//                                 pause
//
// A page that has drawn a snapshot says `drawn`; until then no other one is posted, so there is at most one a frame. At a
// finite pace the loop waits for that and then trains that many epochs; flat out it goes on in slices of a few milliseconds,
// between which messages are heard.
import { CoreDigitTraining } from './core_digit_training.js';

/** @typedef {import('./core.js').Core} Core */
/** @typedef {import('./core.js').Snapshot} Snapshot */
/**
 * What the loop drives: a CoreTrainer, or a CoreDigitTraining, which cannot do all of it. `run` trains so many epochs, or
 * mini-batches; a snapshot holds numbers and arrays.
 * @typedef {object} Trainee
 * @property {(count: number) => import('./core.js').StopReason | null} run
 * @property {() => any} snapshot
 * @property {() => void} free
 * @property {number} [epoch]
 * @property {CoreTrainer['step']} [step]
 * @property {(state: any) => void} [adopt]
 * @property {CoreTrainer['reset']} [reset]
 * @property {CoreDigitTraining['model']} [model]
 */
/** @typedef {import('./core.js').CoreTrainer} CoreTrainer */

/**
 * @typedef {{type: 'build', options: Partial<import('./core.js').Options>, own?: Uint8Array | null, number: number}
 *   | {type: 'digits', task: import('./core_digit_training.js').DigitTask, from: import('./core_digit_training.js').DigitModel | null, number: number}
 *   | {type: 'model'}
 *   | {type: 'play', pace: number, goal?: number}
 *   | {type: 'pause'}
 *   | {type: 'drawn'}
 *   | {type: 'step', epochs: number}
 *   | {type: 'adopt', snapshot: Snapshot}
 *   | {type: 'reset', seed: number, number: number}} Order what the page asks for; pace is epochs a frame, Infinity is flat
 *   out; goal is an epoch to rest at, 0 for none; number tells the reports that follow a build or reset from those on their way before it; digits: as build, for Figure 6
 */
/**
 * @typedef {{type: 'ready'}
 *   | {type: 'snapshot', snapshot: Snapshot, number: number}
 *   | {type: 'model', model: import('./core_digit_training.js').DigitModel, number: number}
 *   | {type: 'refused', message: string, number: number}
 *   | {type: 'stopped', reason: Reason, number: number}
 *   | {type: 'failed', message: string}} Report what the page hears; stopped: training ended by itself; failed: the core
 *   did not start; refused: digits cannot be trained on
 */

const SLICE = 8; // ms

/** @typedef {import('./core.js').StopReason | 'reached'} Reason reached: the goal */

/** What postMessage may move instead of copying. @param {object} message @returns {ArrayBuffer[]} */
const transferables = (message) =>
  Object.values(message).flatMap((value) =>
    ArrayBuffer.isView(value) ? [/** @type {ArrayBuffer} */ (value.buffer)] : [],
  );

export class Training {
  /**
   * @param {Core} core
   * @param {(report: Report, transfer: Transferable[]) => void} post
   */
  constructor(core, post) {
    this.core = core;
    this.post = post;
    /** @type {Trainee | null} */
    this.trainer = null;
    this.number = 0; // of the last build or reset
    this.pace = 0; // 0 is at rest
    this.goal = 0; // an epoch to rest at; 0: none
    this.drawn = true; // the page has drawn the last snapshot
    this.scheduled = false;
    this.epochsPerSlice = 1;
    const channel = new MessageChannel(); // a task of its own for each slice, without the 4 ms that timers wait
    channel.port1.onmessage = () => this.slice();
    this.channel = channel;
  }

  /** @param {Order} order */
  receive(order) {
    switch (order.type) {
      case 'build':
        this.begin(order.number);
        this.trainer = this.core.trainer(order.options, order.own);
        break;
      case 'digits':
        this.begin(order.number);
        this.buildDigits(order.task, order.from);
        break;
      case 'model':
        this.tellModel();
        break;
      case 'play':
        this.pace = order.pace;
        this.goal = order.goal ?? 0;
        this.schedule();
        break;
      case 'pause':
        this.pace = 0;
        this.show();
        break;
      case 'drawn':
        this.drawn = true;
        this.schedule();
        break;
      case 'step':
        this.pace = 0;
        this.show(this.trainer?.step?.(order.epochs));
        break;
      case 'adopt':
        this.pace = 0;
        this.trainer?.adopt?.(order.snapshot);
        this.show();
        break;
      case 'reset':
        this.pace = 0;
        this.number = order.number;
        this.drawn = true; // likewise
        this.trainer?.reset?.(order.seed);
        this.show();
        break;
    }
  }

  /** @param {number} number of a build */
  begin(number) {
    this.pace = 0;
    this.number = number;
    this.drawn = true; // what is on its way will not be shown
    this.epochsPerSlice = 1;
    this.trainer?.free();
    this.trainer = null;
  }

  /** @param {import('./core_digit_training.js').DigitTask} task @param {import('./core_digit_training.js').DigitModel | null} from where it goes on */
  buildDigits(task, from) {
    try {
      const training = new CoreDigitTraining(this.core, task);
      this.trainer = training;
      if (from) training.adopt(from);
      this.show();
    } catch (error) {
      this.post({ type: 'refused', message: /** @type {Error} */ (error).message, number: this.number }, []);
    }
  }

  tellModel() {
    const model = this.trainer?.model?.();
    if (model) this.post({ type: 'model', model, number: this.number }, transferables(model));
  }

  schedule() {
    if (this.scheduled || this.pace === 0) return;
    if (this.pace !== Number.POSITIVE_INFINITY && !this.drawn) return; // `drawn` schedules the next one
    this.scheduled = true;
    this.channel.port2.postMessage(null);
  }

  slice() {
    this.scheduled = false;
    if (this.pace === 0) return;
    if (this.pace === Number.POSITIVE_INFINITY) this.flatOut();
    else this.run(this.pace);
    if (this.drawn) this.show();
    this.schedule();
  }

  /** As many epochs as fit into a slice, asked for a few at a time: crossing into the core has its price too. */
  flatOut() {
    const start = performance.now();
    let now = start;
    while (this.pace !== 0 && now - start < SLICE / 2) {
      this.run(this.epochsPerSlice);
      const spent = performance.now() - now;
      now += spent;
      if (spent < SLICE / 4) this.epochsPerSlice *= 2;
      else if (spent > SLICE / 2) this.epochsPerSlice = Math.ceil(this.epochsPerSlice / 2);
    }
  }

  /** @param {number} epochs */
  run(epochs) {
    const reason = this.goal ? this.approach(epochs) : this.trainer?.run(epochs);
    if (!reason) return;
    this.pace = 0;
    this.show(reason);
  }

  /** As `run`, but to the goal, past every other rule for stopping. @param {number} epochs @returns {Reason | null | undefined} */
  approach(epochs) {
    const left = this.goal - (this.trainer?.epoch ?? this.goal);
    return this.trainer?.step?.(Math.min(epochs, left)) ?? (epochs < left ? null : 'reached');
  }

  /** @param {Reason | null} [reason] why training ended by itself */
  show(reason) {
    if (!this.trainer) return;
    const { number } = this;
    const snapshot = this.trainer.snapshot();
    this.drawn = false;
    this.post({ type: 'snapshot', snapshot, number }, transferables(snapshot));
    if (reason) this.post({ type: 'stopped', reason, number }, []);
  }

  free() {
    this.pace = 0;
    this.channel.port1.close();
    this.trainer?.free();
    this.trainer = null;
  }
}
