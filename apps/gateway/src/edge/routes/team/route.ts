import {
  auditLogEndpoint,
  createInvitationEndpoint,
  getOrganisationEndpoint,
  getSessionEndpoint,
  invitationCreateSchema,
  listInvitationsEndpoint,
  listMembersEndpoint,
  memberUpdateSchema,
  organisationUpdateSchema,
  pageQuerySchema,
  removeMemberEndpoint,
  sessionUpdateSchema,
  updateMemberEndpoint,
  updateOrganisationEndpoint,
  updateSessionEndpoint,
  withdrawInvitationEndpoint,
} from '@aigateway/contract';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';

/** `GET /v1/session`. */
export const getSessionRoute = defineRoute({
  endpoint: getSessionEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'person');
    return context.json(await services.control.readSession(by));
  },
});

/** `PATCH /v1/session`. */
export const updateSessionRoute = defineRoute({
  endpoint: updateSessionEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'person');
    const { organisation_id: id } = await readJson(context, sessionUpdateSchema);
    return context.json(await services.control.switchOrganisation(by, id));
  },
});

/** `GET /v1/organisation`. */
export const getOrganisationRoute = defineRoute({
  endpoint: getOrganisationEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'team');
    return context.json(await services.control.readOrganisation(by));
  },
});

/** `PATCH /v1/organisation`. */
export const updateOrganisationRoute = defineRoute({
  endpoint: updateOrganisationEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const change = await readJson(context, organisationUpdateSchema);
    return context.json(await services.control.updateOrganisation(by, change));
  },
});

/** `GET /v1/members`. */
export const listMembersRoute = defineRoute({
  endpoint: listMembersEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'team');
    const page = readQuery(context, pageQuerySchema);
    return context.json(await services.control.listMembers(by, page));
  },
});

/** `PATCH /v1/members/{id}`. */
export const updateMemberRoute = defineRoute({
  endpoint: updateMemberEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    const { role } = await readJson(context, memberUpdateSchema);
    return context.json(await services.control.changeRole(by, id, role));
  },
});

/** `DELETE /v1/members/{id}`. */
export const removeMemberRoute = defineRoute({
  endpoint: removeMemberEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'team');
    return context.json(await services.control.removeMember(by, id));
  },
});

/** `POST /v1/invitations`. */
export const createInvitationRoute = defineRoute({
  endpoint: createInvitationEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const body = await readJson(context, invitationCreateSchema);
    return context.json(await services.control.invite(by, body), 201);
  },
});

/** `GET /v1/invitations`. */
export const listInvitationsRoute = defineRoute({
  endpoint: listInvitationsEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'team');
    const page = readQuery(context, pageQuerySchema);
    return context.json(await services.control.listInvitations(by, page));
  },
});

/** `DELETE /v1/invitations/{id}`. */
export const withdrawInvitationRoute = defineRoute({
  endpoint: withdrawInvitationEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    return context.json(await services.control.withdrawInvitation(by, id));
  },
});

/** `GET /v1/audit-log`. */
export const auditLogRoute = defineRoute({
  endpoint: auditLogEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const page = readQuery(context, pageQuerySchema);
    return context.json(await services.control.readAudit(by, page));
  },
});
