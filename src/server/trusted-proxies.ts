import { BlockList, isIP } from 'node:net'

/** The proxies whose `X-Forwarded-*` headers are believed. */
export type TrustedProxies = BlockList

/** Who asks, seen through the trusted proxies. */
export interface Client {
  readonly address: string
  /** Whether the person's own browser speaks https. */
  readonly isSecure: boolean
}

/** What a request says about where it comes from. */
export interface Arrival {
  /** Address of the other end of the socket. */
  readonly peer: string
  readonly isEncrypted: boolean
  readonly forwardedFor?: string | undefined
  readonly forwardedProto?: string | undefined
  /** Whether another header tells of a proxy; what it says of the client is not believed. */
  readonly isMarked?: boolean
}

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.')
const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4')

// ::ffff:10.0.0.1 is an IPv4 address as a socket of both families tells it; some proxies add the port of the client.
const plain = (address: string): string =>
  address
    .trim()
    .replace(/^\[([\da-f:.]+)\](?::\d+)?$/i, '$1')
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '')

/**
 * Whether the person's browser spoke https to the outermost of our proxies. Where each added its own word, the word of
 * that one stands as far from the right as there are proxies; where they hand on one word, it is the only one.
 */
function isSecureAt(proxies: number, forwardedProto: string, isEncrypted: boolean): boolean {
  const words = forwardedProto.split(',').map((word) => word.trim().toLowerCase())
  const word = words.at(-Math.min(Math.max(proxies, 1), words.length)) ?? ''
  return word === '' ? isEncrypted : word === 'https'
}

const isAddress = (entry: string): boolean => {
  const [address = '', prefix] = entry.split('/')
  const most = isIP(address) === 6 ? 128 : 32
  return isIP(address) !== 0 && (prefix === undefined || (/^\d+$/.test(prefix) && Number(prefix) <= most))
}

function addEntry(list: BlockList, entry: string): void {
  if (entry === 'loopback') {
    list.addSubnet('127.0.0.0', 8, 'ipv4')
    list.addAddress('::1', 'ipv6')
    return
  }
  const [address = '', prefix] = entry.split('/')
  if (prefix === undefined) list.addAddress(address, familyOf(address))
  else list.addSubnet(address, Number(prefix), familyOf(address))
}

/** Reads `TRUST_PROXY`: addresses, networks or `loopback`, with commas between; empty trusts nobody. */
export function readTrustedProxies(text: string): TrustedProxies {
  const list = new BlockList()
  const written = text.split(',').map((entry) => entry.trim())
  const entries = written.filter((entry) => entry !== '')
  const wrong = entries.filter((entry) => entry !== 'loopback' && !isAddress(entry))
  if (wrong.length > 0)
    throw new RangeError(
      `TRUST_PROXY 要写代理的地址，如 loopback、10.0.0.5 或 10.0.0.0/24，几个用逗号隔开；“${wrong.join('”“')}”不是地址。`,
    )
  for (const entry of entries) addEntry(list, entry)
  return list
}

function isTrusted(proxies: TrustedProxies, address: string): boolean {
  return isIP(address) !== 0 && proxies.check(address, familyOf(address))
}

/** Whether the other end of a socket is a proxy of ours, or this very machine: by these anybody may come. */
export function isOwnWay(peer: string, proxies?: TrustedProxies): boolean {
  const address = plain(peer)
  return isLoopback(address) || (proxies !== undefined && isTrusted(proxies, address))
}

/**
 * Who asks: read from the right, the first address that is no proxy of ours. What stands further left was written by
 * the client itself and proves nothing.
 */
export function clientOf(
  { peer, isEncrypted, forwardedFor = '', forwardedProto = '' }: Arrival,
  proxies: TrustedProxies,
): Client {
  let address = plain(peer)
  if (!isTrusted(proxies, address)) return { address, isSecure: isEncrypted }
  const hops = forwardedFor.split(',').map(plain)
  let passed = 0
  while (isTrusted(proxies, address)) {
    const hop = hops.pop()
    if (hop === undefined || isIP(hop) === 0) break
    address = hop
    passed += 1
  }
  return { address, isSecure: isSecureAt(passed, forwardedProto, isEncrypted) }
}

/** Whether somebody who is not trusted says whom they ask for: a proxy that was forgotten or written wrong, or a pretender. */
export function isForeignProxy({ peer, forwardedFor = '' }: Arrival, proxies: TrustedProxies): boolean {
  return forwardedFor !== '' && !isTrusted(proxies, plain(peer))
}

const isPassedOn = ({ forwardedFor = '', forwardedProto = '', isMarked = false }: Arrival): boolean =>
  isMarked || forwardedFor !== '' || forwardedProto !== ''

/** Whether one of our proxies asks for itself, as those do that look whether the server is there. */
export function isProxyItself(arrival: Arrival, proxies: TrustedProxies): boolean {
  return isTrusted(proxies, plain(arrival.peer)) && !isPassedOn(arrival)
}

/**
 * Whether a program of this very machine asks, and not somebody elsewhere through a proxy here: one that is not trusted,
 * or that does not say for whom.
 */
export function isThisMachine(arrival: Arrival, proxies: TrustedProxies): boolean {
  const { peer, forwardedFor = '' } = arrival
  if (isPassedOn(arrival) && (forwardedFor === '' || !isTrusted(proxies, plain(peer)))) return false
  return isLoopback(clientOf(arrival, proxies).address)
}
