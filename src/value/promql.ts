/**
 * What is wrong with a PromQL expression; undefined if it parses, or if that cannot be known. `{{ ... }}` and `${...}`
 * stand for what a tool puts there later: the expression is wrong only if nothing that may stand there makes it parse.
 */
export function mistakeIn(query: string): string | undefined {
  const parts = query.split(TEMPLATE);
  if (parts.length === 1) return mistakeOf(query);
  // Conditions and loops of a template decide later what the query is.
  if ([...query.matchAll(TEMPLATE)].some(([tag]) => !SIMPLE.test(tag))) return undefined;
  let texts = [parts[0]];
  for (const part of parts.slice(1)) {
    const isQuoted = quoteAt(texts[0]) !== undefined;
    texts = texts.flatMap((text) => (isQuoted ? ['x'] : FILLINGS).map((filling) => text + filling + part));
    if (texts.length > MOST_TEXTS) return undefined;
  }
  return texts.some((text) => mistakeOf(text) === undefined)
    ? undefined
    : 'whatever the templates stand for, it does not parse; compare brackets, quotes and operators';
}

const TEMPLATE = /\{\{.*?\}\}|\$\{[^{}]*\}/gs;
/** A variable, not a condition or a function. */
const SIMPLE = /^(\{\{-?\s*[\w.$-]+\s*-?\}\}|\$\{[^{}]*\})$/;
/** A name or an expression, a number, a duration, matchers, an operator, nothing. */
const FILLINGS = ['x', '1', '5m', 'a="b"', '>', ''];
const MOST_TEXTS = 300;

function mistakeOf(query: string): string | undefined {
  let text = query;
  for (let tries = 0; tries < 20; tries++) {
    const at = firstError(text);
    if (at === undefined) return undefined;
    const other = otherReading(text, at);
    if (other === undefined) return correction(text, at);
    text = other;
  }
  return undefined;
}

/** What the grammar does not know and a server may take, written so that the grammar does. */
function otherReading(text: string, at: number): string | undefined {
  const [before, rest] = [text.slice(0, at), text.slice(at)];
  // Functions come and go with releases, and other servers have more.
  const name = /^\s*\(/.test(rest) ? /[a-zA-Z_]\w*\s*$/.exec(before) : null;
  if (name) return `${before.slice(0, name.index)}abs${rest}`;
  // 5. is a number too.
  if (/^\.(?![\w.])/.test(rest) && /\d$/.test(before)) return `${before}.0${rest.slice(1)}`;
  // A metric may have the name of a keyword.
  const word = /^(on|bool|offset|ignoring|group_left|group_right)(?=\s*($|[{[)]))/.exec(rest);
  return word ? `${before}x${rest.slice(word[0].length)}` : undefined;
}

function correction(text: string, at: number): string {
  const open = quoteAt(text);
  if (open !== undefined) return `close the quote ${open}`;
  const rest = text.slice(at).trim();
  if (text.trim() === '') return 'write one, for example up == 0';
  if (rest !== '') return `unexpected from here on: ${rest.length > 40 ? `${rest.slice(0, 37)}...` : rest}`;
  const brackets = openBrackets(text);
  return brackets ? `close it with '${brackets}'` : 'the expression is incomplete; complete it';
}

/** The quote that is open at the end of a text. */
function quoteAt(text: string): string | undefined {
  let quote: string | undefined;
  for (let index = 0; index < text.length; index++) {
    const sign = text[index];
    if (quote !== undefined) {
      if (sign === '\\' && quote !== '`') index++;
      else if (sign === quote) quote = undefined;
    } else if (sign === '#') {
      const end = text.indexOf('\n', index);
      index = end < 0 ? text.length : end;
    } else if (sign === '"' || sign === "'" || sign === '`') {
      quote = sign;
    }
  }
  return quote;
}

/** What closes the brackets that are open at the end of a text without strings. */
function openBrackets(text: string): string {
  const closing: string[] = [];
  for (const sign of text.replace(/"(\\.|[^"\\])*"|'(\\.|[^'\\])*'|`[^`]*`|#.*/g, '')) {
    const at = '([{'.indexOf(sign);
    if (at >= 0) closing.unshift(')]}'[at]);
    else if (sign === closing[0]) closing.shift();
  }
  return closing.join('');
}

/**
 * What is wrong with the windows of a PromQL expression that parses, such as `rate(x)` without one; undefined if
 * nothing is, or if the expression has functions that the grammar does not know.
 */
export function windowMistakeIn(query: string): string | undefined {
  const tree = grammar().parse(query);
  let mistake: string | undefined;
  tree.iterate({
    enter({ node }) {
      if (node.type.isError) return false;
      mistake ??= windowMistakeAt(node, query);
      return mistake === undefined;
    },
  });
  return firstError(query) === undefined ? mistake : undefined;
}

function windowMistakeAt(node: Node, query: string): string | undefined {
  const called = node.getChild('FunctionIdentifier') ?? node.getChild('AggregateOp');
  const operands =
    node.name === 'BinaryExpr' ? childrenOf(node) : called ? childrenOf(node.getChild('FunctionCallBody')) : [];
  const name = called ? textOf(called, query) : 'an operator';
  const window = operands.find(isRange);
  if (called && operands.length > 0 && RANGED.test(name)) {
    const vector = operands.find(({ name: kind }) => kind === 'VectorSelector');
    return window
      ? undefined
      : `add a window for ${name}, ${vector ? `as in ${textOf(vector, query)}[5m]` : 'as in (...)[5m:]'}`;
  }
  if (window) return `${name} takes no window: ${textOf(window, query)}`;
  const isAlone = operands.length === 1 && node.name === 'AggregateExpr' && PARAMETER.test(name);
  return isAlone ? `${name} takes a parameter and an expression` : undefined;
}

const PARAMETER = /^(topk|bottomk|quantile|count_values|limitk|limit_ratio)$/i;
const RANGED =
  /^(rate|increase|irate|delta|idelta|deriv|changes|resets|predict_linear|double_exponential_smoothing|\w+_over_time)$/;
const INNER = ['ParenExpr', 'OffsetExpr', 'StepInvariantExpr', 'SmoothedExpr', 'AnchoredExpr'];

const isRange = (node: Node): boolean =>
  node.name === 'MatrixSelector' ||
  node.name === 'SubqueryExpr' ||
  (INNER.includes(node.name) && childrenOf(node).slice(0, 1).some(isRange));

function childrenOf(node: Node | null): Node[] {
  const children: Node[] = [];
  for (let child = node?.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

const textOf = ({ from, to }: Node, query: string) => query.slice(from, to);

function firstError(text: string): number | undefined {
  let first: number | undefined;
  grammar()
    .parse(text)
    .iterate({
      enter({ type, from }) {
        if (type.isError) first ??= from;
      },
    });
  return first;
}

type Promql = typeof import('@prometheus-io/lezer-promql', { with: { 'resolution-mode': 'import' } });
type Node = ReturnType<Promql['parser']['parse']>['topNode'];
let loaded: Promql['parser'] | undefined;

/** Loads the grammar on first use, because few inputs have a query. */
function grammar(): Promql['parser'] {
  if (!loaded) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- required on first use
    loaded = (require('@prometheus-io/lezer-promql') as Promql).parser;
  }
  return loaded;
}
