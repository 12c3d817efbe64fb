import type { CDPSession, Page } from 'playwright-core'

/** Fast 3G as the browser's developer tools define it. */
export const fast3g = { latencyMs: 562.5, downloadBytesPerSecond: 180_000, uploadBytesPerSecond: 84_375 } as const

/** How slow the device and its network are. */
export interface SlowDevice {
  /** Times slower than this machine. */
  readonly cpu: number
  readonly network?: typeof fast3g
}

/** Slows a page down from now on. */
export async function slowDown(page: Page, { cpu, network }: SlowDevice): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: cpu })
  if (network) {
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: network.latencyMs,
      downloadThroughput: network.downloadBytesPerSecond,
      uploadThroughput: network.uploadBytesPerSecond,
    })
  }
  return session
}

/** Milliseconds of work a key took on the bare page at CPU × 6, on the machine the budgets were measured on (ADR 0185). */
const bareWorkMs = 13

/**
 * What part of a slowing makes this machine as slow as that one would be: 1 on a machine of its kind, a half on one that
 * is half as fast.
 */
export function paceOf(workedMs: number): number {
  const isOfItsKind = workedMs < bareWorkMs * 1.15
  return isOfItsKind ? 1 : bareWorkMs / workedMs
}

/** How much slower than this machine something is measured at, and whether its budget holds there. */
export interface Slowing {
  readonly cpu: number
  readonly isOfBudget: boolean
}

/** The slowings to measure at: as it is said, and the one by which this machine is as slow as the one of the budgets. */
export function slowings(cpu: number, pace: number): readonly Slowing[] {
  if (pace >= 1) return [{ cpu, isOfBudget: true }]
  return [
    { cpu, isOfBudget: false },
    { cpu: Math.max(1, cpu * pace), isOfBudget: true },
  ]
}
