import { ApiError } from '@aigateway/contract';
import { explainForbiddenUrl } from '@aigateway/providers';

/** Throws 400 for an address that no webhook may be sent to. */
export function checkWebhookUrl(url: string, param = 'webhook_url'): void {
  const reason = explainForbiddenUrl(url);
  if (reason === null) return;
  throw new ApiError('invalid_value', `${param}: ${reason}. Name a public https address.`, {
    param,
  });
}
