import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import type { Gateway } from '../main.ts';

/** `aigateway serve`. */
export function addServeCommand(program: Command): void {
  program
    .command('serve', { isDefault: true })
    .description('start the gateway (settings: docs/configuration.md)')
    .action(async () => {
      const config = readConfig(process.env);
      const { startGateway } = await import('../main.ts');
      const gateway = await startGateway(config);
      process.stdout.write(welcome(gateway));
      await untilAskedToEnd();
      await gateway.close();
    });
}

/** What a new owner needs, in the order of need. */
function welcome({ url, firstKey, signInUrl, mode }: Gateway): string {
  const key = firstKey ?? '$AIGATEWAY_API_KEY';
  const lines = [
    '',
    `AIgateway is ready at ${url}  (${mode})`,
    '',
    mode === 'sandbox'
      ? `  Sign in as owner (works once):  ${signInUrl}`
      : `  Sign in at  ${signInUrl}  (forgot the password:  npx aigateway owner link)`,
    firstKey === null
      ? '  API key:  made at an earlier start; make another with  npx aigateway keys create'
      : `  API key (shown only now):       ${firstKey}`,
    '',
    '  A first picture:',
    '',
    `    curl ${url}/v1/images/generations \\`,
    `      -H "Authorization: Bearer ${key}" \\`,
    '      -H "Content-Type: application/json" \\',
    `      -d '{"model":"ideogram/ideogram-character-remix","prompt":"a cyberpunk cat at sunset"}'`,
    '',
    '',
  ];
  return lines.join('\n');
}

/** Resolves on the first SIGINT or SIGTERM; a second one ends the process at once. */
function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve();
      });
    }
  });
}
