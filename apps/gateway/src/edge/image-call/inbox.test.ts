import { expect, test } from 'vitest';
import { createInbox } from './inbox.ts';

const partial = (number: number) => ({ kind: 'partial', partial: number }) as const;
const done = { kind: 'done', outcome: 'end' } as const;

test('a slow reader gets the newest four pictures and the end, never more', async () => {
  const inbox = createInbox<number, string>();
  for (let i = 0; i < 100; i++) inbox.put(partial(i));
  inbox.put(done);
  const taken = [];
  for (let i = 0; i < 5; i++) taken.push(await inbox.take());
  expect(taken).toEqual([partial(96), partial(97), partial(98), partial(99), done]);
});

test('beats are told only where nothing else waits', async () => {
  const inbox = createInbox<number, string>();
  inbox.put({ kind: 'beat' });
  inbox.put({ kind: 'beat' });
  inbox.put(done);
  expect([await inbox.take(), await inbox.take()]).toEqual([{ kind: 'beat' }, done]);
});

test('a reader who came first is woken', async () => {
  const inbox = createInbox<number, string>();
  const taken = inbox.take();
  inbox.put(partial(1));
  expect(await taken).toEqual(partial(1));
});
