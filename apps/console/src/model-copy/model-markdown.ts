import { type CatalogModel, fullRequest, writeCallSnippets } from '@aigateway/catalog';
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
