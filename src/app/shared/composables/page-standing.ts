const afterPaintMs = 200
// A tab in the background paints nothing, and still is to work.
const paintedAtLatestMs = 1000
// A page that never comes holds nobody up.
const standsAtLatestMs = 10_000

let announce: () => void = () => undefined
const standing = new Promise<void>((resolve) => {
  announce = resolve
})

/** Says that what the person came for stands on the screen: the first field, or why there is none. */
export const pageStands = (): void => announce()

const wait = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms)
  })

const painted = (): Promise<void> =>
  new Promise((resolve) => {
    requestAnimationFrame(() => resolve())
  })

/** Runs something once the first page stands, has been drawn, and the person has had a moment to see it. */
export async function afterPageStands(run: () => void): Promise<void> {
  await Promise.race([standing, wait(standsAtLatestMs)])
  await Promise.race([painted(), wait(paintedAtLatestMs)])
  await wait(afterPaintMs)
  run()
}
