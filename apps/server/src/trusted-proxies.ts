import { BlockList, isIPv6 } from 'node:net';

/** Whether an address is one of those proxies, given singly or as networks. */
export const trustedProxies = (list: readonly string[]): ((address: string) => boolean) => {
  if (list.length === 0) return () => false;
  const known = new BlockList();
  for (const entry of list) {
    const [address = '', bits] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) known.addAddress(address, family);
    else known.addSubnet(address, Number(bits), family);
  }
  return (address) => known.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
};
