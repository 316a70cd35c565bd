import { ApiError, MAX_FORM_BYTES, MAX_IMAGE_BYTES, UploadedPicture } from '@aigateway/contract';
import { Busboy, type BusboyFileStream, type BusboyHeaders } from '@fastify/busboy';
import type { EdgeContext } from '../edge-env.ts';

/** One part of a form: text, or a file's bytes. */
export interface FormEntry {
  readonly name: string;
  readonly value: string | UploadedPicture;
}

/** True for a body that says it is a multipart form. */
export function isForm(context: EdgeContext): boolean {
  return /^multipart\/form-data\s*(;|$)/i.test(context.req.header('content-type') ?? '');
}

/** More parts than a call with every field and every picture has. */
const LIMITS = {
  fieldNameSize: 200,
  fields: 200,
  files: 40,
  parts: 240,
  headerPairs: 40,
  headerSize: 16 * 1024,
  // A picture may also come as a data URL.
  fieldSize: Math.ceil((MAX_IMAGE_BYTES * 4) / 3) + 64,
  fileSize: MAX_IMAGE_BYTES,
};
/** Files smaller than this leave the room that was set aside for them. */
const SMALL_BYTES = 256 * 1024;

/**
 * The parts of a multipart body in their order, read as they come: a file is written once, into
 * the place where it stays. Throws 413 `payload_too_large` (before anything is read, where the
 * length is told), 413 `image_too_large`, 400 `invalid_form`.
 */
export async function readForm(context: EdgeContext): Promise<FormEntry[]> {
  const declared = Number(context.req.header('content-length') ?? Number.NaN);
  if (declared > MAX_FORM_BYTES) throw bodyTooLarge();
  const form = openForm(context.req.header('content-type') ?? '', declared);
  let total = 0;
  for await (const chunk of context.req.raw.body ?? []) {
    total += chunk.byteLength;
    if (total > MAX_FORM_BYTES) throw bodyTooLarge();
    await form.write(chunk);
  }
  return form.end();
}

interface OpenForm {
  write(chunk: Uint8Array): Promise<void>;
  end(): Promise<FormEntry[]>;
}

function openForm(contentType: string, declared: number): OpenForm {
  const entries: FormEntry[] = [];
  const parser = createParser(contentType);
  let written = 0;
  let fault: ApiError | null = null;
  const note = (error: ApiError) => {
    fault ??= error;
  };
  const failed = new Promise<never>((_, reject) => {
    parser.on('error', () => reject(invalidForm('it is cut or malformed')));
  });
  failed.catch(() => {});
  const finished = new Promise<void>((resolve) => parser.on('finish', resolve));
  for (const limit of ['partsLimit', 'filesLimit', 'fieldsLimit'] as const) {
    parser.on(limit, () => note(invalidForm('it has more parts than a call can have')));
  }
  parser.on('field', (...part: [string | undefined, string, boolean, boolean]) => {
    const [name = '', value, , truncated] = part;
    if (truncated) note(imageTooLarge(name));
    entries.push({ name, value });
  });
  parser.on('file', (name = '', file: BusboyFileStream, fileName?: string) => {
    const left = Number.isNaN(declared) ? MAX_IMAGE_BYTES : Math.max(declared - written, 0);
    const room = Math.min(left, MAX_IMAGE_BYTES);
    const at = entries.push({ name, value: '' }) - 1;
    collect(file, room, (bytes) => {
      entries[at] = { name, value: new UploadedPicture(bytes, fileName ?? null) };
    });
    file.on('limit', () => note(imageTooLarge(name)));
  });
  return {
    async write(chunk) {
      const taken = new Promise<void>((resolve) => parser.write(chunk, () => resolve()));
      await Promise.race([taken, failed]);
      written += chunk.byteLength;
    },
    async end() {
      parser.end();
      await Promise.race([finished, failed]);
      if (fault) throw fault;
      if (entries.some((entry) => entry.name === '')) throw invalidForm('a part has no name');
      return entries;
    },
  };
}

function createParser(contentType: string) {
  try {
    return new Busboy({
      headers: { 'content-type': contentType } as BusboyHeaders,
      limits: LIMITS,
    });
  } catch {
    throw invalidForm('its Content-Type names no boundary');
  }
}

/**
 * Fills one block that was set aside at once: parts of it that stay empty never become memory, so
 * a file is nowhere twice.
 */
function collect(file: BusboyFileStream, room: number, done: (bytes: Uint8Array) => void): void {
  const block = Buffer.allocUnsafeSlow(room);
  let size = 0;
  file.on('data', (chunk: Buffer) => {
    size += chunk.copy(block, size);
  });
  // The parser tells the same of the whole form.
  file.on('error', () => {});
  file.on('end', () => {
    const bytes = block.subarray(0, size);
    done(size < SMALL_BYTES ? Buffer.from(bytes) : bytes);
  });
}

function bodyTooLarge(): ApiError {
  return new ApiError(
    'payload_too_large',
    `The form is over ${MAX_FORM_BYTES / 1024 / 1024} MB. Send smaller pictures, or their URLs.`,
  );
}

function imageTooLarge(name: string): ApiError {
  const param = name.replace(/\[.*$/, '');
  return new ApiError(
    'image_too_large',
    `${param || 'A file'} is over ${MAX_IMAGE_BYTES / 1024 / 1024} MB.`,
    param ? { param } : {},
  );
}

function invalidForm(why: string): ApiError {
  return new ApiError(
    'invalid_form',
    `The body is no whole multipart form: ${why}. Most clients write the boundary themselves.`,
  );
}
