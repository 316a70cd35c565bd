import type { Quote } from '@aigateway/catalog';
import { ApiError, formatUsd } from '@aigateway/contract';
import { LedgerError } from '@aigateway/ledger';
import type { CallBudget } from './budget-book.ts';

const CAP_NAMES = { key: 'this key', sub_account: 'this sub-account', tag: 'the tag' } as const;

/** The caller's error for a hold that the ledger refused; other errors as they came. */
export function explainRefusal(
  error: unknown,
  quote: Quote,
  budgets: readonly CallBudget[],
): unknown {
  if (!(error instanceof LedgerError)) return error;
  const price = formatUsd(quote.totalMicroUsd, 3);
  if (error.code === 'budget_exceeded') {
    const budget = budgets.find(({ id }) => id === error.subject);
    const whose = budget ? CAP_NAMES[budget.scope] : 'this key or tag';
    const name = budget?.scope === 'tag' ? ` ${JSON.stringify(budget.subject)}` : '';
    return new ApiError(
      'budget_exceeded',
      `The ${price} of this call would pass the monthly cap of ${whose}${name}. ` +
        'Raise the cap or wait for the next month.',
    );
  }
  if (error.code !== 'insufficient_credits') return error;
  return new ApiError(
    'wallet_empty',
    `The wallet holds less than the ${price} this call costs. Add credit and try again.`,
  );
}
