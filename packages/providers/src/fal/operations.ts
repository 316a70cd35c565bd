import type { FieldTable, ImageOrder, ProviderDeployment } from '../define-provider.ts';
import {
  chooseShape,
  isKnownRatio,
  MOST_CHARACTERS,
  pickPictures,
  refineCommon,
  type Speed,
} from '../fields/ideogram-order.ts';
import { toPreset } from '../fields/ideogram-presets.ts';
import { RESOLUTIONS_V3, WIRE_RATIOS_V3 } from '../fields/ideogram-sizes.ts';
import {
  approximated,
  converted,
  ONLY_PROMPT,
  unsupported,
  used,
} from '../fields/unsupported-fields.ts';

/** Input fields of fal's Ideogram endpoints that we can fill. */
export type FalField =
  | 'prompt'
  | 'image_url'
  | 'mask_url'
  | 'reference_image_urls'
  | 'reference_mask_urls'
  | 'image_urls'
  | 'strength'
  | 'style'
  | 'style_codes'
  | 'style_preset'
  | 'color_palette'
  | 'rendering_speed'
  | 'expand_prompt'
  | 'image_size'
  | 'aspect_ratio'
  | 'negative_prompt'
  | 'num_images'
  | 'seed';

/** One endpoint of fal. */
export interface FalOperation {
  readonly id: string;
  /** As in `fal-ai/ideogram/character/remix`. */
  readonly endpointId: string;
  readonly accepts: ReadonlySet<FalField>;
  readonly styles: readonly string[];
  /** Without a size the source's shape is asked for, as the maker's own API does. */
  readonly keepsShape: boolean;
  readonly sizeRequired: boolean;
  readonly needs: NonNullable<ProviderDeployment['needs']>;
  readonly fromWords: string | null;
  /** Price of one picture by speed, micro-dollars, where fal's page was at hand; else null. */
  readonly microUsd: Readonly<Record<Speed, bigint>> | null;
  readonly fields: FieldTable;
}

const CHARACTER_STYLES = ['auto', 'realistic', 'fiction'];
const V3_STYLES = ['auto', 'realistic'];
const drawn = 'prompt rendering_speed expand_prompt num_images seed style_codes color_palette';
const character = 'reference_image_urls reference_mask_urls image_urls';

const shared: FieldTable = {
  ...ONLY_PROMPT,
  n: converted('above 8 is met by two calls'),
  seed: used,
  quality: converted('sets the rendering speed: low = turbo, high and hd = quality'),
  rendering_speed: used,
  magic_prompt: approximated('has no "auto" here: that counts as "on"'),
  style_reference_images: used,
  style_codes: used,
  color_palette: converted('is written with red, green and blue'),
  art_style: approximated('is asked for in words'),
  background: unsupported('has no effect: this operation always draws a background'),
  style: unsupported("has no effect: vivid and natural are not Ideogram's; use style_type"),
  moderation: unsupported("has no effect: Ideogram's own moderation always runs"),
  character_reference_box: unsupported(
    'has no effect: Ideogram finds the character itself; send character_reference_mask instead',
  ),
  character_reference_mask: unsupported('has no effect: this operation takes no character'),
  character_reference_images: unsupported('has no effect: this operation takes no character'),
  image: unsupported('has no effect: this operation draws from words'),
};
const sizes: Partial<FieldTable> = {
  size: approximated("becomes the nearest of Ideogram's sizes"),
  aspect_ratio: converted("becomes the size of Ideogram's that has this ratio"),
};
const characters: Partial<FieldTable> = {
  character_reference_images: used,
  character_reference_mask: used,
};
const kept = unsupported("has no effect: the source's size is kept");
const preset = approximated('becomes a style preset of that name, else is asked for in words');
const CHARACTER_REMIX_PRICE = { turbo: 100_000n, default: 150_000n, quality: 200_000n };
const V3_REMIX_PRICE = { turbo: 30_000n, default: 60_000n, quality: 90_000n };

/** The endpoints served, each a deployment. Fields after fal's typed client of 2026-08-02. */
export const FAL_OPERATIONS: readonly FalOperation[] = [
  operation('character-remix', 'fal-ai/ideogram/character/remix', {
    accepts: `${drawn} ${character} image_url strength style image_size negative_prompt`,
    styles: CHARACTER_STYLES,
    keepsShape: true,
    fromWords: 'v3',
    microUsd: CHARACTER_REMIX_PRICE,
    fields: { ...sizes, ...characters, image: used, strength: used, negative_prompt: used },
  }),
  operation('character', 'fal-ai/ideogram/character', {
    accepts: `${drawn} ${character} style image_size negative_prompt`,
    styles: CHARACTER_STYLES,
    fromWords: 'v3',
    fields: {
      ...sizes,
      ...characters,
      negative_prompt: used,
      image: approximated('is only the character reference here, where none is given'),
    },
  }),
  operation('character-edit', 'fal-ai/ideogram/character/edit', {
    accepts: `${drawn} ${character} image_url mask_url`,
    needs: ['source', 'character', 'edit_mask'],
    fields: { ...characters, image: used, mask: used, size: kept },
  }),
  operation('v3', 'fal-ai/ideogram/v3', {
    accepts: `${drawn} image_urls style style_preset image_size negative_prompt`,
    styles: V3_STYLES,
    fields: { ...sizes, art_style: preset, negative_prompt: used },
  }),
  operation('v3-remix', 'fal-ai/ideogram/v3/remix', {
    accepts: `${drawn} image_urls image_url strength style image_size negative_prompt`,
    styles: V3_STYLES,
    keepsShape: true,
    needs: ['source'],
    microUsd: V3_REMIX_PRICE,
    fields: { ...sizes, image: used, strength: used, negative_prompt: used },
  }),
  operation('v3-edit', 'fal-ai/ideogram/v3/edit', {
    accepts: `${drawn} image_urls image_url mask_url style_preset`,
    needs: ['source', 'edit_mask'],
    fields: { image: used, mask: used, size: kept, art_style: preset },
  }),
  operation('v3-reframe', 'fal-ai/ideogram/v3/reframe', {
    accepts:
      'rendering_speed num_images seed style_codes color_palette image_urls image_url style ' +
      'style_preset image_size',
    styles: V3_STYLES,
    sizeRequired: true,
    needs: ['source'],
    fields: {
      ...sizes,
      image: used,
      prompt: unsupported('has no effect: reframing continues the picture and reads no words'),
      magic_prompt: unsupported('has no effect: reframing reads no words'),
      art_style: approximated('is used where Ideogram has a style preset of that name'),
    },
  }),
  operation('v3-replace-background', 'fal-ai/ideogram/v3/replace-background', {
    accepts: `${drawn} image_urls image_url style style_preset`,
    styles: V3_STYLES,
    needs: ['source'],
    fields: { image: used, mask: used, size: kept, art_style: preset },
  }),
  operation('v3-transparent', 'fal-ai/ideogram/v3/generate-transparent', {
    accepts: 'prompt rendering_speed expand_prompt num_images seed aspect_ratio negative_prompt',
    fields: {
      size: approximated("becomes the nearest of Ideogram's 15 ratios"),
      aspect_ratio: used,
      negative_prompt: used,
      background: converted('is always transparent here'),
      style_reference_images: unsupported('has no effect: this operation takes no pictures'),
      style_codes: unsupported('has no effect: this operation has no such option'),
      color_palette: unsupported('has no effect: this operation has no such option'),
    },
  }),
];

function operation(
  id: string,
  endpointId: string,
  rest: Partial<Omit<FalOperation, 'accepts' | 'fields'>> & {
    readonly accepts: string;
    readonly fields: Partial<FieldTable>;
  },
): FalOperation {
  const { styles = [] } = rest;
  return {
    id,
    endpointId,
    keepsShape: false,
    sizeRequired: false,
    needs: [],
    fromWords: null,
    microUsd: null,
    ...rest,
    styles,
    accepts: new Set(rest.accepts.split(' ') as FalField[]),
    fields: { ...shared, ...(styles.length > 0 && { style_type: used }), ...rest.fields },
  };
}

/** The operation as the routing sees it. */
export function toDeployment(one: FalOperation): ProviderDeployment {
  return {
    id: one.id,
    drawsFromWords: one.fromWords !== null || one.needs.length === 0,
    // Accounts run 2 to 40 at once; what is above an account's own number waits in fal's queue.
    concurrency: 40,
    deadlineMs: 300_000,
    onHangUp: 'finish',
    fields: one.fields,
    limits: {
      characters: MOST_CHARACTERS,
      sizes: one.accepts.has('image_size') ? RESOLUTIONS_V3 : [],
      ratios:
        one.accepts.has('aspect_ratio') || one.accepts.has('image_size') ? WIRE_RATIOS_V3 : [],
      ...(one.styles.length > 0 && { values: { style_type: one.styles } }),
    },
    needs: one.needs,
    refine: (order) => refine(one, order),
  };
}

/** Without a picture the rules are those of the endpoint from words that then serves the order. */
function refine(one: FalOperation, order: ImageOrder): Partial<FieldTable> {
  const words = FAL_OPERATIONS.find(({ id }) => id === one.fromWords);
  if (words === undefined || pickPictures(order).source !== null) return refineFal(one, order);
  return { ...words.fields, ...refineFal(words, order) };
}

function refineFal(one: FalOperation, order: ImageOrder): Partial<FieldTable> {
  const { options, given } = order;
  const shape = chooseShape(order);
  const { width, height } = order.size ?? { width: 0, height: 0 };
  const oddRatio = shape?.kind === 'ratio' && !isKnownRatio(shape.ratio);
  const noStyle = options.style_type !== undefined && !one.styles.includes(options.style_type);
  return {
    ...(one.accepts.has('image_size') &&
      RESOLUTIONS_V3.includes(`${width}x${height}`) && { size: used }),
    ...(oddRatio && { aspect_ratio: approximated("becomes the nearest of Ideogram's shapes") }),
    ...(order.count <= 8 && { n: used }),
    ...(given.has('magic_prompt') &&
      one.accepts.has('expand_prompt') &&
      options.magic_prompt !== 'auto' && {
        magic_prompt: converted('becomes expand_prompt'),
      }),
    ...(one.styles.length > 0 &&
      noStyle && { style_type: unsupported(`"${options.style_type}" has no effect here`) }),
    ...(usesPreset(one, order) && {
      art_style: converted('becomes the style preset of that name'),
    }),
    ...refineCommon(order),
  };
}

/** True where the art style is a preset of Ideogram's and nothing else names the look. */
export function usesPreset(one: FalOperation, order: ImageOrder): boolean {
  if (!one.accepts.has('style_preset') || order.styleReferences.length > 0) return false;
  return !order.options.style_codes?.length && toPreset(order.options.art_style) !== null;
}
