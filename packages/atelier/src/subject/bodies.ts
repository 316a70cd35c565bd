/** How the figure under a head looks; colours are CSS. */
interface Body {
  readonly fur: string;
  readonly shade: string;
  readonly belly: string;
  readonly paws: string;
  readonly tail: 'bushy' | 'short' | 'long' | 'none';
  /** Part of the head's square that stays: 1 = all of it. */
  readonly head?: number;
}

// Icons that are only a head or a bust get a standing figure drawn for the project, so that the
// character has feet to stand on.
const BODIES: Readonly<Record<string, Body>> = {
  fox: body('#f4511e #d84315 #fff3e0 #4e342e bushy'),
  wolf: body('#9aa0a6 #757b82 #e8eaed #5f6368 bushy'),
  bear: body('#8d5a3b #6d4229 #c79a73 #5d3a24 short'),
  'polar-bear': body('#f4f6f8 #cfd8dc #ffffff #b0bec5 short'),
  panda: body('#2f2f33 #1d1d20 #f5f5f5 #1d1d20 short'),
  koala: body('#9aa5ad #7b868e #e4e8eb #5e6a72 none'),
  lion: body('#f5a623 #d98a12 #ffe0a3 #c77c10 long'),
  hamster: body('#f0a657 #d48939 #fff3e0 #f3b9a4 none'),
  unicorn: body('#eceff1 #cfd8dc #ffffff #b39ddb bushy'),
  frog: body('#7cb342 #558b2f #dcedc8 #558b2f none'),
  raccoon: body('#8a9096 #646a70 #dfe3e6 #44494e bushy'),
};

function body(colors: string): Body {
  const [fur = '', shade = '', belly = '', paws = '', tail = 'none'] = colors.split(' ');
  return { fur, shade, belly, paws, tail: tail as Body['tail'] };
}

/** True when the icon of this name needs a figure below its head. */
export function isHeadOnly(icon: string): boolean {
  return icon in BODIES || icon === 'robot' || icon === 'alien';
}

/** SVG of a whole figure, 128 wide and 176 tall, around a head drawn in a 128 square. */
export function drawFigure(icon: string, head: string, headSize: number): string {
  const below = icon === 'robot' ? robotBody() : icon === 'alien' ? alienBody() : animalBody(icon);
  const scale = (86 / headSize).toFixed(4);
  return `${below}<g transform="translate(21 0) scale(${scale})">${head}</g>`;
}

function animalBody(icon: string): string {
  const b = BODIES[icon] ?? body('#a1887f #8d6e63 #efebe9 #6d4c41 short');
  return `${tailOf(b)}
<path d="M45 92c-12 8-17 25-15 37 1 6 9 7 12 2l9-24z" fill="${b.shade}"/>
<path d="M83 92c12 8 17 25 15 37-1 6-9 7-12 2l-9-24z" fill="${b.shade}"/>
<ellipse cx="36" cy="131" rx="7.5" ry="6.5" fill="${b.paws}"/>
<ellipse cx="92" cy="131" rx="7.5" ry="6.5" fill="${b.paws}"/>
<path d="M64 72c-21 0-29 20-30 44-1 26 12 38 30 38s31-12 30-38c-1-24-9-44-30-44z" fill="${b.fur}"/>
<ellipse cx="64" cy="124" rx="18" ry="25" fill="${b.belly}"/>
<path d="M40 138c-6 8-7 22-4 30h22c3-8 2-20-1-26z" fill="${b.fur}"/>
<path d="M88 138c6 8 7 22 4 30H70c-3-8-2-20 1-26z" fill="${b.fur}"/>
<path d="M31 170c0-6 6-9 14-9s14 3 14 9c0 3-3 4-6 4H37c-4 0-6-1-6-4z" fill="${b.paws}"/>
<path d="M97 170c0-6-6-9-14-9s-14 3-14 9c0 3 3 4 6 4h16c4 0 6-1 6-4z" fill="${b.paws}"/>`;
}

function tailOf(b: Body): string {
  switch (b.tail) {
    case 'bushy':
      return `<path d="M86 150c22 4 40-10 38-34-1-14-10-22-16-26 4 12 0 22-8 30-7 7-16 12-20
20z" fill="${b.fur}"/>
<path d="M124 116c-1-14-10-22-16-26 3 8 2 15-1 21 7-2 13 0 17 5z" fill="${b.belly}"/>`;
    case 'short':
      return `<circle cx="94" cy="146" r="9" fill="${b.shade}"/>`;
    case 'long':
      return `<path d="M88 148c20 6 30-6 28-26" fill="none" stroke="${b.shade}"
stroke-width="7" stroke-linecap="round"/><circle cx="116" cy="118" r="9" fill="${b.paws}"/>`;
    case 'none':
      return '';
    default:
      return b.tail satisfies never;
  }
}

function robotBody(): string {
  return `<defs><linearGradient id="m" x1="0" x2="1"><stop offset="0" stop-color="#cfd8e3"/>
<stop offset=".5" stop-color="#f3f6fa"/>
<stop offset="1" stop-color="#9fb0c3"/></linearGradient></defs>
<rect x="57" y="76" width="14" height="14" rx="3" fill="#6b7b8c"/>
<path d="M34 96c-14 4-18 18-17 34" fill="none" stroke="#7d8ea1" stroke-width="10"
stroke-linecap="round"/>
<path d="M94 96c14 4 18 18 17 34" fill="none" stroke="#7d8ea1" stroke-width="10"
stroke-linecap="round"/>
<circle cx="17" cy="132" r="8.5" fill="#f0545c"/><circle cx="111" cy="132" r="8.5" fill="#f0545c"/>
<rect x="32" y="86" width="64" height="56" rx="15" fill="url(#m)"/>
<rect x="44" y="98" width="40" height="24" rx="6" fill="#33475b"/>
<circle cx="54" cy="110" r="4.5" fill="#3ee6c4"/><circle cx="66" cy="110" r="4.5" fill="#ffd54f"/>
<rect x="73" y="104" width="6" height="12" rx="2" fill="#f0545c"/>
<path d="M44 131h40" stroke="#8fa1b5" stroke-width="4" stroke-linecap="round"/>
<rect x="42" y="140" width="15" height="24" rx="5" fill="#7d8ea1"/>
<rect x="71" y="140" width="15" height="24" rx="5" fill="#7d8ea1"/>
<path d="M34 174c0-8 6-13 15-13s14 5 14 13z" fill="#f0545c"/>
<path d="M94 174c0-8-6-13-15-13s-14 5-14 13z" fill="#f0545c"/>`;
}

function alienBody(): string {
  return `<path d="M48 92c-14 6-20 20-22 38" fill="none" stroke="#6fbf3a"
stroke-width="8" stroke-linecap="round"/>
<path d="M80 92c14 6 20 20 22 38" fill="none" stroke="#6fbf3a" stroke-width="8"
stroke-linecap="round"/>
<path d="M64 76c-16 0-22 18-22 40 0 20 8 32 22 32s22-12 22-32c0-22-6-40-22-40z" fill="#5b6ee1"/>
<path d="M52 84c6 5 18 5 24 0l4 12c-9 6-23 6-32 0z" fill="#8794f2"/>
<circle cx="64" cy="112" r="8" fill="#ffd54f"/>
<path d="M55 144v22M73 144v22" stroke="#6fbf3a" stroke-width="9" stroke-linecap="round"/>
<ellipse cx="52" cy="169" rx="11" ry="5.5" fill="#4d8f24"/>
<ellipse cx="76" cy="169" rx="11" ry="5.5" fill="#4d8f24"/>`;
}
