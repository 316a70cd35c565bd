import type { CallSnippets } from '@aigateway/catalog';
import { CodeBlock } from './code-block.tsx';

const LANGUAGES = [
  { key: 'curl', label: 'curl' },
  { key: 'python', label: 'Python' },
  { key: 'typescript', label: 'TypeScript' },
] as const;

/** One call in three languages. Radio buttons choose, so that it works without a script. */
export function SnippetTabs({ id, snippets }: { id: string; snippets: CallSnippets }) {
  return (
    <fieldset className="tabs">
      <legend className="visually-hidden">Language</legend>
      {LANGUAGES.map(({ key, label }, i) => (
        <label key={key} className="tab">
          <input type="radio" name={id} value={key} defaultChecked={i === 0} />
          <span>{label}</span>
        </label>
      ))}
      {LANGUAGES.map(({ key, label }) => (
        <div key={key} className="tab-panel" data-language={key}>
          <CodeBlock code={snippets[key]} label={label} />
        </div>
      ))}
    </fieldset>
  );
}
