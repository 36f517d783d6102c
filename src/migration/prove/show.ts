import { ProofDifference } from './prove';
import { placeOf } from '../../manifest/manifest';
import { pathOf } from '../../model/model';
import { changedFacets } from '../../traffic/diff/fate';
import { Reply } from '../../traffic/outcome';
import { Request } from '../../traffic/request';

/** `GET http://shop.example.com/api, cookie: a=b` */
export function shownRequest({ method, isTls, authority, path, search, headers, client }: Request): string {
  const parts = [
    `${method} ${isTls ? 'https' : 'http'}://${authority}${path}${search}`,
    ...[...headers].map(([name, value]) => (name === 'authorization' ? 'with a password' : `${name}: ${value}`)),
    ...(client?.ip === undefined ? [] : [`from ${client.ip}`]),
  ];
  return parts.join(', ');
}

/** `404 -> shop/web:80`, and what else differs. */
export function shownDifference({ before, after, requests: [request] }: ProofDifference): string[] {
  const others = changedFacets(before, after, request);
  return [before.result === after.result ? before.result : `${before.result} -> ${after.result}`, ...others];
}

/** What decided on each side: the last steps, with their places. */
export function shownReason({ beforeReply, afterReply }: ProofDifference): string {
  return `ingress: ${decision(beforeReply)}; gateway: ${decision(afterReply)}`;
}

function decision({ rule, steps, outcomes }: Reply): string {
  if (rule) {
    const { entry, path } = rule.place;
    const { value } = rule.condition.path ?? {};
    return `${entry.kind} ${pathOf(entry)}, ${path}${value === undefined ? '' : ` (${value})`}`;
  }
  const last = steps.at(-1);
  const place = last?.place ? ` at ${placeOf(last.place.entry.at, last.place.path)}` : '';
  return last && last.what !== 'listener' ? `${last.text}${place}` : (outcomes[0]?.reason ?? 'nothing takes it');
}
