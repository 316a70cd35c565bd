import { type ImagesResponse, imageResultEndpoint } from '@aigateway/contract';
import { admitFor } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';

/** `GET /v1/images/results/{request_id}`. */
export const imageResultRoute = defineRoute({
  endpoint: imageResultEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'read');
    const requestId = context.req.param('request_id') ?? '';
    const { createdAtMs, pictures } = await services.control.readResult(by, requestId);
    const [first] = pictures;
    const answer: ImagesResponse = {
      created: Math.floor(createdAtMs / 1000),
      data: pictures.map((picture) => ({ url: services.pictureUrl(picture) })),
      size: `${first?.width}x${first?.height}`,
      output_format: first?.format ?? 'png',
      quality: 'auto',
    };
    return context.json(answer);
  },
});
