import type { CatalogModel } from '@aigateway/catalog';
import { priceText } from '../model-copy/model-facts.ts';
import { cardPictureOf } from '../samples/samples-of.ts';
import type { Site } from './site.ts';

/** Models as cards, each with a picture of what one would ask it for. */
export function ModelGrid(props: {
  site: Site;
  models: readonly CatalogModel[];
  /** The first row is in sight at once: its pictures do not wait. */
  eager?: boolean;
}) {
  return (
    <ul className="cards">
      {props.models.map((model, i) => (
        <li key={model.id}>
          <ModelCard site={props.site} model={model} eager={props.eager === true && i < 3} />
        </li>
      ))}
    </ul>
  );
}

function ModelCard({ site, model, eager }: { site: Site; model: CatalogModel; eager: boolean }) {
  const picture = cardPictureOf(model);
  const free = model.listPriceMicroUsd === 0n;
  return (
    <article className="model-card">
      {picture && (
        <img
          src={site.assetUrl(picture.asset)}
          width={picture.side}
          height={picture.side}
          alt=""
          loading={eager ? 'eager' : 'lazy'}
          fetchPriority={eager ? 'high' : 'auto'}
        />
      )}
      <div className="model-card-line">
        <p className="model-card-maker">{model.maker}</p>
        <p className="model-card-price">
          {priceText(model)}
          {!free && <span className="visually-hidden"> per picture</span>}
        </p>
      </div>
      <h3>
        <a href={`/models/${model.id}`}>{model.name}</a>
      </h3>
      <p className="model-card-text">{model.tagline}</p>
    </article>
  );
}
