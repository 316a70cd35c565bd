import type { CatalogModel } from '@aigateway/catalog';
import { priceText } from '../model-copy/model-facts.ts';
import { featuredModel } from '../samples/featured.ts';
import { samplesOf } from '../samples/samples-of.ts';
import { Plate } from './plate.tsx';
import type { Site } from './site.ts';

/** Models as entries of a catalogue, one under the other. */
export function ModelList({ site, models }: { site: Site; models: readonly CatalogModel[] }) {
  return (
    <ul className="entries">
      {models.map((model) => (
        <li key={model.id}>
          <Entry site={site} model={model} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ site, model }: { site: Site; model: CatalogModel }) {
  const { samples, standIn } = samplesOf(site, model);
  // Stand-in pictures beside every model would say nothing about any of them.
  const sample = standIn ? (model === featuredModel() ? samples[1] : undefined) : samples[0];
  const free = model.listPriceMicroUsd === 0n;
  return (
    <article className={sample ? 'entry entry-hung' : 'entry'}>
      {sample && <Plate site={site} sample={sample} bare />}
      <div className="entry-text">
        <h3>
          <a href={`/models/${model.id}`}>{model.name}</a>
        </h3>
        <p className="entry-maker">{model.maker}</p>
        <p>{model.tagline}</p>
        <p>
          <code className="slug">{model.id}</code>
        </p>
      </div>
      <p className="entry-price">
        <strong>{priceText(model)}</strong>{' '}
        {!free && <span className="entry-unit">per picture</span>}
      </p>
    </article>
  );
}
