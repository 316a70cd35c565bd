import type { Budget, ListPage, SubAccount, SubAccountWithKey } from '@aigateway/contract';
import { usdFromCents } from '../../ui/format.ts';
import { defineOfficePage } from '../define-office-page.ts';
import { centsOf, textOf } from '../forms.ts';
import { ActForm, ConfirmedAct, DataTable, Disclosure, Line } from '../parts.tsx';

interface BudgetsData {
  readonly budgets: readonly Budget[];
  readonly subAccounts: readonly SubAccount[];
}

/** Hard monthly caps on tags, and customers that spend from this wallet. */
export const budgetsPage = defineOfficePage<BudgetsData>({
  slug: 'budgets',
  title: 'Budgets',
  lead: 'Caps that are checked before anything is sent: by tag, and by customer of yours.',
  group: 'money',
  least: 'admin',
  async load(api) {
    const [budgets, subAccounts] = await Promise.all([
      api.get<ListPage<Budget>>('/v1/budgets?limit=100'),
      api.get<ListPage<SubAccount>>('/v1/sub-accounts?limit=100'),
    ]);
    return { budgets: budgets.data, subAccounts: subAccounts.data };
  },
  acts: {
    budget: {
      notice: 'The budget holds from now on.',
      call: 'POST /v1/budgets',
      body: (form) => ({ tag: form('tag').trim(), monthly_cap_cents: centsOf(form, 'cap') }),
    },
    unbudget: {
      notice: 'The budget is gone: the tag has no cap.',
      call: 'DELETE /v1/budgets/{id}',
    },
    open: {
      notice: 'The sub-account is open.',
      call: 'POST /v1/sub-accounts',
      body: (form) => ({
        name: form('name').trim(),
        external_ref: textOf(form, 'ref'),
        spend_cap_cents: centsOf(form, 'cap'),
      }),
      result: (made: SubAccountWithKey) => ({
        what: `The key of “${made.name}”.`,
        secret: made.key,
      }),
    },
    close: {
      notice: 'The sub-account is closed, and its keys are dead.',
      call: 'DELETE /v1/sub-accounts/{id}',
    },
  },
  show: ({ data }) => (
    <>
      <h2>Tags</h2>
      <Tags rows={data.budgets} />
      <h2>Sub-accounts</h2>
      <SubAccounts rows={data.subAccounts} />
    </>
  ),
});

function Tags({ rows }: { rows: readonly Budget[] }) {
  return (
    <>
      <Disclosure title="Set a budget">
        <ActForm act="budget">
          <Line label="Tag" name="tag" required hint="As calls send it in x-aig-tag." />
          <Line label="Most dollars a month" name="cap" type="number" required />
          <button className="button" type="submit">
            Set
          </button>
        </ActForm>
      </Disclosure>
      <DataTable
        label="Budgets"
        rows={rows}
        keyOf={(one) => one.id}
        empty={<p>No tag has a cap.</p>}
        columns={[
          { title: 'Tag', cell: (one) => one.tag },
          {
            title: 'A month',
            kind: 'number',
            cell: (one) => usdFromCents(String(one.monthly_cap_cents)),
          },
          {
            title: 'Actions',
            kind: 'deeds',
            cell: (one) => (
              <ConfirmedAct
                act="unbudget"
                id={one.id}
                verb="Remove"
                question={`Let “${one.tag}” spend without a cap?`}
              />
            ),
          },
        ]}
      />
    </>
  );
}

function SubAccounts({ rows }: { rows: readonly SubAccount[] }) {
  return (
    <>
      <Disclosure title="Open a sub-account">
        <ActForm act="open">
          <Line label="Name" name="name" required />
          <Line label="Your own reference" name="ref" />
          <Line label="Most dollars a month" name="cap" type="number" />
          <button className="button" type="submit">
            Open
          </button>
        </ActForm>
      </Disclosure>
      <DataTable
        label="Sub-accounts"
        rows={rows}
        keyOf={(one) => one.id}
        empty={<p>No sub-account yet. Each has keys and a cap of its own and spends from here.</p>}
        columns={[
          {
            title: 'Name',
            cell: (one) => (
              <>
                {one.name}
                <span className="quiet">{one.external_ref ?? one.id}</span>
              </>
            ),
          },
          {
            title: 'A month',
            kind: 'number',
            cell: (one) =>
              one.spend_cap_cents === null ? 'no cap' : usdFromCents(String(one.spend_cap_cents)),
          },
          {
            title: 'Actions',
            kind: 'deeds',
            cell: (one) => (
              <ConfirmedAct
                act="close"
                id={one.id}
                verb="Close"
                question={`Close “${one.name}” and end its keys? This cannot be undone.`}
              />
            ),
          },
        ]}
      />
    </>
  );
}
