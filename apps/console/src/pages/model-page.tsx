import {
  type CatalogModel,
  minimalRequest,
  type PriceBySpeed,
  type PriceList,
  SPEEDS,
  writeCallSnippets,
} from '@aigateway/catalog';
import { formatUsd } from '@aigateway/contract';
import type { ReactNode } from 'react';
import { nameCollection, sentenceCase } from '../catalogue/collections.ts';
import { makerId } from '../catalogue/select-models.ts';
import {
  answerQuestions,
  missingEndpointNote,
  ownKeyNote,
  priceSentence,
  priceText,
  standInNote,
  summarise,
} from '../model-copy/model-facts.ts';
import { samplesOf } from '../samples/samples-of.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { Plate } from '../ui/plate.tsx';
import { Section } from '../ui/section.tsx';
import type { Site } from '../ui/site.ts';
import { ModelReference } from './model-reference.tsx';

interface ModelProps {
  readonly site: Site;
  readonly model: CatalogModel;
}

/** Everything about one model, from its catalogue record and the contract. */
export function ModelPage({ site, model }: ModelProps) {
  const path = `/models/${model.id}`;
  const head = {
    title: `${model.name}: AIgateway`,
    description: model.tagline,
    path,
    current: 'models',
    markdownPath: `${path}.md`,
    ...(site.hasCards && { picturePath: `${path}/card.jpg` }),
    jsonLd: describeProduct(site, model),
  } as const;
  return (
    <PageFrame site={site} head={head}>
      <Breadcrumb model={model} />
      <Title site={site} model={model} />
      <UseIt site={site} model={model} />
      <Capabilities model={model} />
      <Pricing model={model} />
      {missingEndpointNote(model) === null && <ModelReference site={site} model={model} />}
      <Questions site={site} model={model} />
      <Onward site={site} model={model} />
    </PageFrame>
  );
}

function Breadcrumb({ model }: { model: CatalogModel }) {
  return (
    <nav className="breadcrumb" aria-label="Breadcrumb">
      <ol>
        <li>
          <a href="/models">Models</a>
        </li>
        <li>{model.maker}</li>
        <li aria-current="page">{model.name}</li>
      </ol>
    </nav>
  );
}

function Title({ site, model }: ModelProps) {
  const { samples, standIn } = samplesOf(site, model);
  const note = standInNote(model, site);
  const playable = site.hasPlayground && missingEndpointNote(model) === null;
  return (
    <>
      <div className="page-title model-title">
        <div>
          <p className="badge">{model.modality}</p>
          <h1>{model.name}</h1>
          <p className="lead">{model.tagline}</p>
          <p className="actions">
            {playable && (
              <a className="button" href={`/playground?model=${model.id}`}>
                Try in playground
              </a>
            )}
            <a className="button button-quiet" href={`/compare?models=${model.id}`}>
              Compare
            </a>
            <a className="button button-quiet" href="/reference">
              API reference
            </a>
            {site.hasRankings && (
              <a className="button button-quiet" href={`/rankings#${model.id}`}>
                See usage ranking
              </a>
            )}
          </p>
        </div>
        <dl className="card">
          <CardLine term="Slug">
            <code>{model.id}</code> <CopyButton />
          </CardLine>
          <CardLine term="Provider">
            <code>{makerId(model)}</code> <CopyButton />
          </CardLine>
          <CardLine term="Maker">{model.maker}</CardLine>
          <CardLine term="Family">{model.family}</CardLine>
          <CardLine term="Price">{priceSentence(model)}</CardLine>
        </dl>
      </div>
      {samples.length > 0 && (
        <div className="model-plates">
          {samples.slice(0, 3).map((sample, i) => (
            <Plate key={sample.asset} site={site} sample={sample} eager={i === 0} />
          ))}
          {standIn && (
            <p className="strip-note">
              Drawn by the built-in engine, not by {model.maker}: it was asked for what one would
              ask this model for.
            </p>
          )}
        </div>
      )}
      <div className="prose-block">
        <p>{model.description}</p>
        <p>{summarise(model, site)}</p>
        {note && <p className="note">{note}</p>}
      </div>
    </>
  );
}

/** Copies the code it stands beside; shown only where scripts run. */
function CopyButton() {
  return (
    <button className="copy" type="button" data-copy="">
      Copy
    </button>
  );
}

function CardLine({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt>{term}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function UseIt({ site, model }: ModelProps) {
  const { curl } = writeCallSnippets(site.publicUrl, minimalRequest(model));
  const missing = missingEndpointNote(model);
  return (
    <Section id="use" title="Use this model">
      <CodeBlock label="Model" code={model.id} />
      {missing ? <p className="note">{missing}</p> : <CodeBlock label="curl" code={curl} />}
    </Section>
  );
}

function Capabilities({ model }: { model: CatalogModel }) {
  return (
    <Section id="capabilities" title="Capabilities">
      <div className="columns">
        <List title="It can do" items={model.capabilities.map(sentenceCase)} />
        <List title="Strengths" items={model.strengths} />
        <List title="Use cases" items={model.useCases} />
      </div>
    </Section>
  );
}

function List({ title, items }: { title: string; items: readonly string[] }) {
  return (
    <div>
      <h3>{title}</h3>
      <ul className="plain-list">
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </div>
  );
}

function Pricing({ model }: { model: CatalogModel }) {
  const ownKey = ownKeyNote(model);
  const free = model.listPriceMicroUsd === 0n;
  return (
    <Section id="pricing" title="Pricing">
      <p className="price">
        <strong>{priceText(model)}</strong> {!free && <span>per picture delivered</span>}
      </p>
      {model.listPrices && <Prices list={model.listPrices} />}
      {free ? (
        <p>It runs on your own machines and costs nothing.</p>
      ) : (
        <p>
          A 5 % platform fee is applied when credit is bought, never per call. Failures, refusals
          and cancelled calls cost nothing.
        </p>
      )}
      {ownKey && <p>{ownKey}</p>}
    </Section>
  );
}

/** A row a speed; a column a size, where sizes have prices of their own. */
function Prices({ list: { bySize = {}, ...others } }: { list: PriceList }) {
  const sized = Object.entries(bySize);
  const columns: [string, PriceBySpeed][] = [...sized, ['other sizes', others]];
  return (
    <table className="speeds">
      <caption className="visually-hidden">Price by rendering speed and size</caption>
      {sized.length > 0 && (
        <thead>
          <tr>
            <th scope="col">speed</th>
            {columns.map(([size]) => (
              <th key={size} scope="col">
                {size}
              </th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {SPEEDS.map((speed) => (
          <tr key={speed}>
            <th scope="row">
              <code>{speed}</code>
            </th>
            {columns.map(([size, prices]) => (
              <td key={size}>{formatUsd(prices[speed], 3)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Questions({ site, model }: ModelProps) {
  return (
    <Section id="questions" title="Questions">
      <div className="questions">
        {answerQuestions(model, site).map(({ question, answer }) => (
          <details key={question}>
            <summary>{question}</summary>
            <p>{answer}</p>
          </details>
        ))}
      </div>
    </Section>
  );
}

function Onward({ site, model }: ModelProps) {
  const maker = makerId(model);
  return (
    <Section id="onward" title="Further">
      <ul className="onward">
        {site.hasPlayground && missingEndpointNote(model) === null && (
          <li>
            <a href={`/playground?model=${model.id}`}>Try it in the playground</a>
          </li>
        )}
        <li>
          <a href={`/compare?models=${model.id}`}>Compare it</a>
        </li>
        <li>
          <a href="/collections/image">More image models</a>
        </li>
        {[...new Set([...model.collections, 'frontier', 'free'])]
          .filter((id) => id !== 'image')
          .map((id) => (
            <li key={id}>
              <a href={`/collections/${id}`}>{nameCollection(id).title}</a>
            </li>
          ))}
        <li>
          <a href={`/models?maker=${maker}`}>More from {model.maker}</a>
        </li>
        {site.hasDocs && (
          <li>
            <a href="/docs">Documentation</a>
          </li>
        )}
        <li>
          <a href="/reference">API reference</a>
        </li>
        <li>
          <a href="/openapi.json">OpenAPI document</a>
        </li>
        <li>
          <a href={`/models/${model.id}.md`}>This page as Markdown</a>
        </li>
        <li>
          <a href="/llms.txt">llms.txt</a>
        </li>
      </ul>
    </Section>
  );
}

function describeProduct(site: Site, model: CatalogModel): Record<string, unknown> {
  return {
    '@context': 'https://schema.org',
    '@type': 'Product',
    name: model.name,
    description: model.description,
    category: 'Image model',
    brand: { '@type': 'Brand', name: model.maker },
    offers: {
      '@type': 'Offer',
      priceCurrency: 'USD',
      price: String(Number(model.listPriceMicroUsd) / 1_000_000),
      url: `${site.publicUrl}/models/${model.id}`,
    },
    image: samplesOf(site, model).samples.map(
      (sample) => `${site.publicUrl}${site.assetUrl(sample.asset)}`,
    ),
  };
}
