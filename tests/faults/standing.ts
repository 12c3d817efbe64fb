import type { Page } from 'playwright-core'
import { type Screen, typedFields } from '#tests/support/random-typing.ts'
import { type Moments, print, survived, type Tally } from './report.ts'

/** What stands in the fields that the edit scripts type into. */
export async function readFields(page: Page): Promise<Screen> {
  const values = await Promise.all(
    typedFields.map(async (path): Promise<[string, string]> => [
      path,
      await page.locator(`[data-path="${path}"]`).inputValue(),
    ]),
  )
  return new Map(values)
}

/** What survived an accident to a draft; says aloud what did not. */
export function judged(pathname: string, moments: Moments): Tally {
  const counted = survived(moments)
  if (counted.lost > 0)
    print(`  ${pathname}: ${JSON.stringify([...moments.saved])} became ${JSON.stringify([...moments.standing])}`)
  return counted
}
