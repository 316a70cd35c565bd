import sharp from 'sharp';
import { createRandom, type Random } from '../raster/random.ts';
import { characterPng } from './characters.ts';

/** A file to feed, and how it came about. */
export interface OddFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Sound but odd pictures of every kind the engine reads, to feed as they are and to break. */
export async function oddPictures(): Promise<OddFile[]> {
  const fox = characterPng('fox', { height: 120, background: '#cfe2ef' });
  const clear = characterPng('robot', { height: 120 });
  const png = (input: Uint8Array) => sharp(input).png();
  const made: Record<string, () => Promise<Uint8Array>> = {
    'png on a plain ground': async () => fox,
    'png with alpha': async () => clear,
    'png with a palette': () => sharp(fox).png({ palette: true, colours: 16 }).toBuffer(),
    'png interlaced': () => sharp(clear).png({ progressive: true }).toBuffer(),
    'png of 16 bits': () => png(fox).toColourspace('rgb16').toBuffer(),
    'png in grey': () => sharp(fox).removeAlpha().greyscale().png().toBuffer(),
    jpeg: () => sharp(fox).jpeg({ quality: 80 }).toBuffer(),
    'jpeg progressive': () => sharp(fox).jpeg({ progressive: true }).toBuffer(),
    'jpeg in grey': () => sharp(fox).greyscale().jpeg().toBuffer(),
    'jpeg in CMYK': () => sharp(fox).toColourspace('cmyk').jpeg().toBuffer(),
    'jpeg turned by EXIF': () => sharp(fox).withMetadata({ orientation: 8 }).jpeg().toBuffer(),
    webp: () => sharp(fox).webp({ quality: 70 }).toBuffer(),
    'webp with alpha, lossless': () => sharp(clear).webp({ lossless: true }).toBuffer(),
    'webp animated': async () => animation(fox, 'webp'),
    'gif animated': async () => animation(fox, 'gif'),
    'one pixel': () => blank(1, 1, 1),
    'one row': () => blank(600, 1, 1),
    'fully transparent': () => blank(90, 70, 0),
    'one colour': () => blank(90, 70, 1),
    'very wide': () => blank(3000, 40, 1),
  };
  const files = Object.entries(made).map(async ([name, make]) => {
    return { name, bytes: new Uint8Array(await make()) };
  });
  return [...(await Promise.all(files)), { name: 'png animated', bytes: animatedPng(fox) }];
}

function blank(width: number, height: number, alpha: number): Promise<Uint8Array> {
  const background = { r: 90, g: 140, b: 60, alpha };
  return sharp({ create: { width, height, channels: 4, background } })
    .png()
    .toBuffer();
}

/** Three frames, one below the other, read back as an animation. */
async function animation(picture: Uint8Array, format: 'webp' | 'gif'): Promise<Uint8Array> {
  const frame = await sharp(picture).resize(60, 60, { fit: 'cover' }).png().toBuffer();
  const turned = await sharp(frame).rotate(90).png().toBuffer();
  const frames = sharp([frame, turned, frame], { join: { animated: true } });
  return format === 'webp' ? frames.webp().toBuffer() : frames.gif().toBuffer();
}

/** The PNG with the chunk that says "animated"; a reader that ignores it shows the picture. */
function animatedPng(picture: Uint8Array): Uint8Array {
  const chunk = Buffer.alloc(20);
  chunk.writeUInt32BE(8, 0);
  chunk.write('acTL', 4, 'latin1');
  chunk.writeUInt32BE(2, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 16)), 16);
  return Buffer.concat([picture.subarray(0, 33), chunk, picture.subarray(33)]);
}

/** The check sum of PNG chunks. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

type Damage = (bytes: Uint8Array, random: Random) => Uint8Array;

const spot = (bytes: Uint8Array, random: Random, from = 0) =>
  Math.min(bytes.length - 1, Math.floor(random.between(from, bytes.length)));

const DAMAGES: Readonly<Record<string, Damage>> = {
  'a few bytes changed': (bytes, random) => {
    const out = bytes.slice();
    for (let n = 1 + Math.floor(random.next() * 12); n > 0; n--) {
      out[spot(out, random, 8)] = Math.floor(random.next() * 256);
    }
    return out;
  },
  'bits flipped in the header': (bytes, random) => {
    const out = bytes.slice();
    for (let n = 1 + Math.floor(random.next() * 6); n > 0; n--) {
      const at = Math.min(out.length - 1, 4 + Math.floor(random.next() * 60));
      out[at] = (out[at] as number) ^ (1 << Math.floor(random.next() * 8));
    }
    return out;
  },
  'cut short': (bytes, random) => bytes.slice(0, spot(bytes, random, 1)),
  'a part left out': (bytes, random) => {
    const from = spot(bytes, random, 8);
    const to = Math.min(bytes.length, from + Math.floor(random.next() * 200) + 1);
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  'a part twice': (bytes, random) => {
    const from = spot(bytes, random, 8);
    const to = Math.min(bytes.length, from + Math.floor(random.next() * 300) + 1);
    return Buffer.concat([bytes.subarray(0, to), bytes.subarray(from)]);
  },
  'noise appended': (bytes, random) =>
    Buffer.concat([bytes, Uint8Array.from({ length: 64 }, () => random.next() * 256)]),
  'a size that is not true': claimSize,
};

/** Writes a huge or zero size into the header, with a check sum that holds. */
function claimSize(bytes: Uint8Array, random: Random): Uint8Array {
  const out = Buffer.from(bytes);
  const side = [0, 1, 7000, 65_535, 2 ** 31 - 1][Math.floor(random.next() * 5)] ?? 0;
  if (out.toString('latin1', 1, 4) === 'PNG' && out.length > 40) {
    out.writeUInt32BE(side, 16);
    out.writeUInt32BE(side, 20);
    out.writeUInt32BE(crc32(out.subarray(12, 29)), 29);
  } else {
    for (let at = 16; at + 9 < Math.min(out.length, 700); at++) {
      const isFrame = out[at] === 0xff && [0xc0, 0xc2].includes(out[at + 1] ?? 0);
      if (!isFrame) continue;
      out.writeUInt16BE(side & 0xffff, at + 5);
      out.writeUInt16BE(side & 0xffff, at + 7);
    }
  }
  return out;
}

/** The file that a seed makes of the given ones: the same seed, the same bytes. */
export function brokenPicture(pictures: readonly OddFile[], seed: number): OddFile {
  const random = createRandom(seed).fork('fuzz');
  const picture = pictures[Math.floor(random.next() * pictures.length)] as OddFile;
  const names = Object.keys(DAMAGES);
  const damage = names[Math.floor(random.next() * names.length)] as string;
  const bytes = (DAMAGES[damage] as Damage)(picture.bytes, random);
  return { name: `seed ${seed}: ${picture.name}, ${damage}`, bytes };
}
