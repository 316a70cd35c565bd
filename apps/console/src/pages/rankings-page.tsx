import {
  RANKING_ORDERS,
  RANKING_WINDOWS,
  type RankedRow,
  type RankingQuery,
  rankModels,
} from '../catalogue/rank-models.ts';
import type { Ranking } from '../console-services.ts';
import { countText, dateText, usdFromCents } from '../ui/format.ts';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';
import { TableScroll } from '../ui/table-scroll.tsx';
import { TrendLine } from '../ui/trend-line.tsx';

interface RankingsProps {
  readonly site: Site;
  readonly query: RankingQuery;
  readonly ranking: Ranking;
}

const HEAD = {
  title: 'Rankings: AIgateway',
  description: 'What this installation is used for: pictures, requests, spend and people by model.',
  path: '/rankings',
  current: 'rankings',
} as const;

/** The use of this installation by model. */
export function RankingsPage({ site, query, ranking }: RankingsProps) {
  const rows = rankModels(ranking.rows, query.order);
  return (
    <PageFrame site={site} head={HEAD}>
      <div className="page-title page-title-low">
        <h1>Rankings</h1>
        <p className="lead">
          What this installation is used for: calls of its own callers that delivered pictures, and
          nothing from anywhere else.
        </p>
      </div>
      <div className="wide">
        <Choices query={query} />
        {rows.length === 0 ? (
          <NothingYet site={site} />
        ) : (
          <>
            <RankingTable rows={rows} query={query} />
            <p className="strip-note">
              {countText(ranking.people, 'organisation')} in all. Spend is what callers paid here;
              calls with own keys count without it. As of {dateText(ranking.asOfMs)}.
            </p>
          </>
        )}
      </div>
    </PageFrame>
  );
}

/** In place of the table where it is for those who are signed in. */
export function RankingsDoorPage({ site }: { site: Site }) {
  return (
    <PageFrame site={site} head={{ ...HEAD, title: 'Rankings: AIgateway' }}>
      <div className="message">
        <h1>Rankings</h1>
        <p>
          The operator shows the use of this installation to those who are signed in.{' '}
          <a href="/office">Sign in</a>
        </p>
      </div>
    </PageFrame>
  );
}

function Choices({ query }: { query: RankingQuery }) {
  return (
    <div className="segments">
      <nav className="collections" aria-label="Window">
        <ul>
          {RANKING_WINDOWS.map(({ id, title }) => (
            <li key={id}>
              <a
                href={`/rankings?window=${id}&by=${query.order}`}
                aria-current={id === query.window ? 'page' : undefined}
              >
                {title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

function RankingTable({ rows, query }: { rows: readonly RankedRow[]; query: RankingQuery }) {
  return (
    <TableScroll>
      <table className="ranking">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Place</span>
            </th>
            <th scope="col">Model</th>
            <th scope="col">Trend</th>
            {RANKING_ORDERS.map(({ id, title }) => (
              <th
                key={id}
                scope="col"
                className="number"
                aria-sort={id === query.order ? 'descending' : undefined}
              >
                <a href={`/rankings?window=${query.window}&by=${id}`}>{title}</a>
              </th>
            ))}
            <th scope="col" className="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <RankingRow key={row.model} row={row} place={i + 1} />
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function RankingRow({ row, place }: { row: RankedRow; place: number }) {
  const name = row.known?.name ?? row.model;
  return (
    <tr id={row.model}>
      <td className="place">{place}</td>
      <th scope="row">
        {row.known ? <a href={`/models/${row.model}`}>{name}</a> : name}
        <span className="quiet">{row.known?.maker ?? 'no longer sold'}</span>
      </th>
      <td>
        <TrendLine values={row.trend} label={`Pictures of ${name} over time`} />
      </td>
      <td className="number">{row.pictures}</td>
      <td className="number">{row.requests}</td>
      <td className="number">{usdFromCents(row.spendCents)}</td>
      <td className="number">{row.people}</td>
      <td className="number">
        <meter min={0} max={1} value={row.share} aria-label={`Share of ${name}`} />
        {Math.round(row.share * 100)} %
      </td>
    </tr>
  );
}

function NothingYet({ site }: { site: Site }) {
  return (
    <div className="nothing">
      <p className="nothing-title">Nobody has made a picture in this time.</p>
      <p>
        As soon as somebody does, the model stands here. {site.hasPlayground && 'Be the first: '}
        {site.hasPlayground && <a href="/playground">make one in the playground</a>}
        {site.hasPlayground && '.'}
      </p>
    </div>
  );
}
