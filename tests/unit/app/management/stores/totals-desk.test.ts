import { expect, test } from 'vitest'
import { makeTotalsDesk } from '#app/management/stores/totals-desk.ts'
import type { BlockOfPeople } from '#app/platform/unit/totals-message.ts'
import { ok } from '#core/errors/result.ts'
import { aCaseRow } from '#tests/support/case-rows.ts'

const digest = (letter: string): string => letter.repeat(64)
const rowOf = (letter: string) => aCaseRow({ key: letter, caseId: `id:${letter}`, standing: digest(letter) })

/** A desk over records that are here; the slots that were read. */
function aDesk(here: Set<string>) {
  const read: number[][] = []
  const totals = {
    setStates: () => undefined,
    close: () => undefined,
    load(blocks: readonly BlockOfPeople[]) {
      read.push(blocks.flatMap(({ slots }) => [...slots]))
      return Promise.resolve(ok(undefined))
    },
  }
  const cases = {
    places: (digests: Iterable<string>) =>
      Promise.resolve(
        ok([...digests].filter((each) => here.has(each)).map((each) => ({ digest: each, block: 'b', position: 0 }))),
      ),
  }
  return { read, desk: makeTotalsDesk(totals, cases) }
}

test('whose record is still to come is told of, and read once it is here', async () => {
  const here = new Set([digest('a')])
  const { read, desk } = aDesk(here)
  const rows = [rowOf('a'), rowOf('b')]
  const sync = () => desk.sync(rows, () => undefined)
  expect(await sync()).toEqual(ok(new Set(['id:b'])))
  expect(await sync()).toEqual(ok(new Set(['id:b'])))
  here.add(digest('b'))
  expect(await sync()).toEqual(ok(new Set()))
  expect(read).toEqual([[0], [], [1]])
})
