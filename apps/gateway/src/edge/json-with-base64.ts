/** Stands for a picture while the JSON around it is written; JSON escapes never make it. */
const mark = (index: number) => `\u0001picture ${index}\u0001`;

/** A picture, and its base64 (ASCII) where somebody has it already. */
export interface EncodablePicture {
  readonly bytes: Uint8Array;
  readonly base64?: Uint8Array;
}

/** What takes the place of the base64 text of picture `index`, until `encodeAnswer`. */
export function base64Placeholder(index: number): string {
  return mark(index);
}

/**
 * An answer whose placeholders stand for the pictures, in order, as the pieces that it is sent in.
 * Base64 needs no escaping, so megabytes of it are never walked through by a JSON writer, nor
 * copied into one piece.
 */
export function encodeAnswer(answer: unknown, pictures: readonly EncodablePicture[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  let rest = JSON.stringify(answer);
  for (const [index, picture] of pictures.entries()) {
    const placeholder = JSON.stringify(mark(index));
    const at = rest.indexOf(placeholder);
    if (at < 0) throw new Error(`the answer has no place for picture ${index}`);
    parts.push(Buffer.from(rest.slice(0, at + 1)), picture.base64 ?? toBase64Bytes(picture.bytes));
    rest = rest.slice(at + placeholder.length - 1);
  }
  parts.push(Buffer.from(rest));
  return parts;
}

/** Pieces as the body of an answer. */
export function streamPieces(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  const left = pieces.values();
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const { value, done } = left.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

function toBase64Bytes(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
  return Buffer.from(text, 'latin1');
}
