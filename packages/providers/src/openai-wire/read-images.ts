import type { UpstreamUsage } from '../define-provider.ts';

/** One picture of an answer in OpenAI's form. */
export interface WireImage {
  readonly bytes: Uint8Array | null;
  /** The base64 that `bytes` came in, where it is fit to be handed on as it is. */
  readonly base64?: Uint8Array;
  readonly url: string | null;
  readonly revisedPrompt: string | null;
  readonly seed: number | null;
}

/** An answer in OpenAI's form, with all it says besides pictures left out but for the usage. */
export interface WireAnswer {
  readonly images: readonly WireImage[];
  readonly usage: UpstreamUsage | null;
  /** What the call took, in the maker's own units, where it says so. */
  readonly credits: number | null;
}

/** Below this many bytes a plain parse is cheapest. */
const FAST_PATH_BYTES = 16 * 1024;
const KEY = Buffer.from('"b64_json"');
const QUOTE = 0x22;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
/** Characters decoded at a time: strings this short cost no memory of their own for long. */
const PIECE = 64 * 1024;

/** A picture that was found in an answer. */
type Lifted = Pick<WireImage, 'base64'> & { readonly bytes: Uint8Array };

/**
 * Reads the pictures out of `{ data: [{ b64_json | url, … }], usage }`. Null when it is no such
 * answer. Unknown keys, server paths among them, are dropped here.
 *
 * Answers are megabytes of base64, so the long strings never become part of the JSON text: they
 * are found by their key, decoded once from the bytes, and a number is left in their place.
 */
export function readImages(bytes: Uint8Array): WireAnswer | null {
  const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const lifted = data.length < FAST_PATH_BYTES ? null : liftPictures(data);
  const body = parse(lifted === null ? data.toString('utf8') : lifted.text);
  if (!isRecord(body) || !Array.isArray(body.data)) return null;
  const images = body.data.map((item) => toImage(item, lifted?.pictures ?? []));
  const credits = typeof body.credits === 'number' && body.credits >= 0 ? body.credits : null;
  return { images, usage: readUsage(body.usage), credits };
}

/** Takes the base64 strings out of the text. Null when one is written with escapes. */
function liftPictures(data: Buffer): { text: string; pictures: Lifted[] } | null {
  const pictures: Lifted[] = [];
  const kept: string[] = [];
  let done = 0;
  for (let key = data.indexOf(KEY); key !== -1; key = data.indexOf(KEY, done)) {
    // The key's bytes cannot occur inside a string: its quotes would be escaped there.
    const start = findValue(data, key + KEY.length);
    if (start === null) {
      kept.push(data.toString('utf8', done, key + KEY.length));
      done = key + KEY.length;
      continue;
    }
    const end = data.indexOf(QUOTE, start);
    if (end === -1) return null;
    const text = data.subarray(start, end);
    if (text.includes(BACKSLASH)) return null;
    kept.push(data.toString('utf8', done, start - 1), String(pictures.length));
    pictures.push(decodeStrictly(text) ?? { bytes: decodeBase64(text.toString('latin1')) });
    done = end + 1;
  }
  kept.push(data.toString('utf8', done));
  return { text: kept.join(''), pictures };
}

/** Where the string behind a key starts, past its quote; null when no string follows. */
function findValue(data: Buffer, from: number): number | null {
  let at = skipSpace(data, from);
  if (data[at] !== COLON) return null;
  at = skipSpace(data, at + 1);
  return data[at] === QUOTE ? at + 1 : null;
}

function skipSpace(data: Buffer, from: number): number {
  let at = from;
  while (data[at] === 0x20 || data[at] === 0x0a || data[at] === 0x0d || data[at] === 0x09) at += 1;
  return at;
}

/**
 * Decodes standard base64 piece by piece, with no string of its whole length. Null when the text
 * is anything else (line breaks, a data URL, the URL alphabet): that needs the lenient reading.
 */
function decodeStrictly(text: Buffer): Lifted | null {
  if (text.length === 0 || text.length % 4 !== 0) return null;
  if (text.includes(0x2d) || text.includes(0x5f)) return null;
  const padding = text.at(-2) === 0x3d ? 2 : text.at(-1) === 0x3d ? 1 : 0;
  const bytes = Buffer.allocUnsafe((text.length / 4) * 3 - padding);
  let written = 0;
  for (let at = 0; at < text.length; at += PIECE) {
    const piece = text.toString('latin1', at, at + PIECE);
    const wanted = Math.min((piece.length / 4) * 3, bytes.length - written);
    // A character outside the alphabet is skipped, and the count falls short.
    if (bytes.write(piece, written, 'base64') !== wanted) return null;
    written += wanted;
  }
  return { bytes, base64: text };
}

function toImage(item: unknown, pictures: readonly Lifted[]): WireImage {
  const { b64_json: picture, url, revised_prompt: prompt, seed } = isRecord(item) ? item : {};
  return {
    ...toPicture(picture, pictures),
    url: typeof url === 'string' && url !== '' ? url : null,
    revisedPrompt: typeof prompt === 'string' && prompt !== '' ? prompt : null,
    seed: typeof seed === 'number' && Number.isSafeInteger(seed) ? seed : null,
  };
}

function toPicture(
  value: unknown,
  pictures: readonly Lifted[],
): Pick<WireImage, 'bytes' | 'base64'> {
  if (typeof value === 'number') return pictures[value] ?? { bytes: null };
  return { bytes: typeof value === 'string' && value !== '' ? decodeBase64(value) : null };
}

/** Bytes of base64 text, with or without a data URL's head. */
export function decodeBase64(text: string): Uint8Array {
  const comma = text.startsWith('data:') ? text.indexOf(',') : -1;
  return Buffer.from(comma === -1 ? text : text.slice(comma + 1), 'base64');
}

/** OpenAI's token counts; null when absent or without the three sums. */
export function readUsage(usage: unknown): UpstreamUsage | null {
  if (!isRecord(usage)) return null;
  const { total_tokens: total, input_tokens: input, output_tokens: output } = usage;
  if (!isCount(total) || !isCount(input) || !isCount(output)) return null;
  const inDetails = isRecord(usage.input_tokens_details) ? usage.input_tokens_details : {};
  const outDetails = isRecord(usage.output_tokens_details) ? usage.output_tokens_details : {};
  return {
    totalTokens: total,
    inputTokens: input,
    outputTokens: output,
    ...(isCount(inDetails.text_tokens) && { inputTextTokens: inDetails.text_tokens }),
    ...(isCount(inDetails.image_tokens) && { inputImageTokens: inDetails.image_tokens }),
    ...(isCount(outDetails.image_tokens) && { outputImageTokens: outDetails.image_tokens }),
    ...(isCount(outDetails.text_tokens) && { outputTextTokens: outDetails.text_tokens }),
  };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
