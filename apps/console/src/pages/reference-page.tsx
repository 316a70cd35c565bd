import { ENDPOINTS, type Endpoint, ERRORS } from '@aigateway/contract';
import { InlineText } from '../docs/markdown.tsx';
import { describeSchema } from '../model-copy/describe-fields.ts';
import { FieldTable } from '../ui/field-table.tsx';
import { PageFrame } from '../ui/page-frame.tsx';
import type { Site } from '../ui/site.ts';

const HEAD = {
  title: 'API reference: AIgateway',
  description: 'Every endpoint with its fields, its answer and its errors.',
  path: '/reference',
  current: 'reference',
} as const;

/** Every endpoint, from the same declarations that check the calls. */
export function ReferencePage({ site }: { site: Site }) {
  const tags = [...new Set(ENDPOINTS.map(({ tag }) => tag))];
  const endpointsOf = (tag: string) => ENDPOINTS.filter((endpoint) => endpoint.tag === tag);
  return (
    <PageFrame site={site} head={HEAD}>
      <div className="doc">
        <nav className="doc-contents" aria-label="Endpoints">
          {tags.map((tag) => (
            <details key={tag} open>
              <summary>{tag}</summary>
              <ul>
                {endpointsOf(tag).map(({ id, summary }) => (
                  <li key={id}>
                    <a href={`#${id}`}>{summary}</a>
                  </li>
                ))}
              </ul>
            </details>
          ))}
        </nav>
        <article className="doc-text reference">
          <h1>API reference</h1>
          <p>
            Base address <code>{site.publicUrl}/v1</code>. Calls carry{' '}
            <code>Authorization: Bearer sk-aig-…</code> unless they say otherwise, and every answer
            has <code>x-request-id</code>. The same for programs is{' '}
            <a href="/openapi.json">/openapi.json</a>.
          </p>
          {tags.map((tag) => (
            <section key={tag} aria-label={tag}>
              <h2>{tag}</h2>
              {endpointsOf(tag).map((endpoint) => (
                <EndpointEntry key={endpoint.id} endpoint={endpoint} />
              ))}
            </section>
          ))}
        </article>
      </div>
    </PageFrame>
  );
}

function EndpointEntry({ endpoint }: { endpoint: Endpoint }) {
  const { id, method, path, summary, description, auth, body, answer } = endpoint;
  const parameters = [...(endpoint.query ?? []), ...(endpoint.headers ?? [])];
  return (
    <section className="endpoint-entry" id={id} aria-labelledby={`${id}-title`}>
      <h3 id={`${id}-title`}>{summary}</h3>
      <p className="endpoint">
        <strong className="method" data-method={method}>
          {method.toUpperCase()}
        </strong>{' '}
        <code>{path}</code>
        {auth === 'none' && <span className="quiet"> no key needed</span>}
      </p>
      {description && (
        <p>
          <InlineText text={description} />
        </p>
      )}
      {parameters.length > 0 && (
        <details>
          <summary>Parameters</summary>
          <dl className="parameters">
            {parameters.map((one) => (
              <div key={one.name}>
                <dt>
                  <code>{one.name}</code>
                </dt>
                <dd>
                  <InlineText text={one.description} />
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
      {body && <Fields title="Body" name={body.name} />}
      {Object.keys(answer.schemas).map((name) => (
        <Fields key={name} title={`Answer ${answer.status}`} name={name} />
      ))}
      <details>
        <summary>Errors</summary>
        <ul className="error-codes">
          {endpoint.errors.map((code) => (
            <li key={code}>
              <code>
                {ERRORS[code].status} {code}
              </code>{' '}
              <span>{ERRORS[code].when}</span>
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

function Fields({ title, name }: { title: string; name: string }) {
  const rows = describeSchema(name);
  if (rows.length === 0) return null;
  return (
    <details>
      <summary>
        {title} <span className="quiet">{name}</span>
      </summary>
      <FieldTable rows={rows} caption={`Fields of ${name}`} />
    </details>
  );
}
