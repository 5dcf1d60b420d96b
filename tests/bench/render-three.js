// SPDX-License-Identifier: MIT
// three.js Points, as its users make round points of them when they want speed: a shader of a few lines, colours as bytes.
// A pick is a plain search through the points.

// @ts-expect-error: the package has no types
import * as THREE from 'three';

// Sizes are device pixels; `eye` is how far off things have the size that they should have, 0 in a plane.
const vertexShader = `
  attribute vec4 tint;
  uniform float diameter, eye;
  varying vec3 v_tint;
  varying float v_diameter;
  void main() {
    vec4 seen = modelViewMatrix * vec4(position, 1.0);
    gl_Position = projectionMatrix * seen;
    v_diameter = eye > 0.0 ? diameter * eye / -seen.z : diameter;
    gl_PointSize = v_diameter + 1.0; // half a pixel of a soft edge all around
    v_tint = tint.rgb;
  }`;
const fragmentShader = `
  varying vec3 v_tint;
  varying float v_diameter;
  void main() {
    float cover = clamp(0.5 + 0.5 * v_diameter - length(gl_PointCoord - 0.5) * (v_diameter + 1.0), 0.0, 1.0);
    if (cover == 0.0) discard;
    gl_FragColor = vec4(v_tint, cover);
  }`;

/** @type {import('./render.js').Open} */
export function open(scene) {
  const { dims, radius, side, density } = scene;
  const renderer = new THREE.WebGLRenderer({ antialias: false });
  renderer.outputColorSpace = THREE.LinearSRGBColorSpace; // colours as they are given
  renderer.setPixelRatio(density);
  renderer.setSize(side, side);
  renderer.setClearColor(0xffffff, 1);
  document.body.append(renderer.domElement);
  const clouds = scene.clouds.map((at) => (dims === 3 ? at : inSpace(at)));
  const position = new THREE.BufferAttribute(clouds[0], 3).setUsage(THREE.DynamicDrawUsage);
  const geometry = new THREE.BufferGeometry();
  geometry.setAttribute('position', position);
  geometry.setAttribute('tint', new THREE.BufferAttribute(scene.colours, 4, true));
  const material = new THREE.ShaderMaterial({
    vertexShader,
    fragmentShader,
    uniforms: { diameter: { value: 2 * radius * density }, eye: { value: dims === 3 ? scene.eye : 0 } },
    transparent: true,
    depthTest: dims === 3,
    depthWrite: dims === 3,
  });
  const points = new THREE.Points(geometry, material);
  points.frustumCulled = false;
  const world = new THREE.Scene();
  world.add(points);
  const camera = dims === 3 ? perspective(scene) : new THREE.OrthographicCamera();
  const look = (/** @type {number} */ step) => {
    if (dims === 3) {
      camera.position.set(...scene.view(step));
      camera.lookAt(0, 0, 0);
      return;
    }
    const { reach } = scene;
    const [x, y] = scene.view(step);
    Object.assign(camera, { left: x - reach, right: x + reach, top: y + reach, bottom: y - reach, near: -1, far: 1 });
    camera.updateProjectionMatrix();
  };
  look(0);
  const matrix = new THREE.Matrix4();
  return {
    gl: renderer.getContext(),
    move: (step) => {
      look(step);
      renderer.render(world, camera);
    },
    change: (step) => {
      position.array = clouds[step % 2];
      position.needsUpdate = true;
      renderer.render(world, camera);
    },
    pick: (x, y) => {
      matrix.multiplyMatrices(camera.projectionMatrix, camera.matrixWorldInverse);
      return search(position.array, matrix.elements, (2 * x) / side - 1, 1 - (2 * y) / side);
    },
  };
}

/** @param {Float32Array} at (count,2) @returns {Float32Array} (count,3) */
function inSpace(at) {
  const all = new Float32Array((at.length / 2) * 3);
  for (let k = 0; k < at.length / 2; k++) all.set(at.subarray(2 * k, 2 * k + 2), 3 * k);
  return all;
}

/** @param {import('./render.js').Scene} scene */
function perspective({ eye, reach }) {
  const camera = new THREE.PerspectiveCamera((360 / Math.PI) * Math.atan(reach / eye), 1, eye - 1, eye + 1);
  camera.up.set(0, 0, 1);
  return camera;
}

/** The point nearest to (x, y) in clip space. @param {Float32Array} at @param {number[]} m @param {number} x @param {number} y */
function search(at, m, x, y) {
  const [a, b, , d, e, f, , h, i, j, , l, o, p, , q] = m;
  let found = -1;
  let least = Infinity;
  for (let k = 0; k < at.length; k += 3) {
    const u = at[k];
    const v = at[k + 1];
    const w = at[k + 2];
    const scale = 1 / (d * u + h * v + l * w + q);
    const right = (a * u + e * v + i * w + o) * scale - x;
    const up = (b * u + f * v + j * w + p) * scale - y;
    const distance = right * right + up * up;
    if (distance < least) {
      least = distance;
      found = k / 3;
    }
  }
  return found;
}
