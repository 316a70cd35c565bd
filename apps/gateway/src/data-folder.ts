import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';

const REMEDY = 'Set AIGATEWAY_DATA_DIR to a folder that can be written.';

/** Makes the data folder. Throws `ConfigError` when it cannot be made. */
export async function makeDataFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw new ConfigError(`The data folder ${dataDir} cannot be made (${code}). ${REMEDY}`);
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
