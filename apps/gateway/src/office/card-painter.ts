import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Atelier } from '@aigateway/atelier';
import type { CardPainter, CardRequest } from '@aigateway/console';

/** The shape that pages are shared with. */
const SIZE = { width: 1200, height: 630 } as const;

/**
 * Draws the pictures that pages are shared with, each once: they are kept in `folder`. What may be
 * drawn is a finite list of the console's, so no visitor can order more.
 */
export function createCardPainter(atelier: Atelier, folder: string): CardPainter {
  const running = new Map<string, Promise<Uint8Array>>();
  return (card) => {
    const path = join(folder, nameOf(card));
    let bytes = running.get(path);
    if (!bytes) {
      bytes = readOrDraw(card, path, atelier);
      running.set(path, bytes);
      const forget = () => running.delete(path);
      bytes.then(forget, forget);
    }
    return bytes;
  };
}

/** Another wish, another name; the character's bytes are told apart as well. */
function nameOf({ prompt, artStyle, seed, character }: CardRequest): string {
  const hash = createHash('sha256').update(JSON.stringify([prompt, artStyle, seed]));
  if (character) hash.update(character);
  return `${hash.digest('hex')}.jpg`;
}

async function readOrDraw(card: CardRequest, path: string, atelier: Atelier): Promise<Uint8Array> {
  const kept = await readFile(path).catch(() => null);
  if (kept) return kept;
  const { prompt, artStyle, seed, character } = card;
  const { bytes } = await atelier.remix({
    ...SIZE,
    prompt,
    artStyle,
    seed,
    ...(character && { reference: character }),
    output: { format: 'jpeg', quality: 84 },
  });
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
  return bytes;
}
