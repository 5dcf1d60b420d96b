// SPDX-License-Identifier: MIT
// scatter-gl, all its points in one colour. Its discs are round but not antialiased. It draws every picture twice, once
// for the eye and once to pick from; a pick reads the point back that lies on top there.
import { Dataset, ScatterGL } from 'scatter-gl';
import { frame, takeOver } from './frames.js';

const CUBE = 2; // the box that it fits data into
const HALF_VIEW = Math.tan((35 * Math.PI) / 180); // of its camera

/** @type {import('./render.js').Open} */
export function open(scene) {
  const { radius, side, density, eye, reach } = scene;
  takeOver();
  const box = document.createElement('div');
  Object.assign(box.style, { width: `${side}px`, height: `${side}px` });
  document.body.append(box);
  const count = scene.colours.length / 4;
  const size = 200 / Math.log(count) / Math.log(8); // what it thinks fit for so many points
  // Its second axis points up.
  const turned = (/** @type {ArrayLike<number>} */ at) =>
    /** @type {[number, number, number]} */ ([at[1], at[2], at[0]]);
  const plot = new ScatterGL(box, {
    rotateOnStart: false,
    camera: {
      position: turned(scene.view(0).map((x) => CUBE * x)),
      target: [0, 0, 0],
      zoom: (HALF_VIEW * eye) / reach,
    },
    orbitControls: { autoRotateSpeed: 10 },
    styles: {
      axesVisible: false,
      point: { colorNoSelection: 'rgba(60, 60, 200, 1)', scaleDefault: (2 * radius * density * CUBE * eye) / size },
      sprites: { minPointSize: 1 },
    },
  });
  const datasets = scene.clouds.map(
    (at) => new Dataset(Array.from({ length: count }, (_, k) => turned(at.subarray(3 * k, 3 * k + 3)))),
  );
  plot.render(datasets[0]);
  const inner = /** @type {any} */ (plot).scatterPlot;
  let turning = false;
  return {
    gl: inner.renderer.getContext(),
    move: (step) => {
      if (step === 0) return inner.render();
      if (!turning) plot.startOrbitAnimation();
      turning = true;
      frame();
    },
    change: (step) => plot.updateDataset(datasets[step % 2]),
    pick: (x, y) => {
      inner.setNearestPointToMouse({ offsetX: x, offsetY: y });
      return inner.nearestPoint ?? -1;
    },
  };
}
