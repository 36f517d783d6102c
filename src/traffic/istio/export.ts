/** Whether an object that is exported to `exportTo` is seen in a namespace; without any it is seen in all. */
export const isExported = (exportTo: readonly string[] | undefined, own: string, to: string): boolean =>
  exportTo === undefined ||
  exportTo.length === 0 ||
  exportTo.some((each) => each === '*' || each === to || (each === '.' && own === to));

/** How wide an object is exported: to everyone, to others by name, or within its namespace. */
export type Reach = 'private' | 'named' | 'public';

export function reachOf(exportTo: readonly string[] | undefined, own: string, to: string): Reach {
  if (exportTo === undefined || exportTo.length === 0 || exportTo.includes('*')) return 'public';
  return own === to ? 'private' : 'named';
}
