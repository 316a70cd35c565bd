/**
 * Draws the pictures the site shows, from the lists in `apps/console/src/samples`:
 * `npm run samples`, or only some, `npm run samples -- styles/ samples/robot`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createAtelier, sceneCatalog, styleCatalog } from '@aigateway/atelier';
import { characterPng } from '@aigateway/atelier/testing';
import sharp from 'sharp';
import { CARD_PICTURES } from '../apps/console/src/samples/card-pictures.ts';
import { CHARACTERS } from '../apps/console/src/samples/characters.ts';
import { SAMPLES, SCENE_THUMBNAIL, STYLE_THUMBNAIL } from '../apps/console/src/samples/samples.ts';

const ASSETS = fileURLToPath(new URL('../apps/console/assets', import.meta.url));
const PARALLEL = 2;
const CHARACTER_HEIGHT = 640;
const WEBP = { quality: 80, effort: 6, smartSubsample: true } as const;

/** One file to be drawn. */
interface Drawing {
  readonly asset: string;
  readonly side: number;
  /** Side of the picture before it is reduced. */
  readonly drawnAt: number;
  /** File of the character; null = drawn from the words. */
  readonly character: string | null;
  readonly prompt: string;
  readonly artStyle: string;
  readonly seed: number;
}

const wanted = process.argv.slice(2);
const isWanted = ({ asset }: { asset: string }) =>
  wanted.length === 0 || wanted.some((start) => asset.startsWith(start));

for (const { asset, drawing } of CHARACTERS.filter(isWanted)) {
  const png = characterPng(drawing, { height: CHARACTER_HEIGHT });
  write(asset, await sharp(png).png({ palette: true, quality: 100, effort: 10 }).toBuffer());
}
const drawings = [
  ...[...SAMPLES, ...CARD_PICTURES].map((sample) => ({ ...sample, drawnAt: sample.side })),
  ...thumbnails(),
  ...sceneThumbnails(),
].filter(isWanted);
const atelier = createAtelier({ threads: PARALLEL, queueLimit: drawings.length });
await Promise.all(drawings.map(draw));
await atelier.close();

/** The same picture in every style. */
function thumbnails(): Drawing[] {
  return styleCatalog.map(({ id }) => ({
    ...STYLE_THUMBNAIL,
    asset: `styles/${id}.webp`,
    artStyle: id,
  }));
}

/** Every scene in the same look, with nobody in the way but a small visitor. */
function sceneThumbnails(): Drawing[] {
  return sceneCatalog.map(({ id, title }) => ({
    ...SCENE_THUMBNAIL,
    asset: `scenes/${id}.webp`,
    prompt: title.toLowerCase(),
  }));
}

async function draw(drawing: Drawing): Promise<void> {
  const { asset, side, drawnAt, character, prompt, artStyle, seed } = drawing;
  const { bytes, warnings } = await atelier.remix({
    prompt,
    artStyle,
    seed,
    ...(character === null ? {} : { reference: readFileSync(join(ASSETS, character)) }),
    width: drawnAt,
    height: drawnAt,
    output: { format: 'png', quality: 100 },
  });
  for (const warning of warnings) console.log(`${asset}: ${warning}`);
  write(asset, await sharp(bytes).resize(side, side).webp(WEBP).toBuffer());
}

function write(asset: string, bytes: Uint8Array): void {
  const path = join(ASSETS, asset);
  writeFileSync(path, bytes);
  console.log(`${asset}  ${Math.ceil(bytes.length / 1024)} KB`);
}
