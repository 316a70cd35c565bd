import type { AuditLine } from '@aigateway/contract';
import { dateText, usdFromCents } from '../ui/format.ts';
import { type Column, DataTable } from './parts.tsx';

/** Lines of an audit log, newest first; `also` says where each was written. */
export function AuditTable<Line extends AuditLine>(props: {
  rows: readonly Line[];
  also?: readonly Column<Line>[];
}) {
  const { rows, also = [] } = props;
  return (
    <DataTable
      label="Audit log"
      rows={rows}
      keyOf={(line) => line.id}
      empty={<p>Nothing was done yet.</p>}
      columns={[
        { title: 'When', cell: (line) => dateText(line.created_at * 1000) },
        ...also,
        { title: 'What', cell: (line) => line.action },
        { title: 'Who', cell: (line) => <code>{line.actor}</code> },
        { title: 'To', cell: (line) => line.subject && <code>{line.subject}</code> },
        { title: 'Detail', cell: (line) => <Detail detail={line.detail} /> },
      ]}
    />
  );
}

function Detail({ detail }: { detail: AuditLine['detail'] }) {
  const parts = Object.entries(detail).filter(([, value]) => value !== null);
  return <>{parts.map(describePart).join(', ')}</>;
}

/** `monthly_cap_micro_usd: 15000000` as `monthly cap: $15.00`. */
function describePart([name, value]: [string, unknown]): string {
  const [, noun = name, unit] = /^(.*?)(_micro_usd|_cents)?$/.exec(name) ?? [];
  const cents = unit === '_micro_usd' ? Number(value) / 1e4 : Number(value);
  const text = unit === undefined ? textOf(value) : usdFromCents(String(cents));
  return `${noun.replaceAll('_', ' ')}: ${text}`;
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(' ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
