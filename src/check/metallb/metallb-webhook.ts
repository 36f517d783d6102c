import { Service } from '../../manifest/kubernetes';
import { BGPAdvertisement, BGPAdvertisementSpec, IPAddressPool, L2Advertisement } from '../../manifest/metallb';
import { Kind } from '../../manifest/shape';
import { selects } from '../../model/labels';
import { entriesOf, find, Item, isDeclared, itemsOf, Model, pathOf } from '../../model/model';
import { AddressRange, addressRange, prefixLengths } from '../../value/address';
import { nearest } from '../../value/problem';
import { ModelRule, ofAbsence, Report } from '../model-rule';
import { PlaceRule, placeRule } from '../place';

type Pool = Item<{ readonly spec: { readonly addresses: readonly string[] } }>;
type Advertisement = Pick<BGPAdvertisementSpec & object, 'ipAddressPools' | 'ipAddressPoolSelectors'>;

const GROUP = 'metallb.io';
const SELECTORS = ['ipAddressPoolSelectors', 'nodeSelectors', 'serviceSelectors'];
const ADVERTISEMENTS: readonly Kind<{ readonly spec?: Advertisement }>[] = [L2Advertisement, BGPAdvertisement];

/** What MetalLB's webhook refuses. */
export const metallbWebhookRules: readonly PlaceRule<never>[] = [
  placeRule<readonly string[]>({
    code: 'GW690',
    title: 'addresses that MetalLB cannot read',
    places: [[IPAddressPool, 'spec.addresses']],
    find(addresses, path, report) {
      if (addresses.length === 0) {
        const fix = "add a prefix such as '192.0.2.0/28'";
        report({ what: path, got: addresses, expected: 'at least one range', fix });
      }
      addresses.forEach((got, index) => {
        if (addressRange(got)) return;
        report({
          what: `${path}[${index}]`,
          got,
          expected: "a prefix such as '192.0.2.0/28', or a range such as '192.0.2.10-192.0.2.20'",
          fix: correction(got),
        });
      });
    },
  }),
  placeRule<readonly unknown[]>({
    code: 'GW694',
    title: 'advertisement or pool that names something twice',
    places: [
      [L2Advertisement, ...['ipAddressPools', ...SELECTORS].map((name) => `spec.${name}`)],
      [BGPAdvertisement, ...['ipAddressPools', 'communities', 'peers', ...SELECTORS].map((name) => `spec.${name}`)],
      [
        IPAddressPool,
        ...['namespaces', 'namespaceSelectors', 'serviceSelectors'].map((name) => `spec.serviceAllocation.${name}`),
      ],
    ],
    find(names, path, report) {
      const texts = names.map((name) => JSON.stringify(name));
      names.forEach((got, index) => {
        if (texts.indexOf(texts[index]) === index) return;
        report({ what: `${path}[${index}]`, got, expected: 'each entry once', fix: 'remove it' });
      });
    },
  }),
];

function correction(text: string): string {
  if (/^[^-/]+$/.test(text)) return `for a single address write '${text.trim()}/${text.includes(':') ? 128 : 32}'`;
  const [start, end] = text.split('-').map((part) => part.trim());
  return end !== undefined && addressRange(`${end}-${start}`)
    ? `write the lower address first: '${end}-${start}'`
    : 'write both addresses of a range in full, and a prefix with its length';
}

/** Rules for MetalLB's objects together. */
export const metallbModelRules: readonly ModelRule[] = [
  { code: 'GW691', title: 'addresses in two pools', find: sharedAddresses },
  {
    code: 'GW692',
    title: 'pool that does not exist',
    find(model, report) {
      missingPools(model, report);
      missingPoolsOfServices(model, report);
    },
  },
  { code: 'GW693', title: 'aggregation length that the addresses do not have', find: aggregations },
];

function sharedAddresses(model: Model, report: Report): void {
  const seen = new Map<string, { readonly pool: Pool; readonly text: string; readonly range: AddressRange }[]>();
  for (const pool of itemsOf(model, IPAddressPool)) {
    const before = seen.get(pool.namespace) ?? [];
    seen.set(pool.namespace, before);
    pool.body.spec.addresses.forEach((text, index) => {
      const range = addressRange(text);
      if (!range) return;
      // An object that is there twice is one object.
      const other = before.find(
        (each) => overlaps(each.range, range) && (each.pool === pool || each.pool.name !== pool.name),
      );
      if (other) {
        report(pool, {
          what: `spec.addresses[${index}]`,
          got: text,
          expected: `addresses outside ${other.text}${other.pool === pool ? '' : ` of IPAddressPool ${other.pool.name}`}`,
          fix: 'make the ranges disjoint; MetalLB refuses the pool',
        });
      }
      before.push({ pool, text, range });
    });
  }
}

const overlaps = (a: AddressRange, b: AddressRange) => a.bits === b.bits && a.first <= b.last && b.first <= a.last;

function missingPools(model: Model, report: Report): void {
  for (const kind of ADVERTISEMENTS) {
    for (const advertisement of itemsOf(model, kind)) {
      (advertisement.body.spec?.ipAddressPools ?? []).forEach((name, index) => {
        const pool = { group: GROUP, kind: 'IPAddressPool', namespace: advertisement.namespace, name };
        if (find(model, pool) || isDeclared(model, pool)) return;
        const beside = entriesOf(model, GROUP, 'IPAddressPool').filter(({ namespace }) => namespace === pool.namespace);
        const meant = nearest(
          name,
          beside.map((entry) => entry.name),
        );
        report(
          advertisement,
          {
            what: `spec.ipAddressPools[${index}]`,
            got: `IPAddressPool ${pathOf(pool)}`,
            expected: 'an IPAddressPool of the input',
            fix: meant ? `did you mean '${meant}'?` : 'add it, correct the name, or declare that it exists elsewhere',
          },
          ofAbsence(model),
        );
      });
    }
  }
}

const POOL_OF_SERVICE = ['metallb.io/address-pool', 'metallb.universe.tf/address-pool'];

/** A Service that asks for a pool gets no address from another one. */
function missingPoolsOfServices(model: Model, report: Report): void {
  const pools = entriesOf(model, GROUP, 'IPAddressPool').map(({ name }) => name);
  // Where there are none, they are in another program.
  if (pools.length === 0) return;
  for (const service of itemsOf(model, Service)) {
    for (const key of POOL_OF_SERVICE) {
      const got = service.annotations[key];
      if (got === undefined || pools.includes(got)) continue;
      const meant = nearest(got, pools);
      report(
        service,
        {
          what: `metadata.annotations['${key}']`,
          got,
          expected: `an IPAddressPool of the input: ${pools.join(', ')}`,
          fix: meant ? `did you mean '${meant}'?` : 'add it, or correct the name; the Service stays without an address',
        },
        ofAbsence(model),
      );
    }
  }
}

function aggregations(model: Model, report: Report): void {
  for (const advertisement of itemsOf(model, BGPAdvertisement)) {
    const { aggregationLength = 32, aggregationLengthV6 = 128 } = advertisement.body.spec ?? {};
    const lengths = [
      { bits: 32, field: 'aggregationLength', got: aggregationLength },
      { bits: 128, field: 'aggregationLengthV6', got: aggregationLengthV6 },
    ];
    for (const { bits, field, got } of lengths) {
      const what = `spec.${field}`;
      if (got > bits) {
        const fix = 'leave it out to announce single addresses';
        report(advertisement, { what, got, expected: `at most ${bits}`, fix });
        continue;
      }
      // An announced prefix that is shorter than that of the pool would have addresses outside it.
      const outside = poolsOf(model, advertisement)
        .flatMap(({ name, body }) => body.spec.addresses.map((text) => ({ name, text, widest: widestOf(text, bits) })))
        .find(({ widest }) => got < widest);
      if (!outside) continue;
      report(advertisement, {
        what,
        got,
        expected: `at least ${outside.widest}, for ${outside.text} of IPAddressPool ${outside.name}`,
        fix: 'raise it, or leave it out to announce single addresses',
      });
    }
  }
}

/** Length of the widest prefix in a range of a family; 0 for other ranges. */
function widestOf(text: string, bits: number): number {
  const range = addressRange(text);
  return range?.bits === bits ? Math.min(...prefixLengths(range)) : 0;
}

function poolsOf(model: Model, { namespace, body }: Item<{ readonly spec?: Advertisement }>): readonly Pool[] {
  const { ipAddressPools: names = [], ipAddressPoolSelectors: selectors = [] } = body.spec ?? {};
  return itemsOf(model, IPAddressPool).filter(
    (pool) =>
      pool.namespace === namespace &&
      (names.length + selectors.length === 0 ||
        names.includes(pool.name) ||
        selectors.some((selector) => selects(selector, pool.labels))),
  );
}
