import type { ImageOrder, Picture } from '../define-provider.ts';
import type { Size } from '../fields/choose-size.ts';
import { composePrompt } from '../fields/compose-prompt.ts';
import {
  chooseShape,
  chooseSpeed,
  impossible,
  nearestRatio,
  type OneCall,
  pickPictures,
} from '../fields/ideogram-order.ts';
import { toPreset } from '../fields/ideogram-presets.ts';
import {
  findNearest,
  parsePair,
  RESOLUTIONS_V3,
  scaleToMegapixel,
} from '../fields/ideogram-sizes.ts';
import { type FalField, type FalOperation, usesPreset } from './operations.ts';

/** A link to a picture for fal: a data URI, or one of its own storage. */
export type HostPicture = (picture: Picture) => Promise<string>;

type Input = Partial<Record<FalField, unknown>>;

const SPEEDS = { turbo: 'TURBO', default: 'BALANCED', quality: 'QUALITY' } as const;
/** fal's bound for all pictures of one list field together. */
const MAX_LIST_BYTES = 10 * 1024 * 1024;

/** The pictures of an order under the names they have at this endpoint. Throws `ProviderError`. */
export function pickFalPictures(
  operation: FalOperation,
  order: ImageOrder,
): Partial<Record<FalField, readonly Picture[]>> {
  const { source, character } = pickPictures(order);
  const { accepts, needs } = operation;
  const mask = order.editMask ?? null;
  const has = { source: source !== null, character: character !== null, edit_mask: mask !== null };
  if (needs.some((need) => !has[need])) {
    throw impossible(`This route needs: ${needs.map((need) => NAMES[need]).join(', ')}.`);
  }
  const all: Partial<Record<FalField, readonly Picture[]>> = {
    ...(source && { image_url: [source] }),
    ...(mask && { mask_url: [mask] }),
    ...(character && { reference_image_urls: [character] }),
    ...(character && order.characterMask && { reference_mask_urls: [order.characterMask] }),
    ...(order.styleReferences.length > 0 && { image_urls: order.styleReferences }),
  };
  const kept = Object.entries(all).filter(([name]) => accepts.has(name as FalField));
  for (const [name, pictures] of kept) {
    const total = pictures.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
    if (name.endsWith('urls') && total > MAX_LIST_BYTES) {
      throw impossible('This route takes at most 10 MB of reference pictures of one kind.');
    }
  }
  return Object.fromEntries(kept);
}

const NAMES = { source: 'image', character: 'character_reference_images', edit_mask: 'mask' };

/** The JSON input of one call; every picture is hosted first. */
export async function buildInput(
  operation: FalOperation,
  order: ImageOrder,
  host: HostPicture,
): Promise<(call: OneCall) => Input> {
  const links: Input = {};
  for (const [name, pictures] of Object.entries(pickFalPictures(operation, order))) {
    const hosted = await Promise.all(pictures.map(host));
    links[name as FalField] = name.endsWith('urls') ? hosted : hosted[0];
  }
  const fields = keepAccepted(operation, plainFields(operation, order));
  return ({ count, seed }) => ({
    ...fields,
    ...links,
    num_images: count,
    ...(seed !== null && { seed }),
  });
}

function plainFields(operation: FalOperation, order: ImageOrder): Input {
  const { options } = order;
  const preset = usesPreset(operation, order) ? toPreset(options.art_style) : null;
  const style = options.style_type;
  return {
    prompt: preset === null ? composePrompt(order, []) : order.prompt,
    ...chooseSizeFields(operation, order),
    rendering_speed: SPEEDS[chooseSpeed(order)],
    expand_prompt: options.magic_prompt && options.magic_prompt !== 'off',
    negative_prompt: options.negative_prompt,
    style: style && operation.styles.includes(style) ? style.toUpperCase() : undefined,
    style_preset: preset?.toUpperCase(),
    style_codes: options.style_codes?.length ? options.style_codes : undefined,
    color_palette: toPalette(options.color_palette),
    strength: options.strength,
  };
}

function keepAccepted(operation: FalOperation, all: Input): Input {
  return Object.fromEntries(
    Object.entries(all).filter(
      ([name, value]) => value !== undefined && operation.accepts.has(name as FalField),
    ),
  );
}

/**
 * One of Ideogram's own sizes, because how fal rounds others is not published; or a ratio. For a
 * remix without a size, the source's shape, as Ideogram itself keeps it.
 */
function chooseSizeFields(operation: FalOperation, order: ImageOrder): Input {
  const shape = chooseShape(order);
  if (shape === null) {
    if (operation.sizeRequired) throw impossible('This route needs a size or an aspect_ratio.');
    const { source } = pickPictures(order);
    return operation.keepsShape && source ? { image_size: nearestSize(source) } : {};
  }
  if (operation.accepts.has('aspect_ratio')) {
    return { aspect_ratio: nearestRatio(shape).replace('x', ':') };
  }
  const wanted = shape.kind === 'pixels' ? shape.size : shape.ratio;
  const exact = RESOLUTIONS_V3.includes(`${wanted.width}x${wanted.height}`);
  return { image_size: exact ? wanted : nearestSize(wanted) };
}

function nearestSize(shape: Size): Size {
  return parsePair(findNearest(scaleToMegapixel(shape), RESOLUTIONS_V3));
}

function toPalette(palette: ImageOrder['options']['color_palette']): object | undefined {
  if (palette === undefined) return undefined;
  if ('name' in palette) return { name: palette.name.toUpperCase() };
  return {
    members: palette.members.map(({ color_hex: hex, color_weight }) => ({
      rgb: {
        r: Number.parseInt(hex.slice(1, 3), 16),
        g: Number.parseInt(hex.slice(3, 5), 16),
        b: Number.parseInt(hex.slice(5, 7), 16),
      },
      ...(color_weight !== undefined && { color_weight }),
    })),
  };
}
