/**
 * Writes the contents of docs/diagnostics.md from its sections: areas with their codes, by severity.
 *
 *   npx tsx tools/diagnostics.ts
 */
import * as fs from 'fs';
import * as path from 'path';

/** First code of an area, and its name; in the order of codes. */
const AREAS: readonly (readonly [first: number, name: string])[] = [
  [1, 'Every object'],
  [101, 'Credentials and cert-manager'],
  [201, "Kuadrant's policies"],
  [301, 'Gateway API'],
  [350, 'OpenAPI documents'],
  [370, 'Gateway API: objects together'],
  [401, 'Monitoring and canaries'],
  [500, 'Istio'],
  [540, "OpenShift's Routes"],
  [550, 'The control plane of the mesh'],
  [560, 'Conversion of VirtualServices, Sidecars and gateways'],
  [590, 'Egress'],
  [600, 'DNS and many clusters'],
  [610, 'Workloads'],
  [620, 'Istio: what its webhook refuses'],
  [650, 'cert-manager: what its webhook refuses'],
  [670, 'Argo Rollouts'],
  [690, 'MetalLB'],
  [695, 'Prometheus'],
  [700, 'Istio: objects together'],
  [750, 'External Secrets: what its webhook refuses'],
];

const [BEGIN, END] = ['<!-- contents: npx tsx tools/diagnostics.ts -->', '<!-- end of contents -->'];

/** The page with contents that fit its sections. */
export function withContents(page: string): string {
  const sections = [...page.matchAll(/^## GW(\d+): (.+)\n\n(\w+)/gm)].map(([, code, title, severity]) => ({
    code: Number(code),
    line: `- [GW${code}](#gw${code}) ${title}${severity === 'Warning' ? ' (warning)' : ''}`,
  }));
  const areas = AREAS.map(([first, name], index) => {
    const next = AREAS[index + 1]?.[0] ?? Infinity;
    return { name, lines: sections.filter(({ code }) => code >= first && code < next).map(({ line }) => line) };
  });
  const contents = areas
    .filter(({ lines }) => lines.length > 0)
    .map(({ name, lines }) => `**${name}**\n\n${lines.join('\n')}`)
    .join('\n\n');
  const [before] = page.split(BEGIN);
  const after = page.split(END)[1];
  return `${before}${BEGIN}\n\n${contents}\n\n${END}${after}`;
}

if (require.main === module) {
  const file = path.join(__dirname, '../docs/diagnostics.md');
  fs.writeFileSync(file, withContents(fs.readFileSync(file, 'utf8')));
}
