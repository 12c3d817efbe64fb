import { describe, expect, test } from 'vitest'
import type { ExampleSource } from '#core/scheme/compile/rule-source.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { changesOf, engineOf, findingsOf, wantedOf } from '#tests/support/rule-examples.ts'

const { bundle, sources, tables } = await realCodes()

interface Written {
  readonly id: string
  readonly part?: string
  readonly examples: readonly ExampleSource[]
}

const examplesOf = <T extends Written>(written: readonly T[], kind: 'fails' | 'passes') =>
  written.flatMap((source) =>
    source.examples.flatMap((example, index) =>
      kind in example ? [{ name: `${source.id} ${source.part ?? ''}`.trim(), number: index + 1, source, example }] : [],
    ),
  )

describe('the examples of every rule', () => {
  test.each(examplesOf(sources.rules, 'fails'))('$name reports in example $number', ({ source, example }) => {
    const found = findingsOf(source, example, engineOf(source, bundle, tables))
    expect(found).toContainEqual(expect.objectContaining(wantedOf(example)))
  })

  test.each(examplesOf(sources.rules, 'passes'))('$name is silent in example $number', ({ source, example }) => {
    expect(findingsOf(source, example, engineOf(source, bundle, tables))).toEqual([])
  })
})

describe('the examples of every clean-up', () => {
  test.each(examplesOf(sources.cleanups, 'fails'))('$name cleans example $number', ({ source, example }) => {
    const found = changesOf(example, engineOf(source, bundle, tables))
    expect(found).toContainEqual(expect.objectContaining(wantedOf(example)))
  })

  test.each(examplesOf(sources.cleanups, 'passes'))('$name leaves example $number alone', ({ source, example }) => {
    expect(changesOf(example, engineOf(source, bundle, tables))).toEqual([])
  })
})
