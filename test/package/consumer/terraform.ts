// A stack of cdktf whose provider is not installed.
import { GatewayZone } from 'cdk8s-gateways';
import { Construct } from 'constructs';

class TerraformStack extends Construct {}
Object.assign(TerraformStack, { [Symbol.for('jsii.rtti')]: { fqn: 'cdktf.TerraformStack' } });

new GatewayZone(new TerraformStack(undefined as never, ''), 'zone', { domain: 'demo.example.com' });
