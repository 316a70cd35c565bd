import type { ImageOrder, Picture } from '../define-provider.ts';
import { composePrompt } from '../fields/compose-prompt.ts';
import {
  chooseShape,
  chooseSpeed,
  impossible,
  isKnownRatio,
  nearestRatio,
  type OneCall,
  pickPictures,
} from '../fields/ideogram-order.ts';
import { toPreset } from '../fields/ideogram-presets.ts';
import { findNearest, scaleToMegapixel } from '../fields/ideogram-sizes.ts';
import type { MultipartPart, RequestBody } from '../http/request-body.ts';
import type { IdeogramField, IdeogramOperation } from './operations.ts';
import { usesPreset } from './refine-fields.ts';

type Plain = string | number | boolean | readonly string[] | object | null | undefined;

/**
 * The body of one call: JSON where no file goes along, multipart otherwise (repeated names for
 * lists, a JSON part for objects; Ideogram answers 415 to form encoding). Only fields that the
 * operation knows. Throws `ProviderError` for an order the operation cannot take.
 */
export function buildRequest(
  operation: IdeogramOperation,
  order: ImageOrder,
  call: OneCall & { readonly webhookUrl?: string | undefined },
): RequestBody {
  const plain = { ...plainFields(operation, order, call), webhook_url: call.webhookUrl };
  const fields = keepAccepted(operation, plain);
  const files = keepAccepted(operation, fileFields(operation, order));
  if (Object.keys(files).length === 0) return { json: Object.fromEntries(Object.entries(fields)) };
  return {
    parts: [
      ...Object.entries(fields).flatMap(([name, value]) => toParts(name, value)),
      ...Object.entries(files).flatMap(([name, pictures]) =>
        pictures.map((picture, at) => toFilePart(name, picture, at)),
      ),
    ],
  };
}

function plainFields(
  operation: IdeogramOperation,
  order: ImageOrder,
  call: OneCall,
): Partial<Record<IdeogramField, Plain>> {
  const { options } = order;
  const preset = usesPreset(operation, order) ? toPreset(options.art_style) : null;
  const prompt = preset === null ? composePrompt(order, []) : order.prompt;
  return {
    prompt,
    ...chooseSizeFields(operation, order),
    num_images: call.count,
    rendering_speed: chooseSpeed(order),
    magic_prompt: options.magic_prompt,
    negative_prompt: options.negative_prompt,
    style_type: options.style_type,
    style_preset: preset,
    style_codes: options.style_codes?.length ? options.style_codes : undefined,
    color_palette: toPalette(options.color_palette),
    image_weight: options.strength && toWeight(options.strength),
    seed: call.seed,
    async: true,
  };
}

function fileFields(
  operation: IdeogramOperation,
  order: ImageOrder,
): Partial<Record<IdeogramField, readonly Picture[]>> {
  const { source, character } = pickPictures(order);
  const has = {
    source: source !== null,
    character: character !== null,
    edit_mask: (order.editMask ?? null) !== null,
  };
  const missing = operation.needs.find((need) => !has[need]);
  if (missing !== undefined) throw impossible(NEEDED[missing]);
  return {
    ...(source && { image: [source] }),
    ...(order.editMask && { mask: [order.editMask] }),
    ...(character && { character_reference_images: [character] }),
    ...(character && order.characterMask && { character_reference_mask: [order.characterMask] }),
    ...(order.styleReferences.length > 0 && { style_reference_images: order.styleReferences }),
  };
}

const NEEDED = {
  source: 'This route needs a picture to work on: send image.',
  character: 'This route needs a picture of the character: send character_reference_images.',
  edit_mask: 'This route needs a mask that says what to repaint: send mask.',
} as const;

/** Ideogram's closeness to the source, 1..100. */
export function toWeight(strength: number): number {
  return Math.min(100, Math.max(1, Math.round(strength * 100)));
}

function toPalette(palette: ImageOrder['options']['color_palette']): object | undefined {
  if (palette === undefined) return undefined;
  return 'name' in palette ? { name: palette.name.toLowerCase() } : palette;
}

/** `resolution` or `aspect_ratio`, never both; neither keeps the source's shape. */
function chooseSizeFields(
  operation: IdeogramOperation,
  order: ImageOrder,
): Partial<Record<'resolution' | 'aspect_ratio', string>> {
  const { accepts, sizes } = operation;
  const shape = chooseShape(order);
  if (shape === null) {
    if (!operation.sizeRequired) return {};
    throw impossible('This route needs a size or an aspect_ratio.');
  }
  const takesRatio = accepts.has('aspect_ratio');
  if (takesRatio && (sizes.length === 0 || (shape.kind === 'ratio' && isKnownRatio(shape.ratio)))) {
    return { aspect_ratio: nearestRatio(shape) };
  }
  if (!accepts.has('resolution')) return {};
  const wanted = shape.kind === 'pixels' ? shape.size : scaleToMegapixel(shape.ratio);
  return { resolution: findNearest(wanted, sizes) };
}

function keepAccepted<T>(
  operation: IdeogramOperation,
  all: Partial<Record<IdeogramField, T>>,
): Record<string, NonNullable<T>> {
  const kept = Object.entries(all).filter(
    ([name, value]) =>
      value !== undefined && value !== null && operation.accepts.has(name as IdeogramField),
  );
  return Object.fromEntries(kept) as Record<string, NonNullable<T>>;
}

function toParts(name: string, value: NonNullable<Plain>): MultipartPart[] {
  if (Array.isArray(value)) return value.map((text: string) => ({ name, text }));
  if (typeof value === 'object') {
    return [{ name, text: JSON.stringify(value), contentType: 'application/json' }];
  }
  return [{ name, text: String(value) }];
}

function toFilePart(name: string, picture: Picture, at: number): MultipartPart {
  return {
    name,
    bytes: picture.bytes,
    fileName: `${name}-${at}.${picture.format}`,
    contentType: `image/${picture.format}`,
  };
}
