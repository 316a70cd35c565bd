import { fullRequest, MODELS, writeCallSnippets } from '@aigateway/catalog';
import { featuredModel, modelsOnHome } from '../samples/featured.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { ModelGrid } from '../ui/model-grid.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import { Plate } from '../ui/plate.tsx';
import { Section } from '../ui/section.tsx';
import type { Site } from '../ui/site.ts';
import { SnippetTabs } from '../ui/snippet-tabs.tsx';

const DESCRIPTION =
  'A gateway for image models that runs on your own machine: one OpenAI-shaped API, one wallet, ' +
  'one catalogue, and a built-in engine that needs no key and no network.';

/** The shop window: what it is, how to call it, what is sold, how to run it. */
export function HomePage({ site }: { site: Site }) {
  return (
    <PageFrame
      site={site}
      head={{
        title: 'AIgateway: image models behind one API',
        description: DESCRIPTION,
        path: '/',
      }}
    >
      <Hero site={site} />
      <PlateStrip site={site} />
      <CallIt site={site} />
      <section className="wide band" aria-labelledby="models-title" id="models">
        <div className="band-title">
          <h2 id="models-title">Models</h2>
          <p>
            You pay for pictures that arrive, at list price.{' '}
            <a href="/models">All {MODELS.length} models</a>
          </p>
        </div>
        <ModelGrid site={site} models={modelsOnHome()} />
      </section>
      <Rules />
      <SelfHosting />
    </PageFrame>
  );
}

function Hero({ site }: { site: Site }) {
  const first = site.samples[0];
  return (
    <div className={first ? 'hero hero-with-plate' : 'hero'}>
      <div className="hero-text">
        <h1>
          The same character, <em>anywhere you can describe.</em>
        </h1>
        <p className="lead">
          AIgateway puts image models behind one OpenAI-shaped API that you run yourself. Send one
          picture of a character; get it back in another setting, drawn by another hand, still
          itself.
        </p>
        <p className="actions">
          {site.hasPlayground ? (
            <a className="button" href="/playground">
              Make a picture
            </a>
          ) : (
            <a className="button" href="/models">
              See the models
            </a>
          )}
          <a className="button button-quiet" href="#start">
            Run it in two commands
          </a>
        </p>
      </div>
      {first && (
        <div className="hero-plate">
          <Plate site={site} sample={first} eager />
          {first.character && (
            <figure className="hero-input">
              <img src={site.assetUrl(first.character)} alt="The drawing of a fox that went in" />
              <figcaption>What went in</figcaption>
            </figure>
          )}
        </div>
      )}
    </div>
  );
}

function PlateStrip({ site }: { site: Site }) {
  const plates = site.samples.filter(({ character }) => character !== null).slice(1, 6);
  if (plates.length === 0) return null;
  return (
    <section className="strip" aria-labelledby="strip-title">
      <div className="band-title">
        <h2 id="strip-title">Three drawings, any picture</h2>
        <p>Made by the built-in engine, on one machine, without a key.</p>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <ul className="strip-plates" tabIndex={0} aria-label="Pictures made by the built-in engine">
        {plates.map((sample) => (
          <li key={sample.asset}>
            <Plate site={site} sample={sample} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function CallIt({ site }: { site: Site }) {
  const model = featuredModel();
  return (
    <Section id="call" title="Call it" note="Any client written for OpenAI's Images API will do.">
      <SnippetTabs
        id="home-call"
        snippets={writeCallSnippets(site.publicUrl, fullRequest(model))}
      />
    </Section>
  );
}

function Rules() {
  return (
    <Section id="rules" title="House rules" note="What you can hold us to.">
      <dl className="facts">
        <div>
          <dt>You pay for what arrives</dt>
          <dd>
            Credit is held before a call and captured for the pictures delivered. Failures, refusals
            and cancelled calls cost nothing.
          </dd>
        </div>
        <div>
          <dt>5 % once, never per call</dt>
          <dd>The only fee is taken when credit is bought, and shown before you pay.</dd>
        </div>
        <div>
          <dt>Nothing is silently changed</dt>
          <dd>
            Whatever a model cannot do exactly is named in the <code>x-aig-warning</code> header.
            Unknown fields are refused.
          </dd>
        </div>
        <div>
          <dt>It works unplugged</dt>
          <dd>The built-in engine draws on this machine, without a key and without a network.</dd>
        </div>
      </dl>
    </Section>
  );
}

function SelfHosting() {
  return (
    <Section id="start" title="Run it yourself" note="Node 20.20 or newer. Nothing else.">
      <CodeBlock label="In a copy of the source" code={'npm install\nnpm start'} />
      <p>
        It prints an address, a sign-in link, one key and a <code>curl</code> line that works when
        pasted. Pictures, wallet and keys live in one folder; PostgreSQL, Redis and S3 can take over
        when one machine is not enough.
      </p>
    </Section>
  );
}
