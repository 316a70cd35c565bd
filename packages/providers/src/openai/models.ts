import type { FieldTable, ImageOrder, OrderField, UpstreamUsage } from '../define-provider.ts';
import { readRatio, type Size, toStep } from '../fields/choose-size.ts';
import { REFERENCE_RULES } from '../fields/compose-prompt.ts';
import {
  approximated,
  converted,
  ONLY_PROMPT,
  unsupported,
  used,
} from '../fields/unsupported-fields.ts';

/** What is peculiar about one model of the gpt-image family. */
export interface OpenAiModel {
  /** Its name upstream, and the deployment's id. */
  readonly id: string;
  /** `any`: multiples of 16 within the bounds below; `three`: the three classic ones. */
  readonly sizes: 'any' | 'three';
  /** Takes `input_fidelity`; others have a fixed one. */
  readonly inputFidelity: boolean;
  /** Hundredths of a micro-dollar a token, from the maker's model page; null = not seen there. */
  readonly tokenPrices: TokenPrices | null;
}

interface TokenPrices {
  readonly textIn: bigint;
  readonly imageIn: bigint;
  readonly imageOut: bigint;
}

/** developers.openai.com, model pages of 2.6 and 1 mini; 2 is listed at the price of 2.6. */
const SUNBURST_PRICES = { textIn: 500n, imageIn: 800n, imageOut: 3_000n };
const MINI_PRICES = { textIn: 200n, imageIn: 250n, imageOut: 800n };

/** The family, without the members that were retired. Names: Images API reference and SDK types. */
export const OPENAI_MODELS: readonly OpenAiModel[] = [
  { id: 'gpt-image-2.6-sunburst', ...modern(SUNBURST_PRICES) },
  { id: 'gpt-image-2.5-sunburst', ...modern(null) },
  { id: 'gpt-image-2.5-flare', ...modern(null) },
  { id: 'gpt-image-2', ...modern(SUNBURST_PRICES) },
  { id: 'gpt-image-1.5', sizes: 'three', inputFidelity: true, tokenPrices: null },
  { id: 'gpt-image-1-mini', sizes: 'three', inputFidelity: false, tokenPrices: MINI_PRICES },
];

function modern(tokenPrices: TokenPrices | null): Omit<OpenAiModel, 'id'> {
  return { sizes: 'any', inputFidelity: false, tokenPrices };
}

/**
 * What a call took, in micro-dollars, rounded up; null where a price or a count is missing.
 * Cached input is cheaper, but the answer does not say what was cached.
 */
export function priceUsage(usage: UpstreamUsage | null, model: OpenAiModel): bigint | null {
  const prices = model.tokenPrices;
  if (usage === null || prices === null) return null;
  const { inputTextTokens: text, inputImageTokens: image, outputTokens: out } = usage;
  if (text === undefined || image === undefined) return null;
  const hundredths =
    BigInt(text) * prices.textIn + BigInt(image) * prices.imageIn + BigInt(out) * prices.imageOut;
  return (hundredths + 99n) / 100n;
}

const THREE_SIZES: readonly Size[] = [
  { width: 1024, height: 1024 },
  { width: 1536, height: 1024 },
  { width: 1024, height: 1536 },
];
/** The three classic sizes, by name. */
export const THREE_SIZE_NAMES = THREE_SIZES.map(({ width, height }) => `${width}x${height}`);

const STEP = 16;
/** Longest side of the models that take any size. */
export const LONGEST = 3840;
const MOST_PIXELS = 3840 * 2160;
const LEAST_PIXELS = 655_360;
const WIDEST = 3;
const AREA_PIXELS = 1024 * 1024;

/** The rules of a model's deployment. */
export function toFieldTable(model: OpenAiModel): FieldTable {
  const nearest = approximated(
    model.sizes === 'three'
      ? 'is made as the nearest of 1024x1024, 1536x1024 and 1024x1536'
      : 'is made as the nearest size that the maker has: sides of 16 pixels, 1:3 to 3:1, up to 4K',
  );
  return {
    ...ONLY_PROMPT,
    ...REFERENCE_RULES,
    mask: used,
    input_fidelity: model.inputFidelity ? used : ONLY_PROMPT.input_fidelity,
    size: nearest,
    aspect_ratio: nearest,
    quality: converted('is asked for as "medium" where it says auto or standard, hd as "high"'),
    rendering_speed: converted(
      'is asked for as a quality: turbo low, default medium, quality high',
    ),
    output_format: used,
    output_compression: used,
    background: used,
    moderation: used,
    user: used,
    safety_identifier: used,
    style: unsupported('has no effect: only retired models of this maker had it'),
    strength: model.inputFidelity
      ? approximated('asks for high input fidelity from 0.5 on, else for low')
      : ONLY_PROMPT.strength,
  };
}

/** What this very order changes in the rules: what is met exactly is no approximation. */
export function refineFields(order: ImageOrder, model: OpenAiModel): Partial<FieldTable> {
  const { quality, moderation } = order.options;
  const rules: Partial<Record<OrderField, FieldTable[OrderField]>> = {};
  const size = chooseOpenAiSize(order, model);
  const asked = order.size;
  if (size && asked && size.width === asked.width && size.height === asked.height) {
    rules.size = used;
  }
  if (quality === 'low' || quality === 'medium' || quality === 'high') rules.quality = used;
  if (order.options.rendering_speed !== undefined && quality !== undefined) {
    rules.quality = unsupported('has no effect: rendering_speed was given too, and wins');
  }
  const edits = order.source || order.characters.length > 0 || order.styleReferences.length > 0;
  if (edits && moderation !== undefined) {
    rules.moderation = unsupported('has no effect: edits have no such option');
  }
  return rules;
}

/** The size to ask for; null = the maker decides. */
export function chooseOpenAiSize(order: ImageOrder, model: OpenAiModel): Size | null {
  const ratio = order.size
    ? order.size.width / order.size.height
    : readRatio(order.options.aspect_ratio);
  if (ratio === null) return null;
  if (model.sizes === 'any') return order.size ? toNearest(order.size) : fromRatio(ratio);
  return THREE_SIZES.reduce((best, one) =>
    ratioGap(one, ratio) < ratioGap(best, ratio) ? one : best,
  );
}

function fromRatio(ratio: number): Size {
  const width = Math.sqrt(AREA_PIXELS * ratio);
  return toNearest({ width, height: width / ratio });
}

/** A size within the maker's bounds: ratio first, then pixels, then steps. */
function toNearest({ width, height }: Size): Size {
  const ratio = Math.min(Math.max(width / height, 1 / WIDEST), WIDEST);
  const pixels = Math.min(Math.max(width * height, LEAST_PIXELS), MOST_PIXELS);
  const scaled = Math.sqrt(pixels * ratio);
  const sides = { width: toStep(scaled, STEP), height: toStep(scaled / ratio, STEP) };
  const longest = Math.max(sides.width, sides.height);
  if (longest <= LONGEST) return keepWithin(sides);
  const shrink = LONGEST / longest;
  return keepWithin({
    width: toStep(sides.width * shrink, STEP),
    height: toStep(sides.height * shrink, STEP),
  });
}

/** Rounding to steps can leave the ratio a hair too wide. */
function keepWithin({ width, height }: Size): Size {
  if (width > height * WIDEST) return { width: width - STEP, height };
  if (height > width * WIDEST) return { width, height: height - STEP };
  return { width, height };
}

function ratioGap(size: Size, ratio: number): number {
  return Math.abs(Math.log(size.width / size.height / ratio));
}
