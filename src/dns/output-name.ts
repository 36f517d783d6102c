/** Name of a zone's output in Terraform. A domain has no underscore, so no two domains have one name. */
export function outputName(domain: string, isPrivate = false): string {
  return `${isPrivate ? 'private_zone' : 'zone'}_${domain.replace(/\./g, '_')}`;
}
