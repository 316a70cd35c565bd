/** What sort of thing a noun names: decides where it feels at home when no place was asked for. */
export type NounKind =
  | 'animal'
  | 'sea'
  | 'person'
  | 'fantasy'
  | 'space'
  | 'vehicle'
  | 'food'
  | 'object';

/** A thing the engine can draw. */
export interface Noun {
  /** The noun itself, one or two words, lower case. */
  readonly name: string;
  readonly kind: NounKind;
  /** Other words for it. */
  readonly also: readonly string[];
  /** Name of its drawing in the vocabulary. */
  readonly icon: string;
}

// One line a noun: `name [= icon] : other words, separated by commas`.
const TABLE: Record<NounKind, string> = {
  animal: `
cat : kitten, kitty, feline, tabby
dog : puppy, pup, doggy, hound, corgi, labrador, retriever, shepherd, terrier, husky
poodle :
fox : vixen
wolf : werewolf
bear : grizzly, brown bear, cub
polar bear = polar-bear :
panda : panda bear
koala :
tiger :
lion : lioness
leopard : cheetah, jaguar, panther, puma
rabbit : bunny, hare
mouse : rat
hamster : guinea pig, gerbil
hedgehog : porcupine
squirrel = chipmunk : chipmunk
raccoon :
otter :
beaver :
sloth :
skunk :
badger :
deer : stag, doe, fawn, reindeer, elk, moose
horse : pony, stallion, mare, foal
zebra :
giraffe :
elephant :
mammoth :
rhinoceros : rhino
hippopotamus : hippo
camel :
llama : alpaca
kangaroo : wallaby
cow : calf
ox : bull, bison, buffalo
goat :
sheep = ewe : lamb, ewe
pig : piglet
monkey : chimp, chimpanzee, ape
gorilla :
orangutan :
rooster : chicken, hen, cockerel
chick = front-facing-baby-chick : duckling
duck :
goose :
swan :
owl :
eagle : hawk, falcon
parrot : macaw, budgie
peacock :
flamingo : crane, heron
penguin :
turkey :
frog : toad
turtle : tortoise
crocodile : alligator, croc
lizard : gecko, chameleon, iguana
snake : serpent, cobra
bat :
snail :
butterfly : moth
bee = honeybee : honeybee, bumblebee, wasp
ladybug = lady-beetle : ladybird, beetle
spider : tarantula
dinosaur = t-rex : t-rex, tyrannosaurus, trex
brontosaurus = sauropod : sauropod, diplodocus`,
  sea: `
whale :
orca : killer whale
dolphin :
shark :
octopus : kraken
squid :
crab :
lobster :
fish : goldfish, salmon
tropical fish = tropical-fish : clownfish
pufferfish = blowfish : blowfish
seal : sea lion, walrus
mermaid :`,
  person: `
astronaut : cosmonaut, spaceman
woman = woman-standing : lady
man = man-standing : guy, gentleman
person = person-standing : human, someone
girl = woman-walking : schoolgirl
boy = man-walking : schoolboy, kid, child
dancer = woman-dancing : flamenco dancer
ballerina = ballet-dancer : ballet dancer
chef = cook : cook, baker
scientist : chemist, professor, researcher
farmer : gardener
artist : painter
singer : rock star, musician
pilot : captain
detective : sherlock, spy
police officer = police-officer : policeman, policewoman, cop
firefighter : fireman
teacher :
student : graduate
builder = construction-worker : construction worker
mechanic : engineer
guard : soldier
ninja : samurai
skier :
snowboarder :
surfer = person-surfing :
cyclist = person-biking : biker
runner = person-running : athlete
superhero = woman-superhero : hero, superwoman, superman
villain = supervillain : supervillain
santa = santa-claus : santa claus, father christmas`,
  fantasy: `
dragon : drake, wyrm
unicorn : pegasus
phoenix :
wizard = man-mage : sorcerer, mage, warlock, merlin
witch = woman-mage : sorceress, enchantress
fairy : pixie
elf = woman-elf :
genie : djinn
vampire = woman-vampire : dracula
zombie :
troll : ogre, orc
ghost : spirit, phantom, spectre
princess : queen
prince : king
snowman = snowman-without-snow :
pumpkin = jack-o-lantern : jack-o-lantern
teddy bear = teddy-bear : teddy, plush, plushie
moai : statue`,
  space: `
robot : android, cyborg, droid, automaton
alien : extraterrestrial, martian
rocket : spaceship, spacecraft, starship
ufo = flying-saucer : flying saucer
satellite :
planet = globe-showing-europe-africa : earth, globe`,
  vehicle: `
car = automobile : automobile, sedan
race car = racing-car : racing car, formula one, sports car
jeep = sport-utility-vehicle : suv, truck, pickup
taxi : cab
bus : coach
train = locomotive : locomotive, steam train
bicycle : bike
motorcycle : motorbike
scooter = motor-scooter : vespa, moped
tractor :
fire truck = fire-engine : fire engine
police car = police-car :
helicopter : chopper
airplane : plane, aeroplane, jet
sailboat : yacht, sailing boat
ship : cruise ship, liner
canoe : kayak, rowboat`,
  food: `
hamburger : burger, cheeseburger
pizza :
hot dog = hot-dog :
taco : burrito
sushi :
donut = doughnut : doughnut
cupcake : muffin
cake = birthday-cake : birthday cake
ice cream = soft-ice-cream : gelato
cookie : biscuit
croissant :
cheese = cheese-wedge :
apple = red-apple :
banana :
pear :
cherry = cherries :
strawberry :
watermelon : melon
pineapple :
grapes : grape
lemon :
avocado :
carrot :
mushroom : toadstool
coffee = hot-beverage : cup of coffee, cup of tea, mug
teapot :
pancakes : pancake
ramen = steaming-bowl : noodles, noodle soup
lollipop : candy`,
  object: `
guitar : electric guitar
violin : fiddle
drum :
trumpet :
saxophone : sax
crown : tiara
swords = crossed-swords : sword
shield :
treasure chest = treasure-chest : treasure
crystal ball = crystal-ball :
candle :
lamp = light-bulb : light bulb, lightbulb
books : book
camera :
telescope :
umbrella : parasol
diamond = gem-stone : gem, gemstone, jewel
key :
anchor :
bell :
trophy :
football = soccer-ball : soccer ball
basketball :
skateboard :
kite :
plant = potted-plant : potted plant
cactus :
sunflower :
rose : flower
tulip :
house : cottage
lighthouse :
gift = wrapped-gift : present
balloon :
skull :
top hat = top-hat : hat
chair :
hourglass = hourglass-done :`,
};

function parse(kind: NounKind, table: string): Noun[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [head = '', tail = ''] = line.split(' :');
      const [name = '', icon] = head.split(' = ');
      const also = tail.split(',').map((word) => word.trim());
      return {
        name: name.trim(),
        kind,
        also: also.filter((word) => word !== ''),
        icon: (icon ?? name).trim().replaceAll(' ', '-'),
      };
    });
}

/** Every thing that can be drawn from words. */
export const nouns: readonly Noun[] = (Object.keys(TABLE) as NounKind[]).flatMap((kind) =>
  parse(kind, TABLE[kind]),
);

const IRREGULAR: Readonly<Record<string, string>> = {
  wolf: 'wolves',
  mouse: 'mice',
  man: 'men',
  woman: 'women',
  person: 'people',
  goose: 'geese',
  fish: 'fish',
  sheep: 'sheep',
  deer: 'deer',
  ox: 'oxen',
  elf: 'elves',
  books: 'books',
  pancakes: 'pancakes',
  grapes: 'grapes',
  swords: 'swords',
};

/** The plural of a noun's name, by its last word. */
export function pluralOf(name: string): string {
  const words = name.split(' ');
  const last = words.pop() ?? '';
  const plural =
    IRREGULAR[last] ??
    last
      .replace(/man$/, 'men')
      .replace(/(s|x|z|ch|sh)$/, '$1e')
      .replace(/([^aeiou])y$/, '$1ie') + (last.endsWith('man') ? '' : 's');
  return [...words, plural].join(' ');
}
