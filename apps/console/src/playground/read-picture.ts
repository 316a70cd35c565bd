/// <reference lib="dom" />

const MAX_BYTES = 25 * 1024 * 1024;
const ACCEPTED = ['image/png', 'image/jpeg', 'image/webp'];

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

/** The picture behind an address of ours, or a data URL, as a data URL. */
export async function readAddress(url: string): Promise<string> {
  return url.startsWith('data:') ? url : readFile(await (await fetch(url)).blob());
}
