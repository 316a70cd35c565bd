import type { Viewpoint } from './solid-buckets.ts';
import type { SolidRay } from './solid-trace.ts';

/** Where a set is seen from; angles in radians, lengths in metres. */
export interface SetCamera {
  readonly x: number;
  readonly eye: number;
  readonly turn: number;
  /** Row of the horizon, as a share of the height. */
  readonly horizon: number;
  readonly focal: number;
}

/** A camera's turn and horizon, ready for rays. */
export interface Eye {
  readonly cos: number;
  readonly sin: number;
  /** Height of the horizon, -1..1 upwards. */
  readonly level: number;
}

/** Makes a camera ready for rays. */
export function eyeOf(camera: SetCamera): Eye {
  return {
    cos: Math.cos(camera.turn),
    sin: Math.sin(camera.turn),
    level: 1 - 2 * camera.horizon,
  };
}

/** Aims a ray through a point of the picture. */
export function look(
  camera: SetCamera,
  eye: Eye,
  job: { x: number; y: number; ray: SolidRay },
): void {
  const { ray } = job;
  const sx = job.x / camera.focal;
  const sy = (job.y - eye.level) / camera.focal;
  const length = Math.sqrt(1 + sx * sx + sy * sy);
  ray.ox = camera.x;
  ray.oy = camera.eye;
  ray.oz = 0;
  ray.dx = (sx * eye.cos + eye.sin) / length;
  ray.dy = sy / length;
  ray.dz = (eye.cos - sx * eye.sin) / length;
}

/** The camera as a viewpoint; what is beside or behind it has no place in the picture. */
export function viewpointOf(camera: SetCamera): Viewpoint {
  const eye = eyeOf(camera);
  const flatten: Viewpoint['flatten'] = (corner) => {
    const dx = (corner[0] as number) - camera.x;
    const dz = corner[2] as number;
    const deep = dx * eye.sin + dz * eye.cos;
    if (deep < 0.05) return null;
    const across = dx * eye.cos - dz * eye.sin;
    const up = (corner[1] as number) - camera.eye;
    return [(across / deep) * camera.focal, eye.level + (up / deep) * camera.focal];
  };
  return { eye: [camera.x, camera.eye, 0], flatten };
}
