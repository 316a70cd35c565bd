import { InlineText } from '../docs/markdown.tsx';
import type { FieldRow } from '../model-copy/describe-fields.ts';
import { TableScroll } from './table-scroll.tsx';

/** Fields of a request or an answer, with their types and meanings. */
export function FieldTable({ rows, caption }: { rows: readonly FieldRow[]; caption: string }) {
  return (
    <TableScroll>
      <table className="fields stack">
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Type</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name}>
              <th scope="row">
                <code>{row.name}</code>
              </th>
              <td>
                {row.type}
                {row.fallback !== null && <span className="quiet"> (default {row.fallback})</span>}
              </td>
              <td>
                {row.required && <em>Required. </em>}
                <InlineText text={row.description} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
