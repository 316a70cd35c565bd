import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { signWebhook } from './sign.ts';

test('both signatures are those that the documents describe, one a secret', () => {
  const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_AAAA'];
  const signed = signWebhook({
    secrets,
    eventId: 'evt_1',
    seconds: 1_700_000_000,
    body: '{"a":1}',
  });
  const own = secrets.map((secret) =>
    createHmac('sha256', secret).update('1700000000.{"a":1}').digest('hex'),
  );
  expect(signed['X-Gateway-Signature']).toBe(`t=1700000000,v1=${own[0]},v1=${own[1]}`);
  const standard = secrets.map((secret) =>
    createHmac('sha256', Buffer.from(secret.slice(6), 'base64'))
      .update('evt_1.1700000000.{"a":1}')
      .digest('base64'),
  );
  expect(signed['webhook-signature']).toBe(`v1,${standard[0]} v1,${standard[1]}`);
  expect(signed['webhook-id']).toBe('evt_1');
});

test('the example of the Standard Webhooks specification gives its signature', () => {
  const signed = signWebhook({
    secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
    eventId: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    seconds: 1_614_265_330,
    body: '{"test": 2432232314}',
  });
  expect(signed['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});
