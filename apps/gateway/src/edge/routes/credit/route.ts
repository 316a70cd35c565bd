import {
  adjustCreditEndpoint,
  autoReloadUpdateSchema,
  creditAdjustmentSchema,
  creditCheckoutEndpoint,
  creditCheckoutSchema,
  creditGrantSchema,
  creditQuoteEndpoint,
  creditQuoteRequestSchema,
  getAutoReloadEndpoint,
  getCreditOrderEndpoint,
  grantCreditEndpoint,
  listCreditInvoicesEndpoint,
  listCreditOrdersEndpoint,
  listCreditTransactionsEndpoint,
  marginQuerySchema,
  marginsEndpoint,
  pageQuerySchema,
  updateAutoReloadEndpoint,
} from '@aigateway/contract';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';
import { readOnce } from '../../read-once.ts';

/** `POST /v1/credit/quote`. */
export const creditQuoteRoute = defineRoute({
  endpoint: creditQuoteEndpoint,
  async handle(context, services) {
    await admitFor(context, services, 'read');
    const body = await readJson(context, creditQuoteRequestSchema);
    return context.json(services.credit.quote(body.credit_cents));
  },
});

/** `POST /v1/credit/checkout`. */
export const creditCheckoutRoute = defineRoute({
  endpoint: creditCheckoutEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const once = readOnce(context, services);
    const body = await readJson(context, creditCheckoutSchema);
    return context.json(await services.credit.checkout(by, body, once), 201);
  },
});

/** `GET /v1/credit/orders`. */
export const listCreditOrdersRoute = defineRoute({
  endpoint: listCreditOrdersEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const page = readQuery(context, pageQuerySchema);
    return context.json(await services.credit.listOrders(by, page));
  },
});

/** `GET /v1/credit/orders/{id}`. */
export const getCreditOrderRoute = defineRoute({
  endpoint: getCreditOrderEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    return context.json(await services.credit.getOrder(by, id));
  },
});

/** `GET /v1/credit/invoices`. */
export const listCreditInvoicesRoute = defineRoute({
  endpoint: listCreditInvoicesEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const page = readQuery(context, pageQuerySchema);
    return context.json(await services.credit.listInvoices(by, page));
  },
});

/** `GET /v1/credit/transactions`. */
export const listCreditTransactionsRoute = defineRoute({
  endpoint: listCreditTransactionsEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const page = readQuery(context, pageQuerySchema);
    return context.json(await services.credit.listTransactions(by, page));
  },
});

/** `GET /v1/credit/auto-reload`. */
export const getAutoReloadRoute = defineRoute({
  endpoint: getAutoReloadEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    return context.json(await services.credit.readReload(by));
  },
});

/** `PATCH /v1/credit/auto-reload`. */
export const updateAutoReloadRoute = defineRoute({
  endpoint: updateAutoReloadEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const change = await readJson(context, autoReloadUpdateSchema);
    return context.json(await services.credit.updateReload(by, change));
  },
});

/** `POST /v1/credit/grants`. */
export const grantCreditRoute = defineRoute({
  endpoint: grantCreditEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const key = readOnce(context, services)?.key ?? null;
    const body = await readJson(context, creditGrantSchema);
    return context.json(await services.credit.grant(by, body, key), 201);
  },
});

/** `POST /v1/credit/adjustments`. */
export const adjustCreditRoute = defineRoute({
  endpoint: adjustCreditEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const key = readOnce(context, services)?.key ?? null;
    const body = await readJson(context, creditAdjustmentSchema);
    return context.json(await services.credit.adjust(by, body, key), 201);
  },
});

/** `GET /v1/admin/margins`. */
export const marginsRoute = defineRoute({
  endpoint: marginsEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const { window = '30d' } = readQuery(context, marginQuerySchema);
    return context.json(await services.credit.readMargins(by, Number.parseInt(window, 10)));
  },
});
