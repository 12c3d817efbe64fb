import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openApp } from '#tests/support/browser.ts'
import { typeUntil, untilDraftStands } from '#tests/support/random-typing.ts'
import { logOf, tearLog, tears } from '#tests/support/torn-log.ts'
import { judged, readFields } from './standing.ts'
import { type FaultRun, noEdits, together } from './report.ts'

/** Waits until the browser writes another log than this. */
async function untilNewLog(profile: string, torn: string): Promise<void> {
  for (let tried = 0; logOf(profile) === torn; tried += 1) {
    if (tried > 100) throw new Error('the browser goes on in a torn log')
    await new Promise((resolve) => {
      setTimeout(resolve, 100)
    })
  }
}

/**
 * A power cut tears the log of the database amid a record, somebody goes on typing, and there is another cut: what was
 * saved before the first and between the two stands afterwards.
 */
export async function tearLogs(rounds: number, random: () => number): Promise<FaultRun> {
  const profile = await mkdtemp(join(tmpdir(), 'caibao-faults-'))
  const app = await openApp({ path: '/new', keptProfile: profile })
  let tally = noEdits
  let done = 0
  try {
    const pathname = await untilDraftStands(app.page)
    for (; done < rounds; done += 1) {
      const before = await readFields(app.page)
      const saved = await typeUntil(app.page, random, 6, before)
      await app.kill()
      tearLog(profile, tears[done % tears.length] ?? 'zeros')
      const torn = logOf(profile)
      await app.relaunch(pathname)
      await untilDraftStands(app.page)
      const between = await readFields(app.page)
      tally = together(tally, judged(pathname, { before, saved, standing: between }))
      await untilNewLog(profile, torn)
      const last = await typeUntil(app.page, random, 6, between)
      await app.kill()
      await app.relaunch(pathname)
      await untilDraftStands(app.page)
      tally = together(tally, judged(pathname, { before: between, saved: last, standing: await readFields(app.page) }))
    }
  } finally {
    await app.close()
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  }
  return { name: 'torn logs', asked: rounds, done, tally }
}
