import { describe, expect, test } from 'vitest'
import { makeListWalk } from '#app/management/composables/useListWalk.ts'

const of = (...keys: readonly string[]) => keys.map((key) => ({ key }))

/** A walk over these; whoever leaves the list is still a person unless erased. */
function aWalk(erased: readonly string[] = []) {
  const walk = makeListWalk((key) => !erased.includes(key))
  return { walk, stand: (key: string, ...keys: readonly string[]) => walk.stand(key, of(...keys), false) }
}

describe('from person to person', () => {
  test('goes by the list while the open person is in it', () => {
    const { walk, stand } = aWalk()
    stand('b', 'a', 'b', 'c')
    expect(walk.step(1)).toBe('c')
    stand('c', 'a', 'b', 'c')
    expect(walk.step(1)).toBeUndefined()
    expect(walk.step(-1)).toBe('b')
    expect(walk.step(-1)).toBe('a')
    expect(walk.step(-1)).toBeUndefined()
  })

  test('goes on where the person stood who left the list by being opened, and back to them', () => {
    const { walk, stand } = aWalk()
    stand('b', 'a', 'b', 'c', 'd')
    stand('b', 'a', 'c', 'd')
    expect(walk.step(1)).toBe('c')
    stand('c', 'a', 'c', 'd')
    stand('c', 'a', 'd')
    expect(walk.step(-1)).toBe('b')
    stand('b', 'a', 'd')
    expect(walk.step(1)).toBe('c')
    expect(walk.step(1)).toBe('d')
    expect(walk.step(-1)).toBe('c')
    expect(walk.step(-1)).toBe('b')
    expect(walk.step(-1)).toBe('a')
  })

  test('passes over who is erased, and begins anew where others were chosen or somebody else was opened', () => {
    const { walk, stand } = aWalk(['a'])
    stand('a', 'a', 'b', 'c')
    stand('a', 'b', 'c')
    expect(walk.step(1)).toBe('b')
    stand('b', 'b', 'c')
    expect(walk.step(-1)).toBeUndefined()
    walk.stand('b', of('x', 'y'), true)
    expect(walk.step(1)).toBe('x')
    stand('y', 'x', 'y')
    expect(walk.step(-1)).toBe('x')
  })
})
