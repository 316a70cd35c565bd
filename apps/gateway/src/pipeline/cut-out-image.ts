import { AtelierError } from '@aigateway/atelier';
import { ApiError, type ImageInput } from '@aigateway/contract';
import type { CutOutCall, CutOutView } from '../cut-out-call.ts';
import { readInputImage } from '../media/read-input-image.ts';
import type { House } from './generate-image.ts';

/**
 * Reads the pictures and cuts the character out; nothing is kept and nothing is charged. Throws
 * the errors of `readInputImage`, 400 `invalid_image`, and 503 `upstream_saturated`.
 */
export async function cutOutImage(call: CutOutCall, house: House): Promise<CutOutView> {
  const { owner, signal, box } = call;
  const read = (input: ImageInput, param: string) =>
    readInputImage(
      { input, param, signal },
      {
        fetchPublic: house.fetchPublic,
        readKept: (id) => house.pictures.read(owner, id),
      },
    );
  const picture = await read(call.image, 'image');
  const mask = call.mask === undefined ? null : await read(call.mask, 'mask');
  if (mask && (mask.width !== picture.width || mask.height !== picture.height)) {
    throw new ApiError('invalid_value', 'mask must have the size of image.', { param: 'mask' });
  }
  try {
    return await house.atelier.cutOut(
      { picture: picture.bytes, ...(mask && { mask: mask.bytes }), ...(box && { box }) },
      { signal },
    );
  } catch (error) {
    throw error instanceof AtelierError ? toApiError(error) : error;
  }
}

function toApiError(error: AtelierError): ApiError {
  return error.code === 'saturated'
    ? new ApiError('upstream_saturated', 'The engine has no room now. Try again in a moment.', {
        retryAfterSeconds: 5,
      })
    : new ApiError('invalid_image', error.message, { param: 'image' });
}
