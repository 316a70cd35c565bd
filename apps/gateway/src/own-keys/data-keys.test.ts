import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Database, openDatabase } from '@aigateway/database';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureOwner, OWNER_ORGANISATION_ID as OWNER } from '../auth/owner.ts';
import { createSystem } from '../system.ts';
import { createDataKeys } from './data-keys.ts';
import { createSecretWrapper } from './key-wrapper.ts';
import { createOwnKeyStore } from './own-key-store.ts';

const system = createSystem();
const wrapperOf = (letter: string) => createSecretWrapper(letter.repeat(32), system.randomBytes);
let folder: string;
let database: Database;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aigateway-seal-'));
  database = await openDatabase({ dataDir: folder });
  await ensureOwner(database, system);
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});
const keysOf = (present: string, former: string | null = null) =>
  createDataKeys(database, system, {
    present: wrapperOf(present),
    former: former === null ? null : wrapperOf(former),
  });

test('a sealed key is readable only in its own row, and never in the file as it was', async () => {
  const secret = 'own-key-of-the-caller';
  const sealed = await keysOf('a').seal(OWNER, 'pk_1', secret);
  expect(Buffer.from(sealed, 'base64').toString('latin1')).not.toContain(secret);
  expect(await keysOf('a').unseal(OWNER, 'pk_1', sealed)).toBe(secret);
  await expect(keysOf('a').unseal(OWNER, 'pk_2', sealed)).rejects.toThrow();
});

test('a changed secret opens nothing until the former is named; rotation ends that', async () => {
  const sealed = await keysOf('a').seal(OWNER, 'pk_1', 'secret-one');
  await expect(keysOf('b').unseal(OWNER, 'pk_1', sealed)).rejects.toThrow('PREVIOUS_SECRET');
  expect(await keysOf('b', 'a').rewrap()).toBe(1);
  expect(await keysOf('b').unseal(OWNER, 'pk_1', sealed)).toBe('secret-one');
  expect(await keysOf('b', 'a').rewrap()).toBe(0);
});

test('a stored key shows its last four characters and is wiped when it is revoked', async () => {
  const store = createOwnKeyStore(database, system, keysOf('b'));
  const secret = 'living-key-1234';
  const key = {
    organisationId: OWNER,
    actor: 'key:key_1',
    provider: 'ideogram',
    name: 'x',
    secret,
    baseUrl: null,
  };
  const made = await store.create(key);
  expect(JSON.stringify(await store.list(OWNER))).not.toContain('living');
  expect(made.last4).toBe('1234');
  const [found] = await store.find(OWNER, made.id);
  expect(await found?.open()).toBe(secret);
  await store.revoke(key, made.id);
  await expect(store.find(OWNER, made.id)).rejects.toThrow('no own key');
  const row = await database.kysely.selectFrom('provider_key').select('sealed').executeTakeFirst();
  expect(row?.sealed).toBe('');
});
