import { ApiError, imageFileEndpoint } from '@aigateway/contract';
import { defineRoute } from '../../define-route.ts';
import { parseRange } from './parse-range.ts';

/** `GET /img/{file}`: the media host. */
export const imageFileRoute = defineRoute({
  endpoint: imageFileEndpoint,
  async handle(context, services) {
    const file = context.req.param('file') ?? '';
    const { exp = '', sig = '' } = context.req.query();
    const picture = await services.readSigned(file, { exp, sig });
    if (picture === null) {
      throw new ApiError(
        'image_not_found',
        'There is no picture at this address, or not any more.',
      );
    }
    const total = picture.bytes.byteLength;
    const headers: Record<string, string> = {
      'Content-Type': `image/${picture.format}`,
      'Cache-Control': 'private, max-age=86400, immutable',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Accept-Ranges': 'bytes',
      ETag: `"${picture.sha256}"`,
    };
    if (context.req.header('if-none-match') === headers.ETag)
      return context.body(null, 304, headers);
    const range = parseRange(context.req.header('range'), total);
    if (range === 'unsatisfiable') {
      return context.body(null, 416, { ...headers, 'Content-Range': `bytes */${total}` });
    }
    if (range === null) {
      return context.body(new Uint8Array(picture.bytes), 200, {
        ...headers,
        'Content-Length': String(total),
      });
    }
    const part = new Uint8Array(picture.bytes.subarray(range.start, range.end + 1));
    return context.body(part, 206, {
      ...headers,
      'Content-Length': String(part.byteLength),
      'Content-Range': `bytes ${range.start}-${range.end}/${total}`,
    });
  },
});
