import { Located } from '../../manifest/manifest';
import { Problem } from '../../value/problem';
import { LABEL, SUBDOMAIN } from '../../value/scalar';
import { Finding, Rule } from '../rule';

/** Names, labels and annotations as the API server has them. */
export const metadataRules: readonly Rule[] = [
  {
    code: 'GW004',
    severity: 'error',
    title: 'label or annotation that is not a text',
    find: (objects) => each(objects, textsOf),
  },
  {
    code: 'GW005',
    severity: 'error',
    title: 'name or label that the API server refuses',
    find: (objects) => each(objects, namesOf),
  },
];

function* each(objects: readonly Located[], problemsOf: (at: Located) => Iterable<Problem>): Iterable<Finding> {
  for (const at of objects) {
    for (const problem of problemsOf(at)) yield { at, problem };
  }
}

function* textsOf({ manifest }: Located): Iterable<Problem> {
  for (const field of ['labels', 'annotations'] as const) {
    const map: unknown = manifest.metadata[field];
    if (map === undefined || map === null) continue;
    if (typeof map !== 'object' || Array.isArray(map)) {
      yield { what: `metadata.${field}`, got: map, expected: 'an object', fix: 'write key: value pairs' };
      continue;
    }
    for (const [key, value] of Object.entries(map)) {
      if (typeof value === 'string' || value === null) continue;
      const fix =
        typeof value === 'object'
          ? 'write it as a text, for example as JSON between quotes'
          : 'put the value between quotes; YAML 1.1, which kubectl reads, takes yes, no, on, off and numbers for something else';
      yield { what: `metadata.${field}['${key}']`, got: value, expected: 'a text', fix };
    }
  }
}

const LABEL_1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
export const KEY =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
export const VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** Names of roles are path segments: anything but slashes and percent signs. */
const FREE_NAMES = /^(Cluster)?Role(Binding)?$/;

function* namesOf({ manifest }: Located): Iterable<Problem> {
  const { kind, apiVersion, metadata } = manifest;
  const { name, namespace } = metadata;
  if (!FREE_NAMES.test(kind)) {
    const [pattern, limit] =
      kind === 'Service' && apiVersion === 'v1'
        ? ([LABEL_1035, 63] as const)
        : kind === 'Namespace' && apiVersion === 'v1'
          ? ([LABEL, 63] as const)
          : ([SUBDOMAIN, 253] as const);
    if (!pattern.test(name) || name.length > limit) {
      yield {
        what: 'metadata.name',
        got: name,
        expected: `lower-case letters, digits${limit === 253 ? ', hyphens and dots' : ' and hyphens'}, at most ${limit} characters${pattern === LABEL_1035 ? ', a letter first' : ''}`,
        fix: 'rename the object',
      };
    }
  }
  if (typeof namespace === 'string' && namespace !== '' && !LABEL.test(namespace)) {
    yield {
      what: 'metadata.namespace',
      got: namespace,
      expected: 'lower-case letters, digits and hyphens, at most 63 characters',
      fix: 'correct the namespace',
    };
  }
  for (const field of ['labels', 'annotations'] as const) {
    const map: unknown = metadata[field];
    if (typeof map !== 'object' || map === null || Array.isArray(map)) continue;
    for (const [key, value] of Object.entries(map)) {
      if (!KEY.test(field === 'annotations' ? key.toLowerCase() : key) || key.split('/')[0].length > 253) {
        yield {
          what: `metadata.${field}['${key}']`,
          got: key,
          expected: "a key such as 'team' or 'example.com/team', its name at most 63 characters",
          fix: 'use letters, digits, hyphens, underscores and dots, and at most one slash behind a domain',
        };
      } else if (field === 'labels' && typeof value === 'string' && !VALUE.test(value)) {
        yield {
          what: `metadata.labels['${key}']`,
          got: value,
          expected: 'at most 63 letters, digits, hyphens, underscores and dots, a letter or digit first and last',
          fix: 'shorten or change it, or make it an annotation',
        };
      }
    }
  }
}
