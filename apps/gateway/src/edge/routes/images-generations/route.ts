import {
  imageGenerationFormSchema,
  imageGenerationRequestSchema,
  imagesGenerationsEndpoint,
} from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';
import { answerImageCall } from '../../image-call/answer-image-call.ts';

/** `POST /v1/images/generations`. */
export const imagesGenerationsRoute = defineRoute({
  endpoint: imagesGenerationsEndpoint,
  handle: (context, services) =>
    answerImageCall(context, services, {
      operation: 'generation',
      json: imageGenerationRequestSchema,
      form: imageGenerationFormSchema,
      toRequest: (body) => body,
    }),
});
