import type { PlayOrder, PlayServices } from '@aigateway/console';
import { formatUsd, microUsd } from '@aigateway/contract';
import { isPlayable } from './create-credit-desk.ts';
import { changeUnpaid, findOrder, fulfilOrder, type OrderParts } from './orders.ts';
import { playPayment } from './play-cashier.ts';

/** The desk of a sandbox. */
export function createPlayDesk(parts: OrderParts): PlayServices {
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
