import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** Whether processes can be kept on one processor each. */
export const CAN_PIN = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

/** A process of the bench that listens. */
export interface Child {
  readonly process: ChildProcess;
  readonly port: number;
  readonly key?: string;
}

/** Starts a script on one processor and waits until it listens. */
export function start(script: string, args: string[], core: number): Promise<Child> {
  const child = fork(join(root, script), args, {
    ...(CAN_PIN && { execPath: 'taskset', execArgv: ['-c', String(core), process.execPath] }),
    env: { ...process.env, NODE_ENV: 'production' },
  });
  return new Promise((resolve, reject) => {
    child.once('message', (said: { port: number; key?: string }) =>
      resolve({ process: child, ...said }),
    );
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  });
}

/** Resident memory of a child; taskset replaces itself by node, so the pid is node's own. */
export function residentMegabytes({ process: { pid = 0 } }: Child): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}
