import ipaddr from 'ipaddr.js';

/**
 * True when an IP address belongs to the public internet.
 *
 * The address is parsed to bytes first, so that every spelling of a private address is seen as
 * what it is; an IPv4 address inside an IPv6 one (mapped, NAT64, 6to4, Teredo) is judged itself
 * or refused.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast';
}
