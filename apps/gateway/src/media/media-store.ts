import { createHash, randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the bytes of pictures are kept, by what they are: the same bytes are kept once. */
export interface MediaStore {
  /** Keeps the bytes durably; returns their SHA-256 in hexadecimal. */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes kept under `sha256`, or null. */
  get(sha256: string): Promise<Uint8Array | null>;
  has(sha256: string): Promise<boolean>;
  delete(sha256: string): Promise<void>;
}

/** A store in a folder: `<folder>/ab/cd/<sha256>`. */
export function createFileMediaStore(folder: string): MediaStore {
  const made = new Set<string>();
  const place = (sha256: string) => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('a media name is a SHA-256');
    const dir = join(folder, sha256.slice(0, 2), sha256.slice(2, 4));
    return { dir, file: join(dir, sha256) };
  };
  return {
    async put(bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const { dir, file } = place(sha256);
      if (exists(file)) return sha256;
      if (!made.has(dir)) {
        await mkdir(dir, { recursive: true });
        made.add(dir);
      }
      await writeDurably(file, bytes);
      return sha256;
    },
    async get(sha256) {
      try {
        return await readFile(place(sha256).file);
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    has: async (sha256) => exists(place(sha256).file),
    async delete(sha256) {
      await rm(place(sha256).file, { force: true });
    },
  };
}

/**
 * Written beside its place, flushed and renamed: a reader sees all of it or nothing, also after
 * a power cut. A picture is charged only after this.
 */
async function writeDurably(file: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  const handle = await open(temporary, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.datasync();
  } catch (error) {
    await handle.close();
    await rm(temporary, { force: true });
    throw error;
  }
  await handle.close();
  await rename(temporary, file);
}

/** One look at the folder, which costs less here than a trip to the thread pool. */
function exists(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
