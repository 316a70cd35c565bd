import type { FieldTable, ProviderDeployment } from '../define-provider.ts';
import type { Speed } from '../fields/ideogram-order.ts';
import { RESOLUTIONS_V3, RESOLUTIONS_V4 } from '../fields/ideogram-sizes.ts';
import {
  approximated,
  converted,
  ONLY_PROMPT,
  unsupported,
  used,
} from '../fields/unsupported-fields.ts';

/** Names of the request fields of Ideogram's v2 image operations that we can fill. */
export type IdeogramField =
  | 'prompt'
  | 'image'
  | 'mask'
  | 'character_reference_images'
  | 'character_reference_mask'
  | 'style_reference_images'
  | 'style_type'
  | 'style_preset'
  | 'style_codes'
  | 'color_palette'
  | 'image_weight'
  | 'resolution'
  | 'aspect_ratio'
  | 'rendering_speed'
  | 'magic_prompt'
  | 'negative_prompt'
  | 'num_images'
  | 'seed'
  | 'async'
  | 'webhook_url';

/** One operation of Ideogram's v2 API. */
export interface IdeogramOperation {
  readonly id: string;
  readonly path: string;
  readonly accepts: ReadonlySet<IdeogramField>;
  /** The sizes it draws; only ratios when empty. */
  readonly sizes: readonly string[];
  /** A size must be sent. */
  readonly sizeRequired: boolean;
  readonly needs: NonNullable<ProviderDeployment['needs']>;
  /** The operation that serves an order without any picture; null = it cannot. */
  readonly fromWords: string | null;
  /** List price of one picture by speed, micro-dollars (Ideogram's price page, 2026-11-16). */
  readonly microUsd: Readonly<Record<Speed, bigint>>;
  readonly fields: FieldTable;
}

const CHARACTER_PRICE = { turbo: 100_000n, default: 150_000n, quality: 200_000n };
const V3_PRICE = { turbo: 30_000n, default: 60_000n, quality: 90_000n };
const TRANSPARENT_PRICE = { turbo: 40_000n, default: 70_000n, quality: 100_000n };
const V4_PRICE = { turbo: 30_000n, default: 60_000n, quality: 100_000n };

const source = 'prompt image num_images rendering_speed async';
const drawn = 'prompt rendering_speed magic_prompt num_images seed async webhook_url';
const styled = 'style_reference_images style_type';
const coded = 'style_codes style_preset color_palette';
const sized = 'resolution aspect_ratio negative_prompt';
const character = 'character_reference_images character_reference_mask';

/** Every field that all operations treat alike. */
const shared: FieldTable = {
  ...ONLY_PROMPT,
  n: converted('above 8 is met by two calls'),
  quality: converted('sets the rendering speed: low = turbo, high and hd = quality'),
  rendering_speed: used,
  background: unsupported('has no effect: this operation always draws a background'),
  style: unsupported("has no effect: vivid and natural are not Ideogram's; use style_type"),
  moderation: unsupported("has no effect: Ideogram's own moderation always runs"),
  character_reference_box: unsupported(
    'has no effect: Ideogram finds the character itself; send character_reference_mask instead',
  ),
  character_reference_mask: unsupported('has no effect: this operation takes no character'),
  character_reference_images: unsupported('has no effect: this operation takes no character'),
  image: unsupported('has no effect: this operation draws from words'),
  magic_prompt: used,
  art_style: approximated('is asked for in words'),
};

const sizes: Partial<FieldTable> = {
  size: approximated("becomes the nearest of Ideogram's sizes"),
  aspect_ratio: used,
  negative_prompt: used,
};
const styles: Partial<FieldTable> = { style_reference_images: used, style_type: used };
const presets: Partial<FieldTable> = {
  ...styles,
  style_codes: used,
  art_style: approximated('becomes a style preset of that name, else is asked for in words'),
};
const characters: Partial<FieldTable> = {
  ...styles,
  seed: used,
  character_reference_images: used,
  character_reference_mask: used,
};
const strength = converted('becomes image_weight, in hundredths');
const paletted = { color_palette: used };

/** The operations served, each a deployment. Field names after the v2 document of 2026-10-07. */
export const IDEOGRAM_OPERATIONS: readonly IdeogramOperation[] = [
  operation('character-remix', '/v2/image/remix/ideogram-3-character', {
    accepts: `${drawn} image image_weight ${character} ${styled} ${sized}`,
    fromWords: 'v3',
    microUsd: CHARACTER_PRICE,
    fields: { ...characters, ...sizes, image: used, strength },
  }),
  operation('character', '/v2/image/generate/ideogram-3-character', {
    accepts: `${drawn} ${character} ${styled} ${sized}`,
    fromWords: 'v3',
    microUsd: CHARACTER_PRICE,
    fields: {
      ...characters,
      ...sizes,
      image: approximated('is only the character reference here, where none is given'),
    },
  }),
  operation('character-edit', '/v2/image/inpaint/ideogram-3-character', {
    accepts: `${drawn} image mask ${character} ${styled} style_codes`,
    needs: ['source', 'character', 'edit_mask'],
    microUsd: CHARACTER_PRICE,
    fields: { ...characters, image: used, mask: used, style_codes: used, size: keepsSize() },
  }),
  operation('v3', '/v2/image/generate/ideogram-3', {
    accepts: `${drawn} ${styled} ${sized} ${coded}`,
    microUsd: V3_PRICE,
    fields: { ...presets, ...sizes, ...paletted, seed: used },
  }),
  operation('v3-remix', '/v2/image/remix/ideogram-3', {
    accepts: `${drawn} image image_weight ${styled} ${sized} ${coded}`,
    needs: ['source'],
    microUsd: V3_PRICE,
    fields: { ...presets, ...sizes, ...paletted, seed: used, image: used, strength },
  }),
  operation('v3-edit', '/v2/image/inpaint/ideogram-3', {
    accepts: `${drawn} image mask ${styled} style_codes style_preset`,
    needs: ['source', 'edit_mask'],
    microUsd: V3_PRICE,
    fields: { ...presets, seed: used, image: used, mask: used, size: keepsSize() },
  }),
  operation('v3-reframe', '/v2/image/reframe/ideogram-3', {
    accepts:
      'image resolution num_images rendering_speed seed style_codes style_preset ' +
      'color_palette style_reference_images async',
    needs: ['source'],
    sizeRequired: true,
    microUsd: V3_PRICE,
    fields: {
      ...presets,
      ...paletted,
      prompt: unsupported('has no effect: reframing continues the picture and reads no words'),
      image: used,
      seed: used,
      size: approximated("becomes the nearest of Ideogram's sizes"),
      aspect_ratio: approximated("becomes the nearest of Ideogram's sizes"),
      style_type: unsupported('has no effect: reframing has no such option'),
      magic_prompt: unsupported('has no effect: reframing reads no words'),
      art_style: approximated('is used where Ideogram has a style preset of that name'),
    },
  }),
  operation('v3-replace-background', '/v2/image/replace-background/ideogram-3', {
    // Always asynchronous: the operation has no `async` field.
    accepts: source.replace('async', 'webhook_url'),
    needs: ['source'],
    microUsd: V3_PRICE,
    fields: {
      image: used,
      size: keepsSize(),
      magic_prompt: unsupported('has no effect: this operation has no such option'),
    },
  }),
  operation('v3-transparent', '/v2/image/generate/ideogram-3-transparent', {
    accepts: `${drawn} aspect_ratio negative_prompt`,
    sizes: [],
    microUsd: TRANSPARENT_PRICE,
    fields: {
      size: approximated("becomes the nearest of Ideogram's 15 ratios"),
      aspect_ratio: used,
      negative_prompt: used,
      seed: used,
      background: converted('is always transparent here'),
    },
  }),
  operation('v4', '/v2/image/generate/ideogram-4', {
    accepts: `${drawn} resolution`,
    sizes: RESOLUTIONS_V4,
    microUsd: V4_PRICE,
    fields: {
      seed: used,
      size: approximated("becomes the nearest of Ideogram 4's sizes"),
      aspect_ratio: approximated("becomes the nearest of Ideogram 4's sizes"),
    },
  }),
];

function keepsSize() {
  return unsupported("has no effect: the source's size is kept");
}

function operation(
  id: string,
  path: string,
  rest: Pick<IdeogramOperation, 'microUsd'> &
    Partial<Omit<IdeogramOperation, 'accepts' | 'fields'>> & {
      readonly accepts: string;
      readonly fields: Partial<FieldTable>;
    },
): IdeogramOperation {
  return {
    id,
    path,
    sizes: RESOLUTIONS_V3,
    sizeRequired: false,
    needs: [],
    fromWords: null,
    ...rest,
    accepts: new Set(rest.accepts.split(' ') as IdeogramField[]),
    fields: { ...shared, ...rest.fields },
  };
}
