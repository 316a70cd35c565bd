import { type PromptCase, parseCases } from './prompt-table.ts';

// What people really type: half sentences, wishes, several things, words with two meanings.
const TABLE = `
a wolf howling at the moon -> subject wolf; time night
a wolf under a full moon in the forest -> subject wolf; time night; scene forest
a fox in a snowy forest -> subject fox; scene forest; weather snow
a penguin in the snow -> subject penguin; scene snow-field; weather snow
a horse in a snowy town -> subject horse; scene city-street; weather snow
a donkey in a small town -> subject horse; scene old-town
a detective in an old town at night, film noir
  -> subject detective; scene old-town; time night; palette monochrome
snowy village at christmas with a reindeer -> subject deer; scene old-town; weather snow
no snow please, just a polar bear in the city
  -> subject polar bear; scene city-street; weather clear
a dog without a leash on the beach -> subject dog; scene beach
no people, no cars, a cat in an alley at night -> subject cat; scene city-street; time night
a lion, but not in the desert and not at night -> subject lion
two cats and a dog on a boat -> subject two cats and dog; scene ocean-deck
three penguins on the beach -> subject three penguins; scene beach
a cat, a dog and a parrot in a garden -> subject cat and dog and parrot; scene meadow
a ship in a storm -> subject ship; weather storm
a boat at sunset -> subject sailboat; time sunset
a pirate on a pirate ship -> subject pilot; scene ocean-deck
a knight fighting a dragon in front of a castle -> subject man and dragon; scene castle-hall
a robot dog in tokyo -> subject dog; scene city-street
a pirate cat with a treasure chest -> subject cat and treasure chest
a black and white cat in a library -> subject cat; palette natural; scene library
black and white photo of a jazz singer on stage -> subject singer; palette monochrome; scene stage
a golden retriever puppy playing in a park -> subject dog; scene meadow
a girl in a red dress holding a balloon -> subject girl and balloon
an ice cream on a hot day -> subject ice cream; time day
a snow leopard in the himalayas -> subject leopard; scene mountain-valley
a comic book hero flying over new york -> subject superhero; style comic; scene city-street
a cat as a van gogh painting -> subject cat; style impasto
a cottage in the style of claude monet -> subject house; style impasto
make my dog look like a pixar character -> subject dog; style clay
photorealistic tiger, national geographic, 35mm -> subject tiger; style cinematic
minimalist vector poster of a fox in the mountains
  -> subject fox; style flat-poster; scene mountain-valley
studio ghibli style, girl on a bicycle, summer meadow
  -> subject girl; style anime; scene meadow; time day
pixelated wizard in a dungeon, 16-bit -> subject wizard; style pixel-art; scene castle-hall
a cubist guitar on a table -> subject guitar; style low-poly
a stained glass window showing a phoenix -> subject phoenix; style stained-glass
manga ninja on a rooftop in the rain -> subject ninja; style ink; scene city-street; weather rain
oil painting of a city street with neon lights and a taxi
  -> subject taxi; style oil; scene city-street; light neon
a glowing lantern in a dark forest at night
  -> subject lamp; style cinematic; scene forest; time night
an astronaut riding a horse on the moon, photorealistic
  -> subject astronaut and horse; scene moon; style cinematic
steampunk owl in a workshop -> subject owl; scene workshop; palette warm
a cozy bear by the fireplace -> subject bear; mood cozy; scene bedroom
a bookshop cat, rainy afternoon -> subject cat; scene library; weather rain; time day
sushi chef in a sushi bar -> subject chef; scene cafe
a rock star at a concert -> subject singer; scene stage
a rabbit in a top hat on stage under a spotlight -> subject rabbit; scene stage
an elefant in the savanna -> subject elephant; scene meadow
a dinasour in the jungle -> subject dinosaur; scene jungle
a jellyfish at the bottom of the ocean -> subject octopus; scene underwater
a seahorse in a coral reef -> subject fish; scene underwater
the north pole, santa and a polar bear -> subject santa and polar bear; scene snow-field
a swordfish -> subject fish
a hot air balloon in the sky at dawn -> subject balloon; scene sky-islands; time dawn
a tiny mouse next to a huge elephant -> subject mouse and elephant
a raven on a branch, gothic, dark, fog -> subject parrot; mood dark; weather fog
a sleepy koala, warm evening light, close up -> subject koala; time sunset; framing close-up
portrait of a viking warrior, dramatic lighting -> subject man; framing bust; light dramatic
blue hour in paris with a cyclist -> subject cyclist; scene old-town; time dusk
product photo of a teapot on a white background -> subject teapot; scene studio
sticker of a unicorn -> subject unicorn; scene studio
a flaming sword -> subject swords
flying car in a futuristic city, vaporwave -> subject car; scene city-street; style neon
an autumn forest with a squirrel eating a mushroom -> subject squirrel and mushroom; scene forest
a lighthouse by the sea during a thunderstorm at dusk
  -> subject lighthouse; scene beach; weather storm; time dusk
`;

/** Hard prompts with what must be understood. */
export const hardPrompts: readonly PromptCase[] = parseCases(TABLE);
