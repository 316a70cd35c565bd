import type {
  AutoReload,
  Balance,
  CreditInvoice,
  CreditOrder,
  CreditQuote,
  CreditTransaction,
  ListPage,
} from '@aigateway/contract';
import { dateText, usdFromCents } from '../../ui/format.ts';
import { defineOfficePage } from '../define-office-page.ts';
import { centsOf, numberOf } from '../forms.ts';
import { ActForm, DataTable, Disclosure, Line, NextPage } from '../parts.tsx';

interface WalletData {
  readonly balance: Balance;
  readonly quote: CreditQuote | null;
  readonly reload: AutoReload;
  readonly orders: readonly CreditOrder[];
  readonly invoices: readonly CreditInvoice[];
  readonly statement: ListPage<CreditTransaction>;
}

const FIRST_CREDIT = '20';

/** Balance, buying credit, automatic reload, receipts, statement. */
export const walletPage = defineOfficePage<WalletData>({
  slug: 'wallet',
  title: 'Wallet',
  lead: 'Credit is bought once with a fee of 5 %. No call costs a fee after that.',
  group: 'money',
  least: 'admin',
  async load(api, query) {
    const cursor = query.cursor ? `&cursor=${encodeURIComponent(query.cursor)}` : '';
    const cents = Math.round(Number(query.credit) * 100);
    const [balance, quote, reload, orders, invoices, statement] = await Promise.all([
      api.get<Balance>('/v1/balance'),
      query.credit
        ? api.send<CreditQuote>('POST', '/v1/credit/quote', { credit_cents: cents })
        : null,
      api.get<AutoReload>('/v1/credit/auto-reload'),
      api.get<ListPage<CreditOrder>>('/v1/credit/orders?limit=10'),
      api.get<ListPage<CreditInvoice>>('/v1/credit/invoices?limit=10'),
      api.get<ListPage<CreditTransaction>>(`/v1/credit/transactions?limit=25${cursor}`),
    ]);
    const open = orders.data.filter((order) => order.status === 'open');
    return { balance, quote, reload, orders: open, invoices: invoices.data, statement };
  },
  acts: {
    buy: {
      notice: 'The order waits to be paid.',
      call: 'POST /v1/credit/checkout',
      body: (form) => ({
        credit_cents: Number(form('credit_cents')),
        save_payment_method: form('save') === 'on',
      }),
      result: ({ checkout_url: url }: CreditOrder) => (url === null ? undefined : { goTo: url }),
    },
    reload: {
      notice: 'Automatic reload is saved.',
      call: 'PATCH /v1/credit/auto-reload',
      body: (form) => ({
        enabled: form('enabled') === 'on',
        threshold_cents: centsOf(form, 'threshold'),
        credit_cents: centsOf(form, 'credit'),
        most_per_day: numberOf(form, 'most'),
      }),
    },
  },
  show: ({ data, query }) => (
    <>
      <Figures balance={data.balance} />
      <Buy quote={data.quote} credit={query.credit ?? FIRST_CREDIT} />
      <OpenOrders orders={data.orders} />
      <Reload reload={data.reload} />
      <h2>Invoices</h2>
      <Invoices rows={data.invoices} />
      <h2>Statement</h2>
      <Statement rows={data.statement.data} />
      <NextPage query={query} cursor={data.statement.next_cursor} />
    </>
  ),
});

function Figures({ balance }: { balance: Balance }) {
  return (
    <div className="figures">
      <dl>
        <div className="figures-main">
          <dt>Available</dt>
          <dd>{usdFromCents(String(balance.available_cents))}</dd>
        </div>
        <div>
          <dt>Held for calls in flight</dt>
          <dd>{usdFromCents(String(balance.held_cents))}</dd>
        </div>
        <div>
          <dt>Posted</dt>
          <dd>{usdFromCents(String(balance.posted_cents))}</dd>
        </div>
      </dl>
    </div>
  );
}

/** First the price of the credit, fee and total; paying is the second step. */
function Buy({ quote, credit }: { quote: CreditQuote | null; credit: string }) {
  return (
    <section className="buy" aria-label="Buy credit">
      <form method="get" className="act-form buy-form">
        <Line label="Credit in dollars" name="credit" type="number" value={credit} required />
        <button className="button button-quiet" type="submit">
          Show the price
        </button>
      </form>
      {quote && (
        <ActForm act="buy" className="quote">
          <dl>
            <dt>Credit</dt>
            <dd>{usdFromCents(String(quote.credit_cents))}</dd>
            <dt>Fee, {quote.fee_percent} %</dt>
            <dd>{usdFromCents(String(quote.fee_cents))}</dd>
            <dt>To pay</dt>
            <dd className="quote-total">{usdFromCents(String(quote.total_cents))}</dd>
          </dl>
          <input type="hidden" name="credit_cents" value={quote.credit_cents} />
          <label className="tick">
            <input type="checkbox" name="save" />
            Keep the means of payment, for automatic reloads
          </label>
          <button className="button" type="submit">
            Pay {usdFromCents(String(quote.total_cents))}
          </button>
        </ActForm>
      )}
    </section>
  );
}

function OpenOrders({ orders }: { orders: readonly CreditOrder[] }) {
  if (orders.length === 0) return null;
  return (
    <ul className="plain-list">
      {orders.map((order) => (
        <li key={order.id}>
          {usdFromCents(String(order.total_cents))} waits to be paid.{' '}
          {order.checkout_url !== null && <a href={order.checkout_url}>Pay</a>}
        </li>
      ))}
    </ul>
  );
}

function Reload({ reload }: { reload: AutoReload }) {
  const state = reload.enabled ? 'on' : 'off';
  return (
    <Disclosure title={`Automatic reload: ${state}`}>
      {reload.paused && <p className="note">Paused: {reload.paused}</p>}
      {!reload.has_payment_method && (
        <p className="note">
          No means of payment is kept yet. Buy credit once and let it be kept, then switch this on.
        </p>
      )}
      <ActForm act="reload">
        <label className="tick">
          <input type="checkbox" name="enabled" defaultChecked={reload.enabled} />
          Buy credit by itself
        </label>
        <Line
          label="When less than this many dollars are available"
          name="threshold"
          type="number"
          value={String(reload.threshold_cents / 100)}
        />
        <Line
          label="Dollars of credit each time"
          name="credit"
          type="number"
          value={String(reload.credit_cents / 100)}
        />
        <Line
          label="At most so many times a day"
          name="most"
          type="number"
          value={String(reload.most_per_day)}
        />
        <button className="button" type="submit">
          Save
        </button>
      </ActForm>
    </Disclosure>
  );
}

function Invoices({ rows }: { rows: readonly CreditInvoice[] }) {
  return (
    <DataTable
      label="Invoices"
      rows={rows}
      keyOf={(invoice) => invoice.id}
      empty={<p>No credit was bought yet.</p>}
      columns={[
        { title: 'Paid', cell: (one) => dateText(one.paid_at * 1000) },
        {
          title: 'Invoice',
          cell: (one) =>
            one.url === null ? <code>{one.id}</code> : <a href={one.url}>{one.number ?? one.id}</a>,
        },
        { title: 'State', cell: (one) => one.status.replaceAll('_', ' ') },
        { title: 'Credit', kind: 'number', cell: (one) => usdFromCents(String(one.credit_cents)) },
        { title: 'Fee', kind: 'number', cell: (one) => usdFromCents(String(one.fee_cents)) },
        { title: 'Total', kind: 'number', cell: (one) => usdFromCents(String(one.total_cents)) },
      ]}
    />
  );
}

function Statement({ rows }: { rows: readonly CreditTransaction[] }) {
  return (
    <DataTable
      label="Statement"
      rows={rows}
      keyOf={(one) => one.id}
      empty={<p>Nothing was posted yet.</p>}
      columns={[
        { title: 'When', cell: (one) => dateText(one.created_at * 1000) },
        {
          title: 'What',
          cell: (one) => (
            <>
              {one.kind.replaceAll('_', ' ')}
              {one.note && <span className="quiet">{one.note}</span>}
            </>
          ),
        },
        { title: 'About', cell: (one) => one.reference && <code>{one.reference}</code> },
        { title: 'Amount', kind: 'number', cell: (one) => usdFromCents(String(one.amount_cents)) },
      ]}
    />
  );
}
