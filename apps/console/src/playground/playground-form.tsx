import { type Choices, priceBefore } from './build-request.ts';
import { CharacterField } from './character-field.tsx';
import { OptionFields, ShapeFields } from './option-fields.tsx';
import type { OfferedScene, PlaygroundModel, PlaygroundProps } from './playground-props.ts';
import { StyleField } from './style-field.tsx';
import { ThumbnailField } from './thumbnail-field.tsx';
import type { Playground as PlaygroundState } from './use-playground.ts';

const PROMPTS = [
  'on the beach at sunset',
  'in a snowy forest at night',
  'on the moon, a ringed planet behind',
  'in a neon city in the rain',
];

/** Everything that asks for a picture, as the chosen model's schema has it. */
export function PlaygroundForm(props: { props: PlaygroundProps; state: PlaygroundState }) {
  const { models, characters, scenes, styleThumbnails } = props.props;
  const { choices, model, form, choose, run } = props.state;
  return (
    <form
      className="bench-form"
      onSubmit={(event) => {
        event.preventDefault();
        run(choices);
      }}
    >
      <ModelField
        models={models}
        value={choices.modelId}
        onChange={(modelId) => choose({ modelId })}
      />
      {!form.available && (
        <p className="note">No route to {model.maker} is configured on this installation.</p>
      )}
      {form.standIn && (
        <p className="quiet">
          The built-in engine stands in for {model.maker} here, and says so in every answer.
        </p>
      )}
      {form.takesPicture && (
        <CharacterField
          picture={choices.picture}
          characters={characters}
          takesMask={form.takesMask}
          onChange={(picture) => choose({ picture })}
        />
      )}
      <PromptField
        prompt={choices.prompt}
        asksForScene={form.takesPicture}
        onChange={(prompt) => choose({ prompt })}
      />
      <SceneField
        scenes={scenes}
        prompt={choices.prompt}
        onChange={(prompt) => choose({ prompt })}
      />
      {form.artStyles.length > 0 && (
        <StyleField
          styles={form.artStyles}
          thumbnails={styleThumbnails}
          value={choices.artStyle}
          onChange={(artStyle) => choose({ artStyle })}
        />
      )}
      <ShapeFields form={form} choices={choices} onChange={choose} />
      <OptionFields form={form} choices={choices} onChange={choose} />
      {form.takesPicture && form.measures && choices.picture && (
        <label className="tick">
          <input
            type="checkbox"
            checked={choices.measure}
            onChange={(event) => choose({ measure: event.currentTarget.checked })}
          />
          Measure how far the appearance is kept, which takes longer
        </label>
      )}
      <Go choices={choices} model={model} needsPicture={form.needsPicture} />
    </form>
  );
}

function ModelField(props: {
  models: readonly PlaygroundModel[];
  value: string;
  onChange: (id: string) => void;
}) {
  const makers = [...new Set(props.models.map(({ maker }) => maker))];
  return (
    <label className="field">
      <span>Model</span>
      <select value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
        {makers.map((maker) => (
          <optgroup key={maker} label={maker}>
            {props.models
              .filter((model) => model.maker === maker)
              .map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}

function Go(props: { choices: Choices; model: PlaygroundModel; needsPicture: boolean }) {
  const { choices, model, needsPicture } = props;
  const lacksPicture = needsPicture && choices.picture === null;
  return (
    <p className="bench-go">
      <button
        className="button"
        type="submit"
        disabled={choices.prompt.trim() === '' || lacksPicture}
      >
        Make {choices.count === 1 ? 'the picture' : `${choices.count} pictures`}
      </button>
      <span className="bench-price">{priceBefore(model, choices)}</span>
      {lacksPicture && <span className="quiet">This model needs a picture.</span>}
    </p>
  );
}

function SceneField(props: {
  scenes: readonly OfferedScene[];
  prompt: string;
  onChange: (prompt: string) => void;
}) {
  const { scenes, prompt, onChange } = props;
  return (
    <ThumbnailField
      name="scene"
      legend="Scene"
      options={scenes}
      value={scenes.find(({ words }) => words === prompt)?.id ?? ''}
      onChange={(id) => {
        const scene = scenes.find((one) => one.id === id);
        if (scene) onChange(scene.words);
      }}
    />
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
        rows={2}
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
