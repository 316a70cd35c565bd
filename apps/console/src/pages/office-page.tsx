import { writeCallSnippets } from '@aigateway/catalog';
import type { ConsoleSession } from '../account-services.ts';
import type {
  GenerationSummary,
  KeySummary,
  Overview,
  PictureSummary,
} from '../console-services.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { countText, dateText, durationText, usdFromCents } from '../ui/format.ts';
import { PageFrame } from '../ui/page-frame.tsx';
import { Section } from '../ui/section.tsx';
import type { Site } from '../ui/site.ts';
import { TableScroll } from '../ui/table-scroll.tsx';

const HEAD = { title: 'Office: AIgateway', description: 'Balance, keys and pictures.' } as const;

/** Balance, keys and the latest pictures. */
export function OfficePage(props: { site: Site; session: ConsoleSession; overview: Overview }) {
  const { site, session, overview } = props;
  return (
    <PageFrame site={site} head={{ ...HEAD, current: 'office' }}>
      <div className="page-title page-title-split">
        <div>
          <h1>Office</h1>
          <p className="lead">
            {session.name} <span className="quiet">({session.role})</span>
          </p>
        </div>
        <form method="post" action="/sign-out">
          <button className="button button-quiet" type="submit">
            Sign out
          </button>
        </form>
      </div>
      {!session.hasPassword && <NoPassword />}
      <Balance site={site} overview={overview} />
      <Keys keys={overview.keys} />
      <Latest site={site} recent={overview.recent} />
    </PageFrame>
  );
}

function NoPassword() {
  return (
    <div className="wide">
      <p className="note">
        You came by a link that works once. <a href="/account/password">Set a password</a> to sign
        in without one.
      </p>
    </div>
  );
}

function Balance({ site, overview }: { site: Site; overview: Overview }) {
  const note = site.mode === 'sandbox' ? 'Play money: this is a sandbox.' : 'US dollars.';
  return (
    <Section id="balance" title="Balance" note={note}>
      <dl className="balance">
        <div className="balance-main">
          <dt>Available</dt>
          <dd>{usdFromCents(overview.availableCents)}</dd>
        </div>
        <div>
          <dt>Held for calls in flight</dt>
          <dd>{usdFromCents(overview.heldCents)}</dd>
        </div>
        <div>
          <dt>Posted</dt>
          <dd>{usdFromCents(overview.postedCents)}</dd>
        </div>
      </dl>
    </Section>
  );
}

function Keys({ keys }: { keys: readonly KeySummary[] }) {
  return (
    <Section id="keys" title="Keys" note="Secrets are shown once, when a key is made.">
      {keys.length === 0 ? (
        <p className="empty">There is no key yet.</p>
      ) : (
        <TableScroll>
          <table className="keys">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Secret</th>
                <th scope="col">Made</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {keys.map((key) => (
                <tr key={key.id}>
                  <th scope="row">{key.name}</th>
                  <td>
                    <code>sk-aig-…{key.last4}</code>
                  </td>
                  <td>{dateText(key.createdAtMs)}</td>
                  <td>{key.revoked ? <span className="quiet">revoked</span> : 'active'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Section>
  );
}

function Latest({ site, recent }: { site: Site; recent: readonly GenerationSummary[] }) {
  return (
    <Section id="latest" title="Latest pictures" note="Newest first.">
      {recent.length === 0 ? (
        <FirstPicture site={site} />
      ) : (
        <ul className="gallery">
          {recent.map((generation) => (
            <li key={generation.requestId}>
              <Generation site={site} generation={generation} />
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function FirstPicture({ site }: { site: Site }) {
  const request = {
    model: 'atelier/scene',
    prompt: 'a red fox on a snowy mountain at sunset',
  };
  return (
    <div className="empty">
      <p>Nothing has been made yet. This call makes the first one, with a key from above:</p>
      <CodeBlock label="curl" code={writeCallSnippets(site.publicUrl, request).curl} />
    </div>
  );
}

function Generation({ site, generation }: { site: Site; generation: GenerationSummary }) {
  const { pictures, model, provider, status } = generation;
  return (
    <article className="generation">
      <div className={pictures.length > 1 ? 'generation-set' : 'generation-one'}>
        {pictures.map((picture) => (
          <a key={picture.url} href={localUrl(site, picture)}>
            <img
              src={localUrl(site, picture)}
              width={picture.width}
              height={picture.height}
              alt={`Made by ${model}`}
              loading="lazy"
            />
          </a>
        ))}
        {pictures.length === 0 && <p className="generation-none">{status}</p>}
      </div>
      <div className="generation-caption">
        <p>
          <cite>{model}</cite>
        </p>
        <p>
          {countText(generation.images, 'picture')} by {provider}, {status},{' '}
          {usdFromCents(generation.costCents)}, {durationText(generation.latencyMs)}
        </p>
        <p>
          {dateText(generation.createdAtMs)} <code>{generation.requestId}</code>
        </p>
      </div>
    </article>
  );
}

/**
 * Pictures carry the public address. The visitor may have come by another name of this machine,
 * and only pictures of the page's own host may load: so the host is left out.
 */
function localUrl(site: Site, picture: PictureSummary): string {
  const { url } = picture;
  return url.startsWith(`${site.publicUrl}/`) ? url.slice(site.publicUrl.length) : url;
}
