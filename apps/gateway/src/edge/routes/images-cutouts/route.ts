import {
  type ImageCutout,
  imageCutoutRequestSchema,
  imagesCutoutsEndpoint,
} from '@aigateway/contract';
import { ownerOf } from '../../../principal.ts';
import { admit } from '../../admit.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';

/** `POST /v1/images/cutouts`. */
export const imagesCutoutsRoute = defineRoute({
  endpoint: imagesCutoutsEndpoint,
  async handle(context, services) {
    const principal = await admit(context, services, 'images');
    const body = await readJson(context, imageCutoutRequestSchema);
    const signal = AbortSignal.any([context.req.raw.signal, services.ending]);
    const cut = await services.cutOutImage({ ...body, owner: ownerOf(principal), signal });
    const answer: ImageCutout = {
      object: 'image.cutout',
      b64_json: Buffer.from(cut.bytes).toString('base64'),
      width: cut.width,
      height: cut.height,
      method: cut.method,
      confidence: cut.confidence,
      box: cut.box,
    };
    return context.json(answer);
  },
});
