// SPDX-License-Identifier: MIT
// For pages that embed figures by <iframe>: <script src="…/embed.js" async></script>. It makes each frame as high as its figure asks
// for, and does nothing else. Without it a frame keeps the height that its own tag gives it. Frames whose address has no /embed/ in it
// say data-ae. See frame.js for the messages.
addEventListener('message', ({ data, source }) => {
  if (!source || data?.type !== 'ae:height' || data.version !== 1) return;
  const { height } = data;
  if (typeof height !== 'number' || !(height >= 40 && height <= 20000)) return;
  for (const frame of document.querySelectorAll('iframe')) {
    if (frame.matches('[src*="/embed/"], [data-ae]') && frame.contentWindow === source)
      frame.style.height = `${Math.ceil(height)}px`;
  }
});
