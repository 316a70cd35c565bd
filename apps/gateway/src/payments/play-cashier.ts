import type { Cashier, Payment } from './cashier.ts';

/** Play money needs no card. */
const PLAY_METHOD = { customerId: 'play', paymentMethodId: 'play' };

/** A payment of play money. */
export function playPayment(saved: boolean): Payment {
  return {
    paymentId: null,
    receiptNumber: null,
    receiptUrl: null,
    saved: saved ? PLAY_METHOD : null,
  };
}

/** The cashier of a sandbox: a page of our own on which nobody pays anything. */
export function createPlayCashier(publicUrl: () => string): Cashier {
  return {
    method: 'play',
    open: async (order, { saveMethod }) => ({
      url: `${publicUrl()}/pay/${order.id}${saveMethod ? '?save=1' : ''}`,
      sessionId: null,
    }),
    charge: async () => ({ state: 'paid', payment: playPayment(false) }),
  };
}
