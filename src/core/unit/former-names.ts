import type { Unit } from './unit.ts'

/** A pack as far as it says who sent it. */
interface SentBy {
  readonly kind: 'received' | 'reported'
  readonly unit: Pick<Unit, 'orgCode' | 'name'>
}

/**
 * Names a unit reported under before it was renamed, by the packs that came from its organisation code. A name that a
 * unit of another code reports under is not its own any more.
 */
export function formerNames({ orgCode, name }: Pick<Unit, 'orgCode' | 'name'>, packs: readonly SentBy[]): string[] {
  const received = packs.filter(({ kind }) => kind === 'received')
  const ofOthers = new Set(received.flatMap(({ unit }) => (unit.orgCode === orgCode ? [] : [unit.name])))
  const own = received.flatMap(({ unit }) => (unit.orgCode === orgCode && unit.name !== name ? [unit.name] : []))
  return [...new Set(own)].filter((each) => !ofOthers.has(each))
}
