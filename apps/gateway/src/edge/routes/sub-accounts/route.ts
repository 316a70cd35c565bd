import {
  closeSubAccountEndpoint,
  createSubAccountEndpoint,
  getSubAccountEndpoint,
  listSubAccountsEndpoint,
  pageQuerySchema,
  subAccountCreateSchema,
  subAccountUpdateSchema,
  subAccountUsageEndpoint,
  updateSubAccountEndpoint,
  windowQuerySchema,
} from '@aigateway/contract';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';

const DAY_MS = 86_400_000;
const DEFAULT_WINDOW = '30d';

/** `POST /v1/sub-accounts`. */
export const createSubAccountRoute = defineRoute({
  endpoint: createSubAccountEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const body = await readJson(context, subAccountCreateSchema);
    return context.json(await services.control.createSubAccount(by, body), 201);
  },
});

/** `GET /v1/sub-accounts`. */
export const listSubAccountsRoute = defineRoute({
  endpoint: listSubAccountsEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'read');
    const page = readQuery(context, pageQuerySchema);
    return context.json(await services.control.listSubAccounts(by, page));
  },
});

/** `GET /v1/sub-accounts/{id}`. */
export const getSubAccountRoute = defineRoute({
  endpoint: getSubAccountEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'read');
    return context.json(await services.control.getSubAccount(by, id));
  },
});

/** `PATCH /v1/sub-accounts/{id}`. */
export const updateSubAccountRoute = defineRoute({
  endpoint: updateSubAccountEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    const change = await readJson(context, subAccountUpdateSchema);
    return context.json(await services.control.updateSubAccount(by, id, change));
  },
});

/** `DELETE /v1/sub-accounts/{id}`. */
export const closeSubAccountRoute = defineRoute({
  endpoint: closeSubAccountEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    return context.json(await services.control.closeSubAccount(by, id));
  },
});

/** `GET /v1/sub-accounts/{id}/usage`. */
export const subAccountUsageRoute = defineRoute({
  endpoint: subAccountUsageEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'read');
    const { window = DEFAULT_WINDOW, ...page } = readQuery(context, windowQuerySchema);
    const { control } = services;
    await control.getSubAccount(by, id);
    const toMs = control.now() + 1;
    const fromMs = toMs - Number.parseInt(window, 10) * DAY_MS;
    const question = { fromMs, toMs, groups: ['day'], subAccountId: id, page } as const;
    return context.json(await control.readUsage(by, question));
  },
});
