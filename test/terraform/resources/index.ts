import { dataSources } from './data';
import { iamResources } from './iam';
import { recordResource } from './record';
import { route53Resources } from './route53';
import { serviceResources } from './services';
import { DataType, ResourceType } from '../provider/resource';

/** Resource types that the provider of the tests serves; one that is missing here is an unknown type to Terraform. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = {
  aws_route53_record: recordResource,
  ...route53Resources,
  ...iamResources,
  ...serviceResources,
};

export const dataTypes: Readonly<Record<string, DataType>> = dataSources;
