// SPDX-License-Identifier: MIT
// Every word of the drawer “Noise” in Figure 6. Loaded with it.

/** @param {number} error */
const decimal = (error) => error.toFixed(4);

/** @param {number} error @param {number} nothing @returns {string} */
const verdict = (error, nothing) => {
  const part = Math.round(Math.abs(1 - error / nothing) * 100);
  return error < nothing ? `${part}% less` : `${part}% more`;
};

export const noise = {
  lead: 'Damage a digit, and see what two networks make of it. Both squeeze it through two numbers. One was trained to give back digits a tenth of whose pixels were blanked, the other to give the clean digit for a noisy one.',
  of: 'Picture',
  /** @type {Record<string, string>} */
  sources: { digit: 'a test digit', cursor: 'decoded at the cursor', drawn: 'your drawing' },
  another: 'Another digit',
  strength: 'Noise',
  patch: 'Eraser',
  renew: 'New noise',
  pixels: (/** @type {number} */ side) => (side ? `${side} px` : 'none'),
  level: (/** @type {number} */ sd) => (sd ? sd.toFixed(2) : 'none'),
  clean: 'clean',
  damaged: 'damaged',
  plain: 'autoencoder',
  denoised: 'denoising network',
  cleanPicture: 'The picture before it is damaged',
  damagedPicture: (/** @type {number} */ left, /** @type {number} */ top, /** @type {number} */ side) =>
    side
      ? `The damaged picture. The eraser is ${left} px from the left and ${top} px from the top; move it with a pointer or the arrow keys.`
      : 'The damaged picture. Press it, or an arrow key, to erase a part.',
  plainPicture: 'What the autoencoder makes of the damaged picture',
  denoisedPicture: 'What the denoising network makes of the damaged picture',
  errorTo: 'Error to the clean picture',
  error: decimal,
  nothing: (/** @type {number} */ error) => `nothing done: <b>${decimal(error)}</b>`,
  result: (/** @type {number} */ error, /** @type {number} */ nothing) =>
    `<b>${decimal(error)}</b>${nothing > 0 ? ` <span>${verdict(error, nothing)}</span>` : ''}`,
  noDenoiser: 'The denoising network is not here:',
  undamaged:
    'Nothing is damaged yet: whatever either network changes is what two numbers cannot hold. The error of doing nothing is 0.',
  /** @param {number} nothing @param {number} plain @param {number} denoised @param {number} best what the plain one does to the clean picture */
  finding: (nothing, plain, denoised, best) =>
    `On the clean picture the autoencoder’s error is ${decimal(best)}; the damage takes it to ${decimal(plain)}, because noise moves the code, and the decoder draws whatever lies there. ${
      denoised < plain
        ? `The network that was trained on noise stays nearer: ${decimal(denoised)}.`
        : `Here the network that was trained on noise does no better: ${decimal(denoised)}.`
    }${denoised > nothing ? ' So little damage is better left alone.' : ''}`,
  describe: (/** @type {number} */ nothing, /** @type {number} */ plain, /** @type {number} */ denoised) =>
    `Error to the clean picture: ${decimal(nothing)} with nothing done, ${decimal(plain)} by the autoencoder, ${decimal(denoised)} by the denoising network.`,
};
