import { Located } from '../../manifest/manifest';
import { Problem } from '../../value/problem';
import { KNOWN_AT_SYNTHESIS, TERRAFORM_TOKEN } from '../../value/terraform-token';
import { Finding, Rule } from '../rule';

const ACCESS_KEY = /\b(AKIA|ASIA)[A-Z0-9]{16}\b/;
/** What such a key begins with in Base64. */
const ENCODED = /^QUtJQ|^QVNJQ/;

/** Rules for values that must not be in a manifest. */
export const secretRules: readonly Rule[] = [
  {
    code: 'GW020',
    severity: 'error',
    title: 'a Terraform token in a manifest',
    find: (objects) =>
      textsLike(
        objects,
        (text) => TERRAFORM_TOKEN.test(text),
        (text) => ({ got: text, ...KNOWN_AT_SYNTHESIS }),
      ),
  },
  {
    code: 'GW021',
    severity: 'error',
    title: 'an AWS access key in a manifest',
    find: (objects) =>
      textsLike(objects, hasAccessKey, () => ({
        got: 'an access key id',
        expected: 'no key in a manifest',
        fix: 'revoke the key, keep a new one in Secrets Manager, Parameter Store or Vault, and refer to it with DnsCredential',
      })),
  },
];

const hasAccessKey = (text: string) =>
  ACCESS_KEY.test(ENCODED.test(text) ? Buffer.from(text, 'base64').toString() : text);

/** All keys, strings and numbers that are such. */
function textsLike(
  objects: readonly Located[],
  isOne: (text: string) => boolean,
  problemOf: (text: string) => Omit<Problem, 'what'>,
): readonly Finding[] {
  const found: Finding[] = [];
  for (const at of suspectsOf(objects)) {
    visit(at.manifest, '', (path, text) => {
      if (isOne(text)) {
        found.push({ at, problem: { what: path, ...problemOf(text) } });
      }
    });
  }
  return found;
}

const suspects = new WeakMap<readonly Located[], readonly Located[]>();

/** Objects that may have such a text. Searches each as one text, and once for all rules, which is fast. */
function suspectsOf(objects: readonly Located[]): readonly Located[] {
  let found = suspects.get(objects);
  if (!found) {
    found = objects.filter(({ manifest }) => {
      const text = JSON.stringify(manifest);
      return ['TfToken', 'e+2', 'AKIA', 'ASIA', 'QUtJQ', 'QVNJQ'].some((part) => text.includes(part));
    });
    suspects.set(objects, found);
  }
  return found;
}

function visit(value: unknown, path: string, report: (path: string, text: string) => void): void {
  if (typeof value === 'object' && value !== null) {
    for (const [key, child] of Object.entries(value)) {
      const childPath = Array.isArray(value) ? `${path}[${key}]` : `${path}${path && '.'}${key}`;
      report(childPath, key);
      visit(child, childPath, report);
    }
  } else {
    report(path, String(value));
  }
}
