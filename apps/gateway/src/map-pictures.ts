import type { ImageRequest, RequestPicture } from '@aigateway/contract';

const FIELDS = [
  'image',
  'mask',
  'character_reference_images',
  'character_reference_mask',
  'style_reference_images',
] as const;

/**
 * The request with every picture in it replaced. Whoever writes a call down to run it later puts
 * away the pictures that came with it and names them by their id.
 */
export async function mapPictures(
  request: ImageRequest,
  change: (picture: RequestPicture, param: string) => Promise<RequestPicture>,
): Promise<ImageRequest> {
  const changed = FIELDS.map(async (field) => {
    const value = request[field];
    if (value === undefined) return {};
    const pictures = Array.isArray(value)
      ? await Promise.all(value.map((one) => change(one, field)))
      : await change(value as RequestPicture, field);
    return { [field]: pictures };
  });
  return Object.assign({ ...request }, ...(await Promise.all(changed)));
}
