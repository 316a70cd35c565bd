import type { ImageOrder } from '../define-provider.ts';
import { ProviderError } from '../define-provider.ts';
import type { Size } from '../fields/choose-size.ts';
import {
  composePrompt,
  listPictures,
  type PictureRole,
  toRevisedPrompt,
} from '../fields/compose-prompt.ts';
import type { MultipartPart, RequestBody } from '../http/request-body.ts';
import { convertEditMask } from '../pictures/edit-mask.ts';
import { chooseOpenAiSize, type OpenAiModel } from './models.ts';

/** Pictures that one edit takes. */
export const MAX_PICTURES = 16;

/** A request of the images API. */
export interface OpenAiRequest {
  readonly path: '/images/generations' | '/images/edits';
  readonly body: RequestBody;
  readonly revisedPrompt: string | null;
  readonly asked: Size | null;
}

/** How many partial pictures to stream; null = do not stream. */
export type Streaming = { readonly partialImages: number } | null;

/** Builds the request: JSON from words alone, multipart as soon as there is a picture. */
export function buildRequest(
  order: ImageOrder,
  model: OpenAiModel,
  streaming: Streaming,
): OpenAiRequest {
  const pictures = listPictures(order);
  if (pictures.length > MAX_PICTURES) {
    throw new ProviderError('invalid_request', `OpenAI takes at most ${MAX_PICTURES} pictures.`, {
      billed: 'no',
    });
  }
  const prompt = composePrompt(order, pictures);
  const asked = chooseOpenAiSize(order, model);
  const shared = {
    ...toSharedValues(order, asked),
    model: model.id,
    prompt,
    ...(streaming && { stream: true, partial_images: streaming.partialImages }),
  };
  const revisedPrompt = toRevisedPrompt(order, prompt);
  if (pictures.length === 0) {
    const { moderation } = order.options;
    const json = { ...shared, ...(moderation !== undefined && { moderation }) };
    return { path: '/images/generations', body: { json }, revisedPrompt, asked };
  }
  const fidelity = model.inputFidelity ? { input_fidelity: chooseFidelity(order) } : {};
  const values = Object.entries({ ...shared, ...fidelity });
  const texts = values.map(([name, value]) => ({ name, text: String(value) }));
  const parts = [...texts, ...toFiles(order, pictures)];
  return { path: '/images/edits', body: { parts }, revisedPrompt, asked };
}

/** Keys that generations and edits share, without the ones that were not asked for. */
function toSharedValues(
  { options, given, count }: ImageOrder,
  size: Size | null,
): Record<string, string | number> {
  const format = options.output_format;
  const values = {
    n: count,
    size: size ? `${size.width}x${size.height}` : undefined,
    quality: chooseQuality(options),
    output_format: given.has('output_format') || format !== 'png' ? format : undefined,
    // The maker takes it for jpeg and webp only.
    output_compression: format === 'png' ? undefined : options.output_compression,
    background: options.background,
    user: options.user,
    safety_identifier: options.safety_identifier,
  };
  const kept = Object.entries(values).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined,
  );
  return Object.fromEntries(kept);
}

const SPEEDS = { turbo: 'low', default: 'medium', quality: 'high' } as const;
const QUALITIES = {
  low: 'low',
  medium: 'medium',
  high: 'high',
  hd: 'high',
  standard: 'medium',
  // Left to itself the maker may choose the dearest, at several times the price that was quoted.
  auto: 'medium',
} as const;

function chooseQuality({ rendering_speed: speed, quality }: ImageOrder['options']): string {
  return speed === undefined ? QUALITIES[quality ?? 'auto'] : SPEEDS[speed];
}

/** A character has to be recognised: high unless the caller asks for distance. */
function chooseFidelity({ options, characters }: ImageOrder): 'high' | 'low' {
  if (options.input_fidelity !== undefined) return options.input_fidelity;
  if (options.strength !== undefined) return options.strength >= 0.5 ? 'high' : 'low';
  return characters.length > 0 ? 'high' : 'low';
}

function toFiles(order: ImageOrder, pictures: readonly PictureRole[]): MultipartPart[] {
  const files = pictures.map(({ picture }, at) => ({
    name: pictures.length === 1 ? 'image' : 'image[]',
    bytes: picture.bytes,
    fileName: `image-${at + 1}.${picture.format}`,
    contentType: `image/${picture.format}`,
  }));
  if (!order.editMask) return files;
  const bytes = convertEditMask(order.editMask, 'transparent_repaints');
  return [...files, { name: 'mask', bytes, fileName: 'mask.png', contentType: 'image/png' }];
}
