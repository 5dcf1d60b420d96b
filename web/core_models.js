// SPDX-License-Identifier: MIT
// Model files as Figure 1 has them: what is saved of a trainer, and what a file is to a trainer that is to be.
import { CoreAutoencoder } from './core_digits.js';

/** @typedef {import('./core.js').Core} Core */
/** @typedef {import('./core.js').Options} Options */
/** @typedef {import('./core.js').CoreTrainer} CoreTrainer */

/** A file that is there, by its name. @typedef {{name: string, bytes: Uint8Array}} Named */

/**
 * model.json and the weights of a trainer's network, as TensorFlow.js reads them.
 * @param {CoreTrainer} trainer @returns {Named[]}
 */
export function modelFiles(trainer) {
  const { lab, handle } = trainer;
  trainer.check(lab._lab_model_save(handle));
  return ['model.json', 'weights.bin'].map((name, part) => {
    const at = lab._lab_model_part(handle, part);
    return { name, bytes: lab.HEAPU8.slice(at, at + lab._lab_model_part_size(handle, part)) };
  });
}

/** The files that a model.json asks for, one after the other. @param {CoreAutoencoder} model @param {Named} json @param {Named[]} files */
function weightsOf(model, json, files) {
  /** @type {Uint8Array[]} */
  const parts = [];
  for (let index = 0, name = model.file(json.bytes, index); name; name = model.file(json.bytes, ++index)) {
    const last = name.split('/').at(-1);
    const found = files.find((file) => file.name === last);
    // Two of one name, in two folders, cannot be told apart here: one file is never taken twice
    if (!found || parts.includes(found.bytes)) throw new Missing(name);
    parts.push(found.bytes);
  }
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** A weight file is not among those that were chosen. */
export class Missing extends Error {}

/** A model, but none that Figure 1's options can describe. */
export class NotOfFigure extends Error {}

/**
 * A model that Figure 1 can show: its options, and its parameters. Throws an Error that names the layer or the field.
 * @param {Core} core @param {Named} json @param {Named[]} files @returns {{options: Partial<Options>, parameters: Float32Array}}
 */
export function readModel(core, json, files) {
  const model = new CoreAutoencoder(core);
  const handle = core.lab._lab_trainer_new();
  try {
    model.read(json.bytes, weightsOf(model, json, files));
    if (!model.hasEncoder || !model.hasDecoder)
      throw new NotOfFigure(model.hasEncoder ? 'it has no decoder' : 'it has no encoder');
    if (core.lab._lab_model_describe(handle, model.handle))
      throw new NotOfFigure(core.string(core.lab._lab_trainer_error(handle)));
    /** @type {Partial<Options>} */
    const options = {};
    core.options.forEach(({ name }, id) => {
      if (['width', 'depth', 'bottleneck', 'activation'].includes(name))
        options[name] = core.lab._lab_model_option(handle, id);
    });
    return { options, parameters: model.parameters };
  } finally {
    core.lab._lab_trainer_free(handle);
    model.free();
  }
}
