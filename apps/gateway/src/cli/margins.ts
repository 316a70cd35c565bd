import { formatUsd } from '@aigateway/contract';
import type { Command } from 'commander';
import { type ModelMargin, readMargins } from '../office/margins.ts';
import { createSystem } from '../system.ts';
import { withStore } from './open-store.ts';
import { CommandError, printResult } from './report.ts';

const DAY_MS = 86_400_000;

/** `aigateway margins`. */
export function addMarginsCommand(program: Command): void {
  program
    .command('margins')
    .description('list price minus what makers took, by model, the worst first')
    .option('--days <number>', 'how many days back', '30')
    .option('--json', 'print as JSON')
    .action(({ days, json }: { days: string; json?: boolean }) => showMargins(days, json));
}

function showMargins(text: string, json: boolean | undefined): Promise<void> {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 1 || days > 999) {
    throw new CommandError('--days must be a whole number from 1 to 999.');
  }
  return withStore(async (database) => {
    const toMs = createSystem().now() + 1;
    const margins = await readMargins(database, { fromMs: toMs - days * DAY_MS, toMs });
    const lines = margins.map(describe);
    printResult(json, margins.map(toJson), lines.join('\n') || 'No picture was made in that time.');
  });
}

function describe(margin: ModelMargin): string {
  const { model, listMicroUsd: list, upstreamMicroUsd: upstream, marginMicroUsd } = margin;
  const unknown = margin.imagesOfUnknownCost;
  return [
    `${model}  ${margin.images} pictures  list ${formatUsd(list)}  upstream ${formatUsd(upstream)}`,
    `  margin ${formatUsd(marginMicroUsd)}`,
    margin.negative ? '  WARNING: makers took more than the list price' : '',
    unknown > 0 ? `  (${unknown} more pictures of unknown cost)` : '',
  ].join('');
}

function toJson({ listMicroUsd, upstreamMicroUsd, marginMicroUsd, ...margin }: ModelMargin) {
  const usd = (amount: typeof listMicroUsd) => formatUsd(amount).replace('$', '');
  return {
    ...margin,
    list_usd: usd(listMicroUsd),
    upstream_usd: usd(upstreamMicroUsd),
    margin_usd: usd(marginMicroUsd),
  };
}
