import { createHash } from 'node:crypto';
import type { Database } from '@aigateway/database';
import { type SqlBool, sql } from 'kysely';
import { dropBytes } from '../drop-bytes.ts';
import type { PictureOwner } from '../principal.ts';
import type { System } from '../system.ts';
import type { CleanPicture } from './clean-upload.ts';
import type { MediaStore } from './media-store.ts';

/** A picture on the shelf. Times are unix milliseconds. */
export interface ShelvedFile {
  readonly id: string;
  readonly sha256: string;
  readonly format: 'png' | 'jpeg' | 'webp';
  readonly width: number;
  readonly height: number;
  readonly sizeBytes: number;
  readonly createdAtMs: number;
  readonly expiresAtMs: number | null;
  /** Null = it was made here. */
  readonly purpose: string | null;
  readonly fileName: string | null;
}

/** What a list shows. */
export interface ShelfQuestion {
  readonly source?: 'uploaded' | 'made' | undefined;
  readonly purpose?: string | undefined;
  /** Only files after this one in a list that shows the newest first. */
  readonly after: { readonly createdAtMs: number; readonly id: string } | null;
  readonly limit: number;
}

/** What is put on the shelf. */
export interface NewFile {
  readonly picture: CleanPicture;
  readonly purpose: string;
  readonly fileName: string;
  readonly lifeMs: number;
}

/** Pictures that were uploaded or made, as their owner sees them. */
export interface FileShelf {
  add(owner: PictureOwner, file: NewFile): Promise<ShelvedFile>;
  list(owner: PictureOwner, question: ShelfQuestion): Promise<ShelvedFile[]>;
  find(owner: PictureOwner, id: string): Promise<ShelvedFile | null>;
  /** The bytes of a file of the owner's, or null. */
  read(owner: PictureOwner, id: string): Promise<Uint8Array | null>;
  /** Takes it away with its bytes; null = there is none. */
  remove(owner: PictureOwner, id: string): Promise<ShelvedFile | null>;
}

/** What a shelf works with. */
export interface FileShelfParts {
  readonly database: Database;
  readonly store: MediaStore;
  readonly system: System;
}

/** A shelf over the picture rows and the media store. */
export function createFileShelf(parts: FileShelfParts): FileShelf {
  const { database, store, system } = parts;
  const find = async (owner: PictureOwner, id: string) => {
    const row = await select(database, owner, system.now())
      .where('image.id', '=', id)
      .executeTakeFirst();
    return row ? toFile(row) : null;
  };
  return {
    add: (owner, file) => addFile(parts, owner, file),
    async list(owner, { source, purpose, after, limit }) {
      let query = select(database, owner, system.now());
      if (source === 'made') query = query.where('image.purpose', 'is', null);
      if (source === 'uploaded') query = query.where('image.purpose', 'is not', null);
      if (purpose !== undefined) query = query.where('image.purpose', '=', purpose);
      if (after) query = query.where(isAfter(after));
      const rows = await query
        .orderBy('image.created_at_ms', 'desc')
        .orderBy('image.id', 'desc')
        .limit(limit)
        .execute();
      return rows.map(toFile);
    },
    find,
    async read(owner, id) {
      const file = await find(owner, id);
      return file ? store.get(file.sha256) : null;
    },
    async remove(owner, id) {
      const file = await find(owner, id);
      if (!file) return null;
      await database.kysely.deleteFrom('image').where('id', '=', id).execute();
      await dropBytes(database, store, file.sha256);
      return file;
    },
  };
}

/** The row before the bytes: a sweep that runs at the same time sees that they are needed. */
async function addFile(
  { database, store, system }: FileShelfParts,
  owner: PictureOwner,
  { picture, purpose, fileName, lifeMs }: NewFile,
): Promise<ShelvedFile> {
  const createdAtMs = system.now();
  const { bytes, format, width, height } = picture;
  const row = {
    id: system.newId('image'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    format,
    width: BigInt(width),
    height: BigInt(height),
    size_bytes: BigInt(bytes.byteLength),
    created_at_ms: BigInt(createdAtMs),
    expires_at_ms: BigInt(createdAtMs + lifeMs),
    purpose,
    file_name: fileName,
  };
  const { organisationId: organisation_id, subAccountId: sub_account_id } = owner;
  await database.kysely
    .insertInto('image')
    .values({ ...row, organisation_id, sub_account_id, generation_id: null })
    .execute();
  try {
    await store.put(bytes);
  } catch (error) {
    await database.kysely.deleteFrom('image').where('id', '=', row.id).execute();
    throw error;
  }
  return toFile(row);
}

/** Living files of an owner; what was only put away for a call is none. */
function select(database: Database, { organisationId, subAccountId }: PictureOwner, nowMs: number) {
  const files = database.kysely
    .selectFrom('image')
    .leftJoin('generation', 'generation.id', 'image.generation_id')
    .select([
      'image.id',
      'image.sha256',
      'image.format',
      'image.width',
      'image.height',
      'image.size_bytes',
      'image.created_at_ms',
      'image.expires_at_ms',
      'image.purpose',
      'image.file_name',
    ])
    .where('image.organisation_id', '=', organisationId)
    .where(({ eb, or }) =>
      or([eb('image.purpose', 'is not', null), eb('image.generation_id', 'is not', null)]),
    )
    .where(({ eb, or }) =>
      or([eb('image.expires_at_ms', 'is', null), eb('image.expires_at_ms', '>', BigInt(nowMs))]),
    );
  if (subAccountId === null) return files;
  return files.where(({ eb, or }) =>
    or([
      eb('image.sub_account_id', '=', subAccountId),
      eb('generation.sub_account_id', '=', subAccountId),
    ]),
  );
}

function isAfter({ createdAtMs, id }: { createdAtMs: number; id: string }) {
  const at = BigInt(createdAtMs);
  return sql<SqlBool>`(image.created_at_ms < ${at}
    or (image.created_at_ms = ${at} and image.id < ${id}))`;
}

interface FileRow {
  readonly id: string;
  readonly sha256: string;
  readonly format: string;
  readonly width: bigint;
  readonly height: bigint;
  readonly size_bytes: bigint;
  readonly created_at_ms: bigint;
  readonly expires_at_ms: bigint | null;
  readonly purpose: string | null;
  readonly file_name: string | null;
}

function toFile(row: FileRow): ShelvedFile {
  return {
    id: row.id,
    sha256: row.sha256,
    format: row.format as ShelvedFile['format'],
    width: Number(row.width),
    height: Number(row.height),
    sizeBytes: Number(row.size_bytes),
    createdAtMs: Number(row.created_at_ms),
    expiresAtMs: row.expires_at_ms === null ? null : Number(row.expires_at_ms),
    purpose: row.purpose,
    fileName: row.file_name,
  };
}
