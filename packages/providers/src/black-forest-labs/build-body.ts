import { type FieldTable, type ImageOrder, ProviderError } from '../define-provider.ts';
import { readRatio, type Size, toStep } from '../fields/choose-size.ts';
import { composePrompt, listPictures, REFERENCE_RULES } from '../fields/compose-prompt.ts';
import { approximated, converted, ONLY_PROMPT, used } from '../fields/unsupported-fields.ts';

/** One model of FLUX.2 on the maker's API; the id is the last part of its path. */
export interface FluxModel {
  readonly id: string;
  readonly maxPictures: number;
}

/** docs.bfl.ai, FLUX.2 overview and API reference. */
export const FLUX_MODELS: readonly FluxModel[] = [
  { id: 'flux-2-pro', maxPictures: 8 },
  { id: 'flux-2-max', maxPictures: 8 },
  { id: 'flux-2-klein-4b', maxPictures: 4 },
  { id: 'flux-2-klein-9b', maxPictures: 4 },
];

const STEP = 16;
const SHORTEST = 64;
const MOST_PIXELS = 4 * 1024 * 1024;
const AREA_PIXELS = 1024 * 1024;

/** The same for all of them. */
export const FLUX_FIELDS: FieldTable = {
  ...ONLY_PROMPT,
  ...REFERENCE_RULES,
  size: approximated('is made in sides of 16 pixels, from 64 pixels on and up to four megapixels'),
  aspect_ratio: converted('is made of a size of about one megapixel in that ratio'),
  seed: used,
};

/** True when a size can be made as it is. */
export function isFluxSize({ width, height }: Size): boolean {
  const inSteps = width % STEP === 0 && height % STEP === 0;
  return inSteps && Math.min(width, height) >= SHORTEST && width * height <= MOST_PIXELS;
}

/** A request but for its seed. */
export interface FluxRequest {
  readonly prompt: string;
  readonly toBody: (seed: number) => Record<string, unknown>;
}

/** Builds the body: pictures are base64 under `input_image`, `input_image_2` and so on. */
export function buildFluxRequest(order: ImageOrder, model: FluxModel): FluxRequest {
  const pictures = listPictures(order);
  if (pictures.length > model.maxPictures) {
    throw refuse(`takes at most ${model.maxPictures} pictures.`);
  }
  if (order.editMask) throw refuse('takes no mask with FLUX.2.');
  const prompt = composePrompt(order, pictures);
  const images = pictures.map(({ picture }, at) => [
    at === 0 ? 'input_image' : `input_image_${at + 1}`,
    Buffer.from(picture.bytes).toString('base64'),
  ]);
  const format = order.options.output_format === 'jpeg' ? 'jpeg' : 'png';
  const body = { prompt, ...Object.fromEntries(images), ...chooseFluxSize(order) };
  return { prompt, toBody: (seed) => ({ ...body, seed, output_format: format }) };
}

/** Empty = the maker decides: the first picture's shape, or a square. */
function chooseFluxSize({ size, options }: ImageOrder): Size | Record<string, never> {
  const ratio = size ? size.width / size.height : readRatio(options.aspect_ratio);
  if (ratio === null) return {};
  const asked = size ? size.width * size.height : AREA_PIXELS;
  const shrink = Math.min(asked, MOST_PIXELS * 0.98);
  const exact = size !== null && isFluxSize(size);
  if (exact) return size;
  const width = Math.sqrt(shrink * ratio);
  return {
    width: Math.max(SHORTEST, toStep(width, STEP)),
    height: Math.max(SHORTEST, toStep(width / ratio, STEP)),
  };
}

function refuse(what: string): ProviderError {
  return new ProviderError('invalid_request', `Black Forest Labs ${what}`, { billed: 'no' });
}
