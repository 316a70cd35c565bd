import type { ReactNode } from 'react';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';

/** One sentence and a way on: not found, refused, failed. */
export function MessagePage(props: { site: Site; title: string; children: ReactNode }) {
  const { site, title, children } = props;
  return (
    <PageFrame site={site} head={{ title: `${title}: AIgateway`, description: title }}>
      <div className="message">
        <h1>{title}</h1>
        {children}
      </div>
    </PageFrame>
  );
}

/** 404. */
export function NotFoundPage({ site }: { site: Site }) {
  return (
    <MessagePage site={site} title="Nothing hangs here">
      <p>
        The address leads to no page and no model. All models are <a href="/models">listed here</a>.
      </p>
    </MessagePage>
  );
}

/** 403: a form that did not come from one of our own pages. */
export function RefusedPage({ site }: { site: Site }) {
  return (
    <MessagePage site={site} title="Refused">
      <p>
        This form was not sent from a page of this gateway, so nothing was done. Open{' '}
        <a href={site.publicUrl}>{site.publicUrl}</a> and try again.
      </p>
    </MessagePage>
  );
}

/** 500. */
export function FailedPage({ site }: { site: Site }) {
  return (
    <MessagePage site={site} title="Something broke">
      <p>The fault is ours and has been written to the gateway’s log. Please try again.</p>
    </MessagePage>
  );
}
