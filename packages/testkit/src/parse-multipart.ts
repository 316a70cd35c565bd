/** One part of a multipart body as it arrived. */
export interface FormPart {
  readonly name: string;
  /** Null for plain fields. */
  readonly fileName: string | null;
  readonly contentType: string | null;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Splits a `multipart/form-data` body. Throws a TypeError when it is malformed. */
export function parseMultipart(body: Buffer, contentType: string): FormPart[] {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) throw new TypeError('multipart without a boundary');
  const mark = Buffer.from(`--${boundary}`);
  const parts: FormPart[] = [];
  let at = body.indexOf(mark);
  while (at !== -1) {
    const start = at + mark.length;
    if (body.toString('latin1', start, start + 2) === '--') return parts;
    const next = body.indexOf(mark, start);
    if (next === -1) throw new TypeError('multipart without an end');
    parts.push(parsePart(body.subarray(start + 2, next - 2)));
    at = next;
  }
  throw new TypeError('multipart without parts');
}

function parsePart(part: Buffer): FormPart {
  const split = part.indexOf('\r\n\r\n');
  const head = part.toString('utf8', 0, split);
  const bytes = Buffer.from(part.subarray(split + 4));
  const name = /name="([^"]*)"/.exec(head)?.[1];
  if (split === -1 || name === undefined) throw new TypeError('a part without a name');
  return {
    name,
    fileName: /filename="([^"]*)"/.exec(head)?.[1] ?? null,
    contentType: /content-type: *([^\r\n]+)/i.exec(head)?.[1] ?? null,
    bytes,
    text: bytes.toString('utf8'),
  };
}
