import type { Random } from '../raster/random.ts';
import { linear, mixRgb, scaleRgb } from './color.ts';
import type { Rgb, SceneInput, SceneLight, Weather } from './define-scene.ts';
import { landscapeLight } from './landscape-light.ts';
import { createSky, type Sky, skyLight } from './sky.ts';
import type { Daylight, Lamp } from './solid-light.ts';
import { ball, box, drum, panel, type Solid, skin } from './solids.ts';

/** The hour as an open place sees it. */
export interface OpenHour {
  readonly sky: Sky;
  readonly day: Daylight;
  /** 0 = lamps are off .. 1 = they are all the light there is. */
  readonly lamps: number;
  readonly light: SceneLight;
}

/** Sky, sun and lamps of an outdoor set; `azimuth` in radians to the right. */
export function openHour(input: SceneInput, random: Random, azimuth: number): OpenHour {
  const { time, weather } = input;
  const sky = createSky({ time, weather, random, azimuth });
  const { sunlight, ambient } = landscapeLight(sky);
  const gloom = weather === 'rain' || weather === 'storm' || weather === 'fog' ? 0.3 : 0;
  const lamps = { dawn: 0.3, day: 0, sunset: 0.45, dusk: 0.85, night: 1 }[time];
  return {
    sky,
    day: {
      sun: sky.sun,
      sunColor: sky.disc > 0 ? scaleRgb(sunlight, 1.45) : [0, 0, 0],
      skyTop: scaleRgb(ambient, 1.15),
      skyLow: scaleRgb(mixRgb(sky.horizon, ambient, 0.5), 0.9),
      indoors: false,
    },
    lamps: Math.min(1, lamps + gloom),
    light: skyLight(sky, time),
  };
}

/** How much the ground of an outdoor set mirrors. */
export function wetGround(weather: Weather): number {
  return { clear: 0.05, cloud: 0.08, rain: 0.75, storm: 0.8, snow: 0.1, fog: 0.25 }[weather];
}

/** A row of houses along one side of a lane. */
export interface HouseRow {
  readonly random: Random;
  /** -1 left, 1 right. */
  readonly side: number;
  readonly front: number;
  readonly from: number;
  readonly to: number;
  readonly walls: readonly string[];
  readonly woods: readonly string[];
  /** Share of lit windows. */
  readonly lit: number;
  readonly timbered: number;
  readonly snow: boolean;
}

/** Houses of two to four storeys with pitched roofs, upper floors leaning over the lane. */
export function houseRow(row: HouseRow): Solid[] {
  const { random, side } = row;
  const out: Solid[] = [];
  const from = <T>(list: readonly T[]) => list[Math.floor(random.next() * list.length)] as T;
  let z = row.from;
  while (z < row.to) {
    const long = random.between(4, 6.4);
    const tall = 2.7 * Math.floor(random.between(2, 4.3));
    const deep = 6;
    const x = side * (row.front + random.between(0, 0.35) + deep / 2);
    const material = random.next() < row.timbered ? 'timbered' : 'rendered';
    const seed = Math.floor(random.next() * 9999);
    const color = linear(from(row.walls));
    const wall = skin(material, color, { other: linear(from(row.woods)), seed, glow: row.lit });
    const house = { x, z: z + long / 2, long, tall, deep };
    if (material === 'timbered') {
      out.push(box([x, 0, house.z], [deep, 2.7, long], wall));
      const over = x - side * 0.3;
      out.push(
        box([over, 2.7, house.z], [deep, 0.16, long], skin('wood', linear('#38241a'), { seed })),
      );
      out.push(box([over, 2.7, house.z], [deep - 0.02, tall - 2.7, long], shifted(wall)));
    } else out.push(box([x, 0, house.z], [deep, tall, long], wall));
    out.push(...roofOf(house, { seed, snow: row.snow }));
    z += long + (random.next() < 0.12 ? 0.9 : 0);
  }
  return out;
}

/** A front that begins above the ground floor. */
function shifted(look: ReturnType<typeof skin>): ReturnType<typeof skin> {
  return { ...look, material: 'timbered-upper' };
}

interface House {
  readonly x: number;
  readonly z: number;
  readonly long: number;
  readonly tall: number;
  readonly deep: number;
}

function roofOf({ x, z, long, tall, deep }: House, look: { seed: number; snow: boolean }): Solid[] {
  const red = ['#8a4a34', '#7a3f30', '#5f4a44', '#94563a'][look.seed % 4] as string;
  const tile = look.snow
    ? skin('snow', linear('#eef3fa'), { seed: look.seed })
    : skin('roof', linear(red), { seed: look.seed });
  const eave = deep / 2 + 0.4;
  const rise = 2.7;
  const z0 = z - long / 2 - 0.15;
  const run = long + 0.3;
  const out = [
    panel(
      [x - eave, tall - 0.15, z0],
      [
        [0, 0, run],
        [eave, rise, 0],
      ],
      tile,
    ),
    panel(
      [x + eave, tall - 0.15, z0 + run],
      [
        [0, 0, -run],
        [-eave, rise, 0],
      ],
      tile,
    ),
  ];
  if (look.seed % 3 !== 0) {
    const brick = skin('brick', linear('#7d4a3a'), { other: linear('#96705c'), seed: look.seed });
    out.push(box([x + (look.seed % 2 ? 0.8 : -0.8), tall + 0.8, z], [0.55, 2.3, 0.55], brick));
  }
  return out;
}

/** A wrought lantern standing or hanging: its lamp and its iron. */
export function lantern(
  at: readonly [x: number, y: number, z: number],
  kind: 'post' | 'wall',
  lamps: number,
): { solids: Solid[]; lamp: Lamp } {
  const [x, y, z] = at;
  const iron = { ...skin('metal', [0.035, 0.035, 0.04]), ghost: true };
  const warm: Rgb = linear('#ffd08a');
  const glass = {
    ...skin('glow', mixRgb(linear('#b9c4c8'), warm, 0.35 + lamps * 0.65), {
      glow: 0.25 + 1.05 * lamps,
    }),
    ghost: true,
  };
  const solids = [
    drum([x, y - 0.2, z], [0.36, 0.09, 0.15], glass),
    drum([x, y + 0.16, z], [0.16, 0.2, 0.02], iron),
    drum([x, y - 0.26, z], [0.06, 0.05, 0.1], iron),
    ball([x, y + 0.35, z], [0.035, 0.05, 0.035], iron),
  ];
  if (kind === 'post') {
    solids.push(drum([x, 0, z], [y - 0.24, 0.05, 0.035], iron));
    solids.push(drum([x, 0, z], [0.5, 0.13, 0.06], iron));
  } else {
    const wall = x < 0 ? -1 : 1;
    solids.push(box([x + wall * 0.3, y + 0.3, z], [0.7, 0.035, 0.035], iron));
  }
  return { solids, lamp: { at: [x, y, z], color: scaleRgb(warm, 7.5 * lamps), radius: 0.1 } };
}
