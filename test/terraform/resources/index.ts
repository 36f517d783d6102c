import { iamResources } from './iam';
import { keyStoreResources } from './key-stores';
import { recordResources } from './record';
import { zoneData, zoneResources } from './zone';
import { zoneServiceResources } from './zone-services';
import { elbZoneId } from '../aws/geography';
import { DataType, ResourceType } from '../provider/resource';

/** Resource types that src/dns emits; one that is missing here is an unknown type to Terraform. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  ...zoneResources,
  ...recordResources,
  ...zoneServiceResources,
  ...iamResources,
  ...keyStoreResources,
};

export const dataTypes: Readonly<Record<string, DataType>> = {
  aws_route53_zone: zoneData,
  aws_caller_identity: {
    label: 'STS Caller Identity',
    read: ({ account }) => ({ id: account.id, account_id: account.id }),
  },
  aws_partition: {
    label: 'Partition',
    read: () => ({ id: 'aws', partition: 'aws' }),
  },
  aws_lb_hosted_zone_id: {
    label: 'ELBv2 Hosted Zone ID',
    read: ({ region }, { load_balancer_type: type }) => ({ id: elbZoneId(region, String(type)) }),
  },
};
