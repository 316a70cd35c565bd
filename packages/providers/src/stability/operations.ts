import { type FieldTable, type ImageOrder, ProviderError } from '../define-provider.ts';
import { askedRatio, nearestRatio } from '../fields/choose-size.ts';
import { composePrompt } from '../fields/compose-prompt.ts';
import {
  approximated,
  converted,
  ONLY_PROMPT,
  transcoded,
  used,
} from '../fields/unsupported-fields.ts';
import type { MultipartPart } from '../http/request-body.ts';

/** One operation of the v2beta Stable Image API; the id is also the deployment's. */
export interface StabilityOperation {
  readonly id: string;
  readonly path: string;
  /** Sent as `model`, where one path serves several. */
  readonly model: string | null;
  /** Takes a picture to start from. */
  readonly takesSource: boolean;
  readonly formats: readonly string[];
}

/** platform.stability.ai/docs/api-reference, Generate. */
export const STABILITY_OPERATIONS: readonly StabilityOperation[] = [
  operation('ultra', null, { takesSource: true, formats: ['png', 'jpeg', 'webp'] }),
  operation('core', null, { takesSource: false, formats: ['png', 'jpeg', 'webp'] }),
  operation('sd3', 'sd3.5-large', { takesSource: true, formats: ['png', 'jpeg'] }),
];

function operation(
  name: string,
  model: string | null,
  rest: Pick<StabilityOperation, 'takesSource' | 'formats'>,
): StabilityOperation {
  return { id: model ?? name, path: `/v2beta/stable-image/generate/${name}`, model, ...rest };
}

/** The ratios that the operations have. */
export const STABILITY_RATIOS = ['16:9', '1:1', '21:9', '2:3', '3:2', '4:5', '5:4', '9:16', '9:21'];
/** How close to a source without a word of the caller; the maker wants a number. */
const DEFAULT_CLOSENESS = 0.5;

const nearest = approximated('is made in the nearest ratio the maker has, about a megapixel large');

/** The rules of an operation's deployment. */
export function toFieldTable({ takesSource, formats }: StabilityOperation): FieldTable {
  return {
    ...ONLY_PROMPT,
    size: nearest,
    aspect_ratio: nearest,
    negative_prompt: used,
    seed: used,
    art_style: approximated('is asked for in words'),
    output_format: formats.includes('webp') ? used : transcoded,
    ...(takesSource && {
      image: approximated('is painted over; where no strength is given, half of it stays'),
      strength: converted('is sent as its complement'),
    }),
  };
}

/** What this very order changes in the rules: a ratio the maker has is met. */
export function refineStability({ options }: ImageOrder): Partial<FieldTable> {
  const ratio = (options.aspect_ratio ?? '').replace('x', ':');
  return STABILITY_RATIOS.includes(ratio) ? { aspect_ratio: used } : {};
}

/** A request but for its seed. */
export interface StabilityRequest {
  readonly prompt: string;
  readonly toParts: (seed: number) => readonly MultipartPart[];
}

/** Builds the multipart request of one picture. */
export function buildStabilityRequest(
  order: ImageOrder,
  { model, takesSource, formats }: StabilityOperation,
): StabilityRequest {
  if (order.editMask) {
    throw new ProviderError('invalid_request', 'This route of Stability takes no mask.', {
      billed: 'no',
    });
  }
  const prompt = composePrompt(order, []);
  const { output_format: format, negative_prompt: negative, strength } = order.options;
  const source = takesSource ? order.source : null;
  const ratio = source ? null : askedRatio(order);
  const texts = Object.entries({
    prompt,
    ...(model && { model }),
    ...(model && source && { mode: 'image-to-image' }),
    ...(negative && { negative_prompt: negative }),
    ...(ratio !== null && { aspect_ratio: nearestRatio(ratio, STABILITY_RATIOS) }),
    // The maker's strength is the distance from the source, ours the closeness.
    ...(source && { strength: String(1 - (strength ?? DEFAULT_CLOSENESS)) }),
    output_format: formats.includes(format) ? format : 'png',
  }).map(([name, text]) => ({ name, text }));
  const files = source
    ? [
        {
          name: 'image',
          bytes: source.bytes,
          fileName: `image.${source.format}`,
          contentType: `image/${source.format}`,
        },
      ]
    : [];
  return { prompt, toParts: (seed) => [...texts, { name: 'seed', text: String(seed) }, ...files] };
}
