// SPDX-License-Identifier: MIT
// What the page says on which one puts together a figure for one's own page.

export const embed = {
  figure: 'Figure',
  figures: /** @type {Record<string, string>} */ ({
    train: '1 · Train an autoencoder',
    encoder: '2 · Encoder',
    gradient: '3 · Gradient of one code',
    trails: '4 · Trails during training',
    decoder: '5 · Decoder',
    digits: '6 · Map of digits',
  }),
  theme: 'Colours',
  themes: { '': 'As the reader’s system', light: 'Light', dark: 'Dark' },
  options: /** @type {Record<string, string>} */ ({
    data: 'Data set',
    points: 'Points',
    noise: 'Noise',
    bottleneck: 'Bottleneck',
    activation: 'Activation',
    optimizer: 'Optimizer',
    rate: 'Learning rate',
    seed: 'Seed',
  }),
  take: 'Take over what the figure shows',
  taken: (/** @type {number} */ count) =>
    count ? `The snippets below hold what you did in the figure.` : 'The figure shows nothing but its beginning.',
  again: 'Start again',
  below: 'To the lines to copy',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Selected: press Ctrl+C',
  describeCopy: (/** @type {string} */ title) => `Copy: ${title}`,
  snippets: {
    frame: {
      title: 'A frame',
      text: 'One line for any page, also where you cannot add scripts of your own. The second line makes the frame as high as the figure; without it the height stays as it is written.',
    },
    file: {
      title: 'A file of your own',
      text: 'Everything is in one file, which needs no other: it works from a folder, from a memory stick, in slides. Save it beside your page.',
    },
    script: {
      title: 'An element, without tools',
      text: 'Save the package and unpack it (tar xzf ae-figure.tgz). Its folder is called package: put it beside your page as ae-figure. A script then makes the element known.',
    },
    npm: {
      title: 'An element, with npm',
      text: 'For pages that are built with Vite or webpack; what esbuild needs is in the package’s README. The first line is for the terminal, the second for your script, the third for your page.',
    },
  },
  save: (/** @type {string} */ file) => `Save ${file}`,
};
