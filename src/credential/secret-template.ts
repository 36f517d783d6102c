import { secretKey, SecretDecodingStrategy } from './remote-ref';
import { ExternalSecretSpec } from '../manifest/external-secrets';
import { refuse } from '../manifest/problem';
import { annotations, dnsSubdomain, labels } from '../manifest/scalar';

type Template = NonNullable<NonNullable<ExternalSecretSpec['target']>['template']>;
type TemplateFrom = NonNullable<Template['templateFrom']>[number];

/** What becomes of fetched keys that the template does not mention (`mergePolicy`). */
export enum SecretTemplateMergePolicy {
  /** They are left out. */
  REPLACE = 'Replace',
  /** They are kept. */
  MERGE = 'Merge',
}

/** What of a ConfigMap or Secret is a template (`templateAs`). */
export enum SecretTemplateScope {
  /** The value; its key is the key of the Secret. */
  VALUES = 'Values',
  /** The value is a YAML document that renders to keys and values. */
  KEYS_AND_VALUES = 'KeysAndValues',
}

/** A key of a ConfigMap or Secret that is a template (`items[]`). */
export interface SecretTemplateItem {
  /** The key (`key`). */
  readonly key: string;
  /**
   * What of it is a template (`templateAs`).
   *
   * @default SecretTemplateScope.VALUES
   */
  readonly templateAs?: SecretTemplateScope;
}

/** Where what a template renders goes. */
export interface SecretTemplateSourceOptions {
  /**
   * `Data`, `Annotations` or `Labels`; for an object other than a Secret also a
   * path such as `spec.config` (`target`).
   *
   * @default Data
   */
  readonly target?: string;
  /**
   * How the rendered values are decoded (`valuesDecodingStrategy`).
   *
   * @default SecretDecodingStrategy.NONE
   */
  readonly valuesDecodingStrategy?: SecretDecodingStrategy;
}

/** Where a template is read from (`templateFrom[]`). */
export class SecretTemplateSource {
  /** Keys of a ConfigMap in the namespace of the ExternalSecret. */
  public static configMap(
    name: string,
    items: SecretTemplateItem[],
    options: SecretTemplateSourceOptions = {},
  ): SecretTemplateSource {
    return new SecretTemplateSource({ configMap: reference('ConfigMap', name, items), ...options });
  }

  /** Keys of a Secret in the namespace of the ExternalSecret. */
  public static secret(
    name: string,
    items: SecretTemplateItem[],
    options: SecretTemplateSourceOptions = {},
  ): SecretTemplateSource {
    return new SecretTemplateSource({ secret: reference('Secret', name, items), ...options });
  }

  /** The template itself, which renders to keys and values. */
  public static literal(template: string, options: SecretTemplateSourceOptions = {}): SecretTemplateSource {
    return new SecretTemplateSource({ literal: template, ...options });
  }

  /** As a manifest has it. @internal */
  public readonly _source: TemplateFrom;

  private constructor(source: TemplateFrom) {
    this._source = source;
  }
}

/** What the Secret looks like, beside the fetched keys (`target.template`). */
export interface SecretTemplate {
  /**
   * `type` of the Secret; cannot be changed later.
   *
   * @default Opaque
   */
  readonly type?: string;
  /**
   * Labels of the Secret (`metadata.labels`).
   *
   * @default - those of the ExternalSecret where there is no template at all, otherwise none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of the Secret (`metadata.annotations`).
   *
   * @default - those of the ExternalSecret where there is no template at all, otherwise none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * Finalizers of the Secret (`metadata.finalizers`).
   *
   * @default - none
   */
  readonly finalizers?: string[];
  /**
   * Keys of the Secret, rendered from the fetched ones by Go templates such as
   * `{{ .AWS_REGION }}` (`data`).
   *
   * @default - the fetched keys as they are
   */
  readonly data?: { readonly [key: string]: string };
  /**
   * Templates that are read from elsewhere (`templateFrom`).
   *
   * @default - none
   */
  readonly templateFrom?: SecretTemplateSource[];
  /**
   * What becomes of fetched keys that the templates do not mention (`mergePolicy`).
   *
   * @default SecretTemplateMergePolicy.REPLACE
   */
  readonly mergePolicy?: SecretTemplateMergePolicy;
}

/** Checks a template and writes it as a manifest has it. */
export function renderTemplate(template: SecretTemplate, isSecret: boolean): Template {
  const { type, data, finalizers, templateFrom = [], mergePolicy } = template;
  if (type === 'bootstrap.kubernetes.io/token') {
    refuse({
      what: 'type of the template of an ExternalSecret',
      got: type,
      expected: 'a type that External Secrets may create',
      fix: 'create bootstrap tokens by kubeadm',
    });
  }
  labels('labels of the template of an ExternalSecret', template.labels ?? {});
  annotations('annotations of the template of an ExternalSecret', template.annotations ?? {});
  Object.keys(data ?? {}).forEach((key) => secretKey('key in the template of an ExternalSecret', key));
  const target = templateFrom.map(({ _source }) => _source.target).find((text) => isSecret && !isPartOfSecret(text));
  if (target !== undefined) {
    refuse({
      what: 'target of a template of an ExternalSecret',
      got: target,
      expected: 'Data, Annotations or Labels, because a Secret is made',
      fix: 'choose one of them; a path is for objects of other kinds (targetManifest)',
    });
  }
  const metadata = {
    labels: filled(template.labels),
    annotations: filled(template.annotations),
    finalizers: finalizers?.length ? [...finalizers] : undefined,
  };
  return {
    engineVersion: 'v2',
    type,
    mergePolicy,
    data: filled(data),
    metadata: Object.values(metadata).some((value) => value !== undefined) ? metadata : undefined,
    templateFrom: templateFrom.length > 0 ? templateFrom.map(({ _source }) => _source) : undefined,
  };
}

const isPartOfSecret = (target: string | undefined) =>
  target === undefined || ['data', 'annotations', 'labels'].includes(target.toLowerCase());

const filled = (map: { readonly [key: string]: string } | undefined) =>
  map && Object.keys(map).length > 0 ? { ...map } : undefined;

function reference(kind: string, name: string, items: readonly SecretTemplateItem[]) {
  dnsSubdomain(`name of the ${kind} of a template`, name);
  if (items.length === 0) {
    refuse({
      what: `items of ${kind} '${name}'`,
      got: 'none',
      expected: 'at least one key that is a template',
      fix: 'name it, for example { key: "config.tpl" }',
    });
  }
  return {
    name,
    items: items.map(({ key, templateAs }) => ({ key: secretKey(`key of ${kind} '${name}'`, key), templateAs })),
  };
}
