import {
  adminAuditListSchema,
  adminAuditQuerySchema,
  adminLimitsSchema,
  adminModelListSchema,
  adminOrganisationListSchema,
  adminOrganisationQuerySchema,
  adminOrganisationSchema,
  adminOrganisationUpdateSchema,
} from '../admin.ts';
import { defineEndpoint, type Endpoint } from '../endpoint.ts';
import { idParameter, queryParameters } from '../lists.ts';
import { READ_ERRORS, WRITE_ERRORS } from './control-errors.ts';

const shared = { tag: 'Operators', auth: 'key', access: 'admin' } as const;
const OPERATOR = "For keys and members of the operator's organisation, with the access `admin`.";

/** `GET /v1/admin/organisations`. */
export const listOrganisationsEndpoint = defineEndpoint({
  ...shared,
  id: 'listOrganisations',
  method: 'get',
  path: '/v1/admin/organisations',
  summary: 'List the organisations, newest first',
  description: OPERATOR,
  query: queryParameters(adminOrganisationQuerySchema),
  answer: {
    status: 200,
    description: 'A page of organisations.',
    schemas: { AdminOrganisationList: adminOrganisationListSchema },
  },
  errors: READ_ERRORS,
});

/** `PATCH /v1/admin/organisations/{id}`. */
export const changeOrganisationEndpoint = defineEndpoint({
  ...shared,
  id: 'changeOrganisation',
  method: 'patch',
  path: '/v1/admin/organisations/{id}',
  summary: 'Change what binds an organisation',
  description: `${OPERATOR} The deed stands in the audit log of the organisation.`,
  query: [idParameter('organisation')],
  body: { name: 'AdminOrganisationUpdate', schema: adminOrganisationUpdateSchema },
  answer: {
    status: 200,
    description: 'The organisation as it is now.',
    schemas: { AdminOrganisation: adminOrganisationSchema },
  },
  errors: [...WRITE_ERRORS, 'foreign_origin', 'organisation_not_found'],
});

/** `GET /v1/admin/audit-log`. */
export const adminAuditLogEndpoint = defineEndpoint({
  ...shared,
  id: 'readWholeAuditLog',
  method: 'get',
  path: '/v1/admin/audit-log',
  summary: 'Read who did what in every organisation, newest first',
  description: OPERATOR,
  query: queryParameters(adminAuditQuerySchema),
  answer: {
    status: 200,
    description: 'A page of the log.',
    schemas: { AdminAuditList: adminAuditListSchema },
  },
  errors: READ_ERRORS,
});

/** `GET /v1/admin/models`. */
export const adminModelsEndpoint = defineEndpoint({
  ...shared,
  id: 'listModelPrices',
  method: 'get',
  path: '/v1/admin/models',
  summary: "List the models with prices, makers' prices and routes",
  description: `${OPERATOR} Prices are part of the catalogue, one file a model.`,
  answer: {
    status: 200,
    description: 'Every model.',
    schemas: { AdminModelList: adminModelListSchema },
  },
  errors: READ_ERRORS,
});

/** `GET /v1/admin/limits`. */
export const adminLimitsEndpoint = defineEndpoint({
  ...shared,
  id: 'readLimits',
  method: 'get',
  path: '/v1/admin/limits',
  summary: 'Read the limits of the installation',
  description: `${OPERATOR} They are settings, read at the start.`,
  answer: { status: 200, description: 'The limits.', schemas: { AdminLimits: adminLimitsSchema } },
  errors: READ_ERRORS,
});

/** What the operator of a gateway reads and changes beside money. */
export const ADMIN_ENDPOINTS: readonly Endpoint[] = [
  listOrganisationsEndpoint,
  changeOrganisationEndpoint,
  adminAuditLogEndpoint,
  adminModelsEndpoint,
  adminLimitsEndpoint,
];
