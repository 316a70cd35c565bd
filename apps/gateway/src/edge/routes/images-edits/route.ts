import {
  ApiError,
  type ImageEditRequest,
  type ImageReference,
  type ImageRequest,
  imageEditFormSchema,
  imageEditRequestSchema,
  imagesEditsEndpoint,
  UploadedPicture,
} from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';
import { answerImageCall } from '../../image-call/answer-image-call.ts';

/** `POST /v1/images/edits`. */
export const imagesEditsRoute = defineRoute({
  endpoint: imagesEditsEndpoint,
  handle: (context, services) =>
    answerImageCall(context, services, {
      operation: 'edit',
      json: imageEditRequestSchema,
      form: imageEditFormSchema,
      toRequest,
    }),
});

const PICTURE_FIELDS = ['images', 'image', 'image_url'] as const;

/** The pictures under their one name, wherever they stood. */
function toRequest(body: ImageEditRequest | ImageRequest): ImageRequest {
  const { images, image_url: address, mask, ...rest } = body as ImageEditRequest;
  const given = PICTURE_FIELDS.filter((field) => (body as ImageEditRequest)[field] !== undefined);
  if (given.length === 0) {
    throw new ApiError('missing_image', 'An edit needs a picture: send image.', { param: 'image' });
  }
  if (given.length > 1) {
    throw new ApiError(
      'invalid_value',
      `${given.join(' and ')} were both sent; send the pictures in one of them.`,
      { param: given[1] ?? 'image' },
    );
  }
  const image = images?.map(toPicture) ?? address ?? rest.image;
  return { ...rest, image, ...(mask !== undefined && { mask: toPicture(mask) }) };
}

function toPicture(reference: ImageReference | UploadedPicture) {
  if (typeof reference === 'string' || reference instanceof UploadedPicture) return reference;
  return 'image_url' in reference ? reference.image_url : reference;
}
