/** Colours by the name of their variable: light, dark. */
const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  ground: ['#f6f8fa', '#0d1117'],
  card: ['#ffffff', '#161b22'],
  box: ['#ffffff', '#11161d'],
  line: ['#d1d9e0', '#30363d'],
  text: ['#1f2328', '#e6edf3'],
  muted: ['#59636e', '#9198a1'],
  link: ['#9aa4ae', '#56606b'],
  soft: ['#f0f3f6', '#1f262e'],
  accent: ['#0969da', '#4493f8'],
  gateway: ['#0969da', '#4493f8'],
  route: ['#8250df', '#ab7df8'],
  backend: ['#1a7f37', '#3fb950'],
  workload: ['#0f766e', '#2dd4bf'],
  dns: ['#9a6700', '#d29922'],
  certificate: ['#0e7490', '#39c5cf'],
  egress: ['#bc4c00', '#f0883e'],
  policy: ['#a40e69', '#f778ba'],
  error: ['#cf222e', '#f85149'],
  warning: ['#bf8700', '#d29922'],
  lit: ['#bc4c00', '#ffa657'],
};

const variables = (index: 0 | 1) =>
  Object.entries(COLOURS)
    .map(([name, pair]) => `--${name}:${pair[index]}`)
    .join(';');

/** Both sets of colours, for an element. */
export const coloursOf = (selector: string) =>
  `${selector}{color-scheme:light dark;${variables(0)}}@media (prefers-color-scheme:dark){${selector}{${variables(1)}}}`;

const ROLES: Readonly<Record<string, string>> = {
  cluster: 'muted',
  issuer: 'certificate',
  certificate: 'certificate',
  class: 'gateway',
  dns: 'dns',
  gateway: 'gateway',
  route: 'route',
  backend: 'backend',
  workload: 'workload',
  egress: 'egress',
  policy: 'policy',
  other: 'muted',
};

/** Looks of the picture. */
export const SVG_STYLE = [
  coloursOf('.topology'),
  '.topology .ground{fill:var(--ground)}',
  '.topology text{fill:var(--text);font-size:11px}',
  '.box rect{fill:var(--box);stroke:var(--line)}.box.cluster>rect{fill:none;stroke-dasharray:5 4}',
  '.title rect{fill:var(--ground);stroke:var(--line)}.topology .title text{fill:var(--muted);font-weight:600;text-anchor:middle}',
  '.topology .title.cluster rect{fill:var(--muted);stroke:none}.topology .title.cluster text{fill:var(--card)}',
  '.face{fill:var(--card);stroke:var(--line)}.absent .face{stroke-dasharray:4 3}',
  '.edge{stroke-width:3;stroke-linecap:round}',
  '.topology .name{font-size:13px;font-weight:600}.topology .kind{font-size:10px;font-weight:600}',
  '.topology .line{fill:var(--muted)}.topology .row-name{font-weight:600}',
  '.row-face{fill:var(--soft)}',
  ...Object.entries(ROLES).map(
    ([role, colour]) => `.role-${role} .edge{stroke:var(--${colour})}.topology .role-${role} .kind{fill:var(--${colour})}`,
  ),
  '.chip rect{fill:var(--policy)}.topology .chip text{fill:var(--card);font-size:10px;font-weight:600;text-anchor:middle}',
  '.chip.inherited rect{fill:none;stroke:var(--policy)}.topology .chip.inherited text{fill:var(--policy)}',
  '.mark circle{fill:var(--warning)}.mark.error circle{fill:var(--error)}',
  '.topology .mark text{fill:var(--card);font-size:10px;font-weight:700;text-anchor:middle}',
  '.link path{fill:none;stroke:var(--link);stroke-width:1.5}',
  '.link.serves path,.link.mirrors path{stroke-dasharray:4 3}.link path.tip{stroke-dasharray:none}',
  '.label rect{fill:var(--card);stroke:var(--line)}.topology .label text{fill:var(--muted);font-size:10px;text-anchor:middle}',
].join('');
