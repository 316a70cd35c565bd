import { Resvg } from '@resvg/resvg-js';

/** Characters drawn for this project, so that its tests show nobody else's work. */
export type TestCharacter = 'fox' | 'robot' | 'girl';

const OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 280">';

const DRAWINGS: Readonly<Record<TestCharacter, string>> = {
  fox: `${OPEN}
<path d="M140 226c40 6 62-24 56-62-4 20-14 30-30 34-14 4-26 8-34 14z" fill="#e8752c"/>
<path d="M196 164c-3 14-9 23-17 28 8 2 14 6 17 10 3-12 3-26 0-38z" fill="#fff6ea"/>
<path d="M100 128c-34 0-48 36-48 76 0 36 14 60 48 60s48-24 48-60c0-40-14-76-48-76z" fill="#ef8236"/>
<path d="M100 160c-18 0-26 22-26 46s8 44 26 44 26-20 26-44-8-46-26-46z" fill="#fff6ea"/>
<path d="M58 176c-12 14-16 32-10 44 4 6 12 4 14-2l6-34zM142 176c12 14 16 32 10 44-4 6-12 4-14-2
l-6-34z" fill="#d9691f"/>
<path d="M60 258c0-12 10-18 20-18s18 6 18 18c0 6-4 10-10 10H70c-6 0-10-4-10-10zM140 258
c0-12-10-18-20-18s-18 6-18 18c0 6 4 10 10 10h18c6 0 10-4 10-10z" fill="#4a2c1d"/>
<path d="M40 22c-6 26-2 50 10 66l34-30zM160 22c6 26 2 50-10 66l-34-30z" fill="#ef8236"/>
<path d="M48 36c-2 16 0 30 8 40l18-16zM152 36c2 16 0 30-8 40l-18-16z" fill="#4a2c1d"/>
<path d="M100 42c-38 0-62 28-62 56 0 26 36 44 62 44s62-18 62-44c0-28-24-56-62-56z" fill="#ef8236"/>
<path d="M38 100c8-6 30-8 44 8 8 10 12 20 18 32-26 0-60-14-62-40zM162 100c-8-6-30-8-44 8-8 10-12
20-18 32 26 0 60-14 62-40z" fill="#fff6ea"/>
<ellipse cx="74" cy="92" rx="8" ry="10" fill="#2a1a12"/>
<ellipse cx="126" cy="92" rx="8" ry="10" fill="#2a1a12"/>
<circle cx="77" cy="88" r="3" fill="#fff"/><circle cx="129" cy="88" r="3" fill="#fff"/>
<ellipse cx="100" cy="120" rx="9" ry="7" fill="#2a1a12"/>
<path d="M90 130c4 5 16 5 20 0" fill="none" stroke="#2a1a12" stroke-width="3"
stroke-linecap="round"/>
<path d="M54 136c22 18 70 18 92 0 6 8 4 20-4 24-24 12-60 12-84 0-8-4-10-16-4-24z" fill="#cf2b2b"/>
<path d="M120 158c4 18 4 34 0 50l24-6c4-16 2-34-6-50z" fill="#b31f24"/>
</svg>`,
  robot: `${OPEN}
<path d="M100 8v22" stroke="#5b6b7a" stroke-width="5"/>
<circle cx="100" cy="10" r="8" fill="#ffb020"/>
<rect x="50" y="28" width="100" height="78" rx="24" fill="#3fa7a0"/>
<rect x="60" y="42" width="80" height="46" rx="20" fill="#17323c"/>
<circle cx="82" cy="64" r="10" fill="#7dfff0"/><circle cx="118" cy="64" r="10" fill="#7dfff0"/>
<rect x="40" y="54" width="12" height="28" rx="6" fill="#2b7d78"/>
<rect x="148" y="54" width="12" height="28" rx="6" fill="#2b7d78"/>
<rect x="88" y="104" width="24" height="16" fill="#5b6b7a"/>
<path d="M50 134c-22 8-28 34-26 60" fill="none" stroke="#5b6b7a" stroke-width="14"
stroke-linecap="round"/>
<path d="M150 134c22 8 28 34 26 60" fill="none" stroke="#5b6b7a" stroke-width="14"
stroke-linecap="round"/>
<circle cx="24" cy="198" r="13" fill="#ffb020"/><circle cx="176" cy="198" r="13" fill="#ffb020"/>
<rect x="46" y="116" width="108" height="92" rx="26" fill="#49b8b0"/>
<circle cx="100" cy="160" r="24" fill="#e9fbf8"/>
<path d="M100 144l5 11 12 1-9 8 3 12-11-7-11 7 3-12-9-8 12-1z" fill="#ff7a3c"/>
<rect x="62" y="204" width="26" height="48" rx="8" fill="#5b6b7a"/>
<rect x="112" y="204" width="26" height="48" rx="8" fill="#5b6b7a"/>
<path d="M50 270c0-16 10-24 26-24s24 8 24 24zM100 270c0-16 10-24 26-24s24 8 24 24z" fill="#2b7d78"/>
</svg>`,
  girl: `${OPEN}
<path d="M70 236h24v30H70zM106 236h24v30h-24z" fill="#f1c9a5"/>
<path d="M58 250h38v16c0 6-4 8-8 8H62c-8 0-10-6-8-12zM142 250h-38v16c0 6 4 8 8 8h26c8 0 10-6
8-12z" fill="#d8343f"/>
<path d="M100 112c-30 0-46 26-52 62l-10 62c20 12 104 12 124 0l-10-62c-6-36-22-62-52-62z"
fill="#f6c61e"/>
<path d="M100 120v124" stroke="#c99a0c" stroke-width="3"/>
<circle cx="108" cy="160" r="4" fill="#7a5a08"/><circle cx="108" cy="184" r="4" fill="#7a5a08"/>
<circle cx="108" cy="208" r="4" fill="#7a5a08"/>
<path d="M56 142c-16 16-26 40-28 60l22 8 14-44zM144 142c16 16 26 40 28 60l-22 8-14-44z"
fill="#e0ae12"/>
<circle cx="38" cy="210" r="11" fill="#f1c9a5"/><circle cx="162" cy="210" r="11" fill="#f1c9a5"/>
<path d="M100 12c-44 0-62 34-60 66 2 30 28 48 60 48s58-18 60-48c2-32-16-66-60-66z" fill="#f6c61e"/>
<path d="M100 34c-30 0-42 22-42 44 0 24 18 38 42 38s42-14 42-38c0-22-12-44-42-44z" fill="#f1c9a5"/>
<path d="M100 30c-32 0-46 24-44 48 10-6 14-14 18-22 18 10 44 12 54 2 2 8 8 16 16 20
2-24-12-48-44-48z" fill="#5b3420"/>
<ellipse cx="82" cy="84" rx="6" ry="8" fill="#2b1a12"/>
<ellipse cx="118" cy="84" rx="6" ry="8" fill="#2b1a12"/>
<circle cx="84" cy="81" r="2.2" fill="#fff"/><circle cx="120" cy="81" r="2.2" fill="#fff"/>
<circle cx="70" cy="96" r="6" fill="#f0a08c" opacity=".7"/>
<circle cx="130" cy="96" r="6" fill="#f0a08c" opacity=".7"/>
<path d="M90 100c4 6 16 6 20 0" fill="none" stroke="#a3483a" stroke-width="3"
stroke-linecap="round"/>
</svg>`,
};

/** PNG bytes of a character, `height` pixels tall, on nothing or on a plain ground. */
export function characterPng(
  name: TestCharacter,
  options: { height: number; background?: string },
): Uint8Array {
  const { height, background } = options;
  const resvg = new Resvg(DRAWINGS[name], {
    fitTo: { mode: 'height', value: height },
    ...(background ? { background } : {}),
  });
  return new Uint8Array(resvg.render().asPng());
}
