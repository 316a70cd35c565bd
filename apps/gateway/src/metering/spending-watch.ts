import type { Database } from '@aigateway/database';
import { accountId, readBudgetUsage } from '@aigateway/ledger';
import { type NewEvent, recordEvent } from '../events.ts';
import { remember } from '../remember.ts';
import type { System } from '../system.ts';
import type { CallBudget } from './budget-book.ts';

const FLUSH_INTERVAL_MS = 2_000;
/** Beyond this many between two flushes the oldest are seen when they spend again. */
const MOST_NOTED = 10_000;
const THRESHOLDS = [80n, 100n] as const;

/** What a call spent, or would have spent, on which caps. */
export interface Spending {
  readonly organisationId: string;
  readonly budgets: readonly CallBudget[];
  /** What refused the call: it counts as used up. */
  readonly refusedBy: 'wallet' | readonly string[] | null;
}

/** Sees who spends and writes `balance.low` and `budget.exceeded`, apart from the calls. */
export interface SpendingWatch {
  /** Notes a spending; costs no query. */
  note(spending: Spending): void;
  /** Looks at everything that was noted and writes the events that are due. */
  flush(): Promise<void>;
  /** Flushes every two seconds until stopped. */
  start(onFault: (error: unknown) => void): { stop(): void };
}

interface Noted {
  readonly wallets: Map<string, boolean>;
  readonly budgets: Map<string, CallBudget & { organisationId: string; refused: boolean }>;
}

/** A watch over the database. */
export function createSpendingWatch(database: Database, system: System): SpendingWatch {
  let noted = nothing();
  const filled: FilledWallets = new Map();
  async function flush(): Promise<void> {
    const { wallets, budgets } = noted;
    noted = nothing();
    for (const budget of budgets.values()) {
      for (const event of await budgetEvents(database, budget)) {
        await recordEvent(database.kysely, system, event);
      }
    }
    for (const [organisationId, refused] of wallets) {
      for (const event of await walletEvents(database, filled, { organisationId, refused })) {
        await recordEvent(database.kysely, system, event);
      }
    }
  }
  return {
    note(spending) {
      take(noted, spending);
    },
    flush,
    start(onFault) {
      const timer = setInterval(() => {
        flush().catch(onFault);
      }, FLUSH_INTERVAL_MS);
      timer.unref();
      return { stop: () => clearInterval(timer) };
    },
  };
}

function nothing(): Noted {
  return { wallets: new Map(), budgets: new Map() };
}

function take({ wallets, budgets }: Noted, spending: Spending): void {
  const { organisationId, refusedBy } = spending;
  if (wallets.size < MOST_NOTED) {
    const refused = refusedBy === 'wallet' || wallets.get(organisationId) === true;
    wallets.set(organisationId, refused);
  }
  for (const budget of spending.budgets) {
    if (budgets.size >= MOST_NOTED) return;
    const now = refusedBy !== null && refusedBy !== 'wallet' && refusedBy.includes(budget.id);
    const refused = now || budgets.get(budget.id)?.refused === true;
    budgets.set(budget.id, { ...budget, organisationId, refused });
  }
}

async function budgetEvents(
  database: Database,
  budget: CallBudget & { organisationId: string; refused: boolean },
): Promise<NewEvent[]> {
  const { heldMicroUsd, spentMicroUsd } = await readBudgetUsage(database.kysely, budget.id);
  const { organisationId, scope, subject, month, capMicroUsd, refused } = budget;
  const used = heldMicroUsd + spentMicroUsd;
  return THRESHOLDS.filter((percent) => refused || used * 100n >= capMicroUsd * percent).map(
    (percent) => ({
      organisationId,
      type: 'budget.exceeded',
      once: `budget.exceeded:${budget.id}:${percent}`,
      data: {
        scope,
        subject,
        period: month,
        threshold_percent: Number(percent),
        used_micro_usd: String(used),
        cap_micro_usd: String(capMicroUsd),
      },
    }),
  );
}

/** How a wallet stood after its latest credit, and which of its entries were seen. */
interface Filled {
  readonly seen: bigint;
  readonly creditId: string;
  readonly full: bigint;
}

type FilledWallets = Map<string, Filled>;

/** A wallet's period begins with its latest credit; what it held then is its 100 %. */
async function walletEvents(
  database: Database,
  filled: FilledWallets,
  { organisationId, refused }: { organisationId: string; refused: boolean },
): Promise<NewEvent[]> {
  const id = accountId('wallet', organisationId);
  const wallet = await database.kysely
    .selectFrom('account')
    .select(['posted_micro_usd', 'held_micro_usd'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!wallet) return [];
  const { posted_micro_usd: posted, held_micro_usd: held } = wallet;
  const { creditId, full } = await readFilled(database, filled, { id, posted });
  return THRESHOLDS.filter(
    (percent) => refused || (full > 0n && (posted - held) * 100n <= full * (100n - percent)),
  ).map((percent) => ({
    organisationId,
    type: 'balance.low',
    once: `balance.low:${creditId}:${percent}`,
    data: {
      threshold_percent: Number(percent),
      available_micro_usd: String(posted - held),
      after_last_credit_micro_usd: String(full),
    },
  }));
}

/** Reads only the entries that came since the last look. */
async function readFilled(
  database: Database,
  filled: FilledWallets,
  { id, posted }: { id: string; posted: bigint },
): Promise<Filled> {
  const known = filled.get(id) ?? { seen: -1n, creditId: 'never', full: 0n };
  const entries = database.kysely.selectFrom('entry').where('account_id', '=', id);
  const credit = await entries
    .select(['position', 'transaction_id'])
    .where('position', '>', known.seen)
    .where('amount_micro_usd', '>', 0n)
    .orderBy('position', 'desc')
    .limit(1)
    .executeTakeFirst();
  const after = credit?.position ?? known.seen;
  const since = await entries
    .select(['position', 'amount_micro_usd'])
    .where('position', '>', after)
    .orderBy('position', 'desc')
    .execute();
  const spent = since.reduce((sum, entry) => sum + entry.amount_micro_usd, 0n);
  const now: Filled = {
    seen: since[0]?.position ?? after,
    creditId: credit?.transaction_id ?? known.creditId,
    full: credit ? posted - spent : known.full,
  };
  remember(filled, [id, now], MOST_NOTED);
  return now;
}
