import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ERRORS } from '@aigateway/contract';
import { type FieldTable, PROVIDERS } from '@aigateway/providers';

/** A document with a part that is generated, between two comment lines. */
export interface GeneratedPart {
  readonly output: string;
  /** Name in `<!-- generated: name -->`. */
  readonly name: string;
  /** The part's text, or null while its source does not exist yet. */
  readonly render: (root: string) => Promise<string | null>;
}

/** Every generated part of the documents. */
export const GENERATED_PARTS: readonly GeneratedPart[] = [
  { output: 'docs/errors.md', name: 'errors', render: async () => renderErrors() },
  { output: 'docs/configuration.md', name: 'settings', render: renderSettings },
  { output: 'docs/configuration.md', name: 'providers', render: renderProviderVariables },
  { output: 'docs/providers.md', name: 'routes', render: async () => renderRoutes() },
];

/** The whole document with its part renewed. Throws where the two comment lines are missing. */
export async function generateDocument(
  root: string,
  part: GeneratedPart,
  before?: string,
): Promise<string | null> {
  const rendered = await part.render(root);
  const path = join(root, part.output);
  if (rendered === null || !existsSync(path)) return null;
  return replacePart(before ?? readFileSync(path, 'utf8'), part.name, rendered);
}

/** `text` with everything between the part's comment lines replaced. */
export function replacePart(text: string, name: string, content: string): string {
  const open = `<!-- generated: ${name} -->`;
  const close = `<!-- /generated: ${name} -->`;
  const start = text.indexOf(open);
  const end = text.indexOf(close);
  if (start < 0 || end < start) throw new Error(`the lines ${open} and ${close} are missing`);
  return `${text.slice(0, start + open.length)}\n\n${content}\n${text.slice(end)}`;
}

function renderErrors(): string {
  const rows = Object.entries(ERRORS).map(([code, row]) => [
    String(row.status),
    `\`${row.type}\``,
    `\`${code}\``,
    row.when,
    row.shouldRetry ? 'yes' : 'no',
  ]);
  return renderTable(['Status', 'Type', 'Code', 'When', 'Retry'], rows);
}

interface SettingDescription {
  readonly name: string;
  readonly default: string;
  readonly description: string;
}

async function renderSettings(root: string): Promise<string | null> {
  const path = join(root, 'apps/gateway/src/config.ts');
  if (!existsSync(path)) return null;
  const { describeConfiguration } = (await import(pathToFileURL(path).href)) as {
    describeConfiguration: () => SettingDescription[];
  };
  const rows = describeConfiguration().map((setting) => [
    `\`${setting.name}\``,
    setting.default === '' ? 'absent' : `\`${setting.default}\``,
    setting.description,
  ]);
  return renderTable(['Variable', 'Default', 'What it does'], rows);
}

async function renderProviderVariables(root: string): Promise<string | null> {
  const path = join(root, 'apps/gateway/src/config.ts');
  const { describeProviderVariables } = (await import(pathToFileURL(path).href)) as {
    describeProviderVariables: () => (SettingDescription & { provider: string })[];
  };
  const rows = describeProviderVariables().map((one) => [
    one.provider,
    `\`${one.name}\``,
    one.description,
  ]);
  return renderTable(['Upstream', 'Variable', 'What it does'], rows);
}

/** What every deployment does with every field, one table a provider. */
function renderRoutes(): string {
  return PROVIDERS.map(({ id, title, deployments }) => {
    const fields = Object.keys(deployments[0]?.fields ?? {}) as (keyof FieldTable)[];
    const rows = fields.map((field) => [
      `\`${field}\``,
      ...deployments.map(({ fields: table }) => {
        const { support, note } = table[field];
        return note === '' ? support : `${support}: ${note}`;
      }),
    ]);
    const head = ['Field', ...deployments.map((one) => `\`${one.id}\``)];
    return `## ${title} (\`${id}\`)\n\n${renderTable(head, rows)}`;
  }).join('\n');
}

/** A Markdown table; bars inside cells are escaped. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}
