/// <reference lib="dom" />
import type { DoneRun } from './runs.ts';

const DATABASE = 'aigateway-playground';
const STORE = 'runs';
const MOST_KEPT = 40;

/** A run as it is kept: with the bytes of its pictures, because their addresses end. */
interface KeptRun {
  readonly run: DoneRun;
  readonly pictures: readonly Blob[];
  readonly at: number;
}

/** Keeps a run in this browser, and lets the oldest go. */
export async function keepRun(run: DoneRun): Promise<void> {
  const pictures = await Promise.all(
    run.result.pictures.map(async ({ url }) => (await fetch(url)).blob()),
  );
  // A given picture can be of any size; what was made from it is what is kept.
  const choices = { ...run.choices, picture: smallOnly(run.choices.picture) };
  const kept: KeptRun = { run: { ...run, choices }, pictures, at: Date.now() };
  const store = await openStore('readwrite');
  store.put(kept, run.id);
  const keys = await ended<IDBValidKey[]>(store.index('at').getAllKeys());
  for (const key of keys.slice(0, Math.max(0, keys.length - MOST_KEPT))) store.delete(key);
}

/** What this browser has kept, newest first. Pictures are addresses of this page alone. */
export async function readHistory(): Promise<DoneRun[]> {
  const store = await openStore('readonly');
  const kept = await ended<KeptRun[]>(store.index('at').getAll());
  return kept.reverse().map(({ run, pictures }) => ({
    ...run,
    result: {
      ...run.result,
      pictures: run.result.pictures.map((picture, i) => {
        const blob = pictures[i];
        return blob ? { ...picture, url: URL.createObjectURL(blob) } : picture;
      }),
    },
  }));
}

/** Forgets everything that this browser has kept. */
export async function clearHistory(): Promise<void> {
  await ended((await openStore('readwrite')).clear());
}

function smallOnly(picture: DoneRun['choices']['picture']): DoneRun['choices']['picture'] {
  return picture && !picture.previewUrl.startsWith('data:') ? { ...picture, mask: null } : null;
}

async function openStore(mode: IDBTransactionMode): Promise<IDBObjectStore> {
  const opening = indexedDB.open(DATABASE, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(STORE).createIndex('at', 'at');
  };
  const database = await ended(opening);
  return database.transaction(STORE, mode).objectStore(STORE);
}

function ended<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
