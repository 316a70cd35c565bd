import { ApiError, type ImageRequest } from '@aigateway/contract';
import type { ProviderDeployment } from '@aigateway/providers';

/** Sides a picture may have, in pixels, where a deployment does not say more. */
export const MIN_SIDE = 256;
export const MAX_SIDE = 2048;
/** Pixels of a picture that only its ratio is given for. */
const PIXELS_OF_RATIO = 1024 * 1024;
/** Sides that come from a ratio are whole multiples of this. */
const SIDE_STEP = 32;

/** Pixels, or null when the route may decide. */
export type Size = { readonly width: number; readonly height: number } | null;

/**
 * The size a call asks for, by `size` or by `aspect_ratio`.
 * Throws 400 `unsupported_size` for sides below 256 and for ratios whose sides leave 256..2048,
 * 400 `invalid_value` when size and ratio contradict each other. How large a size may be is the
 * deployments' matter: see `makesSize`.
 */
export function chooseSize(request: ImageRequest): Size {
  const bySize = parseSize(request.size);
  const ratio = parseRatio(request.aspect_ratio);
  if (bySize && ratio !== null && Math.abs(bySize.width / bySize.height / ratio - 1) > 0.02) {
    throw new ApiError(
      'invalid_value',
      `size ${request.size} and aspect_ratio ${request.aspect_ratio} contradict each other; ` +
        'send one.',
      { param: 'aspect_ratio' },
    );
  }
  const size = bySize ?? (ratio === null ? null : sizeOfRatio(ratio));
  const most = bySize ? Number.POSITIVE_INFINITY : MAX_SIDE;
  if (size && [size.width, size.height].some((side) => side < MIN_SIDE || side > most)) {
    const upTo = bySize ? 'at least' : `up to ${MAX_SIDE} and at least`;
    throw new ApiError(
      'unsupported_size',
      `Sides must be ${upTo} ${MIN_SIDE} pixels; ${size.width}x${size.height} is not.`,
      { param: bySize ? 'size' : 'aspect_ratio' },
    );
  }
  return size;
}

/** The longest side that a deployment takes beside the sizes it lists. */
export function longestSideOf({ limits }: Pick<ProviderDeployment, 'limits'>): number {
  return limits?.longestSide ?? MAX_SIDE;
}

/** True for a deployment that takes this size: it lists it, or the sides are within its bound. */
export function makesSize(deployment: Pick<ProviderDeployment, 'limits'>, size: Size): boolean {
  if (size === null) return true;
  const { width, height } = size;
  if (deployment.limits?.sizes?.includes(`${width}x${height}`)) return true;
  return Math.max(width, height) <= longestSideOf(deployment);
}

/** The size of a given picture, scaled into the sides that can be made; its shape stays. */
export function fitSize(given: { readonly width: number; readonly height: number }): {
  width: number;
  height: number;
} {
  const longest = Math.max(given.width, given.height);
  const shortest = Math.min(given.width, given.height);
  const grown = shortest < MIN_SIDE ? MIN_SIDE / shortest : 1;
  const scale = Math.min(grown, MAX_SIDE / longest);
  const toSide = (side: number) => Math.min(MAX_SIDE, Math.max(MIN_SIDE, Math.round(side * scale)));
  return { width: toSide(given.width), height: toSide(given.height) };
}

function parseSize(size: string | undefined): Size {
  const match = /^(\d+)x(\d+)$/.exec(size ?? '');
  return match ? { width: Number(match[1]), height: Number(match[2]) } : null;
}

function parseRatio(ratio: string | undefined): number | null {
  const match = /^(\d+)[:x](\d+)$/.exec(ratio ?? '');
  return match ? Number(match[1]) / Number(match[2]) : null;
}

/** About one megapixel of the ratio, on a grid of 32 pixels. */
function sizeOfRatio(ratio: number): { width: number; height: number } {
  const onGrid = (side: number) => Math.round(side / SIDE_STEP) * SIDE_STEP;
  const width = onGrid(Math.sqrt(PIXELS_OF_RATIO * ratio));
  return { width, height: onGrid(width / ratio) };
}
