import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeImage } from '../../codec/decode-image.ts';
import { createAtelier } from '../../engine/create-atelier.ts';
import { serialBands } from '../../raster/kernel.ts';
import { loadStandIn, tinyNetwork } from '../../testing/tiny-network.ts';
import { cutOutPicture } from '../cut-out-picture.ts';
import { createMatting } from './matte-picture.ts';
import { describeModel, findRuntime } from './matting-model.ts';
import { loadWithPeer } from './runtime.ts';

const folder = mkdtempSync(join(tmpdir(), 'matting-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PEER = 'somewhere/onnxruntime-node';

/** A model file, with what stands in the JSON beside it. */
function model(name: string, shape: readonly (number | string)[], beside?: object): string {
  const file = join(folder, `${name}.onnx`);
  writeFileSync(file, tinyNetwork(shape));
  if (beside) writeFileSync(join(folder, `${name}.json`), JSON.stringify(beside));
  return file;
}

const plain = { mean: [0, 0, 0], std: [1, 1, 1] };

/** A white disc on a dark, busy ground: nothing for the plain border. */
async function discOnNoise(): Promise<Uint8Array> {
  const size = 128;
  const pixels = Buffer.alloc(size * size * 3);
  for (let i = 0; i < size * size; i++) {
    const [x, y] = [i % size, Math.floor(i / size)];
    const inside = Math.hypot(x - 64, y - 64) < 36;
    const stripe = ((x * 7 + y * 13) % 5) * 14;
    for (let c = 0; c < 3; c++) pixels[i * 3 + c] = inside ? 255 : (stripe * (c + 1)) / 3;
  }
  return sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer();
}

describe('describeModel', () => {
  it('reads name and size of the input from the file', () => {
    const file = model('fixed', [1, 3, 32, 48]);
    expect(describeModel(file, PEER)).toMatchObject({ input: 'picture', width: 48, height: 32 });
  });

  it('takes an open size, the normalisation and the activation from the JSON beside it', () => {
    const beside = { size: [64, 96], mean: [0.5, 0.5, 0.5], std: [1, 1, 1], activation: 'none' };
    const file = model('open', ['batch', 3, 'height', 'width'], beside);
    expect(describeModel(file, PEER)).toMatchObject({
      width: 64,
      height: 96,
      mean: beside.mean,
      std: beside.std,
      activation: 'none',
    });
  });

  it('says in one sentence what is missing or wrong', () => {
    const file = model('sound', [1, 3, 8, 8]);
    expect(() => describeModel('no-such.onnx', PEER)).toThrow('no-such.onnx does not exist.');
    expect(() => describeModel(file, null)).toThrow('run npm install onnxruntime-node.');
    writeFileSync(join(folder, 'noise.onnx'), Buffer.from('this is no network at all'));
    expect(() => describeModel(join(folder, 'noise.onnx'), PEER)).toThrow('is not an ONNX model.');
    expect(() => describeModel(model('grey', [1, 1, 8, 8]), PEER)).toThrow('"picture"');
    expect(() => describeModel(model('odd', [1, 3, 8, 8], { std: [0, 1, 1] }), PEER)).toThrow(
      '"std" must be three numbers above 0',
    );
  });

  it('is asked at the start of the engine, before any picture', () => {
    const start = () => createAtelier({ threads: 1, queueLimit: 1, mattingModel: 'none.onnx' });
    expect(start).toThrow('The matting model none.onnx does not exist.');
  });
});

const loaders = [
  ['a stand-in', loadStandIn, true],
  ['onnxruntime-node', loadWithPeer, findRuntime() !== null],
] as const;

describe.each(loaders.filter(([, , there]) => there))('matting by %s', (_name, load) => {
  const context = { bands: serialBands, checkpoint: () => {} };

  it('cuts a photo out by the map of the network, at full size', async () => {
    const matting = createMatting(describeModel(model('run', [1, 3, 32, 32], plain), PEER), load);
    const picture = await discOnNoise();
    const result = await cutOutPicture({ picture }, { ...context, matting });
    expect(result).toMatchObject({ method: 'matting', width: 128, height: 128 });
    expect(result.confidence).toBeGreaterThan(0.5);
    const { a } = await decodeImage(result.bytes, { name: 'image', maxSide: 128 });
    expect([a[0], a[64 * 128 + 64]].map((v) => Math.round((v ?? 0) * 4) / 4)).toEqual([0, 1]);
  });

  it('leaves out what lies outside a given box', async () => {
    const matting = createMatting(describeModel(model('box', [1, 3, 32, 32], plain), PEER), load);
    const picture = await discOnNoise();
    const box = [0.1, 0.1, 0.4, 0.8] as const;
    const result = await cutOutPicture({ picture, box }, { ...context, matting });
    expect(result.box.x + result.box.width).toBeLessThan(80);
  });

  it('gives way to a mask and to transparency', async () => {
    const never = { matte: () => Promise.reject(new Error('asked in vain')) };
    const picture = await discOnNoise();
    const result = await cutOutPicture({ picture, mask: picture }, { ...context, matting: never });
    expect(result.method).toBe('mask');
  });

  it('searches as without a network when the map is empty', async () => {
    const darker = { mean: [9, 9, 9], std: [1, 1, 1], activation: 'none' };
    const file = model('empty', [1, 3, 32, 32], darker);
    const matting = createMatting(describeModel(file, PEER), load);
    const result = await cutOutPicture({ picture: await discOnNoise() }, { ...context, matting });
    expect(['photo', 'whole-picture']).toContain(result.method);
  });
});
