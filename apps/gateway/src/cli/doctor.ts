import { access, constants } from 'node:fs/promises';
import { createServer } from 'node:net';
import { DatabaseError, openDatabase } from '@aigateway/database';
import type { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import { makeDataFolder } from '../data-folder.ts';
import { printResult } from './report.ts';

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** `aigateway doctor`: can this machine run the gateway? Ends with status 1 when it cannot. */
export function addDoctorCommand(program: Command): void {
  program
    .command('doctor')
    .description('check Node, folder, database, port and picture codecs')
    .option('--json', 'print as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const config = readConfig(process.env);
      const findings = [
        checkNode(),
        await checkFolder(config),
        await checkDatabase(config),
        await checkPort(config),
        await checkCodecs(),
      ];
      const text = findings
        .map(({ check, ok, detail }) => `${ok ? 'ok  ' : 'FAIL'}  ${check.padEnd(9)} ${detail}`)
        .join('\n');
      printResult(json, findings, text);
      if (findings.some((finding) => !finding.ok)) process.exitCode = 1;
    });
}

const LEAST_NODE = [20, 20] as const;

function checkNode(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const ok = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const detail = `${process.versions.node} (needs ${LEAST_NODE.join('.')} or newer)`;
  return { check: 'node', ok, detail };
}

async function checkFolder({ dataDir }: Config): Promise<Finding> {
  try {
    await makeDataFolder(dataDir);
    await access(dataDir, constants.W_OK);
    return { check: 'folder', ok: true, detail: `${dataDir} can be written` };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const detail = code ? `${dataDir} cannot be written (${code})` : message;
    return { check: 'folder', ok: false, detail };
  }
}

async function checkDatabase(config: Config): Promise<Finding> {
  const check = 'database';
  try {
    const url = config.databaseUrl ?? undefined;
    const database = await openDatabase({ dataDir: config.dataDir, url, shared: true });
    await database.close();
    return { check, ok: true, detail: `${database.dialect} answers` };
  } catch (error) {
    const known = error instanceof DatabaseError;
    return { check, ok: false, detail: known ? error.message : 'cannot be opened' };
  }
}

/** Free, or why not; a gateway that runs already is the usual reason. */
function checkPort({ host, port }: Config): Promise<Finding> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve({ check: 'port', ok: false, detail: `${host}:${port} is not free (${error.code})` }),
    );
    server.listen(port, host, () => {
      server.close(() => resolve({ check: 'port', ok: true, detail: `${host}:${port} is free` }));
    });
  });
}

async function checkCodecs(): Promise<Finding> {
  const check = 'codecs';
  try {
    const { default: sharp } = await import('sharp');
    const pixels = { create: { width: 8, height: 8, channels: 3, background: '#888' } } as const;
    for (const format of ['png', 'jpeg', 'webp'] as const) {
      await sharp(await sharp(pixels).toFormat(format).toBuffer())
        .raw()
        .toBuffer();
    }
    return { check, ok: true, detail: `PNG, JPEG and WebP work (libvips ${sharp.versions.vips})` };
  } catch {
    return { check, ok: false, detail: 'the picture library does not load; run npm install again' };
  }
}
