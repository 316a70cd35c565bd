import type { ImageOrder, Picture } from '../define-provider.ts';
import { readRatio, type Size, toStep } from '../fields/choose-size.ts';
import { composePrompt, listPictures, type PictureRole } from '../fields/compose-prompt.ts';
import { convertEditMask } from '../pictures/edit-mask.ts';
import type { PictureUse } from './capabilities.ts';

const AREA_PIXELS = 1024 * 1024;
const STEP = 16;

/** What one job is asked for, but for its seed and how many pictures. */
export interface SdServerRequest {
  readonly prompt: string;
  readonly size: Size;
  readonly use: PictureUse;
  readonly toBody: (count: number, seed: number) => Record<string, unknown>;
}

/**
 * The body of `POST /sdcpp/v1/img_gen`.
 *
 * A source is one more reference, unless the caller says how close to stay to it or what to
 * repaint: then it is painted over. Steps, guidance and samplers stay with whoever starts the
 * server. The gateway writes its own provenance, so the engine writes none.
 */
export function buildRequest(order: ImageOrder): SdServerRequest {
  const pictures = listPictures(order);
  const { strength, negative_prompt } = order.options;
  const init = order.source !== null && (strength !== undefined || Boolean(order.editMask));
  const references = init ? pictures.filter((one) => one.role !== 'source') : pictures;
  const prompt = composePrompt(order, references);
  const size = chooseSize(order);
  const body = {
    prompt,
    ...(negative_prompt !== undefined && { negative_prompt }),
    ...size,
    ...(references.length > 0 && { ref_images: references.map(toBase64) }),
    ...(init && order.source && { init_image: encode(order.source) }),
    // The engine's strength is the distance from the source, ours the closeness.
    ...(init && strength !== undefined && { strength: 1 - strength }),
    ...(order.editMask && {
      mask_image: Buffer.from(convertEditMask(order.editMask, 'white_repaints')).toString('base64'),
    }),
    embed_image_metadata: false,
    output_format: 'png',
  };
  return {
    prompt,
    size,
    use: { init, mask: Boolean(order.editMask), references: references.length > 0 },
    toBody: (count, seed) => ({ ...body, batch_count: count, seed }),
  };
}

/** The caller's size; else about a megapixel in the ratio asked for, or in the source's. */
function chooseSize({ size, options, source }: ImageOrder): Size {
  if (size) return size;
  const ratio = readRatio(options.aspect_ratio) ?? (source ? source.width / source.height : 1);
  const width = Math.sqrt(AREA_PIXELS * ratio);
  return { width: toStep(width, STEP), height: toStep(width / ratio, STEP) };
}

function toBase64({ picture }: PictureRole): string {
  return encode(picture);
}

function encode(picture: Picture): string {
  return Buffer.from(picture.bytes).toString('base64');
}
