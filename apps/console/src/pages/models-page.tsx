import { type CatalogModel, MODELS } from '@aigateway/catalog';
import { nameCollection, sentenceCase } from '../catalogue/collections.ts';
import { EVERYTHING, type ModelQuery, makerId } from '../catalogue/select-models.ts';
import { countText } from '../ui/format.ts';
import { ModelGrid } from '../ui/model-grid.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';

interface ModelsProps {
  readonly site: Site;
  readonly query: ModelQuery;
  /** What fits the query, in its order. */
  readonly models: readonly CatalogModel[];
}

/** All that is sold, or what fits the query. */
export function ModelsPage({ site, query, models }: ModelsProps) {
  const collection = query.collection === '' ? null : nameCollection(query.collection);
  const title = collection?.title ?? 'Models';
  const head = {
    title: `${title}: AIgateway`,
    description:
      collection?.summary ??
      `${countText(models.length, 'image model')} behind one API, with their prices.`,
    path: collection ? `/collections/${collection.id}` : '/models',
    current: 'models',
  } as const;
  return (
    <PageFrame site={site} head={head}>
      <div className="page-title page-title-low">
        <h1>{title}</h1>
        <p className="lead">
          {collection?.summary ??
            'Prices are for one picture that arrives. The 5 % fee is taken when credit is ' +
              'bought, never per call.'}
        </p>
      </div>
      <div className="wide">
        <Collections current={query.collection} />
        <Filters site={site} query={query} />
        <div id="found">
          <p className="found-count" role="status">
            {countText(models.length, 'model')}
          </p>
          <h2 className="visually-hidden">Models that fit</h2>
          {models.length === 0 ? (
            <p className="found-none">
              No model fits. <a href="/models">Show all</a>.
            </p>
          ) : (
            <ModelGrid site={site} models={models} eager />
          )}
        </div>
        <p className="strip-note">
          Pictures on the cards were drawn by the built-in engine, asked for what one would ask the
          model for.
        </p>
      </div>
    </PageFrame>
  );
}

function Collections({ current }: { current: string }) {
  return (
    <nav className="collections" aria-label="Collections">
      <ul>
        <li>
          <a href="/models" aria-current={current === '' ? 'page' : undefined}>
            All
          </a>
        </li>
        {distinct((model) => model.collections).map((id) => (
          <li key={id}>
            <a href={`/collections/${id}`} aria-current={current === id ? 'page' : undefined}>
              {nameCollection(id).title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A plain form: it works without a script, and the address can be passed on. */
function Filters({ site, query }: Pick<ModelsProps, 'site' | 'query'>) {
  return (
    <form className="filters" action="/models" method="get" data-live="found">
      <label className="field filters-search">
        <span>Search</span>
        <input
          type="search"
          name="q"
          defaultValue={query.text}
          placeholder="A name, a maker, a use"
          autoComplete="off"
        />
      </label>
      <Choice name="modality" label="Modality" value={query.modality} options={modalities()} />
      <Choice name="maker" label="Maker" value={query.maker} options={makers()} />
      <Choice name="price" label="Price" value={query.price} options={PRICES} />
      <Choice
        name="capability"
        label="Can do"
        value={query.capability}
        options={distinct((model) => model.capabilities).map((id) => [id, sentenceCase(id)])}
      />
      <Choice
        name="collection"
        label="Collection"
        value={query.collection}
        options={distinct((model) => model.collections).map((id) => [id, nameCollection(id).title])}
      />
      <label className="field">
        <span>Order</span>
        <select name="sort" defaultValue={query.sort}>
          <option value={EVERYTHING.sort}>Name</option>
          <option value="price">Price</option>
          <option value="newest">Newest</option>
          {site.sortsByUsage && <option value="usage">Most used here</option>}
        </select>
      </label>
      <button className="button button-quiet" type="submit">
        Show
      </button>
    </form>
  );
}

const PRICES = [
  ['free', 'Free tier'],
  ['3', 'up to $0.03'],
  ['6', 'up to $0.06'],
  ['15', 'up to $0.15'],
] as const;

function Choice(props: {
  name: string;
  label: string;
  value: string;
  options: readonly (readonly [id: string, title: string])[];
}) {
  return (
    <label className="field">
      <span>{props.label}</span>
      <select name={props.name} defaultValue={props.value}>
        <option value="">any</option>
        {props.options.map(([id, title]) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

function modalities(): (readonly [string, string])[] {
  return [...new Set(MODELS.map(({ modality }) => modality))].map((id) => [id, sentenceCase(id)]);
}

function makers(): (readonly [string, string])[] {
  return [...new Map(MODELS.map((model) => [makerId(model), model.maker]))];
}

function distinct(read: (model: CatalogModel) => readonly string[]): string[] {
  return [...new Set(MODELS.flatMap(read))].sort();
}
