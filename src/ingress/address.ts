import { addressRange } from '../value/address';

/** Whether an address is in a network or is the address; networks that cannot be read have none. */
export function isAddressIn(address: string, network: string): boolean {
  const bits = (text: string) => (text.includes(':') ? 128 : 32);
  const range = addressRange(network.includes('/') ? network : `${network}/${bits(network)}`);
  const own = addressRange(`${address}/${bits(address)}`);
  return (
    range !== undefined &&
    own !== undefined &&
    range.bits === own.bits &&
    range.first <= own.first &&
    own.first <= range.last
  );
}
