import { readFileSync } from 'node:fs';
import { createAtelier } from '@aigateway/atelier';
import { PROVIDER_KEY_RESULTS } from '@aigateway/contract';
import type { Database } from '@aigateway/database';
import { PROVIDERS } from '@aigateway/providers';
import type { Command } from 'commander';
import { ensureOwner, OWNER_ORGANISATION_ID } from '../auth/owner.ts';
import type { Config } from '../config.ts';
import { readSecret } from '../data-folder.ts';
import { createDataKeys } from '../own-keys/data-keys.ts';
import { createSecretWrapper } from '../own-keys/key-wrapper.ts';
import { createOwnKeyDesk, type KeyTest, type OwnKeyDesk } from '../own-keys/own-key-desk.ts';
import { createOwnKeyStore, type OwnKeyRecord } from '../own-keys/own-key-store.ts';
import { configureProviders } from '../routing/configure-providers.ts';
import { createSystem } from '../system.ts';
import { withStore } from './open-store.ts';
import { CommandError, printResult } from './report.ts';

interface Options {
  readonly json?: boolean;
  readonly name?: string;
}

const OWNER = OWNER_ORGANISATION_ID;
const BY = { organisationId: OWNER, actor: 'command-line' };

/** `aigateway provider-keys attach|list|test|rotate|revoke` and `aigateway secrets rotate`. */
export function addProviderKeysCommand(program: Command): void {
  const keys = program.command('provider-keys').description("the owner's own keys at makers");
  keys
    .command('attach')
    .description('store a key, read from standard input, after asking its maker')
    .argument('<provider>', 'whose key it is')
    .option('--name <name>', 'what it is for')
    .option('--json', 'print as JSON')
    .action((provider: string, { json, name = provider }: Options) =>
      withDesk(async (desk) => {
        const { key, test } = await desk.attach({
          ...BY,
          provider,
          name,
          secret: readKey(),
          validate: true,
        });
        printResult(json, key, describeKept(key, test));
      }),
    );
  keys
    .command('list')
    .description('list the keys')
    .option('--json', 'print as JSON')
    .action(({ json }: Options) =>
      withDesk(async (desk) => {
        const all = await desk.list(OWNER);
        printResult(json, all, all.map(describeKey).join('\n') || 'There are no own keys yet.');
      }),
    );
  keys
    .command('test')
    .description('ask the maker, for free, whether it takes the key')
    .argument('<id>', 'the id that list shows')
    .option('--json', 'print as JSON')
    .action((id: string, { json }: Options) =>
      withDesk(async (desk) => {
        const result = await desk.test(OWNER, id);
        printResult(json, { id, result }, `${id}: ${PROVIDER_KEY_RESULTS[result]}`);
      }),
    );
  addChanges(keys);
  addSecretsCommand(program);
}

function addChanges(keys: Command): void {
  keys
    .command('rotate')
    .description('put the key on standard input in the place of the stored one')
    .argument('<id>', 'the id that list shows')
    .option('--json', 'print as JSON')
    .action((id: string, { json }: Options) =>
      withDesk(async (desk) => {
        const { key, test } = await desk.rotate(BY, id, { secret: readKey(), validate: true });
        printResult(json, key, describeKept(key, test));
      }),
    );
  keys
    .command('revoke')
    .description('wipe a key; a running server follows within 2 s')
    .argument('<id>', 'the id that list shows')
    .option('--json', 'print as JSON')
    .action((id: string, { json }: Options) =>
      withDesk(async (desk) => {
        await desk.revoke(BY, id);
        printResult(json, { id, revoked: true }, `${id} is revoked.`);
      }),
    );
}

function addSecretsCommand(program: Command): void {
  program
    .command('secrets')
    .description('what seals stored keys')
    .command('rotate')
    .description('seal anew by AIGATEWAY_SECRET what AIGATEWAY_PREVIOUS_SECRET sealed')
    .option('--json', 'print as JSON')
    .action(({ json }: Options) =>
      withStore(async (database, config) => {
        const rewrapped = await (await openDataKeys(database, config)).rewrap();
        const text = `${rewrapped} data keys sealed anew. AIGATEWAY_PREVIOUS_SECRET can go.`;
        printResult(json, { rewrapped }, text);
      }),
    );
}

async function openDataKeys(database: Database, config: Config) {
  const system = createSystem();
  const wrap = (secret: string) => createSecretWrapper(secret, system.randomBytes);
  const present = wrap(await readSecret(config.secret, config.dataDir));
  const former = config.previousSecret === null ? null : wrap(config.previousSecret);
  return createDataKeys(database, system, { present, former });
}

function withDesk<Result>(work: (desk: OwnKeyDesk) => Promise<Result>): Promise<Result> {
  return withStore(async (database, config) => {
    const system = createSystem();
    await ensureOwner(database, system);
    const dataKeys = await openDataKeys(database, config);
    const atelier = createAtelier({ threads: 1, queueLimit: 1 });
    try {
      return await work(
        createOwnKeyDesk({
          store: createOwnKeyStore(database, system, dataKeys),
          targets: configureProviders(PROVIDERS, config.providerVariables),
          fetch,
          now: system.now,
          atelier,
        }),
      );
    } finally {
      await atelier.close();
    }
  });
}

/** Never an argument: those are seen by everybody on the machine. */
function readKey(): string {
  const key = readFileSync(0, 'utf8').trim();
  if (/^[\x21-\x7e]{8,512}$/.test(key)) return key;
  throw new CommandError('Give the key on standard input: aigateway provider-keys attach … < file');
}

function describeKey(key: OwnKeyRecord): string {
  const made = new Date(key.createdAtMs).toISOString().slice(0, 10);
  return `${key.id}  ${key.provider}  …${key.last4}  ${made}  ${key.name}`;
}

function describeKept(key: OwnKeyRecord, test: KeyTest | null): string {
  const note = test === null || test === 'accepted' ? '' : `\n${PROVIDER_KEY_RESULTS[test]}`;
  return `${describeKey(key)}${note}`;
}
