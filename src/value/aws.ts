import { refuse } from './problem';

/** Checks the id of a Route 53 hosted zone. Accepts a Terraform token, whose value is known only after apply. */
export function hostedZoneId(what: string, value: string): string {
  if (!/^Z[A-Z0-9]{1,31}$/.test(value) && !value.includes('${')) {
    const bare = value.replace(/^\/?hostedzone\//, '');
    refuse({
      what,
      got: value,
      expected: "the id of a hosted zone, such as 'Z0123456789ABCDEFGHIJ'",
      fix:
        bare !== value && /^Z[A-Z0-9]+$/.test(bare)
          ? `write '${bare}'`
          : 'copy the id from the Route 53 console, not the name of the zone',
    });
  }
  return value;
}

/** Checks the code of an AWS region. */
export function awsRegion(what: string, value: string | undefined): string {
  if (value === undefined || !/^[a-z]{2,4}(-[a-z]+){1,2}-\d{1,2}$/.test(value)) {
    const zone = /^([a-z]{2,4}(-[a-z]+){1,2}-\d{1,2})[a-z]$/.exec(value ?? '');
    refuse({
      what,
      got: value,
      expected: "the code of a region, such as 'us-east-1'",
      fix: zone
        ? `'${value}' is an availability zone; write '${zone[1]}'`
        : 'Route 53 is global: use any region of the account',
    });
  }
  return value;
}

/** Checks the ARN of an IAM role. */
export function roleArn(what: string, value: string): string {
  if (!/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(value)) {
    refuse({
      what,
      got: value,
      expected: "the ARN of a role, such as 'arn:aws:iam::123456789012:role/cert-manager'",
      fix: 'copy the ARN of the role from IAM; its name is not enough',
    });
  }
  return value;
}
