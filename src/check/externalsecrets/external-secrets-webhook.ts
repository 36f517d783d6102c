import { ExternalSecret, ExternalSecretSpec } from '../../manifest/external-secrets';
import { PlaceRule, placeRule } from '../place';

type Target = NonNullable<ExternalSecretSpec['target']>;
type DataFrom = NonNullable<ExternalSecretSpec['dataFrom']>[number];

const TOKEN = 'kubernetes.io/service-account-token';
const BOOTSTRAP = 'bootstrap.kubernetes.io/token';
/** Parts of a Secret that a template may fill, in any case. */
const PARTS = ['data', 'annotations', 'labels'];

/** What the webhook of External Secrets refuses of an ExternalSecret; the CRD has the rest. */
export const externalSecretWebhookRules: readonly PlaceRule<never>[] = [
  placeRule<Target>({
    code: 'GW750',
    title: 'deletion policy that does not fit the creation policy',
    places: [[ExternalSecret, 'spec.target']],
    find({ creationPolicy = 'Owner', deletionPolicy = 'Retain' }, path, report) {
      const isForeign = ['Merge', 'None', 'CreateOrMerge'].includes(creationPolicy);
      const isNothing = deletionPolicy === 'Merge' && creationPolicy === 'None';
      if (!isNothing && !(deletionPolicy === 'Delete' && isForeign)) return;
      report({
        what: `${path}.deletionPolicy`,
        got: `${deletionPolicy} with creationPolicy ${creationPolicy}`,
        expected: isNothing ? 'Retain: there is no Secret to merge with' : 'Retain for a Secret of somebody else',
        fix: isNothing
          ? 'leave deletionPolicy out, or set creationPolicy: Merge'
          : 'leave it out, or set creationPolicy: Owner',
      });
    },
  }),
  placeRule<ExternalSecretSpec>({
    code: 'GW751',
    title: 'ExternalSecret without a source',
    places: [[ExternalSecret, 'spec']],
    find({ data = [], dataFrom = [] }, path, report) {
      if (data.length + dataFrom.length === 0) {
        report({
          what: path,
          got: undefined,
          expected: 'data or dataFrom',
          fix: 'name keys of the store in data, or whole secrets in dataFrom',
        });
      }
      dataFrom.forEach((each, index) => {
        if (each.extract || each.find || each.sourceRef) return;
        report({
          what: `${path}.dataFrom[${index}]`,
          got: each,
          expected: 'extract, find or sourceRef',
          fix: 'set extract.key for one secret, find for several, sourceRef.generatorRef for a generator',
        });
      });
    },
  }),
  placeRule<DataFrom>({
    code: 'GW752',
    title: 'sources of an ExternalSecret that exclude each other',
    places: [[ExternalSecret, 'spec.dataFrom[]']],
    find({ extract, find, sourceRef }, what, report) {
      const given = Object.entries({ extract, find, 'sourceRef.generatorRef': sourceRef?.generatorRef }).filter(
        ([, value]) => value !== undefined,
      );
      if (given.length < 2) return;
      report({
        what,
        got: given.map(([name]) => name).join(' and '),
        expected: 'one of extract, find and sourceRef.generatorRef',
        fix: 'write an entry for each',
      });
    },
  }),
  placeRule<ExternalSecretSpec>({
    code: 'GW753',
    title: 'key of a Secret that is set twice',
    places: [[ExternalSecret, 'spec']],
    find({ data = [], target }, path, report) {
      // With the other policies, the last one stands.
      if ((target?.deletionPolicy ?? 'Retain') !== 'Retain') return;
      data.forEach(({ secretKey }, index) => {
        const first = data.findIndex((each) => each.secretKey === secretKey);
        if (first === index) return;
        report({
          what: `${path}.data[${index}].secretKey`,
          got: secretKey,
          expected: 'a unique key',
          fix: `${path}.data[${first}] sets the same key; rename or remove one`,
        });
      });
    },
  }),
  placeRule<Target>({
    code: 'GW754',
    title: 'token of Kubernetes that a template may not make',
    places: [[ExternalSecret, 'spec.target']],
    find({ template }, path, report) {
      const { type, metadata, templateFrom = [] } = template ?? {};
      const annotation = 'kubernetes.io/service-account.name';
      const at = templateFrom.findIndex(({ target }) => target?.toLowerCase() === 'annotations');
      const isNamed = metadata?.annotations?.[annotation] !== undefined;
      if (type === BOOTSTRAP || (type === TOKEN && (isNamed || at >= 0))) {
        report({
          what: `${path}.template.type`,
          got:
            type === BOOTSTRAP ? type : `${type} with ${isNamed ? annotation : `annotations of templateFrom[${at}]`}`,
          expected: 'a Secret that gives no access to the cluster',
          fix: 'use another type; Kubernetes would make a token for the account',
        });
      }
    },
  }),
  placeRule<Target>({
    code: 'GW755',
    title: 'part of a Secret that a template may not write',
    places: [[ExternalSecret, 'spec.target']],
    find({ template, manifest }, path, report) {
      if (manifest && !(manifest.apiVersion === 'v1' && manifest.kind === 'Secret')) return;
      (template?.templateFrom ?? []).forEach(({ target = '' }, index) => {
        if (target === '' || PARTS.includes(target.toLowerCase())) return;
        report({
          what: `${path}.template.templateFrom[${index}].target`,
          got: target,
          expected: 'Data, Annotations or Labels',
          fix: 'use one of them; paths are for other kinds, in target.manifest',
        });
      });
    },
  }),
];
