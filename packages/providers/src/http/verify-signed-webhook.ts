import { createHash, createPublicKey, type KeyObject, verify } from 'node:crypto';
import { z } from 'zod';
import type { ProviderContext, WebhookDelivery } from '../define-provider.ts';

const KEYS_LIFE_MS = 24 * 60 * 60 * 1000;
/** An unknown key makes us look again, but not more often than this. */
const KEYS_REST_MS = 60 * 1000;
const TOLERANCE_MS = 300 * 1000;
const KEYS_TIMEOUT_MS = 10_000;
const MAX_KEYS_CHARS = 64 * 1024;

/** How a maker signs its webhooks. */
export interface WebhookScheme {
  /** Where the public keys are: an https URL of the maker's own. */
  readonly keysUrl: string;
  /** Header names in lower case. */
  readonly headers: {
    readonly id: string;
    readonly user: string;
    readonly timestamp: string;
    readonly signature: string;
  };
}

type World = Pick<ProviderContext, 'fetch' | 'now'>;

const keysSchema = z.object({
  keys: z
    .array(z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }))
    .max(20),
});

/**
 * Builds a verifier for Ed25519-signed webhooks: the signed text is four lines, id, user, unix
 * seconds and the SHA-256 of the raw body in hex; every key of the maker's JWKS is tried. Keys are
 * kept for 24 h. A delivery older or newer than 300 s is refused. Resolves to the job's id or null.
 */
export function defineWebhookVerifier(scheme: WebhookScheme) {
  let kept: { keys: readonly KeyObject[]; atMs: number } | null = null;
  let triedAtMs = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  /** Anybody can make us look, so we look once a minute at most, whatever came of it. */
  async function loadKeys(world: World, maxAgeMs: number): Promise<readonly KeyObject[]> {
    const nowMs = world.now();
    const isFresh = kept !== null && nowMs - kept.atMs < maxAgeMs;
    if (!isFresh && (asking || nowMs - triedAtMs >= KEYS_REST_MS)) {
      triedAtMs = nowMs;
      asking ??= ask(world, nowMs).finally(() => {
        asking = null;
      });
      await asking;
    }
    return kept?.keys ?? [];
  }

  async function ask(world: World, atMs: number): Promise<void> {
    const keys = await fetchKeys(scheme.keysUrl, world);
    if (keys !== null) kept = { keys, atMs };
  }

  return async (delivery: WebhookDelivery, world: World): Promise<{ jobId: string } | null> => {
    const parsed = readDelivery(scheme, delivery);
    if (parsed === null) return null;
    if (Math.abs(world.now() - parsed.timestampSeconds * 1000) > TOLERANCE_MS) return null;
    const isSigned = (keys: readonly KeyObject[]) =>
      keys.some((key) => verify(null, parsed.signedText, key, parsed.signature));
    if (isSigned(await loadKeys(world, KEYS_LIFE_MS))) return { jobId: parsed.id };
    // The maker may have changed its keys since.
    return isSigned(await loadKeys(world, KEYS_REST_MS)) ? { jobId: parsed.id } : null;
  };
}

function readDelivery(scheme: WebhookScheme, { headers, body }: WebhookDelivery) {
  const [id, user, timestamp, signature] = [
    headers[scheme.headers.id],
    headers[scheme.headers.user],
    headers[scheme.headers.timestamp],
    headers[scheme.headers.signature],
  ];
  if (!id || user === undefined || !/^\d{1,12}$/.test(timestamp ?? '')) return null;
  if (!/^[0-9a-fA-F]{128}$/.test(signature ?? '')) return null;
  const digest = createHash('sha256').update(body).digest('hex');
  return {
    id,
    timestampSeconds: Number(timestamp),
    signature: Buffer.from(signature ?? '', 'hex'),
    signedText: Buffer.from([id, user, timestamp, digest].join('\n')),
  };
}

/** Null when the keys cannot be had; nothing is then verified. */
async function fetchKeys(url: string, world: World): Promise<KeyObject[] | null> {
  try {
    const signal = AbortSignal.timeout(KEYS_TIMEOUT_MS);
    const answer = await world.fetch(url, { redirect: 'error', signal });
    const text = await answer.text();
    if (!answer.ok || text.length > MAX_KEYS_CHARS) return null;
    const { keys } = keysSchema.parse(JSON.parse(text));
    return keys.map((jwk) => createPublicKey({ key: jwk, format: 'jwk' }));
  } catch {
    return null;
  }
}
