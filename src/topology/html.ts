import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { TopologyGraph } from './nodes';
import { PAGE_STYLE } from './page-style';
import { svgOf } from './svg';
import { Located, Manifest } from '../manifest/manifest';
import { ModelOptions } from '../model/model';
import { refuse } from '../value/problem';
import { escaped } from '../value/xml';

/** What the script of a page reads. */
export interface PageData {
  readonly graph: TopologyGraph;
  readonly objects: readonly Located[];
  readonly options: ModelOptions;
}

/** One page that needs nothing else and asks for nothing: the picture, the manifests, and a script that sends requests through them. */
export function htmlOf(
  graph: TopologyGraph,
  objects: readonly Located[],
  title: string,
  options: ModelOptions = {},
): string {
  const script = pageScript();
  const data: PageData = { graph, objects: objects.map(shown), options };
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(PAGE_STYLE)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const findings = graph.nodes.flatMap((node) => node.findings);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body class="topology">
<header>
<h1>${escaped(title)}</h1>
<form id="request">
<select id="method" aria-label="method">${METHODS.map((name) => `<option>${name}</option>`).join('')}</select>
<input id="url" aria-label="URL" placeholder="${escaped(exampleUrl(graph))}" autocomplete="off" spellcheck="false">
<input id="headers" aria-label="headers" placeholder="headers, such as version: v2; accept: text/html" autocomplete="off" spellcheck="false">
${graph.clusters.length > 0 ? '<input id="country" aria-label="country" placeholder="country" maxlength="2" autocomplete="off">' : ''}
<button>Send</button>
</form>
<div class="search"><input id="search" type="search" aria-label="search" placeholder="Search ( / )" autocomplete="off" spellcheck="false"><ul id="found" hidden></ul></div>
</header>
<main>
<div id="canvas" tabindex="-1">${svgOf(graph, { hasStyle: false })}</div>
<div id="tools">
<button id="out" title="smaller">−</button><button id="in" title="larger">+</button><button id="fit">Fit</button><button id="actual">1:1</button>
<button id="namespaces">Fold namespaces</button>${graph.clusters.length > 0 ? '<button id="clusters">Fold clusters</button>' : ''}<button id="clear" hidden>Clear path</button>
</div>
<aside id="panel"><h2>${graph.nodes.length} nodes</h2><p>${counts(findings.map(({ severity }) => severity))}</p><p class="hint">Click a card for its manifest, findings and policies. Type a request to see its way. Nothing leaves this page.</p></aside>
</main>
<script type="application/json" id="data">${JSON.stringify(data).replace(/[<\u2028\u2029]/g, unicode)}</script>
<script>${script}</script>
</body>
</html>
`;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const unicode = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

function counts(severities: readonly string[]): string {
  const texts = ['error', 'warning', 'note'].flatMap((severity) => {
    const count = severities.filter((each) => each === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  });
  return texts.length === 0 ? 'check has nothing to say.' : `check says: ${texts.join(', ')}.`;
}

/** A request that somebody may take. */
function exampleUrl({ nodes }: TopologyGraph): string {
  const name = nodes.find(({ role }) => role === 'dns')?.name.replace(/^\*\./, 'www.');
  return `https://${name ?? 'api.example.com'}/`;
}

/** Built from `src/topology/page` by `npm run bundle`, beside the compiled library. */
const SCRIPT = path.join(__dirname, '../../lib/topology/page.js');

let script: string | undefined;

function pageScript(): string {
  if (script !== undefined) return script;
  if (!fs.existsSync(SCRIPT)) {
    refuse({
      what: 'page',
      got: 'no lib/topology/page.js',
      expected: 'the script of the page',
      fix: 'run npm run bundle',
    });
  }
  return (script = fs.readFileSync(SCRIPT, 'utf8').trim());
}

/** An object as the page has it: without the values of Secrets, which nobody may read there. */
function shown({ where, group, manifest }: Located): Located {
  return {
    where,
    ...(group !== undefined && { group }),
    manifest: manifest.kind === 'Secret' ? withoutValues(manifest) : manifest,
  };
}

/** Keys stay: what is empty is not known, what is missing is missing. */
function withoutValues({ data, stringData, ...rest }: Manifest): Manifest {
  const emptied = (map: unknown) =>
    typeof map === 'object' && map !== null ? Object.fromEntries(Object.keys(map).map((key) => [key, ''])) : undefined;
  const metadata = { ...rest.metadata };
  const annotations = { ...metadata.annotations };
  delete annotations[LAST_APPLIED];
  return {
    ...rest,
    metadata: metadata.annotations === undefined ? metadata : { ...metadata, annotations },
    ...(data !== undefined && { data: emptied(data) }),
    ...(stringData !== undefined && { stringData: emptied(stringData) }),
  };
}

/** Where kubectl keeps a copy of the object, values and all. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
