import { type CatalogModel, fullRequest, SPEEDS, writeCallSnippets } from '@aigateway/catalog';
import { formatUsd } from '@aigateway/contract';
import { describeRequestFields } from './describe-fields.ts';
import { listImageErrors } from './error-table.ts';
import {
  answerQuestions,
  missingEndpointNote,
  ownKeyNote,
  type Place,
  priceSentence,
  standInNote,
  summarise,
} from './model-facts.ts';

/** The model's page as Markdown, for agents and for reading in a terminal. */
export function writeModelMarkdown(model: CatalogModel, place: Place): string {
  const notes = [standInNote(model, place), ownKeyNote(model)].filter((note) => note !== null);
  return [
    `# ${model.name}`,
    model.tagline,
    summarise(model, place),
    ...notes,
    '## Facts',
    [
      `- slug: \`${model.id}\``,
      `- maker: ${model.maker}`,
      `- family: ${model.family}`,
      `- modality: ${model.modality}`,
      `- price: ${priceSentence(model)}; a 5 % fee is taken when credit is bought, never per call`,
      ...describePrices(model),
      `- capabilities: ${model.capabilities.join(', ')}`,
      `- strengths: ${model.strengths.join('; ')}`,
      `- use cases: ${model.useCases.join('; ')}`,
    ].join('\n'),
    ...reference(model, place),
    '## Errors',
    errorTable(),
    '## Questions',
    ...answerQuestions(model, place).flatMap(({ question, answer }) => [`### ${question}`, answer]),
    `OpenAPI: ${place.publicUrl}/openapi.json`,
    '',
  ].join('\n\n');
}

/** Where speed or size change the price: one line a size. */
function describePrices({ listPrices }: CatalogModel): string[] {
  if (!listPrices) return [];
  const { bySize = {}, ...others } = listPrices;
  const sized = Object.entries(bySize);
  const usual = sized.length > 0 ? 'other sizes' : 'by speed';
  return [...sized, [usual, others] as const].map(([name, prices]) => {
    const each = SPEEDS.map((speed) => `${speed} ${formatUsd(prices[speed], 3)}`);
    return `- price, ${name}: ${each.join(', ')}`;
  });
}

function reference(model: CatalogModel, place: Place): string[] {
  const missing = missingEndpointNote(model);
  if (missing !== null) return [missing];
  return ['## Quickstart', ...quickstart(model, place), '## Request fields', fieldTable(model)];
}

function quickstart(model: CatalogModel, place: Place): string[] {
  const { curl, python, typescript } = writeCallSnippets(place.publicUrl, fullRequest(model));
  return [fence('sh', curl), fence('python', python), fence('typescript', typescript)];
}

function fence(language: string, code: string): string {
  return `\`\`\`${language}\n${code}\n\`\`\``;
}

function fieldTable(model: CatalogModel): string {
  const rows = describeRequestFields(model).map(
    ({ name, type, fallback, required, description }) => {
      const standard = required ? 'required' : (fallback ?? '');
      return `| \`${name}\` | ${cell(type)} | ${standard} | ${cell(description)} |`;
    },
  );
  return ['| field | type | default | meaning |', '|---|---|---|---|', ...rows].join('\n');
}

function errorTable(): string {
  const rows = listImageErrors().flatMap(({ status, type, rows }) =>
    rows.map(({ code, when, retry }) => `| ${status} | ${type} | ${code} | ${when} | ${retry} |`),
  );
  return ['| status | type | code | when | retry |', '|---|---|---|---|---|', ...rows].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
