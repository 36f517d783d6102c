import { accountOf } from './aws/world';
import { handWritten } from './folders';
import { providerVersionOf, schemaOf } from './provider/bindings';
import { resourceTypes, dataTypes } from './resources';
import { Cloud, describeTerraform, startCloud, TerraformError } from './stack';

const zone = { aws_route53_zone: { zone: { name: 'example.com' } } };
const record = (rest: object) => ({
  resource: {
    ...zone,
    aws_route53_record: { www: { zone_id: '${aws_route53_zone.zone.zone_id}', name: 'www', type: 'A', ...rest } },
  },
});
const values = { ttl: 60, records: ['203.0.113.1'] };

describe('schemas', () => {
  it.each([
    ...Object.keys(resourceTypes).map((name) => ['resource', name] as const),
    ...Object.keys(dataTypes).map((name) => ['data', name] as const),
  ])('of %s %s come from the bindings', (kind, name) => {
    const { attributes } = schemaOf(kind, name);
    expect(attributes.length).toBeGreaterThan(0);
    for (const { required, optional, computed } of attributes) {
      expect(required ? !optional && !computed : optional || computed).toBe(true);
    }
  });

  it('know required, optional and computed attributes, types and blocks', () => {
    const { attributes, blocks } = schemaOf('resource', 'aws_route53_record');
    const find = (name: string) => attributes.find((attribute) => attribute.name === name);
    expect(find('name')).toMatchObject({ required: true, type: 'string' });
    expect(find('fqdn')).toMatchObject({ required: false, optional: false, computed: true });
    expect(find('allow_overwrite')).toMatchObject({ optional: true, computed: true, type: 'bool' });
    expect(find('records')?.type).toEqual(['set', 'string']);
    expect(blocks.find(({ name }) => name === 'alias')).toMatchObject({ nesting: 'list', maxItems: 1 });
    expect(blocks.find(({ name }) => name === 'timeouts')).toMatchObject({ nesting: 'single' });
    expect(schemaOf('data', 'aws_lb').attributes.find(({ name }) => name === 'access_logs')?.type).toEqual([
      'list',
      ['object', { bucket: 'string', enabled: 'bool', prefix: 'string' }],
    ]);
    expect(providerVersionOf()).toMatch(/^6\.\d+\.\d+$/);
  });

  it('name a type that the bindings do not have', () =>
    expect(() => schemaOf('resource', 'aws_route53_records')).toThrow(
      'the provider has no resource aws_route53_records',
    ));
});

describeTerraform('terraform refuses', () => {
  let cloud: Cloud;
  beforeAll(async () => {
    cloud = await startCloud();
  });
  afterAll(() => cloud.stop());

  const refusal = async (step: 'validate' | 'plan' | 'apply', config: object, region?: string): Promise<string> => {
    const stack = cloud.stack(handWritten(config, region));
    const error: unknown = await stack
      .init()
      .then(async (): Promise<unknown> => stack[step]())
      .then(
        () => new Error('nothing was refused'),
        (reason: unknown) => reason,
      );
    if (!(error instanceof TerraformError)) throw error;
    return error.text;
  };

  const validation: [string, object, string][] = [
    ['an unknown attribute', record({ ...values, colour: 'blue' }), 'Extraneous JSON object property'],
    [
      'a missing attribute',
      { resource: { aws_route53_zone: { zone: {} } } },
      'The argument "name" is required, but no definition was found.',
    ],
    [
      'a wrong type',
      record({ ...values, ttl: 'a minute' }),
      'Inappropriate value for attribute "ttl": a number is required.',
    ],
    ['a missing attribute of a block', record({ alias: { name: 'a.b' } }), 'The argument "zone_id" is required'],
    [
      'a block twice',
      record({ ...values, set_identifier: 'a', weighted_routing_policy: [{ weight: 1 }, { weight: 2 }] }),
      'Too many weighted_routing_policy blocks',
    ],
    ['a value for a computed attribute', record({ ...values, fqdn: 'x' }), 'Value for unconfigurable attribute'],
    [
      'an unknown resource type',
      { resource: { aws_route53_records: { x: {} } } },
      'does not support resource type "aws_route53_records"',
    ],
    [
      'a dangling reference',
      { resource: zone, output: { x: { value: '${aws_route53_zone.zone.zone}' } } },
      'This object has no argument, nested block, or exported attribute named "zone"',
    ],
    [
      'an id that begins with a digit',
      { resource: { aws_route53_zone: { '1': { name: 'example.com' } } } },
      'Invalid resource name',
    ],
    [
      'two routing policies',
      record({
        ...values,
        set_identifier: 'a',
        weighted_routing_policy: { weight: 1 },
        latency_routing_policy: { region: 'eu-west-1' },
      }),
      'conflicts with',
    ],
    [
      'a policy without set identifier',
      record({ ...values, weighted_routing_policy: { weight: 1 } }),
      'all of `set_identifier,weighted_routing_policy` must be specified',
    ],
    [
      'an alias and values',
      record({ ...values, alias: { name: 'a.b', zone_id: 'Z1', evaluate_target_health: true } }),
      'only one of `alias,records` can be specified',
    ],
    ['no alias and no values', record({}), 'one of `alias,records` must be specified'],
    ['an unknown record type', record({ ...values, type: 'ANAME' }), 'expected type to be one of ["A"'],
    [
      'an interval of 20',
      { resource: { aws_route53_health_check: { h: { type: 'HTTPS', request_interval: 20 } } } },
      'expected request_interval to be one of [10 30], got 20',
    ],
  ];
  // One after the other: the machine has few cores, and Terraform uses what there is.
  it.each(validation)('%s', async (_, config, expected) =>
    expect(await refusal('validate', config)).toContain(expected),
  );

  it('what AWS refuses, in the words of AWS', async () => {
    const said = await refusal(
      'apply',
      record({ ttl: 60, records: ['203.0.113.1'], type: 'CNAME', name: 'example.com' }),
    );
    expect(said).toContain(
      'Error: creating Route53 Record: InvalidChangeBatch: [RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.]',
    );
  });

  it('a secret in a plain output', async () => {
    const resource = { aws_iam_access_key: { key: { user: 'dns' } } };
    const config = { resource, output: { secret: { value: '${aws_iam_access_key.key.secret}' } } };
    expect(await refusal('plan', config)).toContain('To reduce the risk of accidentally exporting sensitive data');
  });

  it('a provider without region', async () =>
    expect(await refusal('plan', { resource: zone }, '')).toContain('Missing region configuration'));

  it('a template in a TXT value that is not escaped', async () =>
    expect(await refusal('validate', record({ ...values, type: 'TXT', records: ['${x}'] }))).toContain(
      'Invalid reference',
    ));
});

describeTerraform('the provider', () => {
  let cloud: Cloud;
  beforeEach(async () => {
    cloud = await startCloud();
  });
  afterEach(() => cloud.stop());

  it('changes in place, replaces where it must, and sees what others changed', async () => {
    const at = (rest: object) => handWritten(record({ ...values, ...rest }));
    const { stack } = await cloud.deploy(at({}));
    const change = async (rest: object) => {
      stack.replaceBy(at(rest));
      const { text } = await stack.plan();
      await stack.apply();
      expect((await stack.plan()).hasChanges).toBe(false);
      return /Plan: (.*)\./.exec(text)?.[1];
    };
    expect(await change({ ttl: 300 })).toBe('0 to add, 1 to change, 0 to destroy');
    expect(await change({ type: 'AAAA', records: ['2001:db8::1'] })).toBe('0 to add, 1 to change, 0 to destroy');
    expect(await change({ name: 'api' })).toBe('1 to add, 0 to change, 1 to destroy');

    const [found] = accountOf(cloud.aws).zones.values();
    const [[, sets]] = [...found.records.get('api.example.com.')!];
    found.records.get('api.example.com.')!.set('A', [{ ...sets[0], ttl: 5 }]);
    expect((await stack.plan()).text).toMatch(/ttl\s+= 5 -> 60/);
  });

  it('imports', async () => {
    const { stack: first } = await cloud.deploy(handWritten(record(values)));
    const [found] = accountOf(cloud.aws).zones.values();
    const second = cloud.stack(handWritten(record(values)));
    await second.init();
    await second.run('import', '-input=false', 'aws_route53_zone.zone', found.id);
    await second.run('import', '-input=false', 'aws_route53_record.www', `${found.id}_www_A`);
    expect((await second.plan()).text).toContain('Plan: 0 to add, 1 to change, 0 to destroy.'); // force_destroy
    await first.destroy();
    expect((await second.plan()).text).toContain('2 to add');
  });

  it('keeps accounts apart by role and by profile', async () => {
    const aliases = [
      { region: 'eu-west-1' },
      { region: 'eu-west-1', alias: 'parent', assume_role: [{ role_arn: 'arn:aws:iam::999988887777:role/dns' }] },
    ];
    const config = {
      provider: { aws: aliases },
      resource: {
        aws_route53_zone: {
          child: { name: 'eu.example.com' },
          parent: { name: 'example.com', provider: 'aws.parent' },
        },
        aws_route53_record: {
          delegation: {
            provider: 'aws.parent',
            zone_id: '${aws_route53_zone.parent.zone_id}',
            name: 'eu.example.com',
            type: 'NS',
            ttl: 300,
            records: '${aws_route53_zone.child.name_servers}',
          },
          wrong: {
            provider: 'aws.parent',
            zone_id: '${aws_route53_zone.child.zone_id}',
            name: 'x',
            type: 'A',
            ...values,
          },
        },
      },
    };
    await expect(cloud.deploy(handWritten(config))).rejects.toThrow(
      /AccessDenied: User: arn:aws:iam::999988887777:user\/terraform/,
    );
    const names = (account: string) => [...accountOf(cloud.aws, account).zones.values()].map(({ name }) => name);
    expect([names('111122223333'), names('999988887777')]).toEqual([['eu.example.com.'], ['example.com.']]);
  });
});
