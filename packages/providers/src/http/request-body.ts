import { createHash } from 'node:crypto';

/** One part of a multipart body: plain text, JSON, or a file. */
export type MultipartPart =
  | { readonly name: string; readonly text: string; readonly contentType?: string }
  | {
      readonly name: string;
      readonly bytes: Uint8Array;
      readonly fileName: string;
      readonly contentType: string;
    };

/** What is sent. */
export type RequestBody =
  | { readonly json: unknown }
  | { readonly parts: readonly MultipartPart[] }
  | { readonly bytes: Uint8Array; readonly contentType: string };

/** A body ready for the wire, in pieces, so that a picture in it is not copied. */
export interface EncodedBody {
  readonly pieces: readonly Uint8Array[];
  readonly length: number;
  readonly contentType: string;
}

/** Encodes a body; the same input always gives the same bytes. */
export function encodeBody(body: RequestBody): EncodedBody {
  if ('json' in body) {
    return inPieces([Buffer.from(JSON.stringify(body.json))], 'application/json');
  }
  if ('parts' in body) return encodeMultipart(body.parts);
  return inPieces([body.bytes], body.contentType);
}

function inPieces(pieces: readonly Uint8Array[], contentType: string): EncodedBody {
  const length = pieces.reduce((sum, piece) => sum + piece.byteLength, 0);
  return { pieces, length, contentType };
}

/** `multipart/form-data` after RFC 7578; the boundary is a digest of the content. */
function encodeMultipart(parts: readonly MultipartPart[]): EncodedBody {
  const digest = createHash('sha256');
  for (const part of parts) digest.update('text' in part ? part.text : part.bytes);
  const boundary = `aig-${digest.digest('hex').slice(0, 40)}`;
  const pieces = parts.flatMap((part) => [
    Buffer.from(`--${boundary}\r\n${partHeaders(part)}\r\n\r\n`),
    'text' in part ? Buffer.from(part.text) : part.bytes,
    Buffer.from('\r\n'),
  ]);
  const end = Buffer.from(`--${boundary}--\r\n`);
  return inPieces([...pieces, end], `multipart/form-data; boundary=${boundary}`);
}

function partHeaders(part: MultipartPart): string {
  const name = `Content-Disposition: form-data; name="${quoteName(part.name)}"`;
  if ('bytes' in part) {
    const file = `; filename="${quoteName(part.fileName)}"`;
    return `${name}${file}\r\nContent-Type: ${part.contentType}`;
  }
  return part.contentType ? `${name}\r\nContent-Type: ${part.contentType}` : name;
}

/** As browsers escape names, so that none can end its header line. */
function quoteName(name: string): string {
  return name.replace(/"/g, '%22').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
