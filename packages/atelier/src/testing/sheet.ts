import sharp from 'sharp';

/** Pictures laid out in a grid. */
export interface SheetOptions {
  readonly columns: number;
  /** Side of a cell in pixels. */
  readonly cell: number;
  /** Largest size of the sheet in bytes: the quality is lowered until it fits. */
  readonly maxBytes: number;
}

const GAP = 4;

/** One WebP of encoded pictures, row by row; a null leaves its cell empty. */
export async function makeSheet(
  pictures: readonly (Uint8Array | null)[],
  { columns, cell, maxBytes }: SheetOptions,
): Promise<Uint8Array> {
  const rows = Math.ceil(pictures.length / columns);
  const place = (index: number) => index * (cell + GAP);
  const layers = await Promise.all(
    pictures.map(async (bytes, index) => {
      if (bytes === null) return [];
      const input = await sharp(bytes).resize(cell, cell, { kernel: 'lanczos3' }).png().toBuffer();
      return [{ input, left: place(index % columns), top: place(Math.floor(index / columns)) }];
    }),
  );
  const sheet = sharp({
    create: {
      width: place(columns) - GAP,
      height: place(rows) - GAP,
      channels: 3,
      background: '#ffffff',
    },
  }).composite(layers.flat());
  const raw = await sheet.png().toBuffer();
  for (let quality = 84; ; quality -= 6) {
    const bytes = await sharp(raw).webp({ quality, effort: 5 }).toBuffer();
    if (bytes.byteLength <= maxBytes || quality <= 20) return new Uint8Array(bytes);
  }
}
