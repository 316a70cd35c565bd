import { deletedSchema } from '../deleted.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { idParameter, pageQuerySchema, queryParameters } from '../lists.ts';
import {
  auditListSchema,
  invitationCreateSchema,
  invitationListSchema,
  invitationWithUrlSchema,
  memberListSchema,
  memberSchema,
  memberUpdateSchema,
  organisationSchema,
  organisationUpdateSchema,
  sessionSchema,
  sessionUpdateSchema,
} from '../team.ts';
import { READ_ERRORS, WRITE_ERRORS } from './control-errors.ts';

const shared = { tag: 'Team', auth: 'key' } as const;
const member = idParameter('member');
const invitation = idParameter('invitation');
const page = queryParameters(pageQuerySchema);

/** `GET /v1/session`. */
export const getSessionEndpoint = defineEndpoint({
  ...shared,
  access: 'person',
  id: 'getSession',
  method: 'get',
  path: '/v1/session',
  summary: 'Read who is signed in',
  answer: { status: 200, description: 'The session.', schemas: { Session: sessionSchema } },
  errors: READ_ERRORS,
});

/** `PATCH /v1/session`. */
export const updateSessionEndpoint = defineEndpoint({
  ...shared,
  access: 'person',
  id: 'updateSession',
  method: 'patch',
  path: '/v1/session',
  summary: 'Work in another organisation of yours',
  body: { name: 'SessionUpdate', schema: sessionUpdateSchema },
  answer: { status: 200, description: 'The session now.', schemas: { Session: sessionSchema } },
  errors: [...WRITE_ERRORS, 'foreign_origin'],
});

/** `GET /v1/organisation`. */
export const getOrganisationEndpoint = defineEndpoint({
  ...shared,
  access: 'team',
  id: 'getOrganisation',
  method: 'get',
  path: '/v1/organisation',
  summary: 'Read the organisation',
  answer: {
    status: 200,
    description: 'The organisation.',
    schemas: { Organisation: organisationSchema },
  },
  errors: READ_ERRORS,
});

/** `PATCH /v1/organisation`. */
export const updateOrganisationEndpoint = defineEndpoint({
  ...shared,
  access: 'admin',
  id: 'updateOrganisation',
  method: 'patch',
  path: '/v1/organisation',
  summary: 'Rename the organisation, or say how long it keeps pictures',
  body: { name: 'OrganisationUpdate', schema: organisationUpdateSchema },
  answer: {
    status: 200,
    description: 'The organisation as it is now.',
    schemas: { Organisation: organisationSchema },
  },
  errors: [...WRITE_ERRORS, 'foreign_origin'],
});

/** `GET /v1/members`. */
export const listMembersEndpoint = defineEndpoint({
  ...shared,
  access: 'team',
  id: 'listMembers',
  method: 'get',
  path: '/v1/members',
  summary: 'List the members, newest first',
  query: page,
  answer: {
    status: 200,
    description: 'A page of members.',
    schemas: { MemberList: memberListSchema },
  },
  errors: READ_ERRORS,
});

/** `PATCH /v1/members/{id}`. */
export const updateMemberEndpoint = defineEndpoint({
  ...shared,
  access: 'admin',
  id: 'updateMember',
  method: 'patch',
  path: '/v1/members/{id}',
  summary: "Change a member's role",
  description:
    'Nobody changes their own role, touches a higher one, or gives a role above their own. The ' +
    'last owner stays one.',
  query: [member],
  body: { name: 'MemberUpdate', schema: memberUpdateSchema },
  answer: { status: 200, description: 'The member now.', schemas: { Member: memberSchema } },
  errors: [...WRITE_ERRORS, 'foreign_origin', 'member_not_found'],
});

/** `DELETE /v1/members/{id}`. */
export const removeMemberEndpoint = defineEndpoint({
  ...shared,
  access: 'team',
  id: 'removeMember',
  method: 'delete',
  path: '/v1/members/{id}',
  summary: 'Remove a member, or leave',
  description:
    'Everybody may leave but the last owner. To remove others takes the role admin, and the role ' +
    'owner for owners. Keys that the member made are revoked.',
  query: [member],
  answer: { status: 200, description: 'It is removed.', schemas: { Deleted: deletedSchema } },
  errors: [...READ_ERRORS, 'foreign_origin', 'member_not_found'],
});

/** `POST /v1/invitations`. */
export const createInvitationEndpoint = defineEndpoint({
  ...shared,
  access: 'admin',
  id: 'createInvitation',
  method: 'post',
  path: '/v1/invitations',
  summary: 'Invite somebody by a link',
  description: 'The link works once, within seven days. Nobody invites above their own role.',
  body: { name: 'InvitationCreate', schema: invitationCreateSchema },
  answer: {
    status: 201,
    description: 'The invitation with its link.',
    schemas: { InvitationWithUrl: invitationWithUrlSchema },
  },
  errors: [...WRITE_ERRORS, 'foreign_origin'],
});

/** `GET /v1/invitations`. */
export const listInvitationsEndpoint = defineEndpoint({
  ...shared,
  access: 'team',
  id: 'listInvitations',
  method: 'get',
  path: '/v1/invitations',
  summary: 'List the open invitations, newest first',
  query: page,
  answer: {
    status: 200,
    description: 'A page of invitations.',
    schemas: { InvitationList: invitationListSchema },
  },
  errors: READ_ERRORS,
});

/** `DELETE /v1/invitations/{id}`. */
export const withdrawInvitationEndpoint = defineEndpoint({
  ...shared,
  access: 'admin',
  id: 'withdrawInvitation',
  method: 'delete',
  path: '/v1/invitations/{id}',
  summary: 'Withdraw an invitation',
  query: [invitation],
  answer: { status: 200, description: 'It is withdrawn.', schemas: { Deleted: deletedSchema } },
  errors: [...READ_ERRORS, 'foreign_origin', 'invitation_not_found'],
});

/** `GET /v1/audit-log`. */
export const auditLogEndpoint = defineEndpoint({
  ...shared,
  access: 'admin',
  id: 'readAuditLog',
  method: 'get',
  path: '/v1/audit-log',
  summary: 'Read who did what, newest first',
  query: page,
  answer: {
    status: 200,
    description: 'A page of the log.',
    schemas: { AuditList: auditListSchema },
  },
  errors: READ_ERRORS,
});

/** All of them, in the order of the document. */
export const TEAM_ENDPOINTS: readonly Endpoint[] = [
  getSessionEndpoint,
  updateSessionEndpoint,
  getOrganisationEndpoint,
  updateOrganisationEndpoint,
  listMembersEndpoint,
  updateMemberEndpoint,
  removeMemberEndpoint,
  createInvitationEndpoint,
  listInvitationsEndpoint,
  withdrawInvitationEndpoint,
  auditLogEndpoint,
];
