import { readFile } from 'node:fs/promises';
import { InvalidArgumentError } from 'commander';
import { CommandError } from './report.ts';

/** `[x, y, width, height]`, 0..1 of a picture. */
export type Box = readonly [number, number, number, number];

/** Bytes of a picture named on the command line. */
export async function readPicture(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(file));
  } catch (error) {
    throw new CommandError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** A box as written on the command line: `x,y,w,h`, each a share of the picture. */
export function parseBox(text: string): Box {
  const numbers = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [x = -1, y = -1, width = 0, height = 0] = numbers;
  const inside = x >= 0 && y >= 0 && x + width <= 1.000001 && y + height <= 1.000001;
  if (numbers.length !== 4 || !inside || !(width > 0) || !(height > 0)) {
    throw new InvalidArgumentError(
      'must be x,y,width,height as shares of the picture, such as 0.2,0.1,0.5,0.8.',
    );
  }
  return [x, y, width, height];
}

/** The engine's option for a network to cut out with, from the environment as for the server. */
export function mattingSetting(): { mattingModel: string | null } {
  return { mattingModel: process.env.ATELIER_MATTING_MODEL || null };
}
