import { DEFAULT_SCALAR_STYLE_RULES, DUMP_SCHEMA, jsToAst, present, SCALAR_STYLE, ScalarStyleRule } from 'js-yaml';

/**
 * Prints objects as YAML documents, byte for byte the same for the same objects.
 *
 * Strings that a YAML 1.1 parser (kubectl, Helm, Argo CD) would read as a
 * boolean, number, date or null are quoted; long lines are not folded.
 */
export function printYaml(objects: readonly unknown[]): string {
  const documents = objects.flatMap((object) => jsToAst(object, DUMP_SCHEMA, { noRefs: true }));
  return documents.length === 0 ? '' : present(documents, { schema: DUMP_SCHEMA, lineWidth: -1, scalarStyleRules });
}

/*
 * Strings that js-yaml does not quote although some parsers read them as another type:
 * dates with one-digit months or days, number formats that parsers of YAML 1.1 treat differently
 * (`1_0e3`, `.`, `e2`), a key that reads as a document marker.
 */
const DATE_OR_MARKER = /^(\d{4}-\d\d?-\d\d?|(---|\.\.\.)(\s|$))/;
const NUMBER = /^[-+]?([\d_]*\.?[\d_]*(e[-+]?[\d_]+)?|0x[\da-f_]+|0o[0-7_]+|0b[01_]+)$/i;
const misread = (text: string) => NUMBER.test(text) || DATE_OR_MARKER.test(text);

const scalarStyleRules: readonly ScalarStyleRule[] = [
  ...Object.values(DEFAULT_SCALAR_STYLE_RULES),
  (layout) => {
    const { node, style } = layout;
    if (style === SCALAR_STYLE.PLAIN && node.tag === DUMP_SCHEMA.defaultScalarTag.tagName && misread(node.value)) {
      layout.style = SCALAR_STYLE.SINGLE_QUOTED;
    }
  },
];
