import { reaches } from '@aigateway/contract';
import type { ReactElement } from 'react';
import type { ConsoleSession } from '../account-services.ts';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';
import type { OfficeGroup, OfficePage } from './define-office-page.ts';
import type { ApiProblem } from './office-api.ts';

/** What is said above a page: how an act ended. */
export interface Word {
  readonly notice?: string;
  /** Shown this once. */
  readonly secret?: { readonly what: string; readonly secret: string };
  readonly problem?: ApiProblem;
}

const GROUPS: readonly { readonly id: OfficeGroup; readonly title: string }[] = [
  { id: 'work', title: 'Work' },
  { id: 'money', title: 'Money' },
  { id: 'organisation', title: 'Organisation' },
  { id: 'operator', title: 'This gateway' },
];

/** The frame of every page of the office: where one is, who one is, what just happened. */
export function OfficeFrame(props: {
  site: Site;
  session: ConsoleSession;
  /** Those that are for this session. */
  pages: readonly OfficePage[];
  page: OfficePage;
  word: Word;
  /** Null where the page itself could not be read. */
  children: ReactElement | null;
}) {
  const { site, session, pages, page, word, children } = props;
  const head = {
    title: `${page.title}: AIgateway`,
    description: page.lead,
    current: 'office',
  } as const;
  return (
    <PageFrame site={site} head={head}>
      <div className="office">
        <aside className="office-side">
          <p className="office-who">
            {session.name}
            <span className="quiet">
              {session.personName}, {session.role}
            </span>
          </p>
          <button className="office-menu" type="button" popoverTarget="office-pages">
            Pages
          </button>
          <Navigation pages={pages} page={page} />
          <form method="post" action="/sign-out">
            <button className="plain-button" type="submit">
              Sign out
            </button>
          </form>
        </aside>
        <div className="office-page">
          <div className="office-title">
            <WayBack pages={pages} page={page} />
            <h1>{page.title}</h1>
            <p className="lead">{page.lead}</p>
          </div>
          <Said word={word} />
          {children}
        </div>
      </div>
    </PageFrame>
  );
}

/** Whether a page is for the one who is signed in. The API decides again at every call. */
export function maySee(
  { role, isOperator }: ConsoleSession,
  { least, operatorOnly }: OfficePage,
): boolean {
  return reaches(role, least) && (isOperator || !operatorOnly);
}

function WayBack({ pages, page }: { pages: readonly OfficePage[]; page: OfficePage }) {
  const parent = pages.find(({ slug }) => slug === page.parent);
  if (!parent) return null;
  return (
    <p className="way-back">
      <a href={pathOf(parent)}>{parent.title}</a>
    </p>
  );
}

function Navigation({ pages, page }: { pages: readonly OfficePage[]; page: OfficePage }) {
  return (
    <nav aria-label="Office" id="office-pages" popover="auto">
      {GROUPS.map(({ id, title }) => {
        const members = pages.filter((one) => one.group === id && one.parent === undefined);
        if (members.length === 0) return null;
        return (
          <div key={id} className="office-group">
            <p className="office-group-title" id={`office-${id}`}>
              {title}
            </p>
            <ul aria-labelledby={`office-${id}`}>
              {members.map((one) => (
                <li key={one.slug}>
                  <a href={pathOf(one)} aria-current={currentOf(one, page)}>
                    {one.title}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </nav>
  );
}

/** `true` of the page that leads to where one is. */
function currentOf(one: OfficePage, page: OfficePage): 'page' | 'true' | undefined {
  if (one.slug === page.slug) return 'page';
  return one.slug === page.parent ? 'true' : undefined;
}

/** The address of a page. */
export function pathOf({ slug }: Pick<OfficePage, 'slug'>): string {
  return slug === '' ? '/office' : `/office/${slug}`;
}

function Said({ word: { notice, secret, problem } }: { word: Word }) {
  return (
    <>
      {notice && (
        <p className="note" role="status">
          {notice}
        </p>
      )}
      {secret && (
        <div className="secret" role="status">
          <p>{secret.what} It is shown this once and stored nowhere: copy it now.</p>
          <p className="secret-line">
            <code>{secret.secret}</code>
            <button className="copy" type="button" data-copy>
              Copy
            </button>
          </p>
        </div>
      )}
      {problem && (
        <div className="note note-problem" role="alert">
          <p>{problem.message}</p>
          <p className="quiet">
            Request <code>{problem.requestId}</code>
          </p>
        </div>
      )}
    </>
  );
}
