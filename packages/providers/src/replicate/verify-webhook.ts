import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { WebhookDelivery } from '../define-provider.ts';

const TOLERANCE_SECONDS = 300;
const bodySchema = z.object({ id: z.string().min(1).max(200) });

/**
 * Checks a webhook of Replicate: HMAC-SHA256 over `id.timestamp.body`, keyed with the base64 part
 * of the secret (`whsec_…`); any of the listed `v1,` signatures may match. Null = not genuine, or
 * more than 300 s off.
 */
export async function verifyReplicateWebhook(
  { headers, body }: WebhookDelivery,
  { now, secret }: { readonly now: () => number; readonly secret?: string },
): Promise<{ jobId: string } | null> {
  const id = headers['webhook-id'];
  const timestamp = headers['webhook-timestamp'];
  const key = Buffer.from(secret?.split('_')[1] ?? '', 'base64');
  if (!id || !/^\d{1,12}$/.test(timestamp ?? '') || key.length === 0) return null;
  if (Math.abs(now() / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return null;
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest();
  const isSigned = (headers['webhook-signature'] ?? '').split(' ').some((item) => {
    const given = Buffer.from(item.startsWith('v1,') ? item.slice(3) : '', 'base64');
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isSigned ? readJobId(body) : null;
}

function readJobId(body: Uint8Array): { jobId: string } | null {
  try {
    return { jobId: bodySchema.parse(JSON.parse(Buffer.from(body).toString('utf8'))).id };
  } catch {
    return null;
  }
}
