/**
 * How many pages one process serves in a second of one core: `npm run bench:site`. It starts the
 * built server in an empty data folder, asks from this process over kept connections, and divides
 * by the processor's time that the server took, so that whatever else the machine does counts
 * little. That time is read from Linux; elsewhere seconds of the clock take its place.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from './ensure-build.mjs';

const SECONDS = 5;
const CONNECTIONS = 8;
const LEAST_A_SECOND = 300;
const TICKS_A_SECOND = 100;
const PAGES = [
  ['the model page, kept', '/models/ideogram/ideogram-character-remix'],
  ['the home page, kept', '/'],
  ['a search, rendered each time', '/models?q=character'],
  ['a comparison, rendered each time', '/compare/atelier_scene-vs-atelier_character-remix'],
];

ensureBuild();
const dataDir = await mkdtemp(join(tmpdir(), 'aigateway-bench-site-'));
const server = spawn(process.execPath, ['apps/gateway/bin/aigateway.js', 'serve'], {
  env: {
    ...process.env,
    NODE_ENV: 'production',
    PORT: '0',
    LOG_LEVEL: 'warn',
    AIGATEWAY_DATA_DIR: dataDir,
  },
});
try {
  const url = await readAddress(server);
  let slowest = Number.POSITIVE_INFINITY;
  for (const [title, path] of PAGES) {
    await measure(`${url}${path}`, 0.5);
    const rate = await measure(`${url}${path}`, SECONDS);
    slowest = Math.min(slowest, rate);
    console.log(`${title}: ${Math.round(rate)} pages/s`);
  }
  console.log(`least: ${Math.round(slowest)} pages/s, asked for: ${LEAST_A_SECOND}`);
  process.exitCode = slowest >= LEAST_A_SECOND ? 0 : 1;
} finally {
  server.kill('SIGKILL');
  await rm(dataDir, { recursive: true, force: true });
}

function readAddress({ stdout, stderr }) {
  return new Promise((resolve, reject) => {
    let said = '';
    const read = (chunk) => {
      said += chunk;
      const found = /ready at (\S+)/.exec(said);
      if (found) resolve(found[1]);
    };
    stdout.on('data', read);
    stderr.on('data', read);
    server.once('exit', () => reject(new Error(said)));
  });
}

/** Seconds of the processor that the server has taken so far, or of the clock. */
function serverSeconds() {
  const file = `/proc/${server.pid}/stat`;
  if (!existsSync(file)) return performance.now() / 1000;
  const fields = readFileSync(file, 'utf8').split(') ')[1].split(' ');
  const [user, system] = [fields[11], fields[12]].map(Number);
  return (user + system) / TICKS_A_SECOND;
}

/** Pages in a second of one core. */
async function measure(url, seconds) {
  const before = serverSeconds();
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const ends = performance.now() + seconds * 1000;
  let pages = 0;
  const ask = async () => {
    while (performance.now() < ends) {
      await fetchWhole(url, agent);
      pages += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, ask));
  agent.destroy();
  return pages / (serverSeconds() - before);
}

function fetchWhole(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      if (answer.statusCode !== 200) reject(new Error(`${url}: ${answer.statusCode}`));
      answer.resume();
      answer.on('end', resolve);
      answer.on('error', reject);
    }).on('error', reject);
  });
}
