import {
  budgetCreateSchema,
  budgetListSchema,
  budgetSchema,
  budgetUpdateSchema,
} from '../budgets.ts';
import { deletedSchema } from '../deleted.ts';
import { defineEndpoint } from '../endpoint.ts';
import { idParameter, pageQuerySchema, queryParameters } from '../lists.ts';
import { READ_ERRORS, WRITE_ERRORS } from './control-errors.ts';

const shared = { tag: 'Budgets', auth: 'key' } as const;
const id = idParameter('budget');
const one = { Budget: budgetSchema };

/** `POST /v1/budgets`. */
export const createBudgetEndpoint = defineEndpoint({
  ...shared,
  id: 'createBudget',
  method: 'post',
  access: 'admin',
  path: '/v1/budgets',
  summary: 'Cap what a tag may spend a month',
  description:
    'Needs the scope `admin`. Counts what is held from now on; one a tag. Calls that would ' +
    'pass it answer 402 before anything is made.',
  body: { name: 'BudgetCreate', schema: budgetCreateSchema },
  answer: { status: 201, description: 'The budget.', schemas: one },
  errors: WRITE_ERRORS,
});

/** `GET /v1/budgets`. */
export const listBudgetsEndpoint = defineEndpoint({
  ...shared,
  id: 'listBudgets',
  method: 'get',
  access: 'read',
  path: '/v1/budgets',
  summary: 'List the budgets, newest first',
  query: queryParameters(pageQuerySchema),
  answer: {
    status: 200,
    description: 'A page of budgets.',
    schemas: { BudgetList: budgetListSchema },
  },
  errors: READ_ERRORS,
});

/** `GET /v1/budgets/{id}`. */
export const getBudgetEndpoint = defineEndpoint({
  ...shared,
  id: 'getBudget',
  method: 'get',
  access: 'read',
  path: '/v1/budgets/{id}',
  summary: 'Read one budget',
  query: [id],
  answer: { status: 200, description: 'The budget.', schemas: one },
  errors: [...READ_ERRORS, 'budget_not_found'],
});

/** `PATCH /v1/budgets/{id}`. */
export const updateBudgetEndpoint = defineEndpoint({
  ...shared,
  id: 'updateBudget',
  method: 'patch',
  access: 'admin',
  path: '/v1/budgets/{id}',
  summary: 'Change the cap of a budget',
  description: 'Needs the scope `admin`.',
  query: [id],
  body: { name: 'BudgetUpdate', schema: budgetUpdateSchema },
  answer: { status: 200, description: 'The budget as it is now.', schemas: one },
  errors: [...WRITE_ERRORS, 'budget_not_found'],
});

/** `DELETE /v1/budgets/{id}`. */
export const deleteBudgetEndpoint = defineEndpoint({
  ...shared,
  id: 'deleteBudget',
  method: 'delete',
  access: 'admin',
  path: '/v1/budgets/{id}',
  summary: 'Take a budget away',
  description: 'Needs the scope `admin`.',
  query: [id],
  answer: { status: 200, description: 'It is gone.', schemas: { Deleted: deletedSchema } },
  errors: [...READ_ERRORS, 'budget_not_found'],
});
