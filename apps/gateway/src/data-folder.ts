import { randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from './config-error.ts';

const REMEDY = 'Set AIGATEWAY_DATA_DIR to a folder that can be written.';

/** Makes the data folder. Throws `ConfigError` when it cannot be made. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await makeFolder(resolve(dataDir));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new ConfigError(`The data folder ${dataDir} cannot be made (${code}). ${REMEDY}`);
  }
}

/** Like `mkdir -p`; Node's own recursion does not end on folders that take no files (/proc). */
async function makeFolder(path: string): Promise<void> {
  const code = await tryMake(path);
  if (code === null) return;
  const parent = dirname(path);
  if (code !== 'ENOENT' || parent === path) throw Object.assign(new Error(code), { code });
  await makeFolder(parent);
  const again = await tryMake(path);
  if (again !== null) throw Object.assign(new Error(again), { code: again });
}

/** Null when the folder is there now, else the system's code. */
async function tryMake(path: string): Promise<string | null> {
  try {
    await mkdir(path, { mode: 0o700 });
    return null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    if (code !== 'EEXIST') return code;
    return (await stat(path)).isDirectory() ? null : 'ENOTDIR';
  }
}

/**
 * The secret of this installation: the setting, else the file `secret` in the data folder, made
 * once with mode 0600. Throws `ConfigError` when the file cannot be read or written.
 */
export async function readSecret(setting: string | null, dataDir: string): Promise<string> {
  if (setting !== null) return setting;
  const file = join(dataDir, 'secret');
  try {
    await writeFile(file, `${randomBytes(32).toString('base64url')}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(file, error);
  }
  const secret = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unusable(file, error);
  });
  if (secret.trim().length < 32) {
    throw new ConfigError(`${file} is damaged. Restore it, or remove it to get a new secret.`);
  }
  return secret.trim();
}

function unusable(file: string, error: unknown): ConfigError {
  const code = (error as NodeJS.ErrnoException).code;
  return new ConfigError(`The file ${file} cannot be used (${code}). ${REMEDY}`);
}
