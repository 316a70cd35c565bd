import {
  budgetCreateSchema,
  budgetUpdateSchema,
  createBudgetEndpoint,
  deleteBudgetEndpoint,
  getBudgetEndpoint,
  listBudgetsEndpoint,
  pageQuerySchema,
  updateBudgetEndpoint,
} from '@aigateway/contract';
import { admitFor, readQuery } from '../../control-call.ts';
import { defineRoute } from '../../define-route.ts';
import { readJson } from '../../read-json.ts';

/** `POST /v1/budgets`. */
export const createBudgetRoute = defineRoute({
  endpoint: createBudgetEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'admin');
    const body = await readJson(context, budgetCreateSchema);
    return context.json(await services.control.createBudget(by, body), 201);
  },
});

/** `GET /v1/budgets`. */
export const listBudgetsRoute = defineRoute({
  endpoint: listBudgetsEndpoint,
  async handle(context, services) {
    const { by } = await admitFor(context, services, 'read');
    const page = readQuery(context, pageQuerySchema);
    return context.json(await services.control.listBudgets(by, page));
  },
});

/** `GET /v1/budgets/{id}`. */
export const getBudgetRoute = defineRoute({
  endpoint: getBudgetEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'read');
    return context.json(await services.control.getBudget(by, id));
  },
});

/** `PATCH /v1/budgets/{id}`. */
export const updateBudgetRoute = defineRoute({
  endpoint: updateBudgetEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    const change = await readJson(context, budgetUpdateSchema);
    return context.json(await services.control.updateBudget(by, id, change));
  },
});

/** `DELETE /v1/budgets/{id}`. */
export const deleteBudgetRoute = defineRoute({
  endpoint: deleteBudgetEndpoint,
  async handle(context, services) {
    const { by, id } = await admitFor(context, services, 'admin');
    return context.json(await services.control.deleteBudget(by, id));
  },
});
