import { ApiError } from '@aigateway/contract';
import type { GenerationTable } from '@aigateway/database';
import type { Selectable } from 'kysely';
import type { DeliveredRequest, RequestDesk } from '../control-plane.ts';
import { readReport } from '../generation-report.ts';
import type { Principal } from '../principal.ts';
import type { ControlParts } from './parts.ts';
import { ownGenerations, toRecord } from './usage.ts';

/** How long the pictures of a call can be fetched under its request id. */
const RESULT_MS = 24 * 60 * 60 * 1000;
const RETRY_SECONDS = 3;

type Generation = Selectable<GenerationTable>;

/** The desk for single requests. */
export function createRequestDesk(parts: ControlParts): RequestDesk {
  return {
    async readRequest(by, requestId) {
      const row = await findRequest(parts, by, requestId);
      const images = await readImages(parts, row.id);
      const { attempts, fields, warnings } = readReport(row.report);
      return {
        object: 'usage.request',
        ...toRecord(row, parts.isOperator(by.organisationId)),
        images_requested: Number(row.images_requested),
        image_ids: images.map(({ id }) => id),
        deployments: attempts.map(({ latencyMs, ...attempt }) => {
          return { ...attempt, latency_ms: latencyMs };
        }),
        fields: [...fields],
        warnings: [...warnings],
      };
    },
    readResult: (by, requestId) => readResult(parts, by, requestId),
  };
}

async function readResult(
  parts: ControlParts,
  by: Principal,
  requestId: string,
): Promise<DeliveredRequest> {
  const row = await findRequest(parts, by, requestId);
  if (row.finished_at_ms === null) {
    throw new ApiError('result_not_ready', 'The pictures are being made. Ask again.', {
      retryAfterSeconds: RETRY_SECONDS,
    });
  }
  const isFresh = Number(row.finished_at_ms) > parts.system.now() - RESULT_MS;
  const images = row.state === 'captured' && isFresh ? await readImages(parts, row.id) : [];
  if (images.length === 0) throw notFound(requestId);
  return {
    createdAtMs: Number(row.created_at_ms),
    pictures: images.map(({ id, format, width, height }) => ({
      id,
      format: format as 'png' | 'jpeg' | 'webp',
      width: Number(width),
      height: Number(height),
    })),
  };
}

/** The latest of the caller's own requests with this id. */
async function findRequest(
  parts: ControlParts,
  by: Principal,
  requestId: string,
): Promise<Generation> {
  const row = await ownGenerations(parts, by)
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('created_at_ms', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!row) throw notFound(requestId);
  return row;
}

function readImages({ database }: ControlParts, generationId: string) {
  return database.kysely
    .selectFrom('image')
    .select(['id', 'format', 'width', 'height'])
    .where('generation_id', '=', generationId)
    .orderBy('id')
    .execute();
}

function notFound(requestId: string): ApiError {
  return new ApiError(
    'request_not_found',
    `There is nothing under ${JSON.stringify(requestId.slice(0, 128))}: no such request of ` +
      'yours, none that delivered, or one that is too old.',
    { param: 'request_id' },
  );
}
