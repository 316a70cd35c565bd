import { deletedSchema } from '../deleted.ts';
import { defineEndpoint } from '../endpoint.ts';
import { idParameter, pageQuerySchema, queryParameters } from '../lists.ts';
import {
  subAccountCreateSchema,
  subAccountListSchema,
  subAccountSchema,
  subAccountUpdateSchema,
  subAccountWithKeySchema,
} from '../sub-accounts.ts';
import { usageListSchema, windowQuerySchema } from '../usage.ts';
import { READ_ERRORS, WRITE_ERRORS } from './control-errors.ts';

const shared = { tag: 'Sub-accounts', auth: 'key' } as const;
const id = idParameter('sub-account');
const one = { SubAccount: subAccountSchema };

/** `POST /v1/sub-accounts`. */
export const createSubAccountEndpoint = defineEndpoint({
  ...shared,
  id: 'createSubAccount',
  method: 'post',
  access: 'admin',
  path: '/v1/sub-accounts',
  summary: 'Make a sub-account with a key of its own',
  description:
    'Needs the scope `admin`. It spends from your wallet within `spend_cap_cents`; the rest ' +
    'are the caps of its key. The secret is in this answer only.',
  body: { name: 'SubAccountCreate', schema: subAccountCreateSchema },
  answer: {
    status: 201,
    description: 'The sub-account with its key.',
    schemas: { SubAccountWithKey: subAccountWithKeySchema },
  },
  errors: WRITE_ERRORS,
});

/** `GET /v1/sub-accounts`. */
export const listSubAccountsEndpoint = defineEndpoint({
  ...shared,
  id: 'listSubAccounts',
  method: 'get',
  access: 'read',
  path: '/v1/sub-accounts',
  summary: 'List the sub-accounts, newest first',
  query: queryParameters(pageQuerySchema),
  answer: {
    status: 200,
    description: 'A page of sub-accounts.',
    schemas: { SubAccountList: subAccountListSchema },
  },
  errors: READ_ERRORS,
});

/** `GET /v1/sub-accounts/{id}`. */
export const getSubAccountEndpoint = defineEndpoint({
  ...shared,
  id: 'getSubAccount',
  method: 'get',
  access: 'read',
  path: '/v1/sub-accounts/{id}',
  summary: 'Read one sub-account',
  query: [id],
  answer: { status: 200, description: 'The sub-account.', schemas: one },
  errors: [...READ_ERRORS, 'sub_account_not_found'],
});

/** `PATCH /v1/sub-accounts/{id}`. */
export const updateSubAccountEndpoint = defineEndpoint({
  ...shared,
  id: 'updateSubAccount',
  method: 'patch',
  access: 'admin',
  path: '/v1/sub-accounts/{id}',
  summary: 'Change a sub-account',
  description: 'Needs the scope `admin`.',
  query: [id],
  body: { name: 'SubAccountUpdate', schema: subAccountUpdateSchema },
  answer: { status: 200, description: 'The sub-account as it is now.', schemas: one },
  errors: [...WRITE_ERRORS, 'sub_account_not_found'],
});

/** `DELETE /v1/sub-accounts/{id}`. */
export const closeSubAccountEndpoint = defineEndpoint({
  ...shared,
  id: 'closeSubAccount',
  method: 'delete',
  access: 'admin',
  path: '/v1/sub-accounts/{id}',
  summary: 'Close a sub-account',
  description: 'Needs the scope `admin`. Its keys are revoked; its usage stays.',
  query: [id],
  answer: { status: 200, description: 'It is closed.', schemas: { Deleted: deletedSchema } },
  errors: [...READ_ERRORS, 'sub_account_not_found'],
});

/** `GET /v1/sub-accounts/{id}/usage`. */
export const subAccountUsageEndpoint = defineEndpoint({
  ...shared,
  id: 'getSubAccountUsage',
  method: 'get',
  access: 'read',
  path: '/v1/sub-accounts/{id}/usage',
  summary: 'Read the usage of one sub-account by day',
  query: [id, ...queryParameters(windowQuerySchema)],
  answer: { status: 200, description: 'A row a day.', schemas: { UsageList: usageListSchema } },
  errors: [...READ_ERRORS, 'sub_account_not_found'],
});
