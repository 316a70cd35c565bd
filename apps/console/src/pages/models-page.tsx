import { MODELS } from '@aigateway/catalog';
import { ModelList } from '../ui/model-list.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';

/** All that is sold. */
export function ModelsPage({ site }: { site: Site }) {
  const head = {
    title: 'Models: AIgateway',
    description: `${MODELS.length} image models behind one API, with their prices.`,
    path: '/models',
    current: 'models',
  } as const;
  return (
    <PageFrame site={site} head={head}>
      <div className="page-title">
        <h1>Models</h1>
        <p className="lead">
          Prices are for one picture that arrives. The 5 % fee is taken when credit is bought, never
          per call.
        </p>
      </div>
      <div className="wide">
        <ModelList site={site} models={MODELS} />
      </div>
    </PageFrame>
  );
}
