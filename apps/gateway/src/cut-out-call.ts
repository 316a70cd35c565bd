import type { ImageCutout, ImageInput } from '@aigateway/contract';
import type { PictureOwner } from './principal.ts';

/** A picture whose character is wanted without its background. */
export interface CutOutCall {
  readonly owner: PictureOwner;
  readonly image: ImageInput;
  readonly mask?: ImageInput | undefined;
  readonly box?: readonly [number, number, number, number] | undefined;
  readonly signal: AbortSignal;
}

/** A character on nothing, as PNG. */
export type CutOutView = Omit<ImageCutout, 'object' | 'b64_json'> & { readonly bytes: Uint8Array };
