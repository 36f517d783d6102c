import { claimOf } from './selectors-together';
import { VirtualService } from '../../manifest/istio-networking';
import {
  AuthorizationPolicy,
  AuthorizationPolicySpec,
  RequestAuthentication,
  TargetRef,
} from '../../manifest/istio-security';
import { GATEWAY_API } from '../../manifest/manifest';
import { ROOT_NAMESPACE } from '../../model/istio';
import { hasLabels } from '../../model/labels';
import { Entry, itemsOf, Model, nameOf } from '../../model/model';
import { ModelRule, ofAbsence, Report } from '../model-rule';

/** Tokens that a RequestAuthentication verifies, and an AuthorizationPolicy demands: each alone does not do what it seems to. */
export const tokenRules: readonly ModelRule[] = [
  { code: 'GW731', title: 'policy for tokens that nothing verifies', severity: 'warning', find: unverified },
  { code: 'GW732', title: 'tokens that are verified and not demanded', severity: 'warning', find: undemanded },
];

type Rule = NonNullable<AuthorizationPolicySpec['rules']>[number];

/** What a policy is for: pods by their labels, or targets. */
interface Scope {
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly targetRef?: TargetRef;
  readonly targetRefs?: readonly TargetRef[];
}

interface Scoped {
  readonly entry: Entry;
  readonly scope: Scope;
}

/** Nothing but a token has these. */
const demands = ({ from = [], when = [] }: Rule): boolean =>
  from.some(({ source }) => source?.requestPrincipals !== undefined || source?.notRequestPrincipals !== undefined) ||
  when.some(({ key }) => key.startsWith('request.auth.'));

const needsToken = ({ from = [], when = [] }: Rule): boolean =>
  (from.length > 0 && from.every(({ source }) => source?.requestPrincipals !== undefined)) ||
  when.some(({ key, values }) => key.startsWith('request.auth.') && values !== undefined);

/** No request has the principal of a token that nothing verifies: an ALLOW lets none through. */
function unverified(model: Model, report: Report): void {
  const verified = itemsOf(model, RequestAuthentication).map((entry) => ({ entry, scope: entry.body.spec ?? {} }));
  for (const entry of itemsOf(model, AuthorizationPolicy)) {
    const { action = 'ALLOW', rules = [], ...scope } = entry.body.spec ?? {};
    const index = action === 'ALLOW' ? rules.findIndex(needsToken) : -1;
    if (index < 0 || verified.some((each) => mayMeet(each, { entry, scope }))) continue;
    report(
      entry,
      {
        what: `spec.rules[${index}]`,
        got: 'a rule for tokens, and no RequestAuthentication for the same pods',
        expected: 'a RequestAuthentication, which verifies the tokens; no request meets the rule otherwise',
        fix: 'add one with the issuer of the tokens',
      },
      ofAbsence(model, 'warning'),
    );
  }
}

/** A RequestAuthentication refuses wrong tokens; requests without one pass. */
function undemanded(model: Model, report: Report): void {
  const policies = itemsOf(model, AuthorizationPolicy).flatMap((entry) =>
    (entry.body.spec?.rules ?? []).some(demands) ? [{ entry, scope: entry.body.spec! }] : [],
  );
  // Claims that routes look at may be all that the token is for.
  const isRoutedByClaim = itemsOf(model, VirtualService).some(({ body }) => claimOf(body.spec?.http ?? []));
  for (const entry of itemsOf(model, RequestAuthentication)) {
    const scope = entry.body.spec ?? {};
    if (
      (scope.jwtRules ?? []).length === 0 ||
      isRoutedByClaim ||
      policies.some((each) => mayMeet(each, { entry, scope }))
    ) {
      continue;
    }
    report(
      entry,
      {
        what: 'spec.jwtRules',
        got: `${nameOf(entry)} alone`,
        expected: 'an AuthorizationPolicy for the same pods that demands a token; requests without one pass otherwise',
        fix: "add one with requestPrincipals: ['*'], or acknowledge this where a token is optional",
      },
      ofAbsence(model, 'warning'),
    );
  }
}

/** Whether two policies may be for one pod; true in doubt. */
function mayMeet(a: Scoped, b: Scoped): boolean {
  const namespaces = [a.entry.namespace, b.entry.namespace];
  if (namespaces[0] !== namespaces[1] && !namespaces.includes(ROOT_NAMESPACE)) return false;
  const [one, other] = [targetsOf(a.scope), targetsOf(b.scope)];
  if (one.length > 0 && other.length > 0) return one.some((target) => other.includes(target));
  // Pods of a Gateway have its name as a label; which labels pods of a Service have is not compared.
  if (one.length + other.length > 0) return true;
  const [left, right] = [a.scope.selector?.matchLabels ?? {}, b.scope.selector?.matchLabels ?? {}];
  return hasLabels({ ...left, ...right }, left);
}

const targetsOf = ({ targetRef, targetRefs = [] }: Scope): string[] =>
  [...(targetRef ? [targetRef] : []), ...targetRefs].map(
    ({ group = '', kind, name }) => `${group === GATEWAY_API ? '' : group}/${kind}/${name}`,
  );
