// SPDX-License-Identifier: MIT
// Explanations behind a question mark: they open at a press, at the keyboard's focus and under the mouse, stay while the mark has
// the focus or the mouse is on either, and go with Escape, a press elsewhere, or when both are left (WCAG 2.2, 1.4.13).

const LEAVE = 200; // ms to get from the mark to its text

/** @param {HTMLElement} root @param {AbortSignal} signal */
export function listenToTips(root, signal) {
  for (const mark of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('.tip'))) {
    const note = /** @type {HTMLElement} */ (mark.nextElementSibling);
    let timer = 0;
    const close = () => {
      clearTimeout(timer);
      if (note.matches(':popover-open')) note.hidePopover();
      mark.ariaExpanded = 'false';
    };
    const open = () => {
      clearTimeout(timer);
      if (note.matches(':popover-open')) return;
      note.showPopover();
      place(mark, note);
      mark.ariaExpanded = 'true';
    };
    mark.ariaExpanded = 'false';
    const leave = () => mark.matches(':focus') || close();
    mark.addEventListener('click', open, { signal });
    mark.addEventListener('focus', () => mark.matches(':focus-visible') && open(), { signal });
    mark.addEventListener('blur', close, { signal });
    for (const part of [mark, note]) {
      part.addEventListener('pointerenter', (event) => event.pointerType === 'mouse' && open(), { signal });
      part.addEventListener(
        'pointerleave',
        (event) => {
          if (event.pointerType === 'mouse') timer = window.setTimeout(leave, LEAVE);
        },
        { signal },
      );
    }
    const document = root.ownerDocument;
    document.addEventListener('keydown', (event) => event.key === 'Escape' && close(), { signal });
    const follow = () => {
      if (!note.matches(':popover-open')) return;
      const { top, bottom } = mark.getBoundingClientRect();
      if (bottom < 0 || top > innerHeight) close();
      else place(mark, note);
    };
    document.addEventListener('scroll', follow, { signal, capture: true, passive: true });
    document.addEventListener(
      'pointerdown',
      (event) => {
        const path = event.composedPath();
        if (!path.includes(mark) && !path.includes(note)) close();
      },
      { signal },
    );
    signal.addEventListener('abort', () => clearTimeout(timer));
  }
}

/** Below the mark, and within the window. @param {HTMLElement} mark @param {HTMLElement} note */
function place(mark, note) {
  const margin = 8;
  note.style.left = note.style.top = '0'; // where it has room: near the right edge it would be measured narrow and high
  const at = mark.getBoundingClientRect();
  const box = note.getBoundingClientRect();
  const left = Math.max(margin, Math.min(at.left - 20, document.documentElement.clientWidth - box.width - margin));
  const below = at.bottom + 6;
  const top = below + box.height + margin <= innerHeight ? below : Math.max(margin, at.top - box.height - 6);
  note.style.left = `${left}px`;
  note.style.top = `${top}px`;
}
