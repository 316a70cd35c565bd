import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { signWebhook } from './sign.ts';

const page = new URL('../../../../docs/jobs-and-webhooks.md', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'aigateway-snippets-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = readFileSync(page, 'utf8');
for (const name of ['verify.mjs', 'verify.py']) {
  const block = new RegExp(`<!-- snippet: ${name} -->\n\`\`\`\\w+\n([\\s\\S]*?)\`\`\``).exec(
    text,
  )?.[1];
  writeFileSync(join(folder, name), block ?? '');
}

const body = '{"id":"evt_1","data":{"prompt":"ü"}}';
const NOW = 1_700_000_000;
const secrets = ['whsec_bmV3', 'whsec_b2xk'];
const header =
  signWebhook({ secrets, eventId: 'evt_1', seconds: NOW, body })['X-Gateway-Signature'] ?? '';

const CASES: readonly [string, string, string, number, boolean][] = [
  ['the secret', body, 'whsec_bmV3', NOW, true],
  ['the former secret', body, 'whsec_b2xk', NOW + 299, true],
  ['another secret', body, 'whsec_eA==', NOW, false],
  ['another body', `${body} `, 'whsec_bmV3', NOW, false],
  ['an old delivery', body, 'whsec_bmV3', NOW + 301, false],
];

const call = JSON.stringify(CASES.map(([, raw, secret, now]) => [raw, secret, now]));

test('the snippet for Node accepts what is ours and nothing else', async () => {
  const { isFromGateway } = (await import(join(folder, 'verify.mjs'))) as {
    isFromGateway: (...what: [string, string, string, number]) => boolean;
  };
  for (const [name, raw, secret, now, wanted] of CASES) {
    expect(isFromGateway(raw, header, secret, now), name).toBe(wanted);
  }
});

test('so does the snippet for Python, where Python is installed', () => {
  const program =
    'import json, sys; from verify import is_from_gateway as check; header, cases = sys.argv[1:];' +
    'print(json.dumps([check(b.encode(), header, s, n) for b, s, n in json.loads(cases)]))';
  const run = spawnSync('python3', ['-c', program, header, call], { cwd: folder });
  if (run.error) {
    expect(run.error).toMatchObject({ code: 'ENOENT' });
    return;
  }
  expect(JSON.parse(run.stdout.toString())).toEqual(CASES.map(([, , , , wanted]) => wanted));
});
