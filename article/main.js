// SPDX-License-Identifier: MIT
// What the article does with script; without it, a citation leads to the list of references.
import '../web/define.js';

const REST = 250; // ms in which a pointer may go from a citation to its card

const card = document.createElement('div');
card.className = 'card';
card.popover = 'auto'; // Escape, a press elsewhere and another popover close it
document.querySelector('main')?.append(card);
let closing = 0;

/** Opens the work that a citation leads to beside it. @param {HTMLAnchorElement} citation */
function open(citation) {
  clearTimeout(closing);
  const work = document.querySelector(citation.hash);
  if (!work) return;
  card.replaceChildren(...[...work.childNodes].map((node) => node.cloneNode(true)));
  if (card.matches(':popover-open')) card.hidePopover();
  /** @type {(options: {source: HTMLElement}) => void} the place of the card is CSS's affair */ (card.showPopover).call(
    card,
    {
      source: citation,
    },
  );
}

function close() {
  clearTimeout(closing);
  closing = window.setTimeout(() => card.matches(':popover-open') && card.hidePopover(), REST);
}

for (const citation of /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll('a.citation'))) {
  let touched = false; // by a finger or a pen, which cannot hover
  citation.addEventListener('pointerenter', ({ pointerType }) => pointerType === 'mouse' && open(citation));
  citation.addEventListener('pointerleave', ({ pointerType }) => pointerType === 'mouse' && close());
  citation.addEventListener('pointerdown', ({ pointerType }) => {
    touched = pointerType !== 'mouse';
  });
  citation.addEventListener('focus', () => citation.matches(':focus-visible') && open(citation));
  citation.addEventListener('blur', close);
  citation.addEventListener('click', (event) => {
    if (!touched) return;
    touched = false;
    event.preventDefault(); // the first tap opens the card, which has the link
    open(citation);
  });
}
for (const type of ['pointerenter', 'focusin']) card.addEventListener(type, () => clearTimeout(closing));
for (const type of ['pointerleave', 'focusout']) card.addEventListener(type, close);

// A word that names a part of the network lights it in Figure 1.
const train = document.querySelector('ae-figure[name=train]');
for (const word of document.querySelectorAll('.part')) {
  word.addEventListener('pointerenter', () => train?.setAttribute('light', word.classList[1]));
  word.addEventListener('pointerleave', () => train?.removeAttribute('light'));
}

// Long after the page is there, it is kept for reading without a network. Where it cannot be, it is as it is.
const QUIET = 4000; // ms
const keepPage = () => import('./offline.js').then(({ keep }) => keep()).catch(() => {});
if (import.meta.env.PROD) addEventListener('load', () => setTimeout(keepPage, QUIET));
