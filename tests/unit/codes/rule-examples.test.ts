import { describe, expect, test } from 'vitest'
import { openTable } from '#core/codes/open-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import type { ExampleSource } from '#core/scheme/compile/rule-source.ts'
import { compileSources } from '#server/scheme/read-codes.ts'
import { changesOf, engineOf, findingsOf, type Found } from '#tests/support/rule-examples.ts'

const { bundle, sources } = await compileSources()
const opened = new Map(Object.values(bundle.tables).map((table) => [table.id, openTable(table)]))
const tables: TableLookup = { table: (id) => opened.get(id) }

function expectExample(example: ExampleSource, found: readonly Found[]): void {
  if ('passes' in example) return expect(found).toEqual([])
  const wanted = {
    ...(example.at !== undefined && { path: example.at }),
    ...(example.message !== undefined && { message: example.message }),
  }
  expect(found).toContainEqual(expect.objectContaining(wanted))
}

const nameOf = ({ id, part = '' }: { readonly id: string; readonly part?: string }): string => `${id} ${part}`.trim()
const casesOf = <T extends { readonly id: string; readonly part?: string; readonly examples: readonly ExampleSource[] }>(
  written: readonly T[],
) =>
  written.flatMap((source) =>
    source.examples.map((example, index) => ({ name: nameOf(source), number: index + 1, source, example })),
  )

describe('the examples of every rule', () => {
  test.each(casesOf(sources.rules))('$name holds for example $number', ({ source, example }) => {
    expectExample(example, findingsOf(source, example, engineOf(source, bundle, tables)))
  })

  test.each(casesOf(sources.cleanups))('$name cleans example $number', ({ source, example }) => {
    expectExample(example, changesOf(source, example, engineOf(source, bundle, tables)))
  })
})
