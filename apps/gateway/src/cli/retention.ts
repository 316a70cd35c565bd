import { MAX_RETENTION_DAYS } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import type { Command } from 'commander';
import { ensureOwner, OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import { createSystem } from '../system.ts';
import { withStore } from './open-store.ts';
import { CommandError, printResult } from './report.ts';

interface Options {
  readonly organisation: string;
  readonly json?: boolean;
}

/** `aigateway retention show|set|reset`. */
export function addRetentionCommand(program: Command): void {
  const retention = program
    .command('retention')
    .description('how long an organisation keeps its pictures');
  const about = (name: string, description: string) =>
    retention
      .command(name)
      .description(description)
      .option('--organisation <id>', 'whose', OWNER_ORGANISATION_ID)
      .option('--json', 'print as JSON');
  about('show', 'show it').action((options: Options) =>
    withStore(async (database) => show(await readDays(database, options.organisation), options)),
  );
  about('set', 'keep pictures that are made from now on for so many days')
    .argument('<days>', `1 to ${MAX_RETENTION_DAYS}`)
    .action((days: string, options: Options) =>
      withStore((database) => change(database, toDays(days), options)),
    );
  about('reset', 'follow AIGATEWAY_IMAGE_RETENTION_DAYS again').action((options: Options) =>
    withStore((database) => change(database, null, options)),
  );
}

function toDays(text: string): bigint {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= MAX_RETENTION_DAYS) return BigInt(text);
  throw new CommandError(`Days must be 1 to ${MAX_RETENTION_DAYS}, not ${JSON.stringify(text)}.`);
}

async function change(database: Database, days: bigint | null, options: Options): Promise<void> {
  await ensureOwner(database, createSystem());
  await readDays(database, options.organisation);
  await database.transaction((executor) =>
    executor
      .updateTable('organisation')
      .set({ image_retention_days: days })
      .where('id', '=', options.organisation)
      .execute(),
  );
  show(days, options);
}

async function readDays(database: Database, organisation: string): Promise<bigint | null> {
  const row = await database.kysely
    .selectFrom('organisation')
    .select('image_retention_days')
    .where('id', '=', organisation)
    .executeTakeFirst();
  if (!row) throw new CommandError(`There is no organisation ${organisation}.`);
  return row.image_retention_days;
}

function show(days: bigint | null, { organisation, json }: Options): void {
  const text =
    days === null
      ? `Pictures of ${organisation} are kept as AIGATEWAY_IMAGE_RETENTION_DAYS says.`
      : `Pictures of ${organisation} are kept for ${days} days.`;
  printResult(json, { organisation, days: days === null ? null : Number(days) }, text);
}
