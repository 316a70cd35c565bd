/** One choice of a row of links; exactly one of them is where one is. */
export interface Chip {
  readonly title: string;
  readonly href: string;
  readonly current: boolean;
}

/** A row of links that narrow or order what a page shows. */
export function Chips({ label, chips }: { label: string; chips: readonly Chip[] }) {
  return (
    <nav className="collections" aria-label={label}>
      <ul>
        {chips.map(({ title, href, current }) => (
          <li key={title}>
            <a href={href} aria-current={current ? 'page' : undefined}>
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
