/** The words that ask for a scene, where its title alone would read oddly. An editorial choice. */
const WORDS: Readonly<Record<string, string>> = {
  beach: 'on the beach in the morning',
  bedroom: 'in a bedroom by lamp light',
  cafe: 'in a café on a rainy day',
  'castle-hall': 'in a castle hall by torch light',
  'city-street': 'in a city street at night in the rain',
  desert: 'in the desert at sunset',
  forest: 'in a forest at dawn',
  jungle: 'in the jungle in the mist',
  kitchen: 'in a sunny kitchen',
  library: 'in a library at dusk',
  'market-street': 'in a market street at dusk',
  meadow: 'in a meadow in spring',
  moon: 'on the moon',
  'mountain-valley': 'in a mountain valley in the snow',
  'ocean-deck': 'on a ship deck at sea',
  'old-town': 'in an old town at dusk',
  'sky-islands': 'on sky islands above the clouds',
  'snow-field': 'in a winter village at night',
  stage: 'on a stage in the spotlight',
  studio: 'in a studio before a backdrop',
  underwater: 'underwater',
  workshop: 'in a workshop',
};

/** What to write for a scene of the engine. */
export function sceneWords({ id, title }: { id: string; title: string }): string {
  return WORDS[id] ?? title.toLowerCase();
}
