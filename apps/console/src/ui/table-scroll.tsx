import type { ReactNode } from 'react';

/** A table that may be wider than the page; the keyboard can scroll it. */
export function TableScroll({ children }: { children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <div className="table-scroll" tabIndex={0}>
      {children}
    </div>
  );
}
