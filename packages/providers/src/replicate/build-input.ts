import type { ImageOrder, Picture } from '../define-provider.ts';
import { composePrompt } from '../fields/compose-prompt.ts';
import {
  chooseShape,
  chooseSpeed,
  impossible,
  isKnownRatio,
  nearestRatio,
  pickPictures,
} from '../fields/ideogram-order.ts';
import { findNearest, RESOLUTIONS_V3, scaleToMegapixel } from '../fields/ideogram-sizes.ts';

/** A link to a picture: a data URI, or one of Replicate's own files. */
export type HostPicture = (picture: Picture) => Promise<string>;

/** The input of `ideogram-ai/ideogram-character`. */
export type ReplicateInput = Readonly<Record<string, string | number>>;

/** The pictures of an order by their input's name. Throws `ProviderError` when one is missing. */
export function pickReplicatePictures(
  isEdit: boolean,
  order: ImageOrder,
): Readonly<Record<string, Picture>> {
  const { source, character } = pickPictures(order);
  const mask = order.editMask ?? null;
  if (character === null) {
    throw impossible('This route needs a picture of the character: character_reference_images.');
  }
  if (!isEdit) return { character_reference_image: character };
  if (source === null || mask === null) throw impossible('This route needs image and mask.');
  return { character_reference_image: character, image: source, mask };
}

/** The input of one prediction but for its seed; every picture is hosted first. */
export async function buildInput(
  isEdit: boolean,
  order: ImageOrder,
  host: HostPicture,
): Promise<ReplicateInput> {
  const { options } = order;
  const hosted = await Promise.all(
    Object.entries(pickReplicatePictures(isEdit, order)).map(
      async ([name, picture]) => [name, await host(picture)] as const,
    ),
  );
  return {
    prompt: composePrompt(order, []),
    ...Object.fromEntries(hosted),
    rendering_speed: capitalise(chooseSpeed(order)),
    ...(options.style_type && { style_type: capitalise(options.style_type) }),
    ...(options.magic_prompt && { magic_prompt_option: capitalise(options.magic_prompt) }),
    ...(!isEdit && chooseSizeInputs(order)),
  };
}

/** `resolution` overrides `aspect_ratio` there, so that only one is ever sent. */
function chooseSizeInputs(order: ImageOrder): Record<string, string> {
  const shape = chooseShape(order);
  if (shape === null) return {};
  if (shape.kind === 'ratio' && isKnownRatio(shape.ratio)) {
    return { aspect_ratio: nearestRatio(shape).replace('x', ':') };
  }
  const wanted = shape.kind === 'pixels' ? shape.size : scaleToMegapixel(shape.ratio);
  return { resolution: findNearest(wanted, RESOLUTIONS_V3) };
}

function capitalise(word: string): string {
  return `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;
}
