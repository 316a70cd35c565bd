import {
  imagesVariationsEndpoint,
  imageVariationFormSchema,
  imageVariationRequestSchema,
} from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';
import { answerImageCall } from '../../image-call/answer-image-call.ts';

/** What a variation asks for where a route wants words; nothing of it is drawn. */
const NO_WORDS = 'another picture of the same';

/** `POST /v1/images/variations`. */
export const imagesVariationsRoute = defineRoute({
  endpoint: imagesVariationsEndpoint,
  handle: (context, services) =>
    answerImageCall(context, services, {
      operation: 'variation',
      json: imageVariationRequestSchema,
      form: imageVariationFormSchema,
      toRequest: (body) => ({ ...body, prompt: NO_WORDS }),
    }),
});
