import { isIPv6 } from 'node:net'

const groupsOf = (part: string): readonly string[] => (part === '' ? [] : part.split(':'))

/** The eight groups of an IPv6 address, as a URL spells them. */
function allGroups(address: string): readonly string[] {
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, '')}]`)
  const [before = '', after = ''] = hostname.slice(1, -1).split('::')
  const [first, last] = [groupsOf(before), groupsOf(after)]
  return [...first, ...Array.from({ length: 8 - first.length - last.length }, () => '0'), ...last]
}

/**
 * What an address is counted as: of IPv6 its /64, for that is what one line is given, with more addresses in it than
 * could ever be counted; an IPv4 address itself, also where it is spelled as one of IPv6.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const groups = allGroups(address)
  if (groups.slice(0, 6).join(':') !== '0:0:0:0:0:ffff') return `${groups.slice(0, 4).join(':')}::/64`
  const halves = groups.slice(6).map((group) => Number.parseInt(group, 16))
  return halves.flatMap((half) => [half >> 8, half & 255]).join('.')
}

/** What a log may say of an address: where it is, and not whose; this machine is nobody. */
export function networkInWords(address: string): string {
  if (address === '::1') return address
  const counted = networkOf(address)
  return counted.startsWith('127.') ? counted : counted.replace(/\.\d+$/, '.0/24')
}
