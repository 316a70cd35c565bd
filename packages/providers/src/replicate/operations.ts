import type { FieldTable, ImageOrder, ProviderDeployment } from '../define-provider.ts';
import {
  chooseShape,
  isKnownRatio,
  MOST_CHARACTERS,
  refineCommon,
} from '../fields/ideogram-order.ts';
import { RESOLUTIONS_V3, WIRE_RATIOS_V3 } from '../fields/ideogram-sizes.ts';
import {
  approximated,
  converted,
  ONLY_PROMPT,
  unsupported,
  used,
} from '../fields/unsupported-fields.ts';

const notHere = unsupported('has no effect: the model at Replicate has no such input');

const shared: FieldTable = {
  ...ONLY_PROMPT,
  n: converted('is met by one prediction a picture'),
  character_reference_images: used,
  character_reference_mask: notHere,
  character_reference_box: notHere,
  style_reference_images: notHere,
  strength: notHere,
  negative_prompt: notHere,
  style_codes: notHere,
  color_palette: notHere,
  style_type: used,
  seed: used,
  magic_prompt: used,
  rendering_speed: used,
  quality: converted('sets the rendering speed: low = turbo, high and hd = quality'),
  art_style: approximated('is asked for in words'),
  background: unsupported('has no effect: the model always draws a background'),
  style: unsupported("has no effect: vivid and natural are not Ideogram's; use style_type"),
  moderation: unsupported("has no effect: Ideogram's own moderation always runs"),
};

/** The model behind both deployments. There is no remix at Replicate: none is offered. */
export const REPLICATE_MODEL = 'ideogram-ai/ideogram-character';

/** Replicate creates 600 predictions a minute; pictures in flight are bounded here. */
const limits = {
  concurrency: 10,
  deadlineMs: 300_000,
  drawsFromWords: false,
  onHangUp: 'finish',
} as const;

/** Generate and inpaint, after the model's version page (1f8e1982…). */
export const REPLICATE_DEPLOYMENTS: readonly ProviderDeployment[] = [
  {
    id: 'character',
    ...limits,
    needs: ['character'],
    fields: {
      ...shared,
      size: approximated("becomes the nearest of Ideogram's sizes"),
      aspect_ratio: used,
      image: approximated('is only the character reference here, where none is given'),
    },
    limits: { characters: MOST_CHARACTERS, sizes: RESOLUTIONS_V3, ratios: WIRE_RATIOS_V3 },
    refine: refineGenerate,
  },
  {
    id: 'character-edit',
    ...limits,
    needs: ['source', 'character', 'edit_mask'],
    fields: {
      ...shared,
      image: used,
      mask: used,
      size: unsupported("has no effect: the source's size is kept"),
      aspect_ratio: unsupported("has no effect: the source's size is kept"),
    },
    limits: { characters: MOST_CHARACTERS },
    refine: refineReplicate,
  },
];

function refineReplicate(order: ImageOrder): Partial<FieldTable> {
  return { ...(order.count === 1 && { n: used }), ...refineCommon(order) };
}

function refineGenerate(order: ImageOrder): Partial<FieldTable> {
  const shape = chooseShape(order);
  const { width, height } = order.size ?? { width: 0, height: 0 };
  const oddRatio = shape?.kind === 'ratio' && !isKnownRatio(shape.ratio);
  return {
    ...(RESOLUTIONS_V3.includes(`${width}x${height}`) && { size: used }),
    ...(oddRatio && { aspect_ratio: approximated("becomes the nearest of Ideogram's sizes") }),
    ...refineReplicate(order),
  };
}
