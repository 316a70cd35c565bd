import { type CatalogModel, MODELS } from '@aigateway/catalog';
import type { ReactNode } from 'react';
import { nameCollection, sentenceCase } from '../catalogue/collections.ts';
import { LiveComparison } from '../compare/live-comparison.tsx';
import { missingEndpointNote, ownKeyNote, priceText } from '../model-copy/model-facts.ts';
import { CHARACTERS } from '../samples/characters.ts';
import { cardPictureOf } from '../samples/samples-of.ts';
import { Island } from '../ui/island.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';
import { TableScroll } from '../ui/table-scroll.tsx';

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

interface CompareProps {
  readonly site: Site;
  readonly models: readonly CatalogModel[];
  /** The client bundle; null where nothing can be run from a page. */
  readonly script: string | null;
}

/** Models side by side, row by row, and what each makes of one prompt. */
export function ComparePage({ site, models, script }: CompareProps) {
  const names = models.map(({ name }) => name).join(' and ');
  const head = {
    title: `${models.length > 0 ? `${names}: ` : ''}compare models: AIgateway`,
    description:
      models.length > 0
        ? `Prices and abilities side by side: ${names}.`
        : 'Prices, abilities and pictures of models side by side.',
    path: pathOf(models),
    current: 'models',
  } as const;
  const runnable = models.filter((model) => missingEndpointNote(model) === null && isMade(model));
  return (
    <PageFrame site={site} head={head} scripts={script ? [script] : []}>
      <div className="page-title page-title-low">
        <h1>Compare</h1>
        <p className="lead">Up to {MOST_COMPARED} models: what they cost, can do, and draw.</p>
      </div>
      <div className="wide">
        <Picker models={models} />
        {models.length > 0 && <CompareTable site={site} models={models} />}
      </div>
      {script && runnable.length > 0 && (
        <section className="section" aria-labelledby="live-title" id="live">
          <div className="section-margin">
            <h2 id="live-title">Live</h2>
            <p className="section-note">
              The same prompt and character, sent to each at once through the public API.
            </p>
          </div>
          <div className="section-body">
            <Island
              name="compare"
              component={LiveComparison}
              props={{
                models: runnable.map(({ id, name }) => ({ id, name })),
                characters: CHARACTERS.map(({ name, asset, alt }) => ({
                  name,
                  alt,
                  url: site.assetUrl(asset),
                })),
              }}
            />
          </div>
        </section>
      )}
    </PageFrame>
  );
}

/** Two models have an address of their own that can be read aloud. */
function pathOf(models: readonly CatalogModel[]): string {
  if (models.length === 0) return '/compare';
  const names = models.map(({ id }) => id.replace('/', '_'));
  return models.length === 2
    ? `/compare/${names.join('-vs-')}`
    : `/compare?models=${models.map(({ id }) => id).join(',')}`;
}

/** Models of the edits endpoint need a picture and a mask, and cannot be run on a prompt alone. */
function isMade({ endpoints }: CatalogModel): boolean {
  return endpoints === undefined || endpoints.includes('/v1/images/generations');
}

function CompareTable({ site, models }: Pick<CompareProps, 'site' | 'models'>) {
  return (
    <TableScroll>
      <table className="compare">
        <thead>
          <tr>
            <td />
            {models.map((model) => (
              <th key={model.id} scope="col">
                <CardImage site={site} model={model} />
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
    </TableScroll>
  );
}

function CardImage({ site, model }: { site: Site; model: CatalogModel }) {
  const picture = cardPictureOf(model);
  if (picture === null) return null;
  return (
    <img src={site.assetUrl(picture.asset)} width={picture.side} height={picture.side} alt="" />
  );
}

function Picker({ models }: { models: readonly CatalogModel[] }) {
  return (
    <details className="compare-picks" open={models.length < 2}>
      <summary>Choose models</summary>
      <form action="/compare" method="get">
        <ul>
          {MODELS.map(({ id, name }) => (
            <li key={id}>
              <label className="check">
                <input
                  type="checkbox"
                  name="models"
                  value={id}
                  defaultChecked={models.some((model) => model.id === id)}
                />
                <span>{name}</span>
              </label>
            </li>
          ))}
        </ul>
        <button className="button button-quiet" type="submit">
          Compare
        </button>
      </form>
    </details>
  );
}

function yesNo(value: boolean): ReactNode {
  return <span className={value ? 'yes' : 'no'}>{value ? 'yes' : 'no'}</span>;
}

function distinctCapabilities(): string[] {
  return [...new Set(MODELS.flatMap((model) => model.capabilities))].sort();
}
