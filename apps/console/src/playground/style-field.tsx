import type { OfferedStyle } from './playground-props.ts';

interface StyleFieldProps {
  readonly styles: readonly OfferedStyle[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** The art style; the first choice leaves it to the words of the prompt. */
export function StyleField({ styles, value, onChange }: StyleFieldProps) {
  const byPrompt = {
    id: '',
    title: 'As the words say',
    summary: 'Taken from the prompt, or the default look.',
    thumbnailUrl: null,
  };
  const chosen = styles.find((style) => style.id === value) ?? byPrompt;
  return (
    <fieldset className="field styles">
      <legend>Art style</legend>
      <div className="style-grid">
        {[byPrompt, ...styles].map((style) => (
          <label key={style.id} className="style" title={style.summary}>
            <input
              type="radio"
              name="art_style"
              value={style.id}
              checked={style.id === value}
              onChange={() => onChange(style.id)}
            />
            <span className="style-face">
              {style.thumbnailUrl && (
                <img src={style.thumbnailUrl} alt="" loading="lazy" width={160} height={160} />
              )}
              <span className="style-title">{style.title}</span>
            </span>
          </label>
        ))}
      </div>
      <p className="quiet style-summary">{chosen.summary}</p>
    </fieldset>
  );
}
