import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, describe, expect, it } from 'vitest';
import { DatabaseError } from './database.ts';
import { migrations } from './migrations/list.ts';
import { openDatabase } from './open-database.ts';

const folders: string[] = [];

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'aigateway-open-'));
  folders.push(path);
  return path;
}

afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true, force: true });
});

const OPEN_DATABASE = JSON.stringify(new URL('./open-database.ts', import.meta.url).href);

const HOLDER = `
  import { openDatabase } from ${OPEN_DATABASE};
  await openDatabase({ dataDir: process.argv[1] });
  console.log('open');
  setInterval(() => undefined, 1000);
`;

describe('openDatabase', () => {
  it('refuses a second opener of the same folder and names the holder', async () => {
    const dataDir = folder();
    const first = await openDatabase({ dataDir });
    const refusal = await openDatabase({ dataDir }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DatabaseError);
    expect(refusal).toMatchObject({ code: 'data_folder_locked' });
    expect(String(refusal)).toContain(`process ${process.pid}`);
    const beside = await openDatabase({ dataDir, shared: true });
    await beside.close();
    await first.close();
    await (await openDatabase({ dataDir })).close();
  });

  it('is refused by another process, and free as soon as that is killed', async () => {
    const dataDir = folder();
    const holder = spawn(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', HOLDER, dataDir],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await new Promise((resolve) => holder.stdout.once('data', resolve));
    await expect(openDatabase({ dataDir })).rejects.toThrow(`process ${holder.pid}`);
    const ended = new Promise((resolve) => holder.once('exit', resolve));
    holder.kill('SIGKILL');
    await ended;
    await (await openDatabase({ dataDir })).close();
  });

  it('says in one sentence that a folder cannot be written', async () => {
    const path = join(folder(), 'file');
    writeFileSync(path, '');
    await expect(openDatabase({ dataDir: path })).rejects.toMatchObject({
      code: 'data_folder_unwritable',
      message: expect.stringMatching(/^The data folder .* cannot be written/),
    });
  });

  it('refuses a database that is newer than the code', async () => {
    const dataDir = folder();
    const first = await openDatabase({ dataDir });
    await sql`insert into schema_migration values (9999, 'future', 0)`.execute(first.kysely);
    await first.close();
    await expect(openDatabase({ dataDir })).rejects.toMatchObject({ code: 'database_too_new' });
  });

  it('hides the password of a database that cannot be reached', async () => {
    const url = 'postgres://user:secret@127.0.0.1:1/none';
    const refusal = await openDatabase({ url, dataDir: folder() }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: 'database_unreachable' });
    expect(String(refusal)).not.toContain('secret');
  });

  it('lists every migration of the folder, in the order of their numbers', () => {
    const files = readdirSync(new URL('./migrations', import.meta.url))
      .filter((name) => /^\d{4}-/.test(name))
      .sort();
    const listed = migrations.map(
      (migration) => `${String(migration.number).padStart(4, '0')}-${migration.name}.ts`,
    );
    expect(listed).toEqual(files);
  });

  it('keeps full durability in SQLite', async () => {
    const database = await openDatabase({ dataDir: folder() });
    const mode = await sql<{ synchronous: bigint }>`pragma synchronous`.execute(database.kysely);
    expect(mode.rows).toEqual([{ synchronous: 2n }]);
    await database.close();
  });
});
