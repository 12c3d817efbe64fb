/** The Web Locks of one browser, as far as the app uses them: each name is held by one at a time, in the order they asked. */
export function fakeWebLocks() {
  interface Claim {
    readonly name: string
    readonly begin: () => void
  }
  const held: Claim[] = []
  const pending: Claim[] = []

  function next(name: string): void {
    const at = pending.findIndex((claim) => claim.name === name)
    if (at < 0 || held.some((claim) => claim.name === name)) return
    const [claim] = pending.splice(at, 1)
    if (!claim) return
    held.push(claim)
    claim.begin()
  }

  async function request<T>(name: string, ...given: readonly unknown[]): Promise<T> {
    const work = given.at(-1)
    const options = given.length > 1 ? given[0] : undefined
    if (typeof work !== 'function') throw new TypeError('no work')
    const isOnlyIfFree = typeof options === 'object' && options !== null && 'ifAvailable' in options
    if (isOnlyIfFree && held.some((claim) => claim.name === name)) return Reflect.apply(work, undefined, [null])
    const claim = await new Promise<Claim>((resolve) => {
      const mine: Claim = { name, begin: () => resolve(mine) }
      pending.push(mine)
      next(name)
    })
    try {
      return await Reflect.apply(work, undefined, [{ name }])
    } finally {
      held.splice(held.indexOf(claim), 1)
      next(name)
    }
  }

  const query = () => Promise.resolve({ held: [...held], pending: [...pending] })
  return { request, query }
}
