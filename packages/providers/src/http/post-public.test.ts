import { expect, test } from 'vitest';
import { type PublicPost, postPublic } from './post-public.ts';

const post: PublicPost = {
  body: '{}',
  headers: { 'Content-Type': 'application/json' },
  timeoutMs: 200,
  signal: new AbortController().signal,
};

test.each([
  'http://example.com/',
  'https://10.0.0.1/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://user@example.com/',
  'https://example.com:8443/',
  'https://localhost/',
])('%s is never called', async (url) => {
  await expect(postPublic(url, post)).rejects.toMatchObject({ kind: 'not_allowed' });
});

test('a name that resolves to a private address is refused where it is connected to', async () => {
  const asked: string[] = [];
  const call = postPublic('https://rebound.example.com/', {
    ...post,
    lookup: (hostname, _options, callback) => {
      asked.push(hostname);
      callback(null, [{ address: '169.254.169.254', family: 4 }]);
    },
  });
  await expect(call).rejects.toMatchObject({ kind: 'not_allowed' });
  expect(asked).toEqual(['rebound.example.com']);
});
