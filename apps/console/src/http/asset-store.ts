import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** One file as it is served: under a name that changes whenever its bytes do. */
export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly contentType: string;
}

/** The console's own files: style sheet, fonts, script, sample pictures. */
export interface AssetStore {
  /** Address of a file by its name in `assets/`, such as `fonts/plex-mono.woff2`. */
  urlOf(name: string): string;
  /** The same, or null when there is no such file. */
  find(name: string): string | null;
  /** The file behind an address' path, or null. */
  read(path: string): Asset | null;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.jpg': 'image/jpeg',
  '.woff2': 'font/woff2',
};

/** The client bundle among the assets; it is there once the console was built. */
export const CLIENT_SCRIPT = 'client/client.js';

/** The one style sheet, in this order: later parts may rely on earlier ones. */
const STYLE_PARTS = [
  'tokens',
  'base',
  'frame',
  'parts',
  'pages',
  'docs',
  'fields',
  'playground',
  'runs',
  'compare',
  'door',
  'office',
  'tables',
];

/** Reads all assets once; throws when the folder is missing, so that a bad image fails at start. */
export function loadAssets(folder: string = findAssetsFolder()): AssetStore {
  const urls = new Map<string, string>();
  const assets = new Map<string, Asset>();
  const add = (name: string, bytes: Uint8Array<ArrayBuffer>): void => {
    const extension = extname(name);
    const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
    const path = `/assets/${name.slice(0, -extension.length)}.${hash}${extension}`;
    const contentType = CONTENT_TYPES[extension] ?? 'application/octet-stream';
    urls.set(name, path);
    assets.set(path, { bytes, contentType });
  };
  const urlOf = (name: string): string => {
    const url = urls.get(name);
    if (url === undefined) throw new Error(`the console has no asset named "${name}"`);
    return url;
  };
  for (const name of listServedFiles(folder)) add(name, readBytes(join(folder, name)));
  const client = join(dirname(folder), 'dist', 'client.js');
  if (existsSync(client)) add(CLIENT_SCRIPT, readBytes(client));
  add('console.css', readStyleSheet(folder, urlOf));
  return {
    urlOf,
    find: (name) => urls.get(name) ?? null,
    read: (path) => assets.get(path) ?? null,
  };
}

/** Where an `asset:` address stands in the style sheet, the hashed one is put. */
function readStyleSheet(folder: string, urlOf: AssetStore['urlOf']): Uint8Array<ArrayBuffer> {
  const text = STYLE_PARTS.map((part) => readFileSync(join(folder, 'css', `${part}.css`), 'utf8'))
    .join('\n')
    .replace(/asset:([\w./-]+)/g, (_, name: string) => urlOf(name));
  return new Uint8Array(new TextEncoder().encode(text));
}

function listServedFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => extname(name) in CONTENT_TYPES && extname(name) !== '.css')
    .sort();
}

function readBytes(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(path));
}

/**
 * Beside the source when run from it; found from the repository's root when the gateway was
 * bundled into a folder somewhere below it.
 */
function findAssetsFolder(): string {
  const marker = join('css', 'tokens.css');
  let folder = dirname(fileURLToPath(import.meta.url));
  for (;;) {
    for (const candidate of ['assets', join('apps', 'console', 'assets')]) {
      const found = join(folder, candidate);
      if (existsSync(join(found, marker))) return found;
    }
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the assets folder of the console was not found');
    folder = parent;
  }
}
