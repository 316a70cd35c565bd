import { type CatalogModel, MODELS } from '@aigateway/catalog';
import type { ReactNode } from 'react';
import { nameCollection, sentenceCase } from '../catalogue/collections.ts';
import { ownKeyNote, priceText } from '../model-copy/model-facts.ts';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';

/** At most this many models stand side by side. */
export const MOST_COMPARED = 4;

interface Row {
  readonly title: string;
  readonly cell: (model: CatalogModel) => ReactNode;
}

const ROWS: readonly Row[] = [
  { title: 'Slug', cell: (model) => <code>{model.id}</code> },
  { title: 'Maker', cell: (model) => model.maker },
  { title: 'Family', cell: (model) => model.family },
  { title: 'Price per picture', cell: (model) => priceText(model) },
  { title: 'Keeps a character', cell: (model) => yesNo(model.character) },
  ...distinctCapabilities().map((id) => ({
    title: sentenceCase(id),
    cell: (model: CatalogModel) => yesNo(model.capabilities.includes(id)),
  })),
  { title: 'Own key', cell: (model) => yesNo(ownKeyNote(model) !== null) },
  { title: 'Strengths', cell: (model) => model.strengths.join('; ') },
  { title: 'Use cases', cell: (model) => model.useCases.join(', ') },
  {
    title: 'Collections',
    cell: (model) => model.collections.map((id) => nameCollection(id).title).join(', '),
  },
];

/** Models side by side, row by row. */
export function ComparePage({ site, models }: { site: Site; models: readonly CatalogModel[] }) {
  const names = models.map(({ name }) => name).join(' and ');
  const head = {
    title: `${models.length > 0 ? `${names}: ` : ''}compare models: AIgateway`,
    description: `Prices and abilities side by side: ${names}.`,
    path: '/compare',
    current: 'models',
  } as const;
  return (
    <PageFrame site={site} head={head}>
      <div className="page-title">
        <h1>Compare</h1>
      </div>
      <div className="wide models">
        <Picker models={models} />
        {models.length > 0 && (
          <div className="table-scroll">
            <table className="compare">
              <thead>
                <tr>
                  <td />
                  {models.map((model) => (
                    <th key={model.id} className="compared" scope="col">
                      <a href={`/models/${model.id}`}>{model.name}</a>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {ROWS.map(({ title, cell }) => (
                  <tr key={title}>
                    <th scope="row">{title}</th>
                    {models.map((model) => (
                      <td key={model.id}>{cell(model)}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
    </PageFrame>
  );
}

function Picker({ models }: { models: readonly CatalogModel[] }) {
  return (
    <form className="filters" action="/compare" method="get">
      <fieldset className="field">
        <legend>Models, at most {MOST_COMPARED}</legend>
        {MODELS.map(({ id, name }) => (
          <label key={id} className="check">
            <input
              type="checkbox"
              name="models"
              value={id}
              defaultChecked={models.some((model) => model.id === id)}
            />
            <span>{name}</span>
          </label>
        ))}
      </fieldset>
      <button className="button button-quiet" type="submit">
        Compare
      </button>
    </form>
  );
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}

function distinctCapabilities(): string[] {
  return [...new Set(MODELS.flatMap((model) => model.capabilities))].sort();
}
