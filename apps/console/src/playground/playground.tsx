import { writeCallSnippets } from '@aigateway/catalog/call-snippets';
import { SnippetTabs } from '../ui/snippet-tabs.tsx';
import { buildRequest, type Choices, PICTURE_PLACEHOLDER, priceBefore } from './build-request.ts';
import { CharacterField } from './character-field.tsx';
import { OptionFields, ShapeFields } from './option-fields.tsx';
import type { PlaygroundProps } from './playground-props.ts';
import { RunList } from './run-list.tsx';
import { StyleField } from './style-field.tsx';
import { type Playground as PlaygroundState, usePlayground } from './use-playground.ts';

const PROMPTS = [
  'on the beach at sunset',
  'in a snowy forest at night',
  'on the moon, a ringed planet behind',
  'in a neon city in the rain',
];

/** The form on the left, pictures on the right, and the code that does the same below. */
export function Playground(props: PlaygroundProps) {
  const state = usePlayground(props);
  const { choices, model } = state;
  const picture = choices.picture === null ? null : PICTURE_PLACEHOLDER;
  const snippets = writeCallSnippets(props.publicUrl, buildRequest(model, choices, picture));
  return (
    <>
      <div className="bench">
        <PlaygroundForm props={props} state={state} />
        <RunList
          runs={state.runs}
          onCancel={state.cancel}
          onRerun={(again: Choices) => {
            state.choose(again);
            state.run(again);
          }}
          onUse={(url) =>
            state.choose({ picture: { name: 'A picture made here', previewUrl: url } })
          }
        />
      </div>
      <section className="section" aria-labelledby="same-call">
        <div className="section-margin">
          <h2 id="same-call">The same call</h2>
          <p className="section-note">Exactly what the button sends, as code.</p>
        </div>
        <div className="section-body">
          <SnippetTabs id="playground-code" snippets={snippets} />
        </div>
      </section>
    </>
  );
}

function PlaygroundForm({ props, state }: { props: PlaygroundProps; state: PlaygroundState }) {
  const { choices, model, choose } = state;
  return (
    <form
      className="bench-form"
      onSubmit={(event) => {
        event.preventDefault();
        state.run(choices);
      }}
    >
      <label className="field">
        <span>Model</span>
        <select
          value={choices.modelId}
          onChange={(event) => choose({ modelId: event.currentTarget.value })}
        >
          {props.models.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {model.takesPicture && (
        <CharacterField
          picture={choices.picture}
          characters={props.characters}
          onChange={(picture) => choose({ picture })}
        />
      )}
      <PromptField
        prompt={choices.prompt}
        asksForScene={model.takesPicture}
        onChange={(prompt) => choose({ prompt })}
      />
      <StyleField
        styles={props.styles}
        value={choices.artStyle}
        onChange={(artStyle) => choose({ artStyle })}
      />
      <ShapeFields model={model} choices={choices} onChange={choose} />
      <OptionFields
        fields={model.fields}
        values={choices.options}
        onChange={(options) => choose({ options })}
      />
      <p className="bench-go">
        <button className="button" type="submit" disabled={choices.prompt.trim() === ''}>
          Make {choices.count === 1 ? 'the picture' : `${choices.count} pictures`}
        </button>
        <span className="bench-price">{priceBefore(model, choices)}</span>
      </p>
    </form>
  );
}

function PromptField(props: {
  prompt: string;
  asksForScene: boolean;
  onChange: (prompt: string) => void;
}) {
  const { prompt, asksForScene, onChange } = props;
  return (
    <div className="field">
      <label htmlFor="prompt">{asksForScene ? 'Where and how' : 'What to show'}</label>
      <textarea
        id="prompt"
        rows={3}
        maxLength={10_000}
        required
        value={prompt}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <ul className="ideas" aria-label="Ideas">
        {PROMPTS.map((idea) => (
          <li key={idea}>
            <button type="button" onClick={() => onChange(idea)}>
              {idea}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
