/** What cdktf puts in place of a text, a list, a map or a number that is known only after apply. */
export const TERRAFORM_TOKEN = /[$#&]\{TfToken\[|-8\.1095\d*e\+298|-1\.8881\d*e\+289/;

/** What to do about one. */
export const KNOWN_AT_SYNTHESIS = {
  expected: 'a value that is known at synthesis',
  fix: 'attributes of Terraform resources are known only after apply: write the value as a literal, or read it with DnsOutputs from the output of terraform output -json',
};
