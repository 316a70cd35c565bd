import {
  type DeliveredPicture,
  type ProviderAnswer,
  ProviderError,
  type UpstreamUsage,
  withDetail,
} from '../define-provider.ts';

/** What one of several calls brought. */
export interface PartialAnswer {
  readonly pictures: readonly DeliveredPicture[];
  readonly failures?: readonly ProviderError[];
  readonly warnings?: readonly string[];
  readonly usage?: UpstreamUsage | null;
  readonly microUsd?: bigint | null;
}

/**
 * Waits for all calls of an attempt and joins what they brought: a failed call never throws away
 * another's finished pictures. Throws the first failure when there is no picture at all, with what
 * was taken for pictures that were made and withheld, where `withheldMicroUsd` says it of one.
 */
export async function gatherAnswers(
  calls: readonly { readonly count: number; readonly answer: Promise<PartialAnswer> }[],
  withheldMicroUsd?: bigint,
): Promise<ProviderAnswer> {
  const settled = await Promise.allSettled(calls.map((call) => call.answer));
  const parts = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const failures = settled.flatMap((one, at) => {
    if (one.status === 'fulfilled') return one.value.failures ?? [];
    const failure = toProviderError(one.reason);
    return Array.from({ length: calls[at]?.count ?? 1 }, () => failure);
  });
  const pictures = parts.flatMap((part) => part.pictures);
  const worst = failures.find((failure) => failure.billed !== 'no') ?? failures[0];
  if (pictures.length === 0 && worst) {
    const billed = failures.filter((failure) => failure.billed === 'yes').length;
    if (withheldMicroUsd === undefined || billed === 0) throw worst;
    throw withDetail(worst, { upstreamMicroUsd: withheldMicroUsd * BigInt(billed) });
  }
  return {
    pictures,
    failures,
    warnings: [...new Set(parts.flatMap((part) => part.warnings ?? []))],
    upstreamMicroUsd: addMoney(parts),
    usage: addUsage(parts.flatMap((part) => part.usage ?? [])),
  };
}

function toProviderError(reason: unknown): ProviderError {
  if (reason instanceof ProviderError) return reason;
  return new ProviderError('failed', 'The route failed in an unforeseen way.', {
    billed: 'maybe',
    cause: reason,
  });
}

/** Null as soon as one call did not say what it took. */
function addMoney(parts: readonly PartialAnswer[]): bigint | null {
  return parts.reduce<bigint | null>(
    (sum, { microUsd = null }) => (sum === null || microUsd === null ? null : sum + microUsd),
    0n,
  );
}

function addUsage(all: readonly UpstreamUsage[]): UpstreamUsage | null {
  const [first, ...rest] = all;
  if (first === undefined) return null;
  return rest.reduce<UpstreamUsage>(
    (sum, one) => ({
      totalTokens: sum.totalTokens + one.totalTokens,
      inputTokens: sum.inputTokens + one.inputTokens,
      outputTokens: sum.outputTokens + one.outputTokens,
    }),
    first,
  );
}
