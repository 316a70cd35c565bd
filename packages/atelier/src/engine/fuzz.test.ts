import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
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
