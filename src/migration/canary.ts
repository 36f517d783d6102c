import { backendRef, RuleAction, Step } from './rule-action';
import { Location } from '../ingress/servers';
import { quotedExpression } from '../value/regex';

/**
 * A location and its canary: by a header, then by a cookie, then by weight (ingress-nginx looks at the first canary of a
 * path alone).
 */
export function canaryStepsOf({ canaries: [canary], ingress, backend }: Location, action: RuleAction): Step[] {
  if (!canary) return [{ action }];
  const { weight, weightTotal, header, headerValue, headerPattern, cookie } = canary.settings;
  const sent = (share: number): RuleAction => ({
    ...action,
    backendRefs:
      share <= 0
        ? [backendRef(backend!, ingress!)]
        : share >= weightTotal
          ? [backendRef(canary.backend, ingress!)]
          : [backendRef(backend!, ingress!, weightTotal - share), backendRef(canary.backend, ingress!, share)],
  });
  const [always, never] = [sent(weightTotal), sent(0)];
  const steps: Step[] = [];
  if (header !== undefined) {
    if (headerValue) {
      steps.push({ headers: [{ name: header, value: headerValue }], action: always });
    } else if (headerPattern) {
      steps.push({
        headers: [{ name: header, value: `.*(?:${headerPattern}).*`, type: 'RegularExpression' }],
        action: always,
      });
    } else {
      steps.push({ headers: [{ name: header, value: 'always' }], action: always });
      steps.push({ headers: [{ name: header, value: 'never' }], action: never });
    }
  }
  if (cookie !== undefined) {
    const match = (value: string) => ({
      name: 'Cookie',
      value: `(?:.*; *)?${quotedExpression(cookie)}=${value}(?:;.*)?`,
      type: 'RegularExpression' as const,
    });
    steps.push({ headers: [match('always')], action: always }, { headers: [match('never')], action: never });
  }
  return [...steps, { action: sent(weight) }];
}
