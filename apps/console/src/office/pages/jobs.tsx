import type { Job, ListPage } from '@aigateway/contract';
import { Chips } from '../../ui/chips.tsx';
import { dateText, usdFromCents } from '../../ui/format.ts';
import { defineOfficePage, type OfficeQuery } from '../define-office-page.ts';
import { ConfirmedAct, DataTable, NextPage } from '../parts.tsx';

const STATES = [
  { id: '', title: 'All' },
  { id: 'queued', title: 'Queued' },
  { id: 'processing', title: 'Processing' },
  { id: 'completed', title: 'Completed' },
  { id: 'failed', title: 'Failed' },
] as const;

/** Calls that nobody waits for. */
export const jobsPage = defineOfficePage<ListPage<Job>>({
  slug: 'jobs',
  title: 'Jobs',
  lead: 'Calls that were sent with async: where they stand, and what came of them.',
  group: 'work',
  least: 'viewer',
  load: (api, query) => {
    const asked = new URLSearchParams({ limit: '25' });
    const status = statusOf(query);
    if (status !== '') asked.set('status', status);
    if (query.cursor) asked.set('cursor', query.cursor);
    return api.get(`/v1/jobs?${asked}`);
  },
  acts: {
    cancel: {
      notice: 'The job is cancelled. It costs nothing.',
      call: 'POST /v1/jobs/{id}/cancel',
    },
  },
  show: ({ data, query }) => (
    <>
      <Chips
        label="State"
        chips={STATES.map(({ id, title }) => ({
          title,
          href: id === '' ? '/office/jobs' : `?status=${id}`,
          current: id === statusOf(query),
        }))}
      />
      <DataTable
        label="Jobs"
        rows={data.data}
        keyOf={(job) => job.id}
        empty={
          <p>
            There is no such job. A call with <code>"async": true</code> makes one.
          </p>
        }
        columns={[
          { title: 'When', cell: (job) => dateText(job.created_at * 1000) },
          { title: 'Job', cell: What },
          { title: 'State', cell: State },
          { title: 'Cost', kind: 'number', cell: (job) => usdFromCents(String(job.cost_cents)) },
          { title: 'Actions', kind: 'deeds', cell: Cancel },
        ]}
      />
      <NextPage query={query} cursor={data.next_cursor} />
    </>
  ),
});

function statusOf(query: OfficeQuery): string {
  return STATES.find(({ id }) => id === query.status)?.id ?? '';
}

function What(job: Job) {
  return (
    <>
      {job.model}
      <span className="quiet">
        <code>{job.id}</code>
      </span>
    </>
  );
}

function State(job: Job) {
  if (job.status === 'processing') return `${Math.round(job.progress * 100)} %`;
  return (
    <>
      {job.error?.code === 'cancelled' ? 'cancelled' : job.status}
      {job.error && <span className="quiet">{job.error.message}</span>}
    </>
  );
}

function Cancel(job: Job) {
  if (job.status === 'completed' || job.status === 'failed') return null;
  return (
    <ConfirmedAct
      act="cancel"
      id={job.id}
      verb="Cancel"
      question="Stop the job? What is not delivered is not charged."
    />
  );
}
