/** Code to copy. The button shows only where scripts run. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <figure className="code">
      <figcaption>
        {label}
        <button className="copy" type="button" data-copy="">
          Copy
        </button>
      </figcaption>
      {/* Focusable because it scrolls sideways. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
