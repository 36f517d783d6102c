import { addLoadBalancer } from './aws/elb';
import { accountOf, createAws } from './aws/world';
import { handWritten } from './folders';
import { dataTypes, resourceTypes } from './resources';
import { describeTerraform, startCloud } from './stack';

const statement = (rest: object) => JSON.stringify({ Version: '2012-10-17', Statement: [rest] });
const signing = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'Own it',
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:root' },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'Sign',
      Effect: 'Allow',
      Principal: { Service: 'dnssec-route53.amazonaws.com' },
      Action: ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'],
      Resource: '*',
    },
  ],
};
const queryLogs = {
  Effect: 'Allow',
  Principal: { Service: 'route53.amazonaws.com' },
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: 'arn:aws:logs:us-east-1:*:log-group:/aws/route53/*',
};
const pods = {
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
};

/** Every resource and data source of the provider, in one stack. */
const config = {
  provider: {
    aws: [
      { region: 'us-east-1', default_tags: { tags: { owner: 'edge' } } },
      { region: 'eu-west-1', alias: 'other', profile: 'other' },
    ],
  },
  data: {
    aws_caller_identity: { me: {} },
    aws_partition: { here: {} },
    aws_region: { here: {} },
    aws_lb: { edge: { name: 'edge' } },
    aws_elb_hosted_zone_id: { eu: { region: 'eu-west-1' } },
    aws_lb_hosted_zone_id: { eu: { region: 'eu-west-1', load_balancer_type: 'network' } },
    aws_iam_openid_connect_provider: { eks: { arn: '${aws_iam_openid_connect_provider.eks.arn}' } },
    aws_route53_zone: { again: { zone_id: '${aws_route53_zone.public.zone_id}' } },
    aws_iam_policy_document: {
      trust: {
        statement: [
          {
            actions: ['sts:AssumeRoleWithWebIdentity'],
            principals: [{ type: 'Federated', identifiers: ['${aws_iam_openid_connect_provider.eks.arn}'] }],
            condition: [{ test: 'StringEquals', variable: 'oidc.example.com/eks:aud', values: ['sts.amazonaws.com'] }],
          },
        ],
      },
    },
  },
  resource: {
    aws_route53_delegation_set: { shared: { reference_name: 'shared' } },
    aws_route53_zone: {
      public: {
        name: 'example.com',
        delegation_set_id: '${aws_route53_delegation_set.shared.id}',
        force_destroy: true,
      },
      private: { name: 'internal.example.com', vpc: [{ vpc_id: 'vpc-1' }], lifecycle: { ignore_changes: ['vpc'] } },
    },
    aws_route53_vpc_association_authorization: {
      other: { zone_id: '${aws_route53_zone.private.zone_id}', vpc_id: 'vpc-2' },
    },
    aws_route53_zone_association: {
      other: {
        provider: 'aws.other',
        zone_id: '${aws_route53_vpc_association_authorization.other.zone_id}',
        vpc_id: 'vpc-2',
      },
    },
    aws_route53_health_check: {
      probe: {
        type: 'TCP',
        ip_address: '203.0.113.7',
        port: 443,
        request_interval: 30,
        failure_threshold: 3,
        tags: { Name: 'probe' },
      },
    },
    aws_route53_record: {
      edge: {
        zone_id: '${aws_route53_zone.public.zone_id}',
        name: '',
        type: 'A',
        alias: {
          name: '${data.aws_lb.edge.dns_name}',
          zone_id: '${data.aws_lb.edge.zone_id}',
          evaluate_target_health: true,
        },
      },
      near: {
        zone_id: '${aws_route53_zone.public.zone_id}',
        name: 'near',
        type: 'A',
        ttl: 60,
        records: ['203.0.113.7'],
        set_identifier: 'near',
        geoproximity_routing_policy: { aws_region: 'eu-west-1', bias: 20 },
        health_check_id: '${aws_route53_health_check.probe.id}',
      },
      multi: {
        zone_id: '${aws_route53_zone.public.zone_id}',
        name: 'multi',
        type: 'AAAA',
        ttl: 60,
        records: ['2001:db8::1'],
        set_identifier: 'one',
        multivalue_answer_routing_policy: true,
      },
    },
    aws_kms_key: {
      signing: {
        customer_master_key_spec: 'ECC_NIST_P256',
        key_usage: 'SIGN_VERIFY',
        deletion_window_in_days: 7,
        policy: JSON.stringify(signing, undefined, 2),
      },
    },
    aws_kms_alias: { signing: { name: 'alias/dnssec', target_key_id: '${aws_kms_key.signing.key_id}' } },
    aws_route53_key_signing_key: {
      one: {
        hosted_zone_id: '${aws_route53_zone.public.zone_id}',
        key_management_service_arn: '${aws_kms_key.signing.arn}',
        name: 'ksk_1',
      },
    },
    aws_route53_hosted_zone_dnssec: { signed: { hosted_zone_id: '${aws_route53_key_signing_key.one.hosted_zone_id}' } },
    aws_cloudwatch_log_group: { queries: { name: '/aws/route53/example.com', retention_in_days: 30 } },
    aws_cloudwatch_log_resource_policy: { queries: { policy_name: 'route53', policy_document: statement(queryLogs) } },
    aws_route53_query_log: {
      queries: {
        zone_id: '${aws_route53_zone.public.zone_id}',
        cloudwatch_log_group_arn: '${aws_cloudwatch_log_group.queries.arn}',
        depends_on: ['aws_cloudwatch_log_resource_policy.queries'],
      },
    },
    aws_iam_user: { dns: { name: 'dns' } },
    aws_iam_user_policy: {
      dns: {
        user: '${aws_iam_user.dns.name}',
        name: 'dns',
        policy: statement({ Effect: 'Allow', Action: 'route53:*', Resource: '*' }),
      },
    },
    aws_iam_policy: {
      dns: { name: 'dns', policy: statement({ Effect: 'Allow', Action: ['route53:ListHostedZones'], Resource: '*' }) },
    },
    aws_iam_user_policy_attachment: {
      dns: { user: '${aws_iam_user.dns.name}', policy_arn: '${aws_iam_policy.dns.arn}' },
    },
    aws_iam_access_key: {
      a: { user: '${aws_iam_user.dns.name}' },
      b: { user: '${aws_iam_user.dns.name}', status: 'Inactive' },
    },
    aws_iam_openid_connect_provider: {
      eks: { url: 'https://oidc.example.com/eks', client_id_list: ['sts.amazonaws.com'] },
    },
    aws_iam_role: {
      irsa: { name: 'irsa', assume_role_policy: '${data.aws_iam_policy_document.trust.json}' },
      pods: { name_prefix: 'pods-', assume_role_policy: statement(pods) },
    },
    aws_iam_role_policy: {
      pods: {
        role: '${aws_iam_role.pods.name}',
        policy: statement({ Effect: 'Allow', Action: 'route53:*', Resource: '*' }),
      },
    },
    aws_iam_role_policy_attachment: {
      irsa: { role: '${aws_iam_role.irsa.name}', policy_arn: '${aws_iam_policy.dns.arn}' },
    },
    aws_eks_pod_identity_association: {
      dns: { cluster_name: 'eu', namespace: 'dns', service_account: 'dns', role_arn: '${aws_iam_role.pods.arn}' },
    },
    aws_secretsmanager_secret: { keys: { name: 'gateways/eu/dns', recovery_window_in_days: 0 } },
    aws_secretsmanager_secret_version: {
      keys: { secret_id: '${aws_secretsmanager_secret.keys.id}', secret_string: '${aws_iam_access_key.a.secret}' },
    },
    aws_ssm_parameter: {
      keys: { name: '/gateways/eu/dns', type: 'SecureString', value: '${aws_iam_access_key.a.secret}' },
    },
  },
  output: {
    ds: { value: '${aws_route53_key_signing_key.one.ds_record}' },
    found: { value: '${data.aws_route53_zone.again.name}' },
    tags: { value: '${aws_route53_health_check.probe.tags_all}' },
    region: {
      value:
        '${data.aws_region.here.region} ${data.aws_partition.here.partition} ${data.aws_caller_identity.me.account_id}',
    },
    zones: { value: ['${data.aws_elb_hosted_zone_id.eu.id}', '${data.aws_lb_hosted_zone_id.eu.id}'] },
    clients: { value: '${data.aws_iam_openid_connect_provider.eks.client_id_list}' },
  },
};

describeTerraform('every resource and data source of the provider', () => {
  it('is in this stack', () => {
    expect(Object.keys(config.resource).sort()).toEqual(Object.keys(resourceTypes).sort());
    expect(Object.keys(config.data).sort()).toEqual(Object.keys(dataTypes).sort());
  });

  it('is applied, settles, and is destroyed', async () => {
    const aws = createAws({ profiles: { other: '999988887777' } });
    const account = accountOf(aws);
    addLoadBalancer(account, { name: 'edge', region: 'us-east-1' });
    const cloud = await startCloud({ aws });
    try {
      const { outputs, drift, stack } = await cloud.deploy(handWritten(config));
      expect(drift).toBe('');
      expect(outputs).toEqual({
        ds: expect.stringMatching(/^\d+ 13 2 [0-9A-F]{64}$/),
        found: 'example.com',
        tags: { Name: 'probe', owner: 'edge' },
        region: 'us-east-1 aws 111122223333',
        zones: ['Z32O12XQLNTSW2', 'Z2IFOLAFXWLO4F'],
        clients: ['sts.amazonaws.com'],
      });
      await stack.destroy();
      expect([account.zones.size, account.users.size, account.roles.size, account.secrets.size]).toEqual([0, 0, 0, 0]);
    } finally {
      await cloud.stop();
    }
  });
});
