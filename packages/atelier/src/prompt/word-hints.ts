/**
 * Words whose scene or style is only a suggestion: they mean something else as often. After "in",
 * "at" or "on" a scene word of these asks plainly: "on a boat", but not "with a boat".
 */
export const softWords: ReadonlySet<string> = new Set(
  `snow snowy winter wintry ice christmas spring flowers grass trees sky home show fair bar boat
ship yacht town medieval sand sea ocean island tropical bed cooking baking
moon space planet stars farm
surf ski egypt heaven dungeon kingdom performance wood cliff hill lake deck archive concert lab
geometric chalk neon collage sketch drawing crayon`.split(/\s+/),
);

/** Words of styles that in a prompt nearly always mean something else. */
export const looseWords: ReadonlySet<string> = new Set(['glowing', 'tiles', 'facets']);

/** Further words for scenes, by scene. */
export const sceneWords: Readonly<Record<string, string>> = {
  'old-town':
    'small town, little town, quiet town, ancient town, mountain town, fishing village, ' +
    'narrow street, narrow alley, medieval street, medieval city, ' +
    'old city, old street, italy, paris',
  'city-street': 'sidewalk, crosswalk, rooftop, city at night, times square, london, highway, road',
  'snow-field':
    'snow, in the snow, snowy landscape, north pole, south pole, antarctica, igloo, glacier',
  'mountain-valley': 'snowy mountain, snowy peak, waterfall, river, himalayas, canyon',
  meadow: 'flower field, wildflowers, backyard, picnic, vineyard, orchard, savanna, savannah, barn',
  forest: 'pine forest, dark forest, snowy forest, autumn forest, bamboo forest, grove, swamp',
  jungle: 'tropical jungle, temple ruins',
  beach: 'harbor, harbour, pier, sea shore, by the sea, by the ocean, coastline, lagoon, hawaii',
  'ocean-deck': 'on a ship, on a boat, on the ocean, open sea, high seas, on board',
  underwater: 'below the sea, bottom of the sea, bottom of the ocean, deep ocean, coral, seaweed',
  moon: 'on the moon, among the stars, space station, milky way, solar system, red planet, orbit',
  'castle-hall': 'ballroom, inside a castle, great castle, temple, church, museum, ancient ruins',
  cafe: 'coffeehouse, pub, tavern, sushi bar, pizzeria, ice cream parlor, cocktail bar',
  bedroom: 'in bed, cozy bed, sofa, couch, fireplace, living-room, attic, window seat',
  workshop: 'factory, forge, garage workshop, mad scientist, engine room, studio apartment',
  stage: 'night club, nightclub, disco, under a spotlight, ballet, rock concert, dance floor',
  library: 'classroom, school, bookcase, bookcases, old books, office, study',
  kitchen: 'dining table, dining room, cookery',
  studio:
    'isolated, transparent background, blank background, no background, black background, ' +
    'plain backdrop, product shot, product photo, sticker, icon, logo',
  'sky-islands': 'in the sky, flying in the sky, cloudscape, castle in the sky',
  'market-street': 'night market, flea market, street food, bazaar at night, shop',
};

/** Further words for styles, by style. */
export const styleWords: Readonly<Record<string, string>> = {
  impasto:
    'van gogh, vincent van gogh, monet, claude monet, renoir, cezanne, impressionist, ' +
    'impressionism, post-impressionist, expressionist, expressionism, munch, thick paint, ' +
    'palette knife',
  oil: 'oil paint, oils, vermeer, caravaggio, renaissance, baroque, da vinci, turner, fine art',
  gouache:
    'acrylic, acrylics, tempera, fresco, children’s book, picture book, storybook, ' +
    "children's book, concept art, digital painting, fairytale illustration",
  watercolor: 'watercolors, watercolours, water color, water colour, wet on wet, beatrix potter',
  'ink-wash': 'chinese painting, chinese ink, brush painting, zen painting',
  pencil: 'graphite drawing, pencil drawing, hand drawn, hand-drawn, doodle, leonardo sketch',
  'colored-pencil': 'coloured pencils, colored pencils, crayons',
  ink: 'ink, inked, pen and ink, ballpoint, tattoo, line drawing, manga, black ink',
  engraving: 'gustave dore, durer, banknote, copperplate, lithograph, antique illustration',
  anime:
    'ghibli, studio ghibli, miyazaki, makoto shinkai, japanese animation, cel shading, ' +
    'cel-shaded, cartoon, disney, animated movie, chibi, kawaii',
  comic:
    'comics, comic strip, marvel, dc comics, superhero comic, tintin, ligne claire, spider-verse',
  'pop-art': 'andy warhol, roy lichtenstein, graffiti, street art, banksy, keith haring',
  risograph: 'screenprint, retro print, mid-century, 1970s poster',
  'flat-poster':
    'vector, vector art, vector illustration, flat vector, minimalist, minimalistic, art deco, ' +
    'art nouveau, mucha, bauhaus, infographic, propaganda poster, poster',
  'pixel-art':
    'pixelated, pixelart, game boy, gameboy, nes, snes, minecraft, voxel, 32-bit, arcade game',
  'low-poly': 'cubist, cubism, picasso, polygon, polygons, playstation 1, ps1 graphics',
  mosaic: 'klimt, gustav klimt, gaudi, byzantine mosaic',
  'stained-glass': 'stained glass window, cathedral window',
  'cross-stitch':
    'knitted, crochet, crocheted, tapestry, needlework, embroidered, felt, quilt, wool',
  'paper-cut': 'paper art, kirigami, papercraft, pop-up book, cut-out',
  clay:
    'pixar, claymation, plasticine, clay figure, 3d, 3d render, 3-d, blender, octane render, ' +
    'unreal engine, vinyl toy, figurine, wallace and gromit',
  cinematic:
    'photorealistic, photo-realistic, hyperrealistic, realistic, realism, dslr, 35mm, ' +
    'film still, ' +
    'movie, bokeh, national geographic, polaroid, analog photo, kodak, wes anderson',
  neon: 'vaporwave, outrun, retrowave, neon sign, tron legacy',
  blueprint: 'technical drawing, schematic, patent drawing, cad',
  'ukiyo-e': 'japanese art, japanese painting, edo period, great wave',
  pointillism: 'signac, dot painting, aboriginal dots',
  woodcut: 'lino print, linoleum, wood engraving, expressionist print',
  pastel: 'pastels, pastel drawing, chalk drawing, chalkboard',
  charcoal: 'charcoal sketch, conte',
};

/** Where a thing is at home that its kind does not tell: names of nouns, by scene. */
const HOME_TABLE: Readonly<Record<string, string>> = {
  'snow-field': 'penguin, polar bear, seal, skier, snowboarder, snowman, santa, mammoth, gift',
  desert: 'camel, cactus, lizard, snake',
  jungle: 'monkey, gorilla, orangutan, tiger, parrot, leopard, sloth, dinosaur, brontosaurus, frog',
  beach:
    'crab, surfer, sailboat, ship, canoe, lighthouse, anchor, flamingo, turtle, lobster, ' +
    'treasure chest, pineapple, sea lion',
  'mountain-valley': 'goat, llama, eagle, balloon, helicopter, train, bear',
  library: 'books, teacher, student, owl, crystal ball, telescope, hourglass, lamp',
  kitchen: 'chef, pancakes, teapot, cake, cookie, cheese, carrot, lemon, avocado',
  cafe: 'coffee, croissant, cupcake, donut, ice cream',
  workshop: 'scientist, mechanic, builder, artist',
  stage: 'singer, ballerina, dancer, guitar, violin, drum, trumpet, saxophone, top hat',
  moon: 'astronaut, rocket, ufo, satellite, planet, alien',
  'castle-hall': 'princess, prince, guard, vampire, ghost, crown, swords, shield, trophy',
  'sky-islands': 'phoenix, airplane, kite, unicorn, fairy, bat',
  'market-street': 'apple, banana, pear, grapes, strawberry, watermelon, taco, ramen',
  meadow: 'tulip, sunflower, bee, ladybug, butterfly, tractor, sheep, cow, pumpkin, house, farmer',
  bedroom: 'teddy bear, candle',
};

/** The scene a noun is most at home in, where it has one. */
export const homeOf: ReadonlyMap<string, string> = new Map(
  Object.entries(HOME_TABLE).flatMap(([scene, names]) =>
    names.split(', ').map((name) => [name, scene] as const),
  ),
);
