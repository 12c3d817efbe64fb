import { dimensionsOf } from '#core/review/dimension.ts'
import { makePeopleColumns } from '#core/review/people-columns.ts'
import { recordOf } from '#core/submission/content-of.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { syntheticPeople } from '#tests/support/synthetic/person.ts'
import { median } from '../web/measure.ts'

const on = '2026-11-26'
const atOnce = 2000

/** Submissions as the store gives them back; of the signature, which nobody verifies again, one stands for all. */
async function textsOf(count: number): Promise<() => Generator<string, void>> {
  const { text } = await signSubmission(aSubmissionContent(), await aSigningKey())
  const envelope: object = JSON.parse(text)
  return function* texts() {
    for (const { record } of syntheticPeople(count)) {
      const payload = Buffer.from(JSON.stringify(aSubmissionContent({}, record))).toString('base64url')
      yield JSON.stringify({ ...envelope, payload })
    }
  }
}

/** Filling the columns of a worker, and every pair of dimensions counted, beside a bare loop over two arrays. */
export async function measureColumns(people: number, print: (line: string) => void): Promise<void> {
  const { bundle } = await realCodes()
  const columns = makePeopleColumns(bundle.scheme)
  const before = process.memoryUsage().arrayBuffers
  let [bareMs, fillMs, slot] = [0, 0, 0]
  let batch: string[] = []
  const take = (): void => {
    let start = performance.now()
    for (const text of batch) JSON.parse(Buffer.from(JSON.parse(text).payload, 'base64url').toString())
    bareMs += performance.now() - start
    start = performance.now()
    for (const text of batch) columns.put((slot += 1) - 1, recordOf(text))
    fillMs += performance.now() - start
    batch = []
  }
  const texts = await textsOf(people)
  for (const text of texts()) if (batch.push(text) === atOnce) take()
  take()
  for (let at = 0; at < people; at += 1) columns.setState(at, at % 3 === 0 ? 'passed' : 'received')
  const bytes = (process.memoryUsage().arrayBuffers - before) / people
  print(
    `fill columns with ${people} people        ${(fillMs / 1000).toFixed(2)} s (bare JSON.parse of the same texts ${(bareMs / 1000).toFixed(2)} s); ${bytes.toFixed(0)} bytes a person`,
  )
  const slots = Uint32Array.from({ length: people }, (_, at) => at)
  const names = dimensionsOf(bundle.scheme).map(({ name }) => name)
  const times: { readonly pair: string; readonly ms: number }[] = []
  for (const row of names) {
    for (const column of names) {
      const start = performance.now()
      columns.count(slots, { row, column, on })
      times.push({ pair: `${row} × ${column}`, ms: performance.now() - start })
    }
  }
  times.sort((a, b) => b.ms - a.ms)
  const all = median(times.map(({ ms }) => ms))
  print(
    `count each of ${times.length} pairs           median ${all.toFixed(1)} ms, slowest ${times[0]?.ms.toFixed(1)} ms (${times[0]?.pair}); bare loop ${bareLoop(people).toFixed(1)} ms`,
  )
}

/** One pass over two arrays of numbers, counting into a third. */
function bareLoop(people: number): number {
  const ids = Uint8Array.from({ length: people }, (_, at) => (at * 7919) % 30)
  const times = Array.from({ length: 15 }, () => {
    const start = performance.now()
    const cells = new Uint32Array(900)
    for (let at = 0; at < people; at += 1) {
      const cell = (ids[at] ?? 0) * 30 + (ids[people - 1 - at] ?? 0)
      cells[cell] = (cells[cell] ?? 0) + 1
    }
    return performance.now() - start
  })
  return median(times)
}
