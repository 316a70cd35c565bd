import type { ProviderContext, WebhookDelivery } from '@aigateway/providers';
import type { ConfiguredProvider } from './configure-providers.ts';

/** Deliveries that are remembered, so that none counts twice. */
const MOST_REMEMBERED = 10_000;

/** What became of a delivery. */
export type DeliveryOutcome = 'accepted' | 'refused' | 'unknown';

/** What a desk is made from. */
export interface MakerWebhooksParts {
  readonly providers: ReadonlyMap<string, ConfiguredProvider>;
  /** Where makers reach this gateway; webhooks are for https alone. */
  readonly publicUrl: () => string;
  readonly fetch: typeof fetch;
  readonly now: () => number;
}

/** Who waits for a maker's word, and who brings it. */
export interface MakerWebhooks {
  /** What an attempt may tell its maker; empty where no delivery could be checked. */
  offer(
    upstream: ConfiguredProvider,
    ownKey: object | null,
  ): Pick<ProviderContext, 'webhookUrl' | 'onWake'>;
  /** Checks a delivery and wakes who waits for its job. Nothing else of it is used. */
  receive(providerId: string, delivery: WebhookDelivery): Promise<DeliveryOutcome>;
}

/**
 * The desk of one process: a delivery that reaches another one wakes nobody, and the poll finds
 * the job's end by itself. A job ends once, so a second delivery for it is a replay; what is
 * forgotten of that can at worst cause one more free look.
 */
export function createMakerWebhooks(parts: MakerWebhooksParts): MakerWebhooks {
  const waiting = new Map<string, Set<() => void>>();
  /** True until somebody heard it: word may come before the wait for it begins. */
  const delivered = new Map<string, boolean>();

  function remember(key: string) {
    const waiters = waiting.get(key);
    delivered.set(key, waiters === undefined);
    const [oldest] = delivered.keys();
    if (delivered.size > MOST_REMEMBERED && oldest !== undefined) delivered.delete(oldest);
    for (const wake of waiters ?? []) wake();
  }

  function wait(key: string, wake: () => void): () => void {
    if (delivered.get(key)) {
      delivered.set(key, false);
      wake();
    }
    const waiters = waiting.get(key) ?? new Set();
    waiting.set(key, waiters.add(wake));
    return () => {
      waiters.delete(wake);
      if (waiters.size === 0) waiting.delete(key);
    };
  }

  return {
    offer(upstream, ownKey) {
      const { id } = upstream.provider;
      const url = parts.publicUrl();
      // Deliveries for somebody's own account are signed with a secret that is not known here.
      const isForeign = ownKey !== null && secretNameOf(upstream) !== undefined;
      if (!url.startsWith('https://') || !canCheck(upstream) || isForeign) return {};
      return {
        webhookUrl: `${url}/v1/upstream-webhooks/${id}`,
        onWake: (jobId, wake) => wait(`${id} ${jobId}`, wake),
      };
    },
    async receive(providerId, delivery) {
      const upstream = parts.providers.get(providerId);
      const isOpen = upstream && canCheck(upstream) && parts.publicUrl().startsWith('https://');
      if (!isOpen) return 'unknown';
      const { fetch, now } = parts;
      const secret = upstream.settings.webhookSecret;
      const world = { fetch, now, ...(secret !== undefined && { secret }) };
      const genuine = await upstream.provider.verifyWebhook?.(delivery, world);
      const key = `${providerId} ${genuine?.jobId}`;
      if (!genuine || delivered.has(key)) return 'refused';
      remember(key);
      return 'accepted';
    },
  };
}

function secretNameOf({ provider }: ConfiguredProvider): string | undefined {
  return provider.credentials?.settings?.webhookSecret;
}

/** False where there is nothing to check deliveries with. */
function canCheck(upstream: ConfiguredProvider): boolean {
  if (!upstream.provider.verifyWebhook) return false;
  return secretNameOf(upstream) === undefined || upstream.settings.webhookSecret !== undefined;
}
