/// <reference lib="dom" />

const MAX_BYTES = 25 * 1024 * 1024;
const ACCEPTED = ['image/png', 'image/jpeg', 'image/webp'];
/** More than this tells no engine anything about a character, and travels slowly. */
const MOST_SIDE = 2048;

/** Types a file input should offer. */
export const ACCEPTED_TYPES = ACCEPTED.join(',');

/** Why a given file is not taken, or null when it is. */
export function refusePicture(file: { type: string; size: number }): string | null {
  if (!ACCEPTED.includes(file.type)) return 'A character must be a PNG, JPEG or WebP picture.';
  if (file.size > MAX_BYTES) return 'This picture is over 25 MB.';
  return null;
}

/** A file's bytes as a data URL: it can be shown and sent as it is. */
export function readFile(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error('the picture could not be read'));
    reader.readAsDataURL(file);
  });
}

/** A picture as it will be sent, and what was done to it on the way; null = nothing. */
export interface TakenPicture {
  readonly dataUrl: string;
  readonly note: string | null;
}

/** Reads a picture; what is larger than any engine looks at is reduced first, and said. */
export async function takePicture(file: Blob): Promise<TakenPicture> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const scale = MOST_SIDE / Math.max(width, height);
  if (scale >= 1) return { dataUrl: await readFile(file), note: null };
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return {
    dataUrl: canvas.toDataURL(file.type === 'image/jpeg' ? 'image/jpeg' : 'image/png', 0.95),
    note: `Reduced from ${width} × ${height} to ${canvas.width} × ${canvas.height}.`,
  };
}

/** The picture behind an address of ours, or a data URL, as a data URL. */
export async function readAddress(url: string): Promise<string> {
  return url.startsWith('data:') ? url : readFile(await (await fetch(url)).blob());
}

/** A picture ready to be drawn. */
export async function loadImage(url: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return image;
}
