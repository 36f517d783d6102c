import { ApiResource, ISubject, Role, RoleBinding } from 'cdk8s-plus-28';
import { Construct } from 'constructs';

/**
 * Allows the pods of a Gateway to get Secrets of a DestinationRule: istiod checks whether their ServiceAccount may list
 * Secrets. Certificates of listeners do not need this.
 */
export class SecretReader {
  private isAllowed = false;

  public constructor(
    private readonly scope: Construct,
    private readonly serviceAccount: string,
    private readonly namespace: string,
  ) {}

  /** Emits the Role and RoleBinding, once. */
  public allow(): void {
    if (this.isAllowed) return;
    this.isAllowed = true;
    const metadata = { name: `${this.serviceAccount}-secret-reader`, namespace: this.namespace };
    const role = new Role(this.scope, 'secret-reader', { metadata });
    role.allow(['get', 'watch', 'list'], ApiResource.SECRETS);
    const binding = new RoleBinding(this.scope, 'secret-reader-binding', { metadata, role });
    binding.addSubjects(new GatewayAccount(this.scope, 'secret-reader-subject', this.serviceAccount));
  }
}

/** The ServiceAccount, which Istio creates. */
class GatewayAccount extends Construct implements ISubject {
  public constructor(
    scope: Construct,
    id: string,
    private readonly name: string,
  ) {
    super(scope, id);
  }

  public toSubjectConfiguration() {
    return { kind: 'ServiceAccount', name: this.name };
  }
}
