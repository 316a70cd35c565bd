import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = process.env.E2E_ROOT ?? join(import.meta.dirname, '..', '..');
const START_TIMEOUT_MS = 60_000;

/** The real process, started as a stranger starts it: `npm start` in an empty data folder. */
export interface GatewayProcess {
  readonly url: string;
  readonly key: string;
  readonly signInUrl: string;
  /** All that was printed so far. */
  readonly output: () => string;
  /** Milliseconds from the command to the address on the screen. */
  readonly startedAfterMs: number;
  readonly dataDir: string;
  kill(signal: NodeJS.Signals): Promise<number | null>;
}

/** What a start may decide. */
export interface StartOptions {
  readonly dataDir?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Hears of the process before it is ready. */
  readonly onSpawn?: (child: ChildProcess) => void;
}

/** A fresh data folder. */
export function makeDataDir(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'aigateway-e2e-'));
}

/** Starts the gateway and waits for its welcome. Rejects with what was printed when it ends. */
export async function startProcess(options: StartOptions = {}): Promise<GatewayProcess> {
  const dataDir = options.dataDir ?? (await makeDataDir());
  const began = performance.now();
  const child = spawn(process.execPath, [join(root, 'apps/gateway/bin/aigateway.js'), 'serve'], {
    cwd: root,
    env: {
      ...process.env,
      PORT: '0',
      LOG_LEVEL: 'warn',
      AIGATEWAY_DATA_DIR: dataDir,
      ...options.env,
    },
  });
  options.onSpawn?.(child);
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  await waitFor(() => output.includes('A first picture'), { child, said: () => output });
  const startedAfterMs = performance.now() - began;
  return {
    url: /ready at (\S+)/.exec(output)?.[1] ?? '',
    key: /sk-aig-[0-9A-Za-z]+/.exec(output)?.[0] ?? '',
    signInUrl: /http\S+\/sign-in\?token=\S+/.exec(output)?.[0] ?? '',
    output: () => output,
    startedAfterMs,
    dataDir,
    async kill(signal) {
      child.kill(signal);
      return ended;
    },
  };
}

/** Runs a command of the built product to its end; `input` is what it reads. */
export function runCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = '',
): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(root, 'apps/gateway/bin/aigateway.js'), ...args], {
    env: { ...process.env, ...env },
  });
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += chunk));
  child.stderr.on('data', (chunk) => (stderr += chunk));
  return new Promise((resolve) =>
    child.once('close', (status) => resolve({ status, stdout, stderr })),
  );
}

/** Ends a process that still runs and removes its folder. */
export async function discard(gateway: GatewayProcess | undefined): Promise<void> {
  if (!gateway) return;
  await gateway.kill('SIGKILL');
  await rm(gateway.dataDir, { recursive: true, force: true });
}

function waitFor(
  done: () => boolean,
  { child, said }: { child: ChildProcess; said: () => string },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no start:\n${said()}`)), START_TIMEOUT_MS);
    const check = () => {
      if (!done()) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on('data', check);
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`ended with ${code}:\n${said()}`));
    });
  });
}
