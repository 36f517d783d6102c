import { Finding, Rule } from './rule';
import { Located } from '../manifest/manifest';
import { Problem } from '../value/problem';

/** Values that must never reach a manifest. */
export const secretRules: readonly Rule[] = [
  {
    code: 'GW020',
    severity: 'error',
    title: 'a Terraform token in a manifest',
    find: (objects) =>
      textsLike(objects, /\$\{TfToken\[|-\d(\.\d+)?e\+29\d/, (text) => ({
        got: text,
        expected: 'a value that is known when the program runs',
        fix: 'an attribute of a Terraform resource is known after apply only: write the value down, or read it by DnsOutputs from a file made by terraform output -json',
      })),
  },
  {
    code: 'GW021',
    severity: 'error',
    title: 'an AWS access key in a manifest',
    find: (objects) =>
      textsLike(objects, /\b(AKIA|ASIA)[A-Z0-9]{16}\b/, () => ({
        got: 'an access key id',
        expected: 'no key in a manifest',
        fix: 'keep the key in Secrets Manager, Parameter Store or Vault, refer to it with DnsCredential, and revoke this one',
      })),
  },
];

/** Every key, string and number that matches. Objects are searched as text first, which is fast. */
function textsLike(
  objects: readonly Located[],
  pattern: RegExp,
  problemOf: (text: string) => Omit<Problem, 'what'>,
): readonly Finding[] {
  const found: Finding[] = [];
  for (const at of objects) {
    if (pattern.test(JSON.stringify(at.manifest))) {
      visit(at.manifest, '', (path, text) => {
        if (pattern.test(text)) {
          found.push({ at, problem: { what: path, ...problemOf(text) } });
        }
      });
    }
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
