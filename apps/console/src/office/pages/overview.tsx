import { writeCallSnippets } from '@aigateway/catalog';
import type {
  Balance,
  FileRecord,
  ListPage,
  UsageList,
  UsageRecord,
  UsageRow,
} from '@aigateway/contract';
import type { ConsoleSession } from '../../account-services.ts';
import { CodeBlock } from '../../ui/code-block.tsx';
import { usdFromCents } from '../../ui/format.ts';
import type { Site } from '../../ui/site.ts';
import { defineOfficePage } from '../define-office-page.ts';
import { RequestsTable } from '../requests-table.tsx';
import { KeptPicture } from './gallery.tsx';

interface OverviewData {
  readonly balance: Balance;
  readonly days: readonly UsageRow[];
  readonly pictures: readonly FileRecord[];
  readonly recent: readonly UsageRecord[];
}

/** Balance, the month, the latest pictures and requests. */
export const overviewPage = defineOfficePage<OverviewData>({
  slug: '',
  title: 'Overview',
  lead: 'What there is to spend, what was spent, what came of it.',
  group: 'work',
  least: 'viewer',
  async load(api) {
    const [balance, days, pictures, recent] = await Promise.all([
      api.get<Balance>('/v1/balance'),
      api.get<UsageList>('/v1/usage?group_by=day&limit=100'),
      api.get<ListPage<FileRecord>>('/v1/files?source=made&limit=8'),
      api.get<ListPage<UsageRecord>>('/v1/usage/recent?limit=8'),
    ]);
    return { balance, days: days.data, pictures: pictures.data, recent: recent.data };
  },
  show: ({ site, session, data }) => (
    <>
      {!session.hasPassword && <NoPassword session={session} />}
      <Figures site={site} balance={data.balance} days={data.days} />
      {data.pictures.length === 0 ? (
        <FirstPicture site={site} />
      ) : (
        <>
          <h2>Latest pictures</h2>
          <ul className="gallery gallery-small">
            {data.pictures.map((file) => (
              <li key={file.id}>
                <KeptPicture file={file} />
              </li>
            ))}
          </ul>
          <h2>Latest requests</h2>
          <RequestsTable rows={data.recent} />
        </>
      )}
    </>
  ),
});

function NoPassword({ session }: { session: ConsoleSession }) {
  return (
    <p className="note">
      {session.personName}, you came by a link that works once.{' '}
      <a href="/account/password">Set a password</a> to sign in without one.
    </p>
  );
}

function Figures(props: { site: Site; balance: Balance; days: readonly UsageRow[] }) {
  const { site, balance, days } = props;
  const sum = (read: (row: UsageRow) => number) => days.reduce((all, row) => all + read(row), 0);
  const spent = Math.round(sum((row) => row.cost_cents) * 1e4) / 1e4;
  return (
    <div className="figures">
      <dl>
        <div className="figures-main">
          <dt>Available{site.mode === 'sandbox' && ' (play money)'}</dt>
          <dd>{usdFromCents(String(balance.available_cents))}</dd>
        </div>
        <div>
          <dt>Held for calls in flight</dt>
          <dd>{usdFromCents(String(balance.held_cents))}</dd>
        </div>
        <div>
          <dt>Spent in 30 days</dt>
          <dd>{usdFromCents(String(spent))}</dd>
        </div>
        <div>
          <dt>Pictures in 30 days</dt>
          <dd>{sum((row) => row.images)}</dd>
        </div>
      </dl>
    </div>
  );
}

function FirstPicture({ site }: { site: Site }) {
  const request = {
    model: 'ideogram/ideogram-character-remix',
    prompt: 'a red fox on a snowy mountain at sunset',
  };
  return (
    <div className="empty">
      <p>
        Nothing has been made yet. <a href="/office/keys">Make a key</a>, and this call makes the
        first picture:
      </p>
      <CodeBlock label="curl" code={writeCallSnippets(site.publicUrl, request).curl} />
    </div>
  );
}
