import type { AdminLimits } from '@aigateway/contract';
import { Fragment } from 'react';
import { usdFromCents } from '../../ui/format.ts';
import { defineOfficePage } from '../define-office-page.ts';
import { DataTable } from '../parts.tsx';

interface Limit {
  readonly what: string;
  readonly value: string | number;
  readonly setting: string;
}

/** What binds who has no limit of their own. */
export const limitsPage = defineOfficePage<AdminLimits>({
  slug: 'limits',
  title: 'Limits',
  lead: 'What binds who has no limit of their own. These are settings, read at the start.',
  group: 'operator',
  least: 'admin',
  operatorOnly: true,
  load: (api) => api.get('/v1/admin/limits'),
  show: ({ data }) => (
    <>
      <DataTable
        label="Limits"
        rows={listLimits(data)}
        keyOf={({ setting }) => setting}
        empty={null}
        columns={[
          { title: 'What', cell: ({ what }) => what },
          { title: 'Value', kind: 'number', cell: ({ value }) => value },
          { title: 'Setting', cell: ({ setting }) => <SettingName setting={setting} /> },
        ]}
      />
      <p className="quiet">
        Other limits of an organisation are on <a href="/office/organisations">its row</a>, of a key
        on <a href="/office/keys">its own</a>. <a href="/docs/configuration">All settings</a>
      </p>
    </>
  ),
});

/** Broken between its words where the line is too short for it. */
function SettingName({ setting }: { setting: string }) {
  const words = setting.split(/(?<=_)/);
  return (
    <code>
      {words.map((word) => (
        <Fragment key={word}>
          {word}
          <wbr />
        </Fragment>
      ))}
    </code>
  );
}

function listLimits(limits: AdminLimits): Limit[] {
  const row = (setting: string, what: string, value: Limit['value']) => ({ setting, what, value });
  return [
    row('AIGATEWAY_MODE', 'Mode', limits.mode),
    row('AIGATEWAY_SIGN_UP', 'Who may make an account', limits.sign_up),
    row(
      'AIGATEWAY_SIGN_UP_CREDIT_CENTS',
      'Credit of a new organisation',
      usdFromCents(String(limits.sign_up_credit_cents)),
    ),
    row('AIGATEWAY_RATE_LIMIT_RPM', 'Requests a minute of a key', limits.rate_limit_rpm),
    row(
      'AIGATEWAY_FREE_RATE_LIMIT_RPM',
      'The same, before the organisation has paid',
      limits.free_rate_limit_rpm,
    ),
    row('AIGATEWAY_IMAGES_PER_MINUTE', 'Pictures a minute of a key', limits.images_per_minute),
    row(
      'AIGATEWAY_MAX_CONCURRENT_IMAGES',
      'Pictures of a key in flight',
      limits.max_concurrent_images,
    ),
    row('AIGATEWAY_ENGINE_QUEUE', 'Pictures that may wait for the engine', limits.engine_queue),
    row('AIGATEWAY_JOB_WORKERS', 'Jobs at the same time', limits.job_workers),
    row('AIGATEWAY_JOB_QUEUE', 'Jobs that may wait', limits.job_queue),
    row(
      'AIGATEWAY_IMAGE_RETENTION_DAYS',
      'Days that pictures are kept',
      limits.image_retention_days,
    ),
  ];
}
