/** Code to copy. The script adds the button; without it a click into the code selects it. */
export function CodeBlock({ code, label }: { code: string; label: string }) {
  return (
    <figure className="code" data-copyable="">
      <figcaption>{label}</figcaption>
      {/* Focusable because it scrolls sideways. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </figure>
  );
}
