import type { Choices } from './build-request.ts';
import type { FormField, PlaygroundModel } from './playground-props.ts';

const SIZES = [
  { value: '1024x1024', label: 'Square' },
  { value: '1344x768', label: 'Landscape' },
  { value: '768x1344', label: 'Portrait' },
  { value: '512x512', label: 'Small square' },
];
const OFFERED_COUNTS = [1, 2, 3, 4];

/** Size, number of pictures, seed. */
export function ShapeFields(props: {
  model: PlaygroundModel;
  choices: Choices;
  onChange: (change: Partial<Choices>) => void;
}) {
  const { model, choices, onChange } = props;
  return (
    <div className="field-row">
      <label className="field">
        <span>Size</span>
        <select
          value={choices.size}
          onChange={(event) => onChange({ size: event.currentTarget.value })}
        >
          {SIZES.map(({ value, label }) => (
            <option key={value} value={value}>
              {label} {value.replace('x', ' × ')}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Pictures</span>
        <select
          value={choices.count}
          onChange={(event) => onChange({ count: Number(event.currentTarget.value) })}
        >
          {OFFERED_COUNTS.filter((count) => count <= model.maxPictures).map((count) => (
            <option key={count}>{count}</option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Seed</span>
        <input
          type="number"
          min={0}
          max={2_147_483_647}
          placeholder="any"
          value={choices.seed}
          onChange={(event) => onChange({ seed: event.currentTarget.value })}
        />
      </label>
    </div>
  );
}

/** Everything else the model's schema honours, folded away. */
export function OptionFields(props: {
  fields: readonly FormField[];
  values: Readonly<Record<string, string>>;
  onChange: (values: Record<string, string>) => void;
}) {
  const { fields, values, onChange } = props;
  return (
    <details className="more">
      <summary>All options</summary>
      <div className="option-grid">
        {fields.map((field) => (
          <div key={field.name} className="field">
            <label htmlFor={`option-${field.name}`}>
              <code>{field.name}</code>
            </label>
            <OptionInput
              field={field}
              value={values[field.name] ?? ''}
              onChange={(value) => onChange({ ...values, [field.name]: value })}
            />
            <small className="quiet">{field.description}</small>
          </div>
        ))}
      </div>
    </details>
  );
}

function OptionInput(props: {
  field: FormField;
  value: string;
  onChange: (value: string) => void;
}) {
  const { field, value, onChange } = props;
  const id = `option-${field.name}`;
  const fallback = field.fallback ?? 'not sent';
  if (field.kind === 'select' || field.kind === 'boolean') {
    const options = field.kind === 'boolean' ? ['true', 'false'] : field.options;
    return (
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{fallback}</option>
        {options
          .filter((option) => option !== field.fallback)
          .map((option) => (
            <option key={option}>{option}</option>
          ))}
      </select>
    );
  }
  if (field.kind === 'text') {
    return (
      <input id={id} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
    );
  }
  return (
    <input
      id={id}
      type="number"
      min={field.minimum ?? undefined}
      max={field.maximum ?? undefined}
      step={field.whole ? 1 : 'any'}
      placeholder={fallback}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
