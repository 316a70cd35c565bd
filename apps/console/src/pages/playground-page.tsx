import { Playground } from '../playground/playground.tsx';
import type { PlaygroundProps } from '../playground/playground-props.ts';
import { Island } from '../ui/island.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';

const DESCRIPTION =
  'Give a character, say where and how, and see the picture, its price and the code that makes it.';

/** The playground: rendered here, brought to life by the client bundle. */
export function PlaygroundPage(props: { site: Site; start: PlaygroundProps; script: string }) {
  const { site, start, script } = props;
  const head = {
    title: 'Playground: AIgateway',
    description: DESCRIPTION,
    path: '/playground',
    current: 'playground',
  } as const;
  return (
    <PageFrame site={site} head={head} scripts={[script]}>
      <div className="page-title page-title-low">
        <h1>Playground</h1>
      </div>
      <noscript>
        <p className="wide">
          The form needs JavaScript. The call below it does the same from a terminal.
        </p>
      </noscript>
      <Island name="playground" component={Playground} props={start} />
    </PageFrame>
  );
}
