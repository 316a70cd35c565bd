import type { ArtStyle } from './read-form.ts';
import { ThumbnailField } from './thumbnail-field.tsx';

/** The art style; the first choice leaves it to the words of the prompt. */
export function StyleField(props: {
  styles: readonly ArtStyle[];
  thumbnails: Readonly<Record<string, string>>;
  value: string;
  onChange: (id: string) => void;
}) {
  const { styles, thumbnails, value, onChange } = props;
  const byPrompt = { id: '', title: 'As the words say', thumbnailUrl: null };
  const options = styles.map(({ id, title }) => ({
    id,
    title,
    thumbnailUrl: thumbnails[id] ?? null,
  }));
  const chosen = styles.find((style) => style.id === value);
  return (
    <ThumbnailField
      name="art_style"
      legend="Art style"
      options={[byPrompt, ...options]}
      value={chosen?.id ?? ''}
      note={chosen?.summary ?? 'Taken from the prompt, or the default look.'}
      onChange={onChange}
    />
  );
}
