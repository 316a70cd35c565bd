import type { ReactNode } from 'react';

/** A form that does one act of its page. */
export function ActForm(props: { act: string; className?: string; children: ReactNode }) {
  const { act, className = 'act-form', children } = props;
  return (
    <form method="post" className={className}>
      <input type="hidden" name="act" value={act} />
      {children}
    </form>
  );
}

/** An act that cannot be taken back: it asks first, without a script. */
export function ConfirmedAct(props: {
  act: string;
  /** What it is about, sent as `id`. */
  id: string;
  /** On the closed button: "Revoke". */
  verb: string;
  /** What happens: one sentence. */
  question: string;
}) {
  const { act, id, verb, question } = props;
  return (
    <details className="confirm">
      <summary>{verb}</summary>
      <ActForm act={act} className="confirm-form">
        <input type="hidden" name="id" value={id} />
        <p>{question}</p>
        <button className="button button-danger" type="submit">
          {verb}
        </button>
      </ActForm>
    </details>
  );
}

/** A form behind a line that opens it. */
export function Disclosure({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className="disclosure">
      <summary>{title}</summary>
      {children}
    </details>
  );
}

/** One line of a form. */
export function Line(props: {
  label: string;
  name: string;
  hint?: string;
  value?: string;
  required?: boolean;
  type?: 'text' | 'number' | 'email' | 'password' | 'date' | 'url';
  placeholder?: string;
}) {
  const { label, name, hint, value, required = false, type = 'text', placeholder } = props;
  return (
    <label className="line">
      <span>{label}</span>
      <input
        name={name}
        type={type}
        defaultValue={value}
        required={required}
        placeholder={placeholder}
        autoComplete="off"
        {...(type === 'number' && { min: 0, step: 'any' })}
      />
      {hint !== undefined && <small>{hint}</small>}
    </label>
  );
}

/** A choice out of a few. */
export function Choice(props: {
  label: string;
  name: string;
  value?: string;
  options: readonly { readonly id: string; readonly title: string }[];
}) {
  const { label, name, value, options } = props;
  return (
    <label className="line">
      <span>{label}</span>
      <select name={name} defaultValue={value}>
        {options.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

/** One column of a table. */
export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  readonly kind?: 'name' | 'number' | 'deeds' | 'bar';
}

/** Rows, or what stands there when there are none. */
export function DataTable<Row>(props: {
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row) => string;
  empty: ReactNode;
}) {
  const { label, rows, columns, keyOf, empty } = props;
  if (rows.length === 0) return <div className="empty">{empty}</div>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section className="table-scroll" tabIndex={0} aria-label={label}>
      <table className="data stack">
        <thead>
          <tr>
            {columns.map(({ title, kind }) => (
              <th key={title} scope="col" className={kind}>
                {kind === 'deeds' ? <span className="visually-hidden">{title}</span> : title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, cell, kind }) => (
                <td key={title} className={kind} data-title={title}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** The way to the next page of a list. */
export function NextPage(props: {
  query: Readonly<Record<string, string>>;
  cursor: string | null;
}) {
  const { query, cursor } = props;
  if (cursor === null) return null;
  const next = new URLSearchParams({ ...query, cursor });
  next.delete('did');
  return (
    <p className="next-page">
      <a href={`?${next}`} rel="next">
        Older
      </a>
    </p>
  );
}
