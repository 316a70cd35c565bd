/** One choice, with a picture of it when there is one. */
export interface ThumbnailOption {
  readonly id: string;
  readonly title: string;
  readonly thumbnailUrl: string | null;
}

/** One of many by their pictures: radio buttons, so that arrow keys move through them. */
export function ThumbnailField(props: {
  name: string;
  legend: string;
  options: readonly ThumbnailOption[];
  value: string;
  note?: string;
  onChange: (id: string) => void;
}) {
  const { name, legend, options, value, note, onChange } = props;
  return (
    <fieldset className="field thumbnails">
      <legend>{legend}</legend>
      <div className="thumbnail-row">
        {options.map((option) => (
          <label key={option.id} className="thumbnail">
            <input
              type="radio"
              name={name}
              value={option.id}
              checked={option.id === value}
              onChange={() => onChange(option.id)}
            />
            <span className="thumbnail-face">
              {option.thumbnailUrl ? (
                <img src={option.thumbnailUrl} alt="" loading="lazy" width={160} height={160} />
              ) : (
                <span className="thumbnail-blank" aria-hidden="true">
                  “…”
                </span>
              )}
              <span className="thumbnail-title">{option.title}</span>
            </span>
          </label>
        ))}
      </div>
      {note && <p className="quiet thumbnail-note">{note}</p>}
    </fieldset>
  );
}
