import type {
  AccountServices,
  CardPainter,
  ConsoleServices,
  GenerationSummary,
  Overview,
  PlaygroundServices,
  PlayServices,
  RankingServices,
} from '@aigateway/console';
import { formatCents, microUsd } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { readBalance } from '@aigateway/ledger';
import type { KeyStore } from '../auth/key-store.ts';
import { PLAYGROUND_KEY_NAME } from './playground.ts';

const RECENT = 12;

/** What the office reads from. */
export interface OfficeParts {
  readonly database: Database;
  readonly keys: KeyStore;
  readonly accounts: AccountServices;
  readonly mode: 'sandbox' | 'production';
  readonly version: string;
  readonly publicUrl: () => string;
  readonly pictureUrl: (picture: { id: string; format: 'png' | 'jpeg' | 'webp' }) => string;
  readonly playground: PlaygroundServices;
  /** Null where money is real. */
  readonly play: PlayServices | null;
  readonly paintCard: CardPainter;
  /** Null = switched off. */
  readonly rankings: RankingServices | null;
  readonly reportError: (error: unknown, path: string) => void;
}

/** The house as the console sees it: plain data, for exactly the session that asks. */
export function createConsoleServices(parts: OfficeParts): ConsoleServices {
  return {
    get publicUrl() {
      return parts.publicUrl();
    },
    version: parts.version,
    mode: parts.mode,
    accounts: parts.accounts,
    readOverview: (session) => readOverview(parts, session.organisationId),
    playground: parts.playground,
    ...(parts.play && { play: parts.play }),
    paintCard: parts.paintCard,
    ...(parts.rankings && { rankings: parts.rankings }),
    reportError: parts.reportError,
  };
}

async function readOverview(parts: OfficeParts, organisationId: string): Promise<Overview> {
  const [balance, keys, recent] = await Promise.all([
    readBalance(parts.database.kysely, organisationId),
    parts.keys.list(organisationId),
    readRecent(parts, organisationId),
  ]);
  return {
    postedCents: formatCents(balance.postedMicroUsd),
    heldCents: formatCents(balance.heldMicroUsd),
    availableCents: formatCents(balance.availableMicroUsd),
    keys: keys
      .filter((key) => key.name !== PLAYGROUND_KEY_NAME)
      .map(({ id, name, last4, createdAtMs, revokedAtMs }) => ({
        id,
        name,
        last4,
        createdAtMs,
        revoked: revokedAtMs !== null,
      })),
    recent,
  };
}

async function readRecent(
  { database, pictureUrl }: OfficeParts,
  organisationId: string,
): Promise<GenerationSummary[]> {
  const rows = await database.kysely
    .selectFrom('generation')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at_ms', 'desc')
    .limit(RECENT)
    .execute();
  if (rows.length === 0) return [];
  const images = await database.kysely
    .selectFrom('image')
    .select(['id', 'format', 'width', 'height', 'generation_id'])
    .where(
      'generation_id',
      'in',
      rows.map((row) => row.id),
    )
    .execute();
  return rows.map((row) => ({
    requestId: row.request_id,
    model: row.model,
    provider: row.provider ?? '',
    status: row.state,
    images: Number(row.images_delivered),
    costCents: formatCents(microUsd(row.cost_micro_usd)),
    latencyMs: Number(row.latency_ms ?? 0n),
    createdAtMs: Number(row.created_at_ms),
    pictures: images
      .filter((image) => image.generation_id === row.id)
      .map((image) => ({
        url: pictureUrl({ id: image.id, format: image.format as 'png' }),
        width: Number(image.width),
        height: Number(image.height),
      })),
  }));
}
