/// <reference lib="dom" />
import type { FileRecord, ListPage } from '@aigateway/contract';
import { useCallback, useEffect, useState } from 'react';
import { dateText } from '../ui/format.ts';
import { CallError, getJson } from './gateway-client.ts';

const PAGE = 24;

type Shelf =
  | { readonly state: 'loading' | 'stranger' }
  | { readonly state: 'failed'; readonly message: string; readonly requestId: string | null }
  | { readonly state: 'read'; readonly cursor: string | null };

/** Every picture that the gateway keeps for whoever is signed in, also those made elsewhere. */
export function KeptPictures({ onUse }: { onUse: (url: string) => void }) {
  const { pictures, shelf, readMore } = useShelf();
  return (
    <section className="kept" aria-label="Kept on the gateway">
      {shelf.state === 'read' && pictures.length === 0 && (
        <p className="quiet">Nothing is kept here yet.</p>
      )}
      <ul className="kept-pictures">
        {pictures.map((file) => (
          <KeptPicture key={file.id} file={file} onUse={onUse} />
        ))}
      </ul>
      <p role="status" className="quiet">
        {shelf.state === 'loading' && 'Looking …'}
        {shelf.state === 'stranger' && (
          <>
            <a href="/sign-in?next=/playground">Sign in</a> to see what the gateway keeps for you.
          </>
        )}
        {shelf.state === 'failed' && shelf.message}{' '}
        {shelf.state === 'failed' && shelf.requestId && (
          <>
            Request <code>{shelf.requestId}</code>
          </>
        )}
      </p>
      {shelf.state === 'read' && shelf.cursor !== null && (
        <button className="link-button" type="button" onClick={() => readMore(shelf.cursor)}>
          Older
        </button>
      )}
    </section>
  );
}

function KeptPicture({ file, onUse }: { file: FileRecord; onUse: (url: string) => void }) {
  const url = `/v1/files/${file.id}/content`;
  return (
    <li className="plate">
      <img
        src={url}
        alt={`Made ${dateText(file.created_at * 1000)}`}
        width={file.width}
        height={file.height}
        loading="lazy"
      />
      <p className="run-verbs">
        <a href={url} download={file.id}>
          Download
        </a>
        <button type="button" onClick={() => onUse(url)}>
          Use as reference
        </button>
      </p>
    </li>
  );
}

/** The pictures that have come, and how the reading stands. */
function useShelf() {
  const [pictures, setPictures] = useState<readonly FileRecord[]>([]);
  const [shelf, setShelf] = useState<Shelf>({ state: 'loading' });
  const readMore = useCallback((cursor: string | null) => {
    setShelf({ state: 'loading' });
    const query = new URLSearchParams({ source: 'made', limit: String(PAGE) });
    if (cursor !== null) query.set('cursor', cursor);
    getJson<ListPage<FileRecord>>(`/v1/files?${query}`)
      .then((page) => {
        setPictures((before) => (cursor === null ? page.data : [...before, ...page.data]));
        setShelf({ state: 'read', cursor: page.next_cursor });
      })
      .catch((error: unknown) => setShelf(describe(error)));
  }, []);
  useEffect(() => readMore(null), [readMore]);
  return { pictures, shelf, readMore };
}

function describe(error: unknown): Shelf {
  if (!(error instanceof CallError)) {
    return { state: 'failed', message: 'The gateway cannot be reached.', requestId: null };
  }
  if (error.code === 'missing_api_key') return { state: 'stranger' };
  return { state: 'failed', message: error.message, requestId: error.requestId };
}
