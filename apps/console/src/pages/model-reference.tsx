import { type CatalogModel, fullRequest, writeCallSnippets } from '@aigateway/catalog';
import { describeAnswerFields, describeRequestFields } from '../model-copy/describe-fields.ts';
import { listImageErrors } from '../model-copy/error-table.ts';
import { endpointOf } from '../model-copy/model-facts.ts';
import { CodeBlock } from '../ui/code-block.tsx';
import { FieldTable } from '../ui/field-table.tsx';
import { Section } from '../ui/section.tsx';
import type { Site } from '../ui/site.ts';
import { SnippetTabs } from '../ui/snippet-tabs.tsx';
import { TableScroll } from '../ui/table-scroll.tsx';

/** How to call a model: quickstart, every field, the answer, the errors. */
export function ModelReference({ site, model }: { site: Site; model: CatalogModel }) {
  return (
    <>
      <Section id="quickstart" title="Quickstart" note="With OpenAI's own clients, or with none.">
        <SnippetTabs
          id="quickstart-language"
          snippets={writeCallSnippets(site.publicUrl, fullRequest(model))}
        />
      </Section>
      <Section id="schema" title="API schema">
        <p className="endpoint">
          <strong>POST</strong>{' '}
          <code>
            {site.publicUrl}
            {endpointOf(model)}
          </code>
        </p>
        <p>
          <code>Content-Type: application/json</code>, <code>Authorization: Bearer sk-aig-…</code>.
          Unknown fields are refused; what this model cannot honour is named in{' '}
          <code>x-aig-warning</code>.
        </p>
        <h3>Request</h3>
        <FieldTable rows={describeRequestFields(model)} caption="Fields of the request" />
        <h3>Answer</h3>
        <FieldTable rows={describeAnswerFields()} caption="Fields of the answer" />
        <CodeBlock label="Answer" code={exampleAnswer(site)} />
      </Section>
      <Errors />
    </>
  );
}

function Errors() {
  return (
    <Section
      id="errors"
      title="Errors"
      note="Branch on code. Retry only where it says so, or when x-should-retry is true."
    >
      <TableScroll>
        <table className="errors stack">
          <caption className="visually-hidden">Errors by status</caption>
          <thead>
            <tr>
              <th scope="col">Status</th>
              <th scope="col">Code</th>
              <th scope="col">When</th>
            </tr>
          </thead>
          {listImageErrors().map((group) => (
            <tbody key={`${group.status} ${group.type}`}>
              <tr className="group">
                <th scope="rowgroup">{group.status}</th>
                <th scope="rowgroup" colSpan={2}>
                  <code>{group.type}</code>
                </th>
              </tr>
              {group.rows.map((row) => (
                <tr key={row.code}>
                  <td />
                  <td>
                    <code>{row.code}</code>
                  </td>
                  <td>
                    {row.when}
                    {row.retry && <em> Retryable.</em>}
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      </TableScroll>
    </Section>
  );
}

function exampleAnswer(site: Site): string {
  const url = `${site.publicUrl}/img/img_….png?exp=…&sig=…`;
  const answer = {
    created: 1_795_392_000,
    data: [{ url, seed: 42 }],
    size: '1024x1024',
    output_format: 'png',
    quality: 'auto',
  };
  return JSON.stringify(answer, null, 2);
}
