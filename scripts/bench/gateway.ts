import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineModel } from '@aigateway/catalog';
import { microUsd } from '@aigateway/contract';
import { defineProvider, type FieldTable } from '@aigateway/providers';
import { request } from 'undici';
import { readConfig } from '../../apps/gateway/src/config.ts';
import { startGateway } from '../../apps/gateway/src/main.ts';

/** The key the load is sent with. */
const KEY = 'sk-aig-bench00000000000000000000000';

const used = { support: 'used', note: '' } as const;
const fields = new Proxy({} as FieldTable, {
  get: () => used,
  ownKeys: () => [],
});

/** Asks the stub; the size and delay of its answer travel in the prompt. */
const stubProvider = defineProvider({
  id: 'bench-stub',
  title: 'Benchmark stub',
  credentials: null,
  deployments: [{ id: 'stub', drawsFromWords: true, concurrency: 1e6, deadlineMs: 60_000, fields }],
  async generate(order, { signal }) {
    const answer = await request(`http://127.0.0.1:${process.argv[2]}/`, {
      method: 'POST',
      body: order.prompt,
      signal,
    });
    const { data } = (await answer.body.json()) as { data: { b64_json: string }[] };
    const pictures = data.map(({ b64_json }) => ({
      bytes: Buffer.from(b64_json, 'base64'),
      seed: null,
      revisedPrompt: null,
    }));
    return { pictures, failures: [], warnings: [], upstreamMicroUsd: null };
  },
});

const model = defineModel({
  id: 'bench/stub',
  name: 'Stub',
  maker: 'Bench',
  family: 'Bench',
  modality: 'image',
  tagline: '',
  description: '',
  capabilities: [],
  strengths: [],
  useCases: [],
  collections: [],
  listPriceMicroUsd: microUsd(50_000n),
  character: false,
  deployments: [{ provider: 'bench-stub', deployment: 'stub' }],
  builtInStandIn: 'never',
  addedAt: 0,
});

const dataDir = mkdtempSync(join(tmpdir(), 'aigateway-bench-'));
const unlimited = '1000000000';
const config = readConfig({
  PORT: '0',
  LOG_LEVEL: 'warn',
  AIGATEWAY_DATA_DIR: dataDir,
  AIGATEWAY_BOOTSTRAP_API_KEY: KEY,
  AIGATEWAY_RATE_LIMIT_RPM: unlimited,
  AIGATEWAY_IMAGES_PER_MINUTE: unlimited,
  AIGATEWAY_MAX_CONCURRENT_IMAGES: unlimited,
  DATABASE_URL: process.env.BENCH_DATABASE_URL ?? '',
});
const gateway = await startGateway(config, {
  providers: [stubProvider],
  models: [model],
  playCredit: microUsd(10n ** 15n),
});
process.send?.({ port: Number(new URL(gateway.url).port), key: KEY });
process.on('disconnect', () => {
  void gateway.close().finally(() => {
    rmSync(dataDir, { recursive: true, force: true });
    process.exit(0);
  });
});
