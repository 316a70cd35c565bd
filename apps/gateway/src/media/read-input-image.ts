import {
  ApiError,
  MAX_IMAGE_BYTES,
  MAX_IMAGE_PIXELS,
  type RequestPicture,
  UploadedPicture,
} from '@aigateway/contract';
import { type Picture, PublicFetchError } from '@aigateway/providers';
import { inspectImage } from './inspect-image.ts';

/** How pictures that a caller names are read. */
export interface InputImageSources {
  /** The one outgoing function for addresses a caller names. Throws `PublicFetchError`. */
  readonly fetchPublic: (url: string, signal: AbortSignal) => Promise<Uint8Array>;
  /** A picture kept here, if it belongs to the organisation; else null. */
  readonly readKept: (imageId: string) => Promise<Uint8Array | null>;
}

/** One picture of a request and the field it came in. */
export interface InputImageRequest {
  readonly input: RequestPicture;
  readonly param: string;
  readonly signal: AbortSignal;
}

/**
 * The bytes of a picture that a caller gave, bounded and recognised by content, not decoded.
 * Throws 400 `invalid_image`, 404 `image_not_found`, 413 `image_too_large`,
 * 415 `unsupported_image_format`, each with `param`.
 */
export async function readInputImage(
  { input, param, signal }: InputImageRequest,
  sources: InputImageSources,
): Promise<Picture> {
  const bytes = await readBytes(input, { param, signal, sources });
  if (bytes.byteLength > MAX_IMAGE_BYTES) throw tooLarge(param);
  const facts = inspectImage(bytes);
  if (facts === null) {
    throw new ApiError(
      'unsupported_image_format',
      `${param} is not a PNG, JPEG or WebP (its content was looked at, not its name).`,
      { param },
    );
  }
  if (facts.width * facts.height > MAX_IMAGE_PIXELS) throw tooLarge(param);
  return { bytes, ...facts };
}

interface ReadContext {
  readonly param: string;
  readonly signal: AbortSignal;
  readonly sources: InputImageSources;
}

async function readBytes(input: RequestPicture, context: ReadContext): Promise<Uint8Array> {
  if (input instanceof UploadedPicture) return input.bytes;
  if (typeof input !== 'string') return readKept(input.file_id, context);
  if (input.startsWith('img_')) return readKept(input, context);
  if (input.startsWith('data:')) return decodeDataUrl(input, context.param);
  return fetchNamed(input, context);
}

async function readKept(id: string, { param, sources }: ReadContext): Promise<Uint8Array> {
  const bytes = await sources.readKept(id);
  if (bytes === null) {
    throw new ApiError('image_not_found', `${param}: no picture with this id is kept here.`, {
      param,
    });
  }
  return bytes;
}

async function fetchNamed(url: string, context: ReadContext): Promise<Uint8Array> {
  const { param, sources, signal } = context;
  try {
    return await sources.fetchPublic(url, signal);
  } catch (error) {
    if (!(error instanceof PublicFetchError)) throw error;
    if (error.kind === 'too_large') throw tooLarge(param);
    throw new ApiError('invalid_image', `${param} could not be fetched: ${error.message}.`, {
      param,
    });
  }
}

/** RFC 2397 with base64; anything else in a data URL is refused, not guessed. */
function decodeDataUrl(url: string, param: string): Uint8Array {
  const comma = url.indexOf(',');
  const head = comma < 0 ? '' : url.slice(0, comma);
  if (!/^data:image\/[a-z0-9.+-]+(;[a-z0-9=-]+)*;base64$/i.test(head)) {
    throw new ApiError(
      'invalid_image',
      `${param} is not a base64 data URL; it must look like data:image/png;base64,….`,
      { param },
    );
  }
  const length = url.length - comma - 1;
  if (length > Math.ceil(MAX_IMAGE_BYTES / 3) * 4 + 4) throw tooLarge(param);
  const text = url.slice(comma + 1);
  const bytes = Buffer.from(text, 'base64');
  if (bytes.byteLength < Math.floor((length * 3) / 4) - 3) {
    throw new ApiError('invalid_image', `${param} is not clean base64.`, { param });
  }
  return bytes;
}

function tooLarge(param: string): ApiError {
  const megabytes = MAX_IMAGE_BYTES / 1024 / 1024;
  return new ApiError(
    'image_too_large',
    `${param} is over ${megabytes} MB or ${MAX_IMAGE_PIXELS / 1e6} megapixels.`,
    { param },
  );
}
