import { z } from 'zod';
import { type ImageOrder, ProviderError } from '../define-provider.ts';
import type { Size } from '../fields/choose-size.ts';

/** What `GET /sdcpp/v1/capabilities` says of making pictures; paths in it are not read. */
export const capabilitiesSchema = z.object({
  features_by_mode: z
    .object({
      img_gen: z
        .object({
          init_image: z.boolean().catch(false),
          mask_image: z.boolean().catch(false),
          ref_images: z.boolean().catch(false),
        })
        .partial(),
    })
    .partial()
    .catch({}),
  limits: z
    .object({
      min_width: z.number().catch(64),
      max_width: z.number().catch(4096),
      min_height: z.number().catch(64),
      max_height: z.number().catch(4096),
      max_batch_count: z.int().min(1).catch(1),
    })
    .catch({
      min_width: 64,
      max_width: 4096,
      min_height: 64,
      max_height: 4096,
      max_batch_count: 1,
    }),
});

/** @see capabilitiesSchema */
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** How the pictures of an order travel. */
export interface PictureUse {
  /** The source is the picture that is painted over. */
  readonly init: boolean;
  readonly mask: boolean;
  readonly references: boolean;
}

/**
 * Refuses, before anything is made, what the loaded model or the server's limits cannot do.
 * Throws `ProviderError` `invalid_request`.
 */
export function checkCapabilities(
  order: ImageOrder,
  use: PictureUse,
  { size, capabilities }: { size: Size; capabilities: Capabilities },
): void {
  const can = capabilities.features_by_mode.img_gen ?? {};
  if (use.references && !can.ref_images) refuse('takes no reference pictures');
  if (use.init && !can.init_image) refuse('cannot start from a picture');
  if (use.mask && !can.mask_image) refuse('takes no mask');
  const { limits } = capabilities;
  const fits =
    size.width >= limits.min_width &&
    size.width <= limits.max_width &&
    size.height >= limits.min_height &&
    size.height <= limits.max_height;
  if (!fits) {
    refuse(
      `makes pictures from ${limits.min_width}x${limits.min_height} ` +
        `to ${limits.max_width}x${limits.max_height}`,
    );
  }
  for (const text of [order.prompt, order.options.negative_prompt, order.options.art_style]) {
    if (text !== undefined && ENGINE_TAG.test(text)) {
      throw new ProviderError(
        'invalid_request',
        'The prompt holds a tag that would set options of the engine. Leave it out.',
        { billed: 'no' },
      );
    }
  }
}

/** Text that sd-server takes for options or for a LoRA to load, wherever it stands in a prompt. */
const ENGINE_TAG = /<\s*\/?\s*(sd_cpp_extra_args|lora\s*:)/i;

function refuse(what: string): never {
  throw new ProviderError('invalid_request', `The model loaded in sd-server ${what}.`, {
    billed: 'no',
  });
}
