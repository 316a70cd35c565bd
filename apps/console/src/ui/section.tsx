import type { ReactNode } from 'react';

/** A part of a page: its title in the margin, what it says beside it. */
export function Section(props: { id: string; title: string; note?: string; children: ReactNode }) {
  const { id, title, note, children } = props;
  return (
    <section className="section" aria-labelledby={`${id}-title`} id={id}>
      <div className="section-margin">
        <h2 id={`${id}-title`}>{title}</h2>
        {note && <p className="section-note">{note}</p>}
      </div>
      <div className="section-body">{children}</div>
    </section>
  );
}
