import type { Invitation, InvitationWithUrl, ListPage, Member } from '@aigateway/contract';
import { dateText } from '../../ui/format.ts';
import { defineOfficePage, type OfficeView } from '../define-office-page.ts';
import { textOf } from '../forms.ts';
import { ActForm, Choice, ConfirmedAct, DataTable, Disclosure, Line } from '../parts.tsx';

interface TeamData {
  readonly members: readonly Member[];
  readonly invitations: readonly Invitation[];
}

const ROLES = [
  { id: 'viewer', title: 'Viewer: reads' },
  { id: 'developer', title: 'Developer: pictures, own keys' },
  { id: 'admin', title: 'Admin: keys, money, members' },
  { id: 'owner', title: 'Owner: everything' },
];

/** Who is in the organisation, and who is invited. */
export const teamPage = defineOfficePage<TeamData>({
  slug: 'team',
  title: 'Team',
  lead: 'Who works here, and what each may do. Nobody can raise their own role.',
  group: 'organisation',
  least: 'admin',
  async load(api) {
    const [members, invitations] = await Promise.all([
      api.get<ListPage<Member>>('/v1/members?limit=100'),
      api.get<ListPage<Invitation>>('/v1/invitations?limit=100'),
    ]);
    return { members: members.data, invitations: invitations.data };
  },
  acts: {
    invite: {
      notice: 'The invitation is open.',
      call: 'POST /v1/invitations',
      body: (form) => ({ role: form('role'), email: textOf(form, 'email') }),
      result: (made: InvitationWithUrl) => ({
        what: 'The link of the invitation: hand it on.',
        secret: made.url,
      }),
    },
    withdraw: {
      notice: 'The invitation is withdrawn.',
      call: 'DELETE /v1/invitations/{id}',
    },
    role: {
      notice: 'The role is changed.',
      call: 'PATCH /v1/members/{id}',
      body: (form) => ({ role: form('role') }),
    },
    remove: {
      notice: 'The member is removed, and signed out of here.',
      call: 'DELETE /v1/members/{id}',
    },
  },
  show: Team,
});

function Team({ data, session }: OfficeView<TeamData>) {
  return (
    <>
      <Disclosure title="Invite somebody">
        <ActForm act="invite">
          <Choice label="Role" name="role" value="developer" options={ROLES} />
          <Line
            label="Email"
            name="email"
            type="email"
            hint="Only this address may accept. Empty: whoever has the link."
          />
          <button className="button" type="submit">
            Make the link
          </button>
        </ActForm>
      </Disclosure>
      <DataTable
        label="Members"
        rows={data.members}
        keyOf={(member) => member.id}
        empty={<p>Nobody is here.</p>}
        columns={[
          {
            title: 'Name',
            cell: (member) => (
              <>
                {member.name}
                {member.id === session.personId && ' (you)'}
                <span className="quiet">{member.email ?? 'no address yet'}</span>
              </>
            ),
          },
          { title: 'Role', cell: (member) => member.role },
          { title: 'Since', cell: (member) => dateText(member.created_at * 1000) },
          {
            title: 'Actions',
            kind: 'deeds',
            cell: (member) => member.id !== session.personId && <MemberActions member={member} />,
          },
        ]}
      />
      {data.invitations.length > 0 && <Invitations rows={data.invitations} />}
    </>
  );
}

function MemberActions({ member }: { member: Member }) {
  return (
    <div className="actions-row">
      <details className="confirm">
        <summary>Role</summary>
        <ActForm act="role" className="confirm-form">
          <input type="hidden" name="id" value={member.id} />
          <Choice label="Role" name="role" value={member.role} options={ROLES} />
          <button className="button" type="submit">
            Save
          </button>
        </ActForm>
      </details>
      <ConfirmedAct
        act="remove"
        id={member.id}
        verb="Remove"
        question={`Remove ${member.name} from the organisation?`}
      />
    </div>
  );
}

function Invitations({ rows }: { rows: readonly Invitation[] }) {
  return (
    <>
      <h2>Open invitations</h2>
      <DataTable
        label="Invitations"
        rows={rows}
        keyOf={(one) => one.id}
        empty={null}
        columns={[
          { title: 'For', cell: (one) => one.email ?? 'whoever has the link' },
          { title: 'Role', cell: (one) => one.role },
          { title: 'Until', cell: (one) => dateText(one.expires_at * 1000) },
          {
            title: 'Actions',
            kind: 'deeds',
            cell: (one) => (
              <ConfirmedAct
                act="withdraw"
                id={one.id}
                verb="Withdraw"
                question="The link opens nothing any more?"
              />
            ),
          },
        ]}
      />
    </>
  );
}
