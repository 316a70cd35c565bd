import { type Noun, nouns } from './nouns.ts';

// What cannot be drawn, after the nearest thing that can.
const NEAREST: Readonly<Record<string, string>> = {
  otter: 'ferret, weasel, stoat, mink, meerkat, mongoose, marten, platypus',
  leopard: 'lynx, bobcat, ocelot, cougar, snow leopard, caracal, wildcat',
  horse: 'donkey, mule, centaur, colt, zebroid',
  deer: 'antelope, gazelle, impala, ibex, okapi, caribou',
  wolf: 'coyote, jackal, hyena, dingo, direwolf',
  raccoon: 'red panda, opossum, possum, coati, lemur, tanuki, aardvark, anteater',
  hamster: 'chinchilla, capybara, groundhog, marmot, mole, vole, lemming, shrew',
  pig: 'boar, warthog, tapir',
  hedgehog: 'armadillo, pangolin, echidna',
  kangaroo: 'wombat, quokka',
  monkey: 'baboon, macaque, marmoset, gibbon, mandrill',
  flamingo: 'ostrich, emu, stork, pelican, egret, ibis, crane bird',
  parrot:
    'bird, sparrow, robin bird, finch, pigeon, dove, crow, raven, magpie, canary, toucan, ' +
    'cockatoo, hummingbird, kingfisher, woodpecker, songbird, bluebird, jay',
  eagle: 'vulture, condor, kite bird, osprey, seagull, gull, albatross, griffin, gryphon, roc',
  penguin: 'puffin, auk',
  turkey: 'quail, pheasant, partridge, grouse',
  frog: 'newt, salamander, axolotl, tadpole',
  snake: 'viper, rattlesnake, anaconda, boa, eel, worm, python, hydra, basilisk',
  snail: 'slug',
  spider: 'scorpion, tick',
  bee: 'fly, hornet, mosquito, dragonfly, firefly',
  ladybug: 'cricket, grasshopper, ant, cockroach, scarab, mantis, caterpillar, bug, insect',
  dinosaur: 'raptor, velociraptor, godzilla, allosaurus, kaiju, monster, creature, beast',
  brontosaurus: 'triceratops, stegosaurus, brachiosaurus, loch ness monster, nessie',
  whale: 'narwhal, beluga, humpback',
  octopus: 'jellyfish, nautilus, cthulhu, starfish, anemone',
  fish: 'trout, tuna, cod, carp, koi, piranha, stingray, seahorse, barracuda',
  lobster: 'shrimp, prawn, crayfish',
  guard: 'sentinel, sentry, watchman',
  ninja: 'assassin, ronin, shinobi, rogue, thief, bandit',
  pilot: 'pirate, sailor, admiral, driver, skipper, aviator',
  chef: 'waiter, waitress, barista, bartender, butcher, cook',
  scientist: 'doctor, nurse, dentist, surgeon, vet, pharmacist, alchemist, inventor',
  farmer: 'cowboy, cowgirl, shepherd, fisherman, hunter, lumberjack, rancher, explorer, hiker',
  teacher: 'librarian, lawyer, accountant, manager, businesswoman, secretary, grandmother, grandma',
  man:
    'father, dad, grandfather, grandpa, uncle, husband, businessman, president, monk, priest, ' +
    'knight, warrior, gladiator, viking, paladin, archer, spartan, crusader, swordsman, judge',
  woman: 'mother, mom, mum, aunt, wife, bride, nun, model, goddess, geisha',
  girl: 'daughter, sister, teenager, cheerleader, alice',
  boy: 'son, brother, lad, toddler, baby, peter pan',
  dancer: 'gymnast, acrobat, juggler, clown, jester, magician, performer',
  singer: 'guitarist, drummer, pianist, violinist, rapper, dj, punk',
  runner: 'footballer, tennis player, basketball player, boxer, swimmer, jogger, wrestler, player',
  mechanic: 'carpenter, plumber, electrician, blacksmith, welder, tailor, worker',
  builder: 'miner, architect',
  superhero: 'batman, spiderman, spider-man, ironman, avenger, wonder woman',
  princess: 'empress, duchess, elsa, cinderella, snow white, lady knight',
  prince: 'emperor, duke, pharaoh, sultan, nobleman',
  wizard: 'druid, necromancer, gandalf, dumbledore, dwarf, gnome, leprechaun, hermit',
  elf: 'hobbit, nymph, dryad, angel',
  troll:
    'goblin, giant, cyclops, minotaur, golem, yeti, bigfoot, sasquatch, demon, devil, gargoyle',
  dragon: 'wyvern, chimera, dinosaur dragon, charizard',
  zombie: 'mummy, skeleton, frankenstein, ghoul',
  skull: 'bones, death',
  robot: 'mech, mecha, machine, drone, terminator, gundam, cyberman, transformer',
  car: 'convertible, limousine, cabriolet, hatchback, minivan, van, beetle car, hot rod, batmobile',
  jeep: 'lorry, camper, monster truck, tank, hummer, ambulance, bulldozer, excavator',
  bus: 'trolley, tram, streetcar, caravan, minibus',
  train: 'subway, metro, monorail, railway, wagon',
  sailboat: 'raft, gondola, catamaran, dinghy, pirate ship, galleon, boat',
  ship: 'submarine, ferry, tanker, titanic, steamboat, aircraft carrier',
  airplane: 'glider, biplane, spitfire, seaplane, zeppelin, airship, blimp, concorde',
  bicycle: 'tricycle, unicycle, tandem',
  scooter: 'segway, quad',
  hamburger: 'sandwich, kebab, bagel, steak',
  pizza: 'pie, quiche, lasagna, focaccia',
  ramen: 'pasta, spaghetti, soup, curry, rice, stew, pho, salad',
  cupcake: 'pudding, macaron, brownie, dessert, tart',
  apple: 'peach, plum, mango, orange fruit, tomato, pomegranate, apricot, fruit',
  carrot: 'radish, parsnip, potato, corn, vegetable',
  coffee: 'tea, latte, espresso, cappuccino, cocoa, beer, wine, juice, drink',
  guitar: 'ukulele, banjo, bass, lute, harp, cello, piano',
  trumpet: 'trombone, horn, bugle, flute, clarinet, tuba',
  swords: 'dagger, katana, axe, knife, spear, lightsaber, excalibur',
  crown: 'ring, necklace, bracelet, diadem',
  lamp: 'lantern, torch, flashlight, chandelier',
  books: 'notebook, diary, newspaper, magazine, grimoire, scroll, letter',
  plant: 'bonsai, fern, bush, tree, sapling, bouquet, succulent',
  rose: 'orchid, lily, peony, dahlia, iris, poppy, carnation',
  tulip: 'daffodil, crocus, bluebell, lavender flower',
  sunflower: 'daisy, marigold, dandelion',
  house: 'cabin, hut, barn house, mansion, villa, building, tower, windmill, tent, igloo house',
  'treasure chest': 'chest, box, suitcase, trunk, crate, barrel',
  chair: 'bench, stool, armchair, sofa chair, table, desk',
  hourglass: 'clock, watch, stopwatch',
  football: 'ball, rugby ball, volleyball, baseball, tennis ball',
  'teddy bear': 'doll, toy, puppet, stuffed animal, stuffed toy, plushy',
  camera: 'television, tv, computer, laptop, phone, smartphone, radio, printer',
  mushroom: 'truffle, fungus',
};

/** Endings that tell what sort of thing an unknown word names. */
const ENDINGS: readonly (readonly [ending: string, noun: string])[] = [
  ['fish', 'fish'],
  ['bird', 'parrot'],
  ['saurus', 'dinosaur'],
  ['dog', 'dog'],
  ['cat', 'cat'],
  ['bear', 'bear'],
  ['bot', 'robot'],
  ['ship', 'ship'],
  ['boat', 'sailboat'],
  ['bike', 'bicycle'],
  ['mobile', 'car'],
  ['woman', 'woman'],
  ['girl', 'girl'],
  ['boy', 'boy'],
  ['man', 'man'],
  ['berry', 'strawberry'],
  ['flower', 'sunflower'],
  ['burger', 'hamburger'],
  ['cake', 'cake'],
];

const byName = new Map(nouns.flatMap((noun) => [noun.name, ...noun.also].map((n) => [n, noun])));

/** Words with the nearest noun that can be drawn. */
export const neighbours: ReadonlyMap<string, Noun> = new Map(
  Object.entries(NEAREST).flatMap(([name, words]) => {
    const noun = byName.get(name);
    return noun ? words.split(', ').map((word) => [word, noun] as const) : [];
  }),
);

/** Shorter words are too alike one another to be taken for misspelt. */
const SHORTEST = 5;

/** The noun a word is a misspelling of, or that its ending tells; null when it is neither. */
export function guessNoun(word: string): Noun | null {
  const ending = ENDINGS.find(([end]) => word.length > end.length + 2 && word.endsWith(end));
  return misspelt(word) ?? (ending ? (byName.get(ending[1]) ?? null) : null);
}

function misspelt(word: string): Noun | null {
  if (word.length < SHORTEST || /(ing|ed)$/.test(word)) return null;
  const heard = soundOf(word);
  let best: { noun: Noun; errors: number } | null = null;
  for (const [name, noun] of byName) {
    if (name.length < SHORTEST) continue;
    const meant = soundOf(name);
    // Two errors are forgiven in long words that start alike.
    const limit = word.length >= 8 && meant.slice(0, 3) === heard.slice(0, 3) ? 2 : 1;
    if (meant[0] !== heard[0] || Math.abs(meant.length - heard.length) > limit) continue;
    const errors = typingErrors(heard, meant);
    if (errors <= limit && (best === null || errors < best.errors)) best = { noun, errors };
  }
  return best?.noun ?? null;
}

/** A word with letters that sound alike written alike. */
function soundOf(word: string): string {
  return word
    .replaceAll('ph', 'f')
    .replaceAll('ck', 'k')
    .replaceAll('qu', 'k')
    .replaceAll('y', 'i')
    .replace(/c(?![hei])/g, 'k')
    .replace(/(.)\1/g, '$1');
}

/** Letters to add, drop, change or swap (Damerau 1964, optimal string alignment). */
function typingErrors(one: string, two: string): number {
  let before: number[] = [];
  let last = Array.from({ length: two.length + 1 }, (_, j) => j);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= two.length; j++) {
      const same = one[i - 1] === two[j - 1] ? 0 : 1;
      let cost = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + same);
      const swapped = i > 1 && j > 1 && one[i - 1] === two[j - 2] && one[i - 2] === two[j - 1];
      if (swapped) cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      row.push(cost);
    }
    before = last;
    last = row;
  }
  return last[two.length] ?? 0;
}
