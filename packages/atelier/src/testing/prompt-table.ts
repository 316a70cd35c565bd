import type { ScenePlan } from '../engine/atelier.ts';

/** An axis of a plan that a prompt decides. */
export type PromptAxis = Exclude<keyof ScenePlan, 'notUnderstood'>;

/** A prompt and the axes that must come out of it. */
export type PromptCase = readonly [prompt: string, wanted: Readonly<Record<string, string>>];

// One line a prompt: what is asked, an arrow, and `axis value` parted by semicolons.
const TABLE = `
a dog in the desert at noon -> subject dog; scene desert; time day
a camel crossing the sahara at sunset -> subject camel; scene desert; time sunset
a cactus on a sand dune -> subject cactus; scene desert
a jeep in the wasteland, storm coming -> subject jeep; scene desert; weather storm
a squirrel in the woods -> subject squirrel; scene forest
an elf in an enchanted forest at night -> subject elf; scene forest; time night
hedgehogs in the woodland on a misty morning -> scene forest; weather fog; time dawn
a gorilla in the jungle -> subject gorilla; scene jungle
a parrot in the rainforest, rain -> subject parrot; scene jungle; weather rain
a cow in a meadow -> subject cow; scene meadow
a rabbit in a field of flowers -> subject rabbit; scene meadow
a horse in the countryside at dawn -> subject horse; scene meadow; time dawn
a sheep on the grass under a cloudy sky -> subject sheep; scene meadow; weather cloud
bees in the prairie -> subject bee; scene meadow
an astronaut on the moon -> subject astronaut; scene moon; time night
an alien on mars -> subject alien; scene moon
a rocket in outer space -> subject rocket; scene moon
a robot among the stars in a nebula -> subject robot; scene moon
a dolphin under the sea -> subject dolphin; scene underwater
an octopus on a coral reef -> subject octopus; scene underwater
a mermaid underwater by night -> subject mermaid; scene underwater; time night
a shark in the deep sea -> subject shark; scene underwater
a turtle in the ocean -> subject turtle; scene underwater
a cupcake against a plain background -> subject cupcake; scene studio
a violin on a white background -> subject violin; scene studio
a burger in a photo studio -> subject hamburger; scene studio
a teapot, simple background, pastel -> subject teapot; scene studio
a skier in the alps -> subject skier; scene mountain-valley
a goat on a cliff -> subject goat; scene mountain-valley
a kayak on a lake at sunrise -> scene mountain-valley; time dawn
a snowman in winter -> subject snowman; weather snow
an eagle over the mountain peaks -> subject eagle; scene mountain-valley
a taxi in new york at night -> subject taxi; scene city-street; time night
a ninja in tokyo in the rain -> subject ninja; scene city-street; weather rain
a cyclist on the avenue in the morning -> subject cyclist; scene city-street; time dawn
a bus downtown in the fog -> subject bus; scene city-street; weather fog
a crab on the shore -> subject crab; scene beach
a surfer at the seaside at sundown -> subject surfer; scene beach; time sunset
a flamingo on a tropical island -> subject flamingo; scene beach
a seal on the coast in a storm -> subject seal; scene beach; weather storm
pixel art of a knight's shield -> subject shield; style pixel-art
an 8-bit dragon -> subject dragon; style pixel-art
a sprite of a mushroom, retro game -> subject mushroom; style pixel-art
comic book superhero -> subject superhero; style comic
a pop art banana -> subject banana; style pop-art
a banana in the style of Andy Warhol -> subject banana; style pop-art
a monkey, lichtenstein -> subject monkey; style pop-art
ukiyo-e fox -> subject fox; style ukiyo-e
a wave and a whale after Hokusai -> subject whale; style ukiyo-e
japanese woodblock of a crane -> subject flamingo; style ukiyo-e
a stained glass owl -> subject owl; style stained-glass
a church window with a swan -> subject swan; style stained-glass
a roman mosaic of a fish -> subject fish; style mosaic
low poly elephant -> subject elephant; style low-poly
a polygonal giraffe -> subject giraffe; style low-poly
a charcoal drawing of a ballerina -> subject ballerina; style charcoal
a colored pencil ladybug -> subject ladybug; style colored-pencil
an etching of a ship -> subject ship; style engraving
a linocut rooster -> subject rooster; style woodcut
a woodcut of a bear in the forest -> subject bear; style woodcut; scene forest
a sumi-e bamboo forest with a panda -> subject panda; style ink-wash; scene forest
line art of a butterfly -> subject butterfly; style ink
a claymation pig -> subject pig; style clay
a 3d render of a robot -> subject robot; style clay
cross stitch strawberry -> subject strawberry; style cross-stitch
embroidery of a rose -> subject rose; style cross-stitch
paper cut deer -> subject deer; style paper-cut
a collage of a hot air balloon -> subject balloon; style paper-cut
travel poster of a sailboat on the coast -> subject sailboat; style flat-poster; scene beach
flat design rocket -> subject rocket; style flat-poster
a risograph of a bicycle -> subject bicycle; style risograph
seurat style woman by a lake -> subject woman; style pointillism
a gouache fairy -> subject fairy; style gouache
storybook witch in the woods -> subject witch; style gouache; scene forest
a blueprint of a helicopter -> subject helicopter; style blueprint
soft pastel of a lamb -> subject sheep; style pastel
ghibli girl in a meadow -> subject girl; style anime; scene meadow
a rembrandt of a detective -> subject detective; style oil
oil on canvas, a horse in a stormy field -> subject horse; style oil; weather storm; scene meadow
a starry night over a lighthouse, van gogh -> subject lighthouse; style impasto; time night
photo of a wolf at dusk -> subject wolf; style cinematic; time dusk
a realistic tiger in the snow -> subject tiger; style cinematic; weather snow
a synthwave car at night -> subject car; style neon; time night
movie still of a vampire in the fog -> subject vampire; style cinematic; weather fog
a lion without rain -> subject lion; weather clear
not a cat but a dog -> subject dog
no people, just a train in the mountains -> subject train; scene mountain-valley
a koala, no fog, no clouds -> subject koala; weather clear
a unicorn, never at night -> subject unicorn
avoid rain: a duck in the city -> subject duck; scene city-street; weather clear
a headshot of a wizard -> subject wizard; framing close-up
head and shoulders of a princess -> subject princess; framing bust
a waist up picture of a pilot -> subject pilot; framing half-body
full length pirate captain on a beach -> subject pilot; framing full-body; scene beach
establishing shot of a castle lighthouse -> subject lighthouse; framing wide-shot
an extreme close-up of a frog -> subject frog; framing close-up
a panoramic picture of a buffalo in a valley -> subject ox; framing wide-shot; scene mountain-valley
a cozy hamster -> subject hamster; mood cozy
a serene swan at daybreak -> subject swan; mood calm; time dawn
a lonely robot in the rain -> subject robot; mood melancholy; weather rain
a mysterious ghost in the mist -> subject ghost; mood mysterious; weather fog
a cheerful penguin -> subject penguin; mood joyful
a gloomy zombie at nightfall -> subject zombie; mood dark; time dusk
a majestic phoenix, fiery -> subject phoenix; mood epic; palette warm
a poodle in muted colours -> subject poodle; palette muted
a colourful peacock -> subject peacock; palette vivid
an icy polar bear -> subject polar bear; palette cool
a vintage motorcycle -> subject motorcycle; palette muted
a sepia portrait of a gentleman -> subject man; palette monochrome; framing bust
a chess knight horse in rim light -> subject horse; light backlit
a saxophone in soft light -> subject saxophone; light soft
a soldier in dramatic lighting -> subject guard; light dramatic
a motorbike in neon lights -> subject motorcycle
a halloween pumpkin -> subject pumpkin; time night
christmas santa -> subject santa; weather snow
film noir detective -> subject detective; palette monochrome; time night
blade runner android -> subject robot; scene city-street; weather rain; time night
a futuristic police officer -> subject police officer; scene city-street
two puppies and a kitten -> subject two dogs and cat
a wizard with a dragon -> subject wizard and dragon
a koala and a kangaroo in the desert -> subject koala and kangaroo; scene desert
A Fox, On The Beach, At Night! -> subject fox; scene beach; time night
FOX -> subject fox
the fox's forest -> subject fox; scene forest
cafés and croissants -> subject croissant
a   pizza ,, in the   sunshine -> subject pizza; time day
snow -> weather snow; subject none
beach -> scene beach; subject none
`;

/** Prompts of all kinds with what must be understood. */
export const promptTable: readonly PromptCase[] = parseCases(TABLE);

/**
 * A table of prompts: one a line, an arrow, and `axis value` parted by semicolons. A long one goes
 * on in the next line, from its arrow.
 */
export function parseCases(table: string): PromptCase[] {
  return table
    .trim()
    .replaceAll('\n  ->', ' ->')
    .split('\n')
    .map((line) => {
      const [prompt = '', wanted = ''] = line.split(' -> ');
      const axes = wanted.split('; ').map((part) => {
        const space = part.indexOf(' ');
        return [part.slice(0, space), part.slice(space + 1)] as const;
      });
      return [prompt, Object.fromEntries(axes)] as const;
    });
}
