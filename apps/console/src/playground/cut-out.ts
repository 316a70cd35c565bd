/// <reference lib="dom" />
import type { ImageCutout } from '@aigateway/contract';
import { postJson } from './gateway-client.ts';
import { readAddress } from './read-picture.ts';

/** What the engine takes for the character of a picture. */
export interface CutOutView {
  readonly dataUrl: string;
  /** How it was found, in words. */
  readonly note: string;
}

const METHODS: Readonly<Record<ImageCutout['method'], string>> = {
  mask: 'Cut out by your mask',
  alpha: 'Cut out by its transparent background',
  'plain-border': 'Cut out by its plain background',
  matting: 'Cut out by the matting network',
  photo: 'Cut out of the photo',
  'whole-picture': 'Not told from its background: the whole picture is kept. Draw a mask',
};

/** Asks the engine for the character of a picture. Rejects with `CallError`. */
export async function cutOut(
  picture: { readonly previewUrl: string; readonly mask: string | null },
  signal: AbortSignal,
): Promise<CutOutView> {
  const image = await readAddress(picture.previewUrl);
  const body = { image, ...(picture.mask !== null && { mask: picture.mask }) };
  const response = await postJson('/v1/images/cutouts', body, signal);
  const { method, confidence, b64_json: base64 }: ImageCutout = await response.json();
  const sure = method === 'mask' || method === 'alpha' ? '' : ` (${percent(confidence)} sure)`;
  return { dataUrl: `data:image/png;base64,${base64}`, note: `${METHODS[method]}${sure}.` };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
