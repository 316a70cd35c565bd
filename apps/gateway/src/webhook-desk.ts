import type {
  Deleted,
  ListPage,
  PageQuery,
  Webhook,
  WebhookCreate,
  WebhookDelivery,
  WebhookDeliveryQuery,
  WebhookSecret,
  WebhookUpdate,
} from '@aigateway/contract';
import type { Principal } from './principal.ts';

/** What keys may do with webhooks. Foreign ids are 404. */
export interface WebhookDesk {
  create(by: Principal, body: WebhookCreate): Promise<Webhook>;
  list(by: Principal, page: PageQuery): Promise<ListPage<Webhook>>;
  get(by: Principal, id: string): Promise<Webhook>;
  update(by: Principal, id: string, change: WebhookUpdate): Promise<Webhook>;
  remove(by: Principal, id: string): Promise<Deleted>;
  test(by: Principal, id: string): Promise<WebhookDelivery>;
  listDeliveries(by: Principal, query: WebhookDeliveryQuery): Promise<ListPage<WebhookDelivery>>;
  getDelivery(by: Principal, id: string): Promise<WebhookDelivery>;
  redeliver(by: Principal, id: string): Promise<WebhookDelivery>;
  readSecret(by: Principal): Promise<WebhookSecret>;
  rotateSecret(by: Principal, atOnce: boolean): Promise<WebhookSecret>;
}
