import type { Organisation, Session } from '@aigateway/contract';
import { dateText } from '../../ui/format.ts';
import { defineOfficePage, type OfficeView } from '../define-office-page.ts';
import { ActForm, Line } from '../parts.tsx';

interface SettingsData {
  readonly organisation: Organisation;
  readonly who: Session;
}

/** The organisation's name, the person's password, the other organisations of the person. */
export const settingsPage = defineOfficePage<SettingsData>({
  slug: 'settings',
  title: 'Settings',
  lead: 'What this organisation is called, and how you get in.',
  group: 'organisation',
  least: 'viewer',
  async load(api) {
    const [organisation, who] = await Promise.all([
      api.get<Organisation>('/v1/organisation'),
      api.get<Session>('/v1/session'),
    ]);
    return { organisation, who };
  },
  acts: {
    rename: {
      notice: 'The organisation has its new name.',
      call: 'PATCH /v1/organisation',
      body: (form) => ({ name: form('name').trim() }),
    },
    switch: {
      notice: 'You work in another organisation now.',
      call: 'PATCH /v1/session',
      body: (form) => ({ organisation_id: form('id') }),
    },
  },
  show: Settings,
});

function Settings({ data: { organisation, who }, session }: OfficeView<SettingsData>) {
  const mayRename = session.role === 'owner' || session.role === 'admin';
  const others = who.memberships.filter((one) => one.organisation_id !== who.organisation_id);
  return (
    <>
      <h2>Organisation</h2>
      {mayRename ? (
        <ActForm act="rename">
          <Line label="Name" name="name" value={organisation.name} required />
          <button className="button" type="submit">
            Save
          </button>
        </ActForm>
      ) : (
        <p>{organisation.name}</p>
      )}
      <p className="quiet">
        <code>{organisation.id}</code>, since {dateText(organisation.created_at * 1000)}
      </p>
      <h2>You</h2>
      <p>
        {who.person.name}, {who.person.email ?? 'no address yet'}.{' '}
        <a href="/account/password">
          {who.person.has_password ? 'Change the password' : 'Set a password'}
        </a>
      </p>
      {others.length > 0 && <h2>Your other organisations</h2>}
      {others.map((one) => (
        <ActForm key={one.organisation_id} act="switch" className="inline-form">
          <input type="hidden" name="id" value={one.organisation_id} />
          <button className="plain-button" type="submit">
            Work in {one.name} ({one.role})
          </button>
        </ActForm>
      ))}
    </>
  );
}
