import { ApiError, type ImageRequest, type RequestPicture } from '@aigateway/contract';
import type { ImageOrder, OrderField, Picture } from '@aigateway/providers';
import { fitSize } from '../routing/choose-size.ts';

/** Values that ask for nothing, so that a route need not honour them: what absence means. */
export const NEUTRAL: Partial<Record<OrderField, unknown>> = {
  n: 1,
  size: 'auto',
  quality: 'auto',
  output_format: 'png',
  background: 'auto',
  moderation: 'auto',
  style_type: 'auto',
  rendering_speed: 'default',
  magic_prompt: 'auto',
};

/** What an order is made of, beside the request itself. */
export interface OrderParts {
  readonly size: ImageOrder['size'];
  /** True = where no size was asked for, the picture keeps the source's shape. */
  readonly keepsShape: boolean;
  readonly seed: number;
  readonly readImage: (input: RequestPicture, param: string) => Promise<Picture>;
  /** A mask in OpenAI's form (transparent = repaint) as the order's (grey, black = repaint). */
  readonly toEditMask: (mask: Picture, source: Picture) => Promise<Picture>;
}

/** The kinds of picture that come with the request; one alone is both source and character. */
export function listPictures(
  request: ImageRequest,
): ReadonlySet<'source' | 'character' | 'edit_mask'> {
  if (!hasReference(request)) return new Set();
  const mask = request.mask === undefined ? [] : (['edit_mask'] as const);
  return new Set(['source', 'character', ...mask]);
}

/** True when a picture of the character comes with the request. */
function hasReference(request: ImageRequest): boolean {
  return request.image !== undefined || request.character_reference_images !== undefined;
}

/**
 * The request as an order: pictures read and bounded, defaults settled. One picture alone is both
 * the source and the character. Throws the errors of `readImage`, 400 `too_many_images`, and 400
 * `missing_image` for a mask or box without a reference.
 */
export async function readOrder(request: ImageRequest, parts: OrderParts): Promise<ImageOrder> {
  refuseOrphans(request);
  const sources = toList(request.image);
  const [source, ...more] = await readAll(sources, 'image', parts);
  const named = await readAll(
    request.character_reference_images ?? [],
    'character_reference_images',
    parts,
  );
  const characters = named.length > 0 ? named : more.length > 0 ? more : source ? [source] : [];
  const [mask] = await readAll(toList(request.character_reference_mask), MASK, parts);
  refuseOtherShape(mask, characters[0]);
  const [repaint] = await readAll(toList(request.mask), 'mask', parts);
  return {
    prompt: request.prompt,
    count: request.n,
    size: parts.size ?? (parts.keepsShape && source ? fitSize(source) : null),
    source: source ?? characters[0] ?? null,
    characters,
    characterMask: mask ?? null,
    editMask: repaint && source ? await parts.toEditMask(repaint, source) : null,
    styleReferences: await readAll(
      request.style_reference_images ?? [],
      'style_reference_images',
      parts,
    ),
    options: request,
    given: givenFields(request),
    measure: request.metrics === true,
    seed: parts.seed,
  };
}

const MASK = 'character_reference_mask';

function readAll(
  inputs: readonly RequestPicture[],
  param: string,
  parts: OrderParts,
): Promise<Picture[]> {
  return Promise.all(inputs.map((input) => parts.readImage(input, param)));
}

function toList(
  input: RequestPicture | readonly RequestPicture[] | undefined,
): readonly RequestPicture[] {
  if (input === undefined) return [];
  return Array.isArray(input) ? input : [input as RequestPicture];
}

/** A mask or box belongs to a reference. */
function refuseOrphans(request: ImageRequest): void {
  if (request.mask !== undefined && request.image === undefined) {
    throw new ApiError('missing_image', 'mask needs the picture it belongs to: send image.', {
      param: 'mask',
    });
  }
  if (hasReference(request)) return;
  for (const param of [MASK, 'character_reference_box'] as const) {
    if (request[param] === undefined) continue;
    throw new ApiError(
      'missing_image',
      `${param} needs the picture it belongs to: send image or character_reference_images.`,
      { param },
    );
  }
}

function refuseOtherShape(mask: Picture | undefined, reference: Picture | undefined): void {
  if (!mask || !reference) return;
  if (mask.width === reference.width && mask.height === reference.height) return;
  throw new ApiError(
    'invalid_value',
    `${MASK} is ${mask.width}x${mask.height}, its reference ` +
      `${reference.width}x${reference.height}; they must have one size.`,
    { param: MASK },
  );
}

/** Fields that were sent and ask for something. */
function givenFields(request: ImageRequest): ReadonlySet<OrderField> {
  const given = new Set<OrderField>();
  for (const [name, value] of Object.entries(request)) {
    const field = name as OrderField;
    if (value !== undefined && value !== NEUTRAL[field]) given.add(field);
  }
  return given;
}
