import type { Choices } from './build-request.ts';
import type { OfferedExample } from './playground-props.ts';

/** Pictures made before, for those who have made none: one click makes the same. */
export function Examples(props: {
  examples: readonly OfferedExample[];
  onPick: (change: Partial<Choices>) => void;
}) {
  const { examples, onPick } = props;
  return (
    <section className="examples" aria-labelledby="examples-title">
      <h2 id="examples-title">Or begin with one of these</h2>
      <ul>
        {examples.map((example) => (
          <li key={example.url}>
            <button
              type="button"
              onClick={() =>
                onPick({
                  prompt: example.prompt,
                  artStyle: example.artStyle,
                  seed: String(example.seed),
                  picture: { name: 'Character', previewUrl: example.character, mask: null },
                })
              }
            >
              <img src={example.url} alt={example.alt} width={320} height={320} />
              <span>
                <cite>{example.prompt}</cite> {example.style}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
