import { describe, expect, it } from 'vitest';
import { hardPrompts } from '../testing/hard-prompts.ts';
import { type PromptAxis, promptTable } from '../testing/prompt-table.ts';
import { describePlan, type PlanOptions, planScene, understand } from './plan-scene.ts';

const words: PlanOptions = { seed: 3, reference: false };

type Wanted = Partial<Record<PromptAxis, string>>;

// One line a prompt: what is asked, and the axes that must come out of it.
const TABLE: readonly [prompt: string, wanted: Wanted][] = [
  ['a cat', { subject: 'cat', framing: 'full-body' }],
  ['two kittens', { subject: 'two cats' }],
  [
    'a cyberpunk cat at sunset',
    { subject: 'cat', scene: 'city-street', time: 'sunset', light: 'neon' },
  ],
  ['a cyberpunk cat', { scene: 'city-street', time: 'night' }],
  ['a fox on the beach', { subject: 'fox', scene: 'beach' }],
  ['a robot and a dragon in the city', { subject: 'robot and dragon', scene: 'city-street' }],
  ['a cat and a robot', { subject: 'cat and robot' }],
  [
    'wolves in a mountain valley at dawn',
    { subject: 'wolf', scene: 'mountain-valley', time: 'dawn' },
  ],
  ['a penguin in the snow', { subject: 'penguin', weather: 'snow' }],
  ['a penguin in a snowy mountain valley', { scene: 'mountain-valley', weather: 'snow' }],
  ['a dog in the rain in the city', { scene: 'city-street', weather: 'rain' }],
  ['a dog in a rainy street', { scene: 'city-street', weather: 'rain' }],
  ['a foggy street with a detective', { subject: 'detective', weather: 'fog' }],
  ['an owl at night', { subject: 'owl', time: 'night' }],
  ['an owl under the stars', { time: 'night' }],
  ['an owl by moonlight', { subject: 'owl' }],
  ['a bear at golden hour', { time: 'sunset' }],
  ['a bear at noon on the beach', { time: 'day', scene: 'beach' }],
  ['a bear at twilight', { time: 'dusk' }],
  ['early morning on the coast, a crab', { time: 'dawn', scene: 'beach', subject: 'crab' }],
  [
    'a lighthouse in a storm by the seaside',
    { subject: 'lighthouse', weather: 'storm', scene: 'beach' },
  ],
  ['a wizard, oil painting', { subject: 'wizard', style: 'oil' }],
  ['a wizard in the style of Van Gogh', { style: 'impasto' }],
  ['a watercolor of a rabbit', { subject: 'rabbit', style: 'watercolor' }],
  ['watercolour rabbits', { subject: 'rabbit', style: 'watercolor' }],
  ['anime girl in the city at night', { style: 'anime', subject: 'girl', time: 'night' }],
  ['pencil sketch of a horse', { style: 'pencil', subject: 'horse' }],
  ['ink drawing of a tiger', { style: 'ink', subject: 'tiger' }],
  ['a cinematic shot of a racing car', { style: 'cinematic', subject: 'race car' }],
  ['no snow, a fox in the mountains', { weather: 'clear', scene: 'mountain-valley' }],
  ['a fox in the mountains without snow', { weather: 'clear' }],
  ['a dog on the street, not night', { subject: 'dog', scene: 'city-street' }],
  ['a dog without a cat', { subject: 'dog' }],
  ['close-up of a lion', { subject: 'lion', framing: 'close-up' }],
  ['portrait of an astronaut', { subject: 'astronaut', framing: 'bust' }],
  ['wide shot of a cow in the mountains', { framing: 'wide-shot', subject: 'cow' }],
  ['half body picture of a chef', { framing: 'half-body', subject: 'chef' }],
  ['full body panda', { framing: 'full-body', subject: 'panda' }],
  ['a happy duck in pastel colors', { mood: 'joyful', palette: 'pastel' }],
  ['a black and white photo of a dog', { palette: 'monochrome' }],
  ['a vibrant parrot', { palette: 'vivid', subject: 'parrot' }],
  ['a spooky ghost at midnight', { mood: 'dark', time: 'night', subject: 'ghost' }],
  ['an epic dragon over the alps', { mood: 'epic', subject: 'dragon', scene: 'mountain-valley' }],
  ['backlit deer at sunrise', { light: 'backlit', subject: 'deer', time: 'dawn' }],
  ['a teddy bear on the sand', { subject: 'teddy bear', scene: 'beach' }],
  ['a polar bear on the street', { subject: 'polar bear', scene: 'city-street' }],
  ['an ice cream at the seashore', { subject: 'ice cream', scene: 'beach' }],
  ['a T-Rex downtown', { subject: 'dinosaur', scene: 'city-street' }],
  ['UFO above a lake', { subject: 'ufo', scene: 'mountain-valley' }],
  [
    'A POLICE CAR IN NEW YORK AT NIGHT',
    { subject: 'police car', scene: 'city-street', time: 'night' },
  ],
  ['cloudy day at the beach, sailboat', { weather: 'cloud', time: 'day', subject: 'sailboat' }],
  ['misty valley with a deer', { weather: 'fog', scene: 'mountain-valley', subject: 'deer' }],
  ['', { subject: 'none' }],
];

describe('planScene', () => {
  it.each([...TABLE, ...promptTable, ...hardPrompts])('understands "%s"', (prompt, wanted) => {
    const plan = planScene(prompt, words);
    for (const [axis, value] of Object.entries(wanted)) {
      expect(plan[axis as PromptAxis].value, axis).toBe(value);
    }
    for (const axis of Object.values(plan)) {
      if ('reason' in axis) expect(axis.reason).not.toBe('');
    }
  });

  it('is held to at least 240 prompts', () => {
    const prompts = [...TABLE, ...promptTable, ...hardPrompts].map(([prompt]) => prompt);
    expect(new Set(prompts).size).toBeGreaterThanOrEqual(240);
  });

  it('honours colour and size of a subject', () => {
    const { subjects } = understand('a tiny blue cat and a huge red robot', words);
    expect(subjects.map((one) => [one.noun.name, one.color, one.size < 1])).toEqual([
      ['cat', '#2f68d0', true],
      ['robot', '#d8322f', false],
    ]);
  });

  it('draws the nearest thing for one it cannot draw, and says which', () => {
    const nearest = (prompt: string) => {
      const { plan, warnings } = understand(prompt, words);
      return [plan.subject.value, warnings.find((one) => one.includes('stands for it')) ?? ''];
    };
    expect(nearest('a ferret on the beach')).toEqual([
      'otter',
      '"ferret" cannot be drawn; the nearest thing, otter, stands for it.',
    ]);
    expect(nearest('a pinguin and an elefant')[0]).toBe('penguin and elephant');
    expect(nearest('a swordfish')[0]).toBe('fish');
    expect(nearest('an otter')).toEqual(['otter', '']);
    expect(nearest('a robot learning to fly')).toEqual(['robot', '']);
  });

  it('names what it cannot draw when nothing is near it', () => {
    const { plan, warnings } = understand('a gazebo on the beach', words);
    expect(plan.subject.value).toBe('none');
    expect(warnings).toContain('"gazebo" cannot be drawn, so the scene was drawn alone.');
  });

  it('counts things, up to four in all, and keeps each its own adjectives', () => {
    const { subjects, plan } = understand('three tiny pink mice and two dark blue cats', words);
    expect(subjects.map(({ noun, count, color }) => [noun.name, count, color])).toEqual([
      ['mouse', 3, '#ec6fa5'],
      ['cat', 1, '#1d4081'],
    ]);
    expect(plan.subject.value).toBe('three mice and cat');
    const dressed = understand('a girl in a red dress with a cat', words).subjects;
    expect(dressed.map((one) => one.color)).toEqual([null, null]);
  });

  it('names the words it did not understand, and only those', () => {
    const plan = planScene('a fox wearing sneakers on the beach', words);
    expect(plan.notUnderstood).toEqual(['wearing', 'sneakers']);
  });

  it('lets a named style win over the words and warns when it is unknown', () => {
    const named = { ...words, artStyle: 'pencil' };
    expect(planScene('an oil painting of a cat', named).style.value).toBe('pencil');
    const { plan, warnings } = understand('a cat', { ...words, artStyle: 'nonsense' });
    expect(plan.style.value).not.toBe('nonsense');
    expect(warnings.join(' ')).toContain('"nonsense"');
  });

  it('keeps what the negative prompt names out of the picture', () => {
    const refused = { ...words, negativePrompt: 'beach, night, rain' };
    for (let seed = 0; seed < 20; seed++) {
      const plan = planScene('a dog', { ...refused, seed });
      expect(plan.scene.value).not.toBe('beach');
      expect(plan.time.value).not.toBe('night');
    }
  });

  it('draws no subject of its own beside a given character', () => {
    const { plan, subjects } = understand('a fox on the beach', { ...words, reference: true });
    expect(subjects).toEqual([]);
    expect(plan.subject.value).toBe('the given character');
  });

  it('adds nothing when magic_prompt is off: the same plain choices for every seed', () => {
    const plans = [1, 2, 3, 4].map((seed) =>
      planScene('a cat', { ...words, seed, magicPrompt: 'off' }),
    );
    expect(new Set(plans.map((plan) => plan.scene.value + plan.time.value)).size).toBe(1);
    expect(plans[0]?.time.value).toBe('day');
  });

  it('puts things where they are at home, when the weather is to be had there', () => {
    for (let seed = 0; seed < 12; seed++) {
      const scene = (prompt: string) => planScene(prompt, { ...words, seed }).scene.value;
      expect(['beach', 'city-street']).toContain(scene('a ship'));
      expect(['jungle', 'meadow']).toContain(scene('a gorilla'));
      expect(planScene('a gorilla in heavy snow', { ...words, seed }).weather.value).toBe('snow');
    }
  });

  it('says the plan in a readable sentence', () => {
    const text = describePlan(planScene('an oil painting of a fox on the beach at sunset', words));
    expect(text).toBe('A fox, full body; setting: beach, sunset, clear; oil painting style.');
  });
});
