// SPDX-License-Identifier: MIT
// A page without a browser: as much of a window and its document as figures need to live and to draw by the core's raster. What a
// selector finds is an element that takes everything; its clock goes on only when it is asked, so that a visit is the same each time.
// What an address or a message must never bring about — a request, another place, code — is not done, but remembered.
//
// bundle.js gives these names to the code of the figures in the place of the browser's.

/** @typedef {{delay: number, act: () => void, number: number, repeats: boolean}} Task */

const STEP = 5; // ms that go by whenever somebody looks at the clock
const SIZE = { width: 80, height: 60 }; // CSS px of everything
const ACTIVE = /<script|<iframe|<object|<embed|<base|<meta|<form|\son\w+\s*=|javascript:/i; // in HTML

/** What was tried and is forbidden, of this visit. @type {string[]} */
export const forbidden = [];

/** @param {string} what @returns {(...given: unknown[]) => never} */
const never =
  (what) =>
  (...given) => {
    forbidden.push(`${what}(${given.map(String).join(', ').slice(0, 200)})`);
    throw new Error(`${what} is forbidden`);
  };

// ---- time -----------------------------------------------------------------------------------------------------------

let clock = 0; // ms
let numbers = 0;
/** @type {Task[]} */
let tasks = [];

/** @param {() => void} act @param {number} delay @param {boolean} repeats */
function later(act, delay, repeats) {
  tasks.push({ delay: clock + delay, act, number: ++numbers, repeats });
  return numbers;
}

export const performance = {
  now: () => {
    clock += STEP;
    return clock;
  },
};
export const setTimeout = (/** @type {() => void} */ act, delay = 0) => later(act, delay, false);
export const setInterval = (/** @type {() => void} */ act, delay = 0) => later(act, delay, true);
export const requestAnimationFrame = (/** @type {(now: number) => void} */ act) => later(() => act(clock), 16, false);
export const clearTimeout = (/** @type {number} */ number) => {
  tasks = tasks.filter((task) => task.number !== number);
};
export const clearInterval = clearTimeout;

/** Lets what waits come to pass, in its order, but not more than so many tasks. @param {number} most */
export async function go(most) {
  for (let k = 0; k < most; k++) {
    await new Promise((resolve) => setImmediate(resolve)); // promises first
    if (!tasks.length) return;
    const task = tasks.reduce((first, other) => (other.delay < first.delay ? other : first));
    clock = Math.max(clock, task.delay);
    if (task.repeats) task.delay = clock + 1000;
    else tasks.splice(tasks.indexOf(task), 1);
    task.act();
  }
}

/** @typedef {{onmessage: ((event: {data: unknown}) => void) | null, postMessage: (data: unknown) => void, close: () => void}} Port */

/** @param {() => Port} other @returns {Port} */
const port = (other) => ({
  onmessage: null,
  postMessage: (data) => later(() => other().onmessage?.({ data }), 0, false),
  close() {
    this.onmessage = null;
  },
});

export class MessageChannel {
  /** @type {Port} */
  port1 = port(() => this.port2);
  /** @type {Port} */
  port2 = port(() => this.port1);
}

/** A worker whose core is that of the page. */
export class Worker {
  /** What runs in it. @type {(post: (report: object) => void) => Promise<{receive: (order: any) => void, free: () => void}>} */
  static begin = never('Worker');
  /** @type {((event: {data: object}) => void) | null} */
  onmessage = null;
  onerror = null;
  ended = false;

  /** The first message is the module. @param {any} order */
  async postMessage(order) {
    if (order instanceof WebAssembly.Module) {
      this.runs = await Worker.begin((report) => this.tell(report));
      this.tell({ type: 'ready' });
    } else {
      const copy = structuredClone(order);
      later(() => !this.ended && this.runs?.receive(copy), 0, false);
    }
  }

  /** @param {object} report */
  tell(report) {
    later(() => !this.ended && this.onmessage?.({ data: report }), 0, false);
  }

  terminate() {
    this.ended = true;
    this.runs?.free();
  }
}

// ---- elements -------------------------------------------------------------------------------------------------------

export class CanvasRenderingContext2D {
  fillRect() {}
  putImageData() {}
  drawImage() {}

  /** @param {number} _x @param {number} _y @param {number} width @param {number} height */
  getImageData(_x, _y, width, height) {
    return { data: new Uint8ClampedArray(4 * width * height) };
  }
}

class Names extends Set {
  remove = this.delete;
  contains = this.has;

  /** @param {string} name @param {boolean} on */
  toggle(name, on) {
    if (on) this.add(name);
    else this.delete(name);
  }
}

export class HTMLElement extends EventTarget {
  /** @type {Map<string, string>} */
  #attributes = new Map();
  /** @type {Map<string, HTMLElement>} by selector */
  #parts = new Map();
  #html = '';
  classList = new Names();
  dataset = /** @type {Record<string, string>} */ ({});
  style = /** @type {Record<string, any>} */ ({ setProperty() {} });
  adoptedStyleSheets = /** @type {CSSStyleSheet[]} */ ([]);
  textContent = '';

  get attributes() {
    return [...this.#attributes].map(([name, value]) => ({ name, value }));
  }
  getAttribute = (/** @type {string} */ name) => this.#attributes.get(name) ?? null;
  hasAttribute = (/** @type {string} */ name) => this.#attributes.has(name);
  setAttribute = (/** @type {string} */ name, /** @type {string} */ value) => {
    if (/^on|^src|^href|^action/i.test(name)) forbidden.push(`${name}="${value}"`);
    this.#attributes.set(name, `${value}`);
  };

  get innerHTML() {
    return this.#html;
  }
  set innerHTML(html) {
    if (ACTIVE.test(html)) forbidden.push(`innerHTML = ${html}`);
    this.#html = html;
  }

  get shadowRoot() {
    return this;
  }
  attachShadow = () => this;
  getRootNode = () => this;
  get ownerDocument() {
    return document;
  }

  /** @param {string} selector @returns {HTMLElement} */
  querySelector(selector) {
    const part = this.#parts.get(selector) ?? new HTMLElement();
    this.#parts.set(selector, part);
    return part;
  }
  /** Elements of the HTML that have an attribute data-…, and the button “Copy link”; no others. @param {string} selector */
  querySelectorAll(selector) {
    if (selector === '.link') return [this.querySelector(selector)];
    const attribute = /^\[(data-[\w-]+)\]$/.exec(selector)?.[1];
    const tags = this.#html.match(/<\w[^>]*>/g)?.filter((tag) => attribute && tag.includes(`${attribute}="`)) ?? [];
    return tags.map((tag, k) => {
      const part = this.querySelector(`${selector} ${k}`);
      for (const [, name, value] of tag.matchAll(/ data-(\w+)="([^"]*)"/g)) part.dataset[name] = value;
      return part;
    });
  }
  get parentElement() {
    return this.querySelector('parent');
  }
  matches = () => false;
  assignedElements = () => [];
  append() {}
  prepend() {}
  replaceWith() {}
  replaceChildren() {}
  remove() {}
  after() {}
  focus() {}

  getBoundingClientRect = () => ({ left: 0, top: 0, right: SIZE.width, bottom: SIZE.height, ...SIZE });
  /** @param {string} kind */
  getContext = (kind) => (kind === '2d' ? new CanvasRenderingContext2D() : null);
}

export class HTMLSelectElement extends HTMLElement {}

export const document = Object.assign(new EventTarget(), {
  baseURI: 'https://host.example/',
  hidden: false,
  body: new HTMLElement(),
  documentElement: { clientWidth: SIZE.width },
  /** @type {{contentWindow: unknown, style: Record<string, string>, matches: () => boolean}[]} */
  frames: [],
  createElement: (/** @type {string} */ name) =>
    /script|iframe|object|embed|link|form/.test(name) ? never('createElement')(name) : new HTMLElement(),
  querySelector: () => new HTMLElement(),
  querySelectorAll: (/** @type {string} */ selector) => (selector === 'iframe' ? document.frames : []),
  write: never('document.write'),
});

/** Tells its size once, as it does when it begins. */
export class ResizeObserver {
  /** @param {(entries: {contentRect: typeof SIZE}[]) => void} told */
  constructor(told) {
    this.told = told;
  }
  observe() {
    later(() => this.told?.([{ contentRect: SIZE }]), 0, false);
  }
  disconnect() {
    this.told = /** @type {any} */ (null);
  }
}
export class MutationObserver {
  observe() {}
  disconnect() {}
}
export class CSSStyleSheet {
  replaceSync() {}
}
export class ImageData {
  /** @param {Uint8ClampedArray} data @param {number} width @param {number} height */
  constructor(data, width, height) {
    if (data.length !== 4 * width * height) throw new Error('a picture of another size');
    Object.assign(this, { data, width, height });
  }
}

// ---- the window -----------------------------------------------------------------------------------------------------

const base = new URL('https://host.example/');

/** @type {{search: string, href: string, protocol: string, assign: () => never, replace: () => never}} */
export const location = {
  search: '',
  protocol: base.protocol,
  get href() {
    return base.href;
  },
  set href(to) {
    forbidden.push(`location = ${to}`);
  },
  assign: never('location.assign'),
  replace: never('location.replace'),
};

/** @type {any} */
export const window = Object.assign(new EventTarget(), {
  devicePixelRatio: 1,
  scrollY: 0,
  setTimeout,
  setInterval,
  parent: null,
  open: never('open'),
});
export const addEventListener = window.addEventListener.bind(window);
export const innerHeight = SIZE.height;
/** The link that was copied last. */
export const clipboard = {
  text: '',
  writeText: async (/** @type {string} */ text) => {
    clipboard.text = text;
  },
};
export const navigator = { clipboard, sendBeacon: never('sendBeacon') };
export const matchMedia = () => Object.assign(new EventTarget(), { matches: false });
export const getComputedStyle = () => ({
  display: 'block',
  backgroundColor: '#fff',
  color: '#000',
  marginBottom: '0px',
});
export const open = never('open');
export const XMLHttpRequest = never('XMLHttpRequest');
export const WebSocket = never('WebSocket');
export const EventSource = never('EventSource');

/** For import.meta.glob. */
export const noFiles = () => ({});

/** Files that a figure asks for by itself. @type {Map<string, Uint8Array>} */
export const files = new Map();

/** @param {string | URL} address */
export async function fetch(address) {
  const bytes = files.get(`${address}`);
  if (!bytes) return never('fetch')(address);
  return { ok: true, headers: new Map(), arrayBuffer: async () => bytes.slice().buffer };
}

/** The next visit: nothing is left of the one before. @param {string} search of the address */
export function arrive(search) {
  forbidden.length = 0;
  tasks = [];
  clock = 0;
  document.frames = [];
  location.search = search;
}
