import type { FileRecord, UsageReport } from '@aigateway/contract';
import { dateText, durationText } from '../../ui/format.ts';
import { defineOfficePage } from '../define-office-page.ts';
import { DataTable } from '../parts.tsx';
import { chargeOf, timeOf } from '../requests-table.tsx';
import { KeptPicture } from './gallery.tsx';

interface RequestData {
  readonly report: UsageReport;
  readonly pictures: readonly FileRecord[];
}

/** What became of a field, in one word. */
const BECAME = {
  used: 'used',
  converted: 'converted',
  approximated: 'approximated',
  unsupported: 'dropped',
} as const;

/** How one request came about. */
export const requestPage = defineOfficePage<RequestData>({
  slug: 'usage/request',
  parent: 'usage',
  title: 'One request',
  lead: 'Who was asked, how long it took, and what became of every field.',
  group: 'money',
  least: 'viewer',
  async load(api, query) {
    const id = encodeURIComponent(query.id ?? '');
    const report = await api.get<UsageReport>(`/v1/usage/${id}`);
    const files = report.image_ids.map((one) => api.get<FileRecord>(`/v1/files/${one}`));
    return { report, pictures: await Promise.all(files) };
  },
  show: ({ data: { report, pictures } }) => (
    <>
      <Facts report={report} />
      {pictures.length > 0 && (
        <ul className="gallery gallery-small">
          {pictures.map((file) => (
            <li key={file.id}>
              <KeptPicture file={file} />
            </li>
          ))}
        </ul>
      )}
      <h2>Attempts</h2>
      <Attempts rows={report.deployments} />
      <h2>Fields</h2>
      <Fields rows={report.fields} />
      {report.warnings.length > 0 && (
        <>
          <h2>What the caller was told</h2>
          <ul className="plain-list">
            {report.warnings.map((warning) => (
              <li key={warning}>{warning}</li>
            ))}
          </ul>
        </>
      )}
    </>
  ),
});

function Facts({ report }: { report: UsageReport }) {
  const facts: readonly (readonly [string, string])[] = [
    ['Request', report.request_id],
    ['When', dateText(report.created_at * 1000)],
    ['Model', report.model],
    ['Ended', report.error_code ?? report.status],
    ['Pictures', `${report.images} of ${report.images_requested}`],
    ['Took', timeOf(report)],
    ['Charged', chargeOf(report)],
    ['Key', report.key_id ?? ''],
    ['Tag', report.tag ?? ''],
    ['Sub-account', report.sub_account_id ?? ''],
  ];
  return (
    <dl className="record">
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{/^[a-z]+_\w+$/.test(value) ? <code>{value}</code> : value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Attempts({ rows }: { rows: UsageReport['deployments'] }) {
  return (
    <DataTable
      label="Attempts"
      rows={rows.map((row, i) => ({ ...row, place: i + 1 }))}
      keyOf={({ place }) => String(place)}
      empty={<p>Nobody was asked.</p>}
      columns={[
        {
          title: 'Asked',
          cell: ({ provider, deployment }) =>
            deployment === undefined ? provider : `${provider}/${deployment}`,
        },
        { title: 'Why', cell: ({ reason }) => reason },
        { title: 'Outcome', cell: ({ outcome }) => outcome },
        {
          title: 'Took',
          kind: 'number',
          cell: ({ latency_ms: ms }) => (ms === undefined ? '' : durationText(ms)),
        },
      ]}
    />
  );
}

function Fields({ rows }: { rows: UsageReport['fields'] }) {
  return (
    <DataTable
      label="Fields"
      rows={rows}
      keyOf={({ field }) => field}
      empty={<p>Nothing is known about its fields.</p>}
      columns={[
        { title: 'Field', cell: ({ field }) => <code>{field}</code> },
        { title: 'Became', cell: ({ support }) => BECAME[support] },
        { title: 'How', cell: ({ note }) => note },
      ]}
    />
  );
}
