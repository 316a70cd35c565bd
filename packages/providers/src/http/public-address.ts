import ipaddr from 'ipaddr.js';

/** Names that never leave the machine or its network, whatever a resolver says of them. */
const LOCAL_SUFFIXES = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'lan',
  'corp',
  'home',
  'home.arpa',
  'test',
  'invalid',
  'onion',
];

/** Prefixes that carry an IPv4 address into its network: NAT64 (RFC 8215), and old mapped forms. */
const EMBEDDING_PREFIXES = ['64:ff9b:1::/48', '::ffff:0:0:0/96', '::/96'].map((range) =>
  ipaddr.IPv6.parseCIDR(range),
);

/** Clouds answer secrets here although the address looks public. */
const METADATA_ADDRESSES = new Set(['168.63.129.16']);

/**
 * True when an IP address belongs to the public internet.
 *
 * The address is parsed to bytes first, so that every spelling of a private address is seen as
 * what it is. Addresses that carry an IPv4 one inside (mapped, compatible, translated, NAT64,
 * 6to4, Teredo) are refused, public or not: nobody needs them, and a translator on the way may
 * turn them into a private one. Spellings with octal, hexadecimal or missing parts are refused.
 */
export function isPublicAddress(address: string): boolean {
  if (address.includes('%')) return false;
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) {
    return ipaddr.IPv4.parse(address).range() === 'unicast' && !METADATA_ADDRESSES.has(address);
  }
  if (!ipaddr.IPv6.isValid(address)) return false;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.range() !== 'unicast') return false;
  if (EMBEDDING_PREFIXES.some((prefix) => parsed.match(prefix))) return false;
  // Only 2000::/3 is routed on the internet; all else is reserved.
  return ((parsed.parts[0] ?? 0) & 0xe000) === 0x2000;
}

/** True when a host name or address of a URL could be on the public internet. */
export function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === '' || host.endsWith('.')) return false;
  if (ipaddr.isValid(host)) return isPublicAddress(host);
  if (!host.includes('.')) return false;
  return !LOCAL_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}

/**
 * True for addresses that not even an operator can mean: link-local ones, where clouds keep the
 * machine's own secrets, in any spelling, and their kin on other clouds.
 */
export function isNeverAllowed(address: string): boolean {
  const plain = address.split('%')[0] ?? '';
  if (!ipaddr.isValid(plain)) return false;
  const parsed = ipaddr.process(plain);
  const text = parsed.toString();
  const range: string = parsed.range();
  return (
    range === 'linkLocal' ||
    range === 'multicast' ||
    METADATA_ADDRESSES.has(text) ||
    text === '100.100.100.200' ||
    text === 'fd00:ec2::254'
  );
}
