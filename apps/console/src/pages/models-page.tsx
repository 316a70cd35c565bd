import { type CatalogModel, MODELS } from '@aigateway/catalog';
import { nameCollection, sentenceCase } from '../catalogue/collections.ts';
import { type ModelQuery, makerId, selectModels } from '../catalogue/select-models.ts';
import { countText } from '../ui/format.ts';
import { ModelList } from '../ui/model-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';

/** All that is sold, or what fits the query. */
export function ModelsPage({ site, query }: { site: Site; query: ModelQuery }) {
  const models = selectModels(MODELS, query);
  const title = query.collection === '' ? 'Models' : nameCollection(query.collection).title;
  const head = {
    title: `${title}: AIgateway`,
    description: `${countText(models.length, 'image model')} behind one API, with their prices.`,
    path: query.collection === '' ? '/models' : `/collections/${query.collection}`,
    current: 'models',
  } as const;
  return (
    <PageFrame site={site} head={head}>
      <div className="page-title">
        <h1>{title}</h1>
        <p className="lead">
          Prices are for one picture that arrives. The 5 % fee is taken when credit is bought, never
          per call.
        </p>
      </div>
      <div className="wide models">
        <Filters query={query} />
        <div>
          <h2 className="visually-hidden">{countText(models.length, 'model')}</h2>
          {models.length === 0 ? (
            <p>
              No model fits. <a href="/models">Show all</a>.
            </p>
          ) : (
            <ModelList site={site} models={models} />
          )}
        </div>
      </div>
    </PageFrame>
  );
}

/** A plain form: it works without a script, and the address can be passed on. */
function Filters({ query }: { query: ModelQuery }) {
  return (
    <form className="filters" action="/models" method="get">
      <label className="field">
        <span>Search</span>
        <input type="search" name="q" defaultValue={query.text} />
      </label>
      <Choice name="maker" label="Maker" value={query.maker} options={makers()} />
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
          <option value="name">Name</option>
          <option value="price">Price</option>
          <option value="newest">Newest</option>
        </select>
      </label>
      <button className="button button-quiet" type="submit">
        Show
      </button>
    </form>
  );
}

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

function makers(): (readonly [string, string])[] {
  return [...new Map(MODELS.map((model) => [makerId(model), model.maker]))];
}

function distinct(read: (model: CatalogModel) => readonly string[]): string[] {
  return [...new Set(MODELS.flatMap(read))].sort();
}
