import type { PlayOrder } from '../console-services.ts';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';

const HEAD = { title: 'Buy credit: AIgateway', description: 'Pay with play money.' } as const;

const ENDS = {
  paid: 'Paid. The credit is on the wallet.',
  expired: 'Cancelled. Nothing was paid.',
  failed: 'This order failed. Nothing was paid.',
} as const;

/** An order of credit in a sandbox: what it costs, and two buttons. */
export function PayPage({ site, order, save }: { site: Site; order: PlayOrder; save: boolean }) {
  return (
    <PageFrame site={site} head={{ ...HEAD, current: 'office' }}>
      <div className="message">
        <h1>Buy credit</h1>
        <p>
          <strong>Play money.</strong> This is a sandbox: no card is asked for and nobody pays.
        </p>
        <div className="figures">
          <dl>
            <div>
              <dt>Credit</dt>
              <dd>{order.credit}</dd>
            </div>
            <div>
              <dt>Platform fee, 5 %</dt>
              <dd>{order.fee}</dd>
            </div>
            <div className="figures-main">
              <dt>Total</dt>
              <dd>{order.total}</dd>
            </div>
          </dl>
        </div>
        {order.state === 'open' ? <Buttons order={order} save={save} /> : <End order={order} />}
      </div>
    </PageFrame>
  );
}

function Buttons({ order, save }: { order: PlayOrder; save: boolean }) {
  return (
    <form method="post" action={`/pay/${order.id}`}>
      {save && <input type="hidden" name="save" value="1" />}
      <button className="button" type="submit" name="action" value="pay">
        Pay {order.total} of play money
      </button>{' '}
      <button className="button button-quiet" type="submit" name="action" value="cancel">
        Cancel
      </button>
    </form>
  );
}

function End({ order }: { order: PlayOrder }) {
  if (order.state === 'open') return null;
  return (
    <p role="status">
      {ENDS[order.state]} <a href="/office">To the office</a>
    </p>
  );
}
