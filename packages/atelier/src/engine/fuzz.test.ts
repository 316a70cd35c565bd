import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { serialBands } from '../raster/kernel.ts';
import { createPlane, createRaster } from '../raster/raster.ts';
import { applyLook } from '../style-reference/look.ts';
import { readReferences } from '../style-reference/read-references.ts';
import { brokenPicture, type OddFile, oddPictures } from '../testing/broken-pictures.ts';
import { createAtelier } from './create-atelier.ts';

/** Files fed; `npm run fuzz:atelier` feeds 2000. */
const COUNT = Number(process.env.ATELIER_FUZZ ?? 150);
const FIRST_SEED = Number(process.env.ATELIER_FUZZ_SEED ?? 1);
/** Longest one file may take, on a busy machine too. */
const PATIENCE_MS = 90_000;

const atelier = createAtelier({ threads: 1, queueLimit: 4 });
afterAll(() => atelier.close());

/** What became of a file: `made`, or the sentence of the refusal; anything else is a fault. */
async function feed({ name, bytes }: OddFile): Promise<string> {
  try {
    const result = await atelier.cutOut(
      { picture: bytes },
      { signal: AbortSignal.timeout(PATIENCE_MS) },
    );
    const { width, height } = await sharp(result.bytes).metadata();
    expect({ width, height }, name).toEqual({ width: result.width, height: result.height });
    expect(result.confidence, name).toBeGreaterThanOrEqual(0);
    return 'made';
  } catch (error) {
    expect(error, name).toMatchObject({ name: 'AtelierError', code: 'invalid_image' });
    const { message } = error as Error;
    expect(message, name).toMatch(/^(The|There|No) .+\.$/);
    return message;
  }
}

/** What became of a file given for its look: `taken`, or the sentence of the refusal. */
async function feedLook({ name, bytes }: OddFile): Promise<string> {
  const checkpoint = () => {};
  try {
    const look = await readReferences([bytes], { bands: serialBands, checkpoint });
    const image = createRaster(24, 24);
    for (let i = 0; i < 24 * 24; i++) image.r[i] = i / 600;
    if (look) applyLook(image, look, { character: createPlane(24, 24), bands: serialBands });
    const sound = [image.r, image.g, image.b].every((plane) => plane.every(Number.isFinite));
    expect(sound, name).toBe(true);
    return 'taken';
  } catch (error) {
    expect(error, name).toMatchObject({ name: 'AtelierError', code: 'invalid_image' });
    expect((error as Error).message, name).toMatch(/^The style reference 1 .+\.$/);
    return (error as Error).message;
  }
}

describe('odd pictures', () => {
  it('are each read or refused with a sentence', async () => {
    const outcomes: Record<string, string> = {};
    for (const file of await oddPictures()) outcomes[file.name] = await feed(file);
    expect(outcomes).toMatchObject({
      'png of 16 bits': 'made',
      'jpeg in CMYK': 'made',
      'jpeg in grey': 'made',
      'webp animated': 'made',
      'png animated': 'made',
      'one colour': 'made',
      'one pixel': expect.stringContaining('too small'),
      'one row': expect.stringContaining('too small'),
      'fully transparent': expect.stringContaining('transparent'),
      'gif animated': expect.stringContaining('not a PNG, JPEG or WebP'),
    });
  }, 60_000);

  it('give a whole remix where they are read', async () => {
    const output = { format: 'jpeg', quality: 80 } as const;
    const size = { width: 256, height: 256, seed: 1, output };
    for (const { name, bytes } of await oddPictures()) {
      if (!['one colour', 'jpeg in CMYK', 'very wide'].includes(name)) continue;
      const result = await atelier.remix({ ...size, prompt: 'in the studio', reference: bytes });
      expect(result.bytes.byteLength, name).toBeGreaterThan(1000);
    }
  }, 60_000);
});

describe('pictures given for their look', () => {
  it('are each taken or refused with a sentence, odd ones and broken ones', async () => {
    const pictures = await oddPictures();
    const outcomes = new Set<string>();
    for (const picture of pictures) outcomes.add(await feedLook(picture));
    for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++) {
      outcomes.add(await feedLook(brokenPicture(pictures, seed)));
    }
    expect(outcomes).toContain('taken');
    expect(outcomes.size).toBeGreaterThan(2);
  }, 3_600_000);
});

describe('broken pictures', () => {
  it(`are each read or refused with a sentence: ${COUNT} from seed ${FIRST_SEED}`, async () => {
    const pictures = await oddPictures();
    const outcomes = new Map<string, number>();
    for (let seed = FIRST_SEED; seed < FIRST_SEED + COUNT; seed++) {
      const outcome = await feed(brokenPicture(pictures, seed));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect(outcomes.get('made')).toBeGreaterThan(0);
    expect(outcomes.size).toBeGreaterThan(2);
    if (COUNT > 150) process.stdout.write(`${JSON.stringify([...outcomes], null, 2)}\n`);
  }, 3_600_000);
});
