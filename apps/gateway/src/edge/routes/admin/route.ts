import {
  adminAuditLogEndpoint,
  adminAuditQuerySchema,
  adminLimitsEndpoint,
  adminModelsEndpoint,
  adminOrganisationQuerySchema,
  adminOrganisationUpdateSchema,
  changeOrganisationEndpoint,
  listOrganisationsEndpoint,
} from '@aigateway/contract';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';

/** `GET /v1/admin/organisations`. */
export const listOrganisationsRoute = defineRoute({
  endpoint: listOrganisationsEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const query = readQuery(context, adminOrganisationQuerySchema);
    return context.json(await services.admin.listOrganisations(by, query));
  },
});

/** `PATCH /v1/admin/organisations/{id}`. */
export const changeOrganisationRoute = defineRoute({
  endpoint: changeOrganisationEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    const change = await readJson(context, adminOrganisationUpdateSchema);
    return context.json(await services.admin.changeOrganisation(by, id, change));
  },
});

/** `GET /v1/admin/audit-log`. */
export const adminAuditLogRoute = defineRoute({
  endpoint: adminAuditLogEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const query = readQuery(context, adminAuditQuerySchema);
    return context.json(await services.admin.readAudit(by, query));
  },
});

/** `GET /v1/admin/models`. */
export const adminModelsRoute = defineRoute({
  endpoint: adminModelsEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    return context.json(services.admin.listModels(by));
  },
});

/** `GET /v1/admin/limits`. */
export const adminLimitsRoute = defineRoute({
  endpoint: adminLimitsEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    return context.json(services.admin.readLimits(by));
  },
});
