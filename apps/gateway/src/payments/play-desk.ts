import { formatUsd, microUsd } from '@aigateway/contract';
import { isPlayable } from './create-credit-desk.ts';
import { changeUnpaid, findOrder, fulfilOrder, type OrderParts } from './orders.ts';
import { playPayment } from './play-cashier.ts';

/** An order as the page of play money shows it; amounts as people write them. */
export interface PlayOrder {
  readonly id: string;
  readonly state: 'open' | 'paid' | 'expired' | 'failed';
  readonly credit: string;
  readonly fee: string;
  readonly total: string;
}

/** What the page of play money does. Ids that are no open play order are null. */
export interface PlayDesk {
  read(id: string): Promise<PlayOrder | null>;
  /** Pays through the same verbs as real money; `save` keeps play money for reloads. */
  pay(id: string, save: boolean): Promise<PlayOrder | null>;
  cancel(id: string): Promise<PlayOrder | null>;
}

/** The desk of a sandbox. */
export function createPlayDesk(parts: OrderParts): PlayDesk {
  const find = async (id: string) => {
    const order = await findOrder(parts.database.kysely, id);
    return isPlayable(order) ? order : null;
  };
  const read = async (id: string): Promise<PlayOrder | null> => {
    const order = await find(id);
    if (order === null) return null;
    return {
      id,
      state: order.state,
      credit: formatUsd(microUsd(order.credit_micro_usd)),
      fee: formatUsd(microUsd(order.fee_micro_usd)),
      total: formatUsd(microUsd(order.total_micro_usd)),
    };
  };
  return {
    read,
    async pay(id, save) {
      const order = await find(id);
      if (order?.state === 'open') await fulfilOrder(parts, order, playPayment(save));
      return read(id);
    },
    async cancel(id) {
      const order = await find(id);
      if (order?.state === 'open') await changeUnpaid(parts, id, { state: 'expired' });
      return read(id);
    },
  };
}
