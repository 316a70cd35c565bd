import { type ImageOrder, ProviderError } from '../define-provider.ts';
import { chooseSize, type Size } from '../fields/choose-size.ts';
import {
  composePrompt,
  listPictures,
  type PictureRole,
  toRevisedPrompt,
} from '../fields/compose-prompt.ts';
import type { MultipartPart, RequestBody } from '../http/request-body.ts';
import { convertEditMask } from '../pictures/edit-mask.ts';
import type { Flavour, WireKey } from './flavours.ts';

/** Diffusion models work on blocks of 16 pixels. */
const SIZE = { areaPixels: 1024 * 1024, step: 16 };

/** A request but for how many pictures, and from which seed. */
export interface CompatibleRequest {
  readonly path: '/images/generations' | '/images/edits';
  readonly toBody: (count: number, seed: number | null) => RequestBody;
  /** The prompt that was sent, where it is not the caller's own. */
  readonly revisedPrompt: string | null;
  readonly asked: Size | null;
  readonly warnings: readonly string[];
}

/**
 * Builds the request of one flavour: its allow-listed keys and nothing else.
 * Throws `ProviderError` for what the flavour cannot do at all.
 */
export function buildRequest(
  order: ImageOrder,
  flavour: Flavour,
  settings: Readonly<Record<string, string>>,
): CompatibleRequest {
  const pictures = listPictures(order);
  checkPictures(order, flavour, pictures);
  const asked = chooseSize(order, SIZE);
  const { prompt, warnings } = writePrompt(order, flavour, composePrompt(order, pictures));
  const isEdit = pictures.length > 0 && flavour.pictures.route === 'edits';
  const keys = isEdit ? flavour.editKeys : flavour.generationKeys;
  const values = (count: number, seed: number | null) =>
    pick(keys, {
      model: settings.model,
      prompt,
      n: count,
      size: asked ? `${asked.width}x${asked.height}` : undefined,
      response_format: 'b64_json',
      negative_prompt: order.options.negative_prompt,
      seed: seed ?? undefined,
      quality: order.options.quality,
      style: order.options.style,
      user: order.options.user,
    });
  const files = isEdit ? toParts(order, flavour, pictures) : [];
  const inline = !isEdit && pictures.length > 0 ? toInline(flavour, pictures) : {};
  return {
    path: isEdit ? '/images/edits' : '/images/generations',
    toBody: (count, seed) =>
      isEdit
        ? { parts: [...toTextParts(values(count, seed)), ...files] }
        : { json: { ...values(count, seed), ...inline } },
    revisedPrompt: toRevisedPrompt(order, prompt),
    asked,
    warnings,
  };
}

function checkPictures(
  order: ImageOrder,
  { title, pictures: { max }, mask }: Flavour,
  pictures: readonly PictureRole[],
): void {
  if (pictures.length > max) {
    throw new ProviderError('invalid_request', `${title} takes at most ${max} picture(s).`, {
      billed: 'no',
    });
  }
  if (order.editMask && mask === null) {
    throw new ProviderError('invalid_request', `${title} does not take a mask.`, { billed: 'no' });
  }
}

function writePrompt(
  order: ImageOrder,
  { splitsPromptAtBar }: Flavour,
  prompt: string,
): { prompt: string; warnings: string[] } {
  if (!splitsPromptAtBar) return { prompt, warnings: [] };
  const negative = order.options.negative_prompt;
  const parts = negative ? [prompt, negative] : [prompt];
  return {
    prompt: parts.map((part) => part.replaceAll('|', ',')).join('|'),
    warnings: parts.some((part) => part.includes('|'))
      ? ['prompt is sent with its bars replaced by commas: this server cuts prompts at a bar']
      : [],
  };
}

function pick(
  keys: readonly WireKey[],
  values: Readonly<Record<WireKey, string | number | undefined>>,
): Partial<Record<WireKey, string | number>> {
  const out: Partial<Record<WireKey, string | number>> = {};
  for (const key of keys) {
    const value = values[key];
    if (value !== undefined) out[key] = value;
  }
  return out;
}

function toTextParts(values: Partial<Record<WireKey, string | number>>): MultipartPart[] {
  return Object.entries(values).map(([name, value]) => ({ name, text: String(value) }));
}

function toParts(
  order: ImageOrder,
  flavour: Flavour,
  pictures: readonly PictureRole[],
): MultipartPart[] {
  const name = flavour.pictures.route === 'edits' ? flavour.pictures.part : 'image';
  const files = pictures.map(({ picture }, at) => ({
    // OpenAI's clients send one picture as `image` and several as `image[]`.
    name: pictures.length === 1 ? 'image' : name,
    bytes: picture.bytes,
    fileName: `image-${at + 1}.${picture.format}`,
    contentType: `image/${picture.format}`,
  }));
  if (!order.editMask || flavour.mask === null) return files;
  const bytes = convertEditMask(order.editMask, flavour.mask.polarity);
  const { part } = flavour.mask;
  return [...files, { name: part, bytes, fileName: 'mask.png', contentType: 'image/png' }];
}

function toInline(flavour: Flavour, pictures: readonly PictureRole[]): Record<string, string[]> {
  if (flavour.pictures.route !== 'generations') return {};
  const { key } = flavour.pictures;
  return { [key]: pictures.map(({ picture }) => Buffer.from(picture.bytes).toString('base64')) };
}
