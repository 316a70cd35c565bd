import { ApiError, type FileRecord } from '@aigateway/contract';
import { limitOf, startOf, toPage, writeCursor } from './control/page.ts';
import type { FileServices } from './edge/edge-env.ts';
import { cleanUpload } from './media/clean-upload.ts';
import type { FileShelf, ShelvedFile } from './media/file-shelf.ts';
import type { Retention } from './media/retention.ts';
import { ownerOf, type PictureOwner } from './principal.ts';

const SECOND_MS = 1_000;

/** What a desk works with. */
export interface FileDeskParts {
  readonly shelf: FileShelf;
  readonly retention: Retention;
}

/** The desk over the shelf. */
export function createFileDesk({ shelf, retention }: FileDeskParts): FileServices {
  return {
    async create(by, { file, purpose, expires_after: life }) {
      const longestMs = await retention(by.organisationId);
      const lifeMs = life ? life.seconds * SECOND_MS : longestMs;
      if (lifeMs > longestMs) throw livesTooLong(longestMs);
      const picture = await cleanUpload(file.bytes, 'file');
      const fileName = toFileName(file.fileName) ?? `image.${picture.format}`;
      return toWire(await shelf.add(ownerOf(by), { picture, purpose, fileName, lifeMs }));
    },
    async list(by, { source, purpose, after, ...page }) {
      const owner = ownerOf(by);
      const limit = limitOf(page);
      const made = purpose === 'image_output';
      const rows = await shelf.list(owner, {
        source: made ? 'made' : source,
        purpose: made ? undefined : purpose,
        after: after === undefined ? startAt(startOf(page)) : await findStart(shelf, owner, after),
        limit: limit + 1,
      });
      return toPage(rows, limit, {
        item: toWire,
        cursor: ({ createdAtMs, id }) => writeCursor([createdAtMs, id]),
      });
    },
    get: async (by, id) => toWire(found(await shelf.find(ownerOf(by), id))),
    async content(by, id) {
      const file = found(await shelf.find(ownerOf(by), id));
      const bytes = await shelf.read(ownerOf(by), id);
      if (bytes === null) throw notFound();
      return { file: toWire(file), bytes };
    },
    async delete(by, id) {
      found(await shelf.remove(ownerOf(by), id));
      return { id, object: 'file', deleted: true };
    },
  };
}

function startAt(start: { atMs: bigint; id: string } | null) {
  return start && { createdAtMs: Number(start.atMs), id: start.id };
}

async function findStart(shelf: FileShelf, owner: PictureOwner, id: string) {
  const file = await shelf.find(owner, id);
  if (file) return file;
  throw new ApiError('invalid_value', 'after: is no file of yours.', { param: 'after' });
}

function found(file: ShelvedFile | null): ShelvedFile {
  if (file) return file;
  throw notFound();
}

/** Also for ids of others: nobody learns that they exist. */
function notFound(): ApiError {
  return new ApiError('image_not_found', 'There is no such file, or not any more.');
}

function livesTooLong(longestMs: number): ApiError {
  return new ApiError(
    'invalid_value',
    `expires_after.seconds: pictures are kept for at most ${longestMs / SECOND_MS} seconds here.`,
    { param: 'expires_after.seconds' },
  );
}

/** A name that harms nobody who prints or saves it. */
function toFileName(name: string | null): string | null {
  const plain = (name ?? '').replace(/[^\p{L}\p{N} ._()-]/gu, '_').replace(/^\.+/, '');
  return plain.trim() === '' ? null : plain.slice(0, 120);
}

function toWire(file: ShelvedFile): FileRecord {
  const { id, format, width, height, purpose } = file;
  return {
    id,
    object: 'file',
    bytes: file.sizeBytes,
    created_at: Math.floor(file.createdAtMs / SECOND_MS),
    expires_at: file.expiresAtMs === null ? null : Math.floor(file.expiresAtMs / SECOND_MS),
    filename: file.fileName ?? `${id}.${format}`,
    purpose: purpose === 'vision' || purpose === 'user_data' ? purpose : 'image_output',
    source: purpose === null ? 'made' : 'uploaded',
    format,
    width,
    height,
    status: 'processed',
  };
}
