import type { FileRecord, ListPage } from '@aigateway/contract';
import { Chips } from '../../ui/chips.tsx';
import { dateText } from '../../ui/format.ts';
import { defineOfficePage, type OfficeQuery } from '../define-office-page.ts';
import { ConfirmedAct, NextPage } from '../parts.tsx';

const SOURCES = [
  { id: '', title: 'All' },
  { id: 'made', title: 'Made' },
  { id: 'uploaded', title: 'Uploaded' },
] as const;

/** Every picture kept for the organisation. */
export const galleryPage = defineOfficePage<ListPage<FileRecord>>({
  slug: 'gallery',
  title: 'Gallery',
  lead: 'Every picture that is kept here, newest first, until its date.',
  group: 'work',
  least: 'viewer',
  load: (api, query) => {
    const asked = new URLSearchParams({ limit: '24' });
    const source = sourceOf(query);
    if (source !== '') asked.set('source', source);
    if (query.cursor) asked.set('cursor', query.cursor);
    return api.get(`/v1/files?${asked}`);
  },
  acts: {
    delete: { notice: 'The picture is deleted.', call: 'DELETE /v1/files/{id}' },
  },
  show: ({ data, query }) => (
    <>
      <Chips
        label="Source"
        chips={SOURCES.map(({ id, title }) => ({
          title,
          href: id === '' ? '/office/gallery' : `?source=${id}`,
          current: id === sourceOf(query),
        }))}
      />
      <Pictures files={data.data} />
      <NextPage query={query} cursor={data.next_cursor} />
    </>
  ),
});

function sourceOf(query: OfficeQuery): string {
  return SOURCES.find(({ id }) => id === query.source)?.id ?? '';
}

function Pictures({ files }: { files: readonly FileRecord[] }) {
  if (files.length === 0) {
    return (
      <div className="empty">
        <p>
          No picture is kept here. <a href="/playground">Make one in the playground.</a>
        </p>
      </div>
    );
  }
  return (
    <ul className="gallery">
      {files.map((file) => (
        <li key={file.id}>
          <article className="generation">
            <KeptPicture file={file} />
            <div className="generation-caption">
              <p>
                {file.width}×{file.height} {file.format}, {file.source}
              </p>
              <p className="quiet">
                {dateText(file.created_at * 1000)}
                {file.expires_at !== null && `, kept until ${dateText(file.expires_at * 1000)}`}
              </p>
              <p>
                <code>{file.id}</code>
              </p>
              <ConfirmedAct
                act="delete"
                id={file.id}
                verb="Delete"
                question="Delete the picture for good? Its address stops working."
              />
            </div>
          </article>
        </li>
      ))}
    </ul>
  );
}

/** A kept picture, as a link to itself. */
export function KeptPicture({ file }: { file: FileRecord }) {
  const address = `/v1/files/${file.id}/content`;
  return (
    <a href={address}>
      <img
        src={address}
        width={file.width}
        height={file.height}
        alt={`${file.source === 'made' ? 'Made' : 'Uploaded'} ${dateText(file.created_at * 1000)}`}
        loading="lazy"
      />
    </a>
  );
}
