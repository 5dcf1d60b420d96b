// SPDX-License-Identifier: MIT
// What a screen reader is told: a region that speaks politely, of news at once and of progress now and then.

const CALM = 5000; // ms between two reports of progress
const TOGETHER = 1000; // ms within which news is told together

export class Status {
  /** @param {HTMLElement} element role=status @param {() => string} progress what there is to say while something goes on */
  constructor(element, progress) {
    this.element = element;
    this.progress = progress;
    this.timer = 0;
    this.newsAt = Number.NEGATIVE_INFINITY; // ms
  }

  /** News: said at once. @param {string} words */
  say(words) {
    clearTimeout(this.timer);
    this.timer = 0;
    this.newsAt = performance.now();
    this.element.textContent = words;
  }

  /** More news, which does not take the place of what was said just before. @param {string} words */
  add(words) {
    const told = performance.now() - this.newsAt < TOGETHER ? `${this.element.textContent} ` : '';
    this.say(told + words);
  }

  /** Something has changed: its progress is told in a while, once for all changes until then. */
  changed() {
    this.timer ||= window.setTimeout(() => {
      this.timer = 0;
      const words = this.progress();
      if (this.element.textContent !== words) this.element.textContent = words;
    }, CALM);
  }

  dispose() {
    clearTimeout(this.timer);
  }
}
