import { describe, expect, test } from 'vitest'
import { networkOf } from '#server/limits/network-of.ts'

describe('what an address counts as', () => {
  test.each([
    ['2001:db8:1:2::7', '2001:db8:1:2::/64'],
    ['2001:DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
    ['2001:db8:1:3::7', '2001:db8:1:3::/64'],
    ['2001:db8::7', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('an IPv6 address is its network of one line: %s', (address, network) => {
    expect(networkOf(address)).toBe(network)
  })

  test.each([
    ['198.51.100.7', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['::ffff:c633:6407', '198.51.100.7'],
    ['', ''],
    ['unknown', 'unknown'],
  ])('an IPv4 address is itself, however it is spelled: %s', (address, counted) => {
    expect(networkOf(address)).toBe(counted)
  })
})
