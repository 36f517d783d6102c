import { IConstruct } from 'constructs';
import { ClusterContext } from './cluster-context';
import { ExternalDnsOptions } from './multi-cluster-dns-options';
import { DnsStrategy, refuseCustomGeo } from './multi-cluster-dns-strategy';
import { DnsMode, DnsPlanCluster, keysName } from '../dns/dns-plan';
import { DEFAULT_WEIGHT } from '../policy/default-weight';
import { annotationPrefix } from '../value/external-dns';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain, wholeNumber } from '../value/scalar';

/** Annotations for external-dns on routes of the Gateway API; on a Gateway it reads the target annotation only. */
export function externalDns(options: ExternalDnsOptions): DnsStrategy {
  const prefix = prefixOf(options);
  const ttl = options.ttl?.toSeconds();
  if (ttl !== undefined) {
    wholeNumber('ttl of external-dns, in seconds', ttl, 1, 2 ** 31 - 1, 'use for example Duration.minutes(1)');
  }
  const { credentialNamespace } = options;
  if (credentialNamespace !== undefined) {
    dnsLabel('credentialNamespace of external-dns', credentialNamespace);
  }
  return {
    mode: DnsMode.CONTROLLER,
    controllersOf: () =>
      credentialNamespace === undefined
        ? { keyed: [], ambient: ['external-dns'] }
        : { keyed: ['external-dns'], ambient: [] },
    check: (clusters, where) => {
      refuseCustomGeo('external-dns on Route 53')(clusters, where);
      refuseSharedGeo(clusters, where);
    },
    gatewayDns: (context) => {
      if (credentialNamespace !== undefined) {
        addCredential(context, credentialNamespace);
      }
      return undefined;
    },
    routeAnnotations: (cluster, clusters) => {
      const balancing = clusters.length > 1 ? balance(cluster) : {};
      const all = { ...balancing, ...(ttl !== undefined && { ttl: String(ttl) }) };
      return Object.fromEntries(Object.entries(all).map(([name, value]) => [prefix + name, value]));
    },
  };
}

function prefixOf({ annotationPrefix: prefix, version }: ExternalDnsOptions): string {
  const ofRelease = annotationPrefix(version ?? '0.22');
  if (ofRelease === undefined) {
    refuse({
      what: 'version of external-dns',
      got: version,
      expected: 'a release',
      fix: "write it like '0.22' or 'v0.21.1'",
    });
  }
  if (prefix === undefined) {
    return ofRelease;
  }
  if (!prefix.endsWith('/')) {
    refuse({
      what: 'annotationPrefix of external-dns',
      got: prefix,
      expected: "a prefix that ends with a slash, such as 'external-dns.kubernetes.io/'",
      fix: `write '${prefix}/'`,
    });
  }
  dnsSubdomain('annotationPrefix of external-dns', prefix.slice(0, -1));
  return prefix;
}

/** The record of the default location serves all clients that no other record covers, its own geo included. */
function balance({ name, geo, isDefaultGeo, weight }: DnsPlanCluster): { readonly [name: string]: string } {
  const identified = { 'set-identifier': name };
  if (geo === undefined) {
    return { ...identified, 'aws-weight': String(weight ?? DEFAULT_WEIGHT) };
  }
  if (isDefaultGeo) {
    return { ...identified, 'aws-geolocation-country-code': '*' };
  }
  return geo.code.startsWith('GEO-')
    ? { ...identified, 'aws-geolocation-continent-code': geo.code.slice('GEO-'.length) }
    : { ...identified, 'aws-geolocation-country-code': geo.code };
}

function refuseSharedGeo(clusters: readonly DnsPlanCluster[], where: IConstruct): void {
  const taken = new Map<string, string>();
  for (const { name, geo, weight } of clusters) {
    if (geo !== undefined && (taken.has(geo.code) || weight !== undefined)) {
      refuse(
        {
          what: `${weight !== undefined ? 'weight' : 'geo'} of cluster '${name}'`,
          got:
            weight !== undefined
              ? `${weight} together with geo ${geo.code}`
              : `${geo.code}, as cluster '${taken.get(geo.code)}'`,
          expected: 'a different geo for each cluster, or weights without geos; external-dns does not combine both',
          fix: 'use MultiClusterDns.kuadrant() or MultiClusterDns.staticRecords(), which support both, or leave the geos out',
        },
        where,
      );
    }
    if (geo !== undefined) {
      taken.set(geo.code, name);
    }
  }
}

function addCredential({ keys, chart, plan, planned, gateway }: ClusterContext, namespace: string): void {
  if (keys === undefined) {
    refuse(
      {
        what: 'keys',
        got: undefined,
        expected: 'the store of the AWS keys for external-dns',
        fix: 'set keys, or leave credentialNamespace out where the pods of external-dns have an IAM role',
      },
      chart.node.scope,
    );
  }
  keys!._credential(chart, 'external-dns-credentials', keysName(plan, planned.name, 'external-dns'), {
    secretName: `${gateway}-external-dns-credentials`,
    namespaces: [namespace],
  });
}
