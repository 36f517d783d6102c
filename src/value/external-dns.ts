/** Prefixes of annotations for external-dns, the former and the one that 0.22.0 brought; no release reads both. */
export const ANNOTATION_PREFIXES = ['external-dns.alpha.kubernetes.io/', 'external-dns.kubernetes.io/'] as const;

/** The prefix that a release (`0.22`, `v0.21.1`) reads; undefined for what is no release. */
export function annotationPrefix(version: string): string | undefined {
  const [, major, minor] = /^v?(\d+)\.(\d+)(?:\.|$)/.exec(version) ?? [];
  const [former, current] = ANNOTATION_PREFIXES;
  return major === undefined ? undefined : Number(major) > 0 || Number(minor) >= 22 ? current : former;
}
