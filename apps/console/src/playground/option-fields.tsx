import { type Choices, fitSize } from './build-request.ts';
import type { FormField, ModelForm } from './read-form.ts';

const OFFERED_COUNTS = [1, 2, 3, 4];

interface FieldsProps {
  readonly form: ModelForm;
  readonly choices: Choices;
  readonly onChange: (change: Partial<Choices>) => void;
}

/** Size, number of pictures, seed. */
export function ShapeFields({ form, choices, onChange }: FieldsProps) {
  return (
    <div className="field-row">
      {form.takesSize && (
        <label className="field">
          <span>Size</span>
          <select
            value={fitSize(form, choices.size)}
            onChange={(event) => onChange({ size: event.currentTarget.value })}
          >
            {form.sizes.map((size) => (
              <option key={size} value={size}>
                {nameSize(size)}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="field">
        <span>Pictures</span>
        <select
          value={Math.min(choices.count, form.maxPictures)}
          onChange={(event) => onChange({ count: Number(event.currentTarget.value) })}
        >
          {OFFERED_COUNTS.filter((count) => count <= form.maxPictures).map((count) => (
            <option key={count}>{count}</option>
          ))}
        </select>
      </label>
      {form.takesSeed && (
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
      )}
    </div>
  );
}

/** What the model's schema honours beside: the important in sight, the rest folded away. */
export function OptionFields({ form, choices, onChange }: FieldsProps) {
  const change = (name: string, value: string) =>
    onChange({ options: { ...choices.options, [name]: value } });
  const show = (field: FormField) => (
    <OptionField
      key={field.name}
      field={field}
      value={choices.options[field.name] ?? ''}
      onChange={(value) => change(field.name, value)}
    />
  );
  return (
    <>
      {form.mainFields.length > 0 && <div className="option-grid">{form.mainFields.map(show)}</div>}
      {form.moreFields.length > 0 && (
        <details className="more">
          <summary>All options of this model</summary>
          <div className="option-grid">{form.moreFields.map(show)}</div>
        </details>
      )}
    </>
  );
}

interface OptionFieldProps {
  readonly field: FormField;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function OptionField(props: OptionFieldProps) {
  const { name, description } = props.field;
  return (
    <div className="field">
      <label htmlFor={`option-${name}`}>{nameField(name)}</label>
      <OptionInput {...props} />
      <small className="quiet">{description}</small>
    </div>
  );
}

function OptionInput({ field, value, onChange }: OptionFieldProps) {
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

function nameSize(size: string): string {
  const [width = 1, height = 1] = size.split('x').map(Number);
  const shape = width === height ? 'Square' : width > height ? 'Wide' : 'Tall';
  return `${shape} ${width} × ${height}`;
}

/** `negative_prompt` -> `Negative prompt`. */
function nameField(name: string): string {
  const words = name.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
