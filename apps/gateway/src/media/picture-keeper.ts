import { createHash } from 'node:crypto';
import { ApiError } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import type { DeliveredPicture } from '@aigateway/providers';
import type { KeptPicture } from '../image-call.ts';
import type { PictureOwner } from '../principal.ts';
import type { System } from '../system.ts';
import { convertFormat, type WantedFormat } from './convert-format.ts';
import { inspectImage } from './inspect-image.ts';
import { showsSomething } from './judge-content.ts';
import type { MediaStore } from './media-store.ts';
import type { Retention } from './retention.ts';
import type { UrlSigner } from './signed-url.ts';
import { verifyImage } from './verify-image.ts';

/** How long the address of a picture is good: contract section 3. */
const URL_TTL_MS = 24 * 60 * 60 * 1000;

/** A picture as the media host sends it. */
export interface ServedPicture {
  readonly bytes: Uint8Array;
  readonly format: string;
  readonly sha256: string;
}

/** How made pictures are kept. */
export interface KeepOptions {
  /** Whose they are. */
  readonly organisationId: string;
  readonly judge: boolean;
  /** Null = as they came. */
  readonly wanted: WantedFormat | null;
}

/** Keeps made pictures and hands them out again. */
export interface PictureKeeper {
  /**
   * Verifies and durably keeps what was delivered; what is cut or no picture is left out.
   * With `judge`, so is what shows nothing; what has another file format than the wanted one is
   * converted. Pictures live as long as the organisation keeps them. Throws 500 `upstream_failed`
   * when nothing is left.
   */
  keep(
    pictures: readonly DeliveredPicture[],
    options: KeepOptions,
  ): Promise<[KeptPicture, ...KeptPicture[]]>;
  /** The bytes of a picture that the owner may see, or null. */
  read(owner: PictureOwner, imageId: string): Promise<Uint8Array | null>;
  /** Keeps a picture that came with a call for `lifeMs`; returns its id. */
  putAway(organisationId: string, bytes: Uint8Array, lifeMs: number): Promise<string>;
  /** A picture by its file name `<id>.<format>`, for a request whose signature was checked. */
  serve(file: string): Promise<ServedPicture | null>;
  /** The signed address of a picture, good for 24 hours. */
  url(picture: Pick<KeptPicture, 'id' | 'format'>): string;
}

/** What a keeper is made of. */
export interface PictureKeeperParts {
  readonly store: MediaStore;
  readonly database: Database;
  readonly signer: UrlSigner;
  readonly system: System;
  readonly retention: Retention;
}

/** A keeper over a media store. */
export function createPictureKeeper(parts: PictureKeeperParts): PictureKeeper {
  const { store, database, signer, system } = parts;
  return {
    async keep(pictures, { organisationId, judge, wanted }) {
      const lifeMs = await parts.retention(organisationId);
      const shown = await Promise.all(
        pictures.map(async (picture) => !judge || (await showsSomething(picture.bytes))),
      );
      const kept = await Promise.all(
        pictures
          .filter((_, i) => shown[i])
          .map((picture) => keepOne(picture, { wanted, lifeMs }, parts)),
      );
      const [first, ...rest] = kept.filter((one) => one !== null);
      if (!first) {
        throw new ApiError(
          'upstream_failed',
          'What the maker delivered is no whole picture, or shows nothing. Nothing was charged.',
          { shouldRetry: false },
        );
      }
      return [first, ...rest];
    },
    async read(owner, imageId) {
      const sha256 = await findBytes(database, owner, imageId);
      return sha256 === null ? null : store.get(sha256);
    },
    putAway: (organisationId, bytes, lifeMs) => putAway(parts, { organisationId, bytes, lifeMs }),
    async serve(file) {
      const match = /^(img_[0-9A-Za-z]{8,40})\.(png|jpeg|webp)$/.exec(file);
      if (!match?.[1] || !match[2]) return null;
      const row = await database.kysely
        .selectFrom('image')
        .select(['sha256', 'format'])
        .where('id', '=', match[1])
        .where('format', '=', match[2])
        .executeTakeFirst();
      const bytes = row ? await store.get(row.sha256) : null;
      return row && bytes ? { bytes, format: row.format, sha256: row.sha256 } : null;
    },
    url: ({ id, format }) => signer.sign(`${id}.${format}`, system.now() + URL_TTL_MS),
  };
}

/** A tenant sees what it uploaded and made, and what was put away for its calls. */
async function findBytes(
  database: Database,
  { organisationId, subAccountId }: PictureOwner,
  imageId: string,
): Promise<string | null> {
  const row = await database.kysely
    .selectFrom('image')
    .leftJoin('generation', 'generation.id', 'image.generation_id')
    .select(['image.sha256', 'image.purpose', 'image.generation_id'])
    .select(['image.sub_account_id as uploadedBy', 'generation.sub_account_id as madeFor'])
    .where('image.id', '=', imageId)
    .where('image.organisation_id', '=', organisationId)
    .executeTakeFirst();
  if (!row) return null;
  const isPutAway = row.purpose === null && row.generation_id === null;
  const isOwn = row.uploadedBy === subAccountId || row.madeFor === subAccountId;
  return subAccountId === null || isPutAway || isOwn ? row.sha256 : null;
}

interface PutAway {
  readonly organisationId: string;
  readonly bytes: Uint8Array;
  readonly lifeMs: number;
}

/** The row before the bytes: a sweep that runs at the same time sees that they are needed. */
async function putAway(
  { store, database, system }: PictureKeeperParts,
  { organisationId, bytes, lifeMs }: PutAway,
): Promise<string> {
  const facts = inspectImage(bytes);
  if (facts === null) throw new Error('a picture that was read is one');
  const id = system.newId('image');
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await database.kysely
    .insertInto('image')
    .values({
      id,
      organisation_id: organisationId,
      generation_id: null,
      sha256,
      format: facts.format,
      width: BigInt(facts.width),
      height: BigInt(facts.height),
      size_bytes: BigInt(bytes.byteLength),
      created_at_ms: BigInt(system.now()),
      expires_at_ms: BigInt(system.now() + lifeMs),
    })
    .execute();
  await store.put(bytes);
  return id;
}

async function keepOne(
  picture: DeliveredPicture,
  { wanted, lifeMs }: { readonly wanted: WantedFormat | null; readonly lifeMs: number },
  { store, system }: PictureKeeperParts,
): Promise<KeptPicture | null> {
  const made = verifyImage(picture.bytes);
  if (made === null) return null;
  const isWanted = wanted === null || wanted.format === made.format;
  const bytes = isWanted ? picture.bytes : await convertFormat(picture.bytes, wanted);
  if (bytes === null) return null;
  const facts = { ...made, format: wanted?.format ?? made.format };
  const sha256 = await store.put(bytes);
  const createdAtMs = system.now();
  return {
    ...facts,
    id: system.newId('image'),
    sha256,
    bytes,
    ...(isWanted && picture.base64 && { base64: picture.base64 }),
    seed: picture.seed,
    revisedPrompt: picture.revisedPrompt,
    ...(picture.appearance && { appearance: picture.appearance }),
    createdAtMs,
    expiresAtMs: createdAtMs + lifeMs,
  };
}
