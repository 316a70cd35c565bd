import {
  type FieldTable,
  type ImageOrder,
  type Picture,
  ProviderError,
} from '../define-provider.ts';
import type { Size } from './choose-size.ts';
import { findNearest, parsePair, RATIOS_V3 } from './ideogram-sizes.ts';
import { converted, unsupported, used } from './unsupported-fields.ts';

/** Speeds of Ideogram's models, wherever they are hosted. */
export type Speed = 'turbo' | 'default' | 'quality';

/** The speed an order asks for: `rendering_speed`, else what `quality` means. */
export function chooseSpeed({ options }: Pick<ImageOrder, 'options'>): Speed {
  if (options.rendering_speed) return options.rendering_speed;
  switch (options.quality) {
    case 'low':
      return 'turbo';
    case 'high':
    case 'hd':
      return 'quality';
    default:
      return 'default';
  }
}

/** The shape an order asks for: pixels, a ratio, or nothing. Pixels win over a ratio. */
export type Shape =
  | { readonly kind: 'pixels'; readonly size: Size }
  | { readonly kind: 'ratio'; readonly ratio: Size }
  | null;

/** @see Shape */
export function chooseShape(order: ImageOrder): Shape {
  const ratio = order.options.aspect_ratio;
  if (order.size && (order.given.has('size') || ratio === undefined)) {
    return { kind: 'pixels', size: order.size };
  }
  return ratio === undefined ? null : { kind: 'ratio', ratio: parsePair(ratio) };
}

/** The pixels the caller named; null where only a ratio was, or nothing. */
export function askedSize(order: ImageOrder): Size | null {
  return order.given.has('size') ? order.size : null;
}

/** The member of the 15 ratios nearest to a shape, as `16x9`. */
export function nearestRatio(shape: NonNullable<Shape>): string {
  return findNearest(shape.kind === 'pixels' ? shape.size : shape.ratio, RATIOS_V3);
}

/** True for a ratio that is one of the 15, however it is reduced. */
export function isKnownRatio(ratio: Size): boolean {
  return RATIOS_V3.some((name) => {
    const known = parsePair(name);
    return known.width * ratio.height === known.height * ratio.width;
  });
}

/** One call upstream: how many pictures, and the seed where the caller gave one. */
export interface OneCall {
  readonly count: number;
  readonly seed: number | null;
}

const SEED_MODULUS = 2 ** 31;

/**
 * Splits an order into calls of at most `most` pictures. With a caller's seed every picture is its
 * own call, because one seed for several pictures gives the same picture several times.
 */
export function splitCalls(order: ImageOrder, most: number): OneCall[] {
  if (order.given.has('seed')) {
    return Array.from({ length: order.count }, (_, at) => ({
      count: 1,
      seed: (order.seed + at) % SEED_MODULUS,
    }));
  }
  const whole = Math.ceil(order.count / most);
  return Array.from({ length: whole }, (_, at) => ({
    count: Math.min(most, order.count - at * most),
    seed: null,
  }));
}

/** The pictures of an order by their roles: one alone is both source and character. */
export function pickPictures(order: ImageOrder): {
  source: Picture | null;
  character: Picture | null;
} {
  const first = order.characters[0] ?? null;
  return { source: order.source ?? first, character: first ?? order.source };
}

/** Pictures of a character that Ideogram's models take, wherever they are hosted. */
export const MOST_CHARACTERS = 1;

/**
 * Refuses what Ideogram's models cannot take, before anything is sent. Style codes exclude other
 * looks only where the operation takes them; elsewhere they merely have no effect.
 */
export function refuseImpossible(order: ImageOrder, takesCodes: boolean): void {
  const { style_codes: codes, style_type: type } = order.options;
  if (order.characters.length > MOST_CHARACTERS) {
    throw impossible('This route takes one character reference picture; send only one.');
  }
  if (!takesCodes || !codes?.length) return;
  if (order.styleReferences.length > 0) {
    throw impossible('style_codes cannot be combined with style_reference_images on this route.');
  }
  if (type !== undefined) {
    throw impossible('style_codes cannot be combined with style_type on this route.');
  }
}

/** A failure of the order itself: nothing was sent. */
export function impossible(message: string): ProviderError {
  return new ProviderError('invalid_request', message, { billed: 'no' });
}

/** The rules that an order itself changes on every route of an Ideogram model. */
export function refineCommon(order: ImageOrder): Partial<FieldTable> {
  const { options, given } = order;
  const plain = options.background === undefined || options.background !== 'transparent';
  return {
    ...(given.has('quality') &&
      options.rendering_speed !== undefined && {
        quality: unsupported('has no effect beside rendering_speed'),
      }),
    ...(given.has('background') && plain && { background: used }),
    ...(given.has('aspect_ratio') &&
      given.has('size') && { aspect_ratio: unsupported('has no effect beside size') }),
    ...(given.has('seed') &&
      order.count > 1 && { n: converted('is met by one call a picture, each with its own seed') }),
  };
}
