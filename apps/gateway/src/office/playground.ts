import { sceneCatalog, styleCatalog } from '@aigateway/atelier';
import type { ConsoleSession, PlaygroundServices } from '@aigateway/console';
import { reaches } from '@aigateway/contract';
import { PLAYGROUND_MAKER } from '../auth/key-rows.ts';
import type { KeyStore } from '../auth/key-store.ts';
import { OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import type { System } from '../system.ts';

const KEY_TTL_MS = 60 * 60 * 1000;
/** A key with less than this left is not handed out again. */
const LEAST_LEFT_MS = 10 * 60 * 1000;
const REQUESTS_A_MINUTE = 30;

/** What the playground's keys are made with. */
export interface PlaygroundParts {
  readonly keys: KeyStore;
  readonly system: System;
  readonly mode: 'sandbox' | 'production';
  readonly describeModel: PlaygroundServices['describeModel'];
  /** Models that reach no upstream here: all that visitors who are not signed in may use. */
  readonly builtInModels: () => readonly string[];
}

/**
 * Short-lived normal keys for browsers, one an organisation at a time. Who is not signed in gets
 * one in a sandbox only: on its play wallet, for built-in models only, so that no stranger spends
 * an upstream's money.
 */
export function createPlayground(parts: PlaygroundParts): PlaygroundServices {
  const issued = new Map<string, { key: Promise<string>; expiresAtMs: number }>();
  return {
    scenes: sceneCatalog.map(({ id, title }) => ({ id, title })),
    artStyles: styleCatalog.map(({ id }) => id),
    describeModel: parts.describeModel,
    async issueKey(visitor) {
      // Who may only look makes no pictures here either: such a member is as good as a stranger.
      const session = visitor !== null && reaches(visitor.role, 'developer') ? visitor : null;
      if (session === null && parts.mode !== 'sandbox') return null;
      const owner = session?.organisationId ?? '';
      const nowMs = parts.system.now();
      let kept = issued.get(owner);
      if (!kept || kept.expiresAtMs - nowMs < LEAST_LEFT_MS) {
        const expiresAtMs = nowMs + KEY_TTL_MS;
        kept = { key: makeKey(parts, session, expiresAtMs), expiresAtMs };
        issued.set(owner, kept);
        kept.key.catch(() => issued.delete(owner));
      }
      return { key: await kept.key };
    },
  };
}

async function makeKey(
  { keys, builtInModels }: PlaygroundParts,
  session: ConsoleSession | null,
  expiresAtMs: number,
): Promise<string> {
  const made = await keys.create({
    organisationId: session?.organisationId ?? OWNER_ORGANISATION_ID,
    name: 'Playground',
    createdBy: PLAYGROUND_MAKER,
    expiresAtMs,
    rateLimitRpm: REQUESTS_A_MINUTE,
    ...(session === null && { allowedModels: builtInModels() }),
  });
  return made.secret;
}
