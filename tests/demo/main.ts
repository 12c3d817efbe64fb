/**
 * A folder of people and units that do not exist, to try 管理版 with, without a server.
 * usage: npm run demo [-- people=200 folder=demo seed=1]
 */
import { join } from 'node:path'
import { makeDemo, whyNot } from './make-demo.ts'
import { demoPlaces } from './places.ts'

const [people = '200', folder = 'demo', seed = '1'] = process.argv.slice(2)
const wish = { people: Number(people), folder, seed: Number(seed) }

function refuse(why: string): void {
  process.stderr.write(`${why}\n`)
  process.exitCode = 2
}

async function make(): Promise<void> {
  const problem = await whyNot(wish)
  if (problem !== undefined) return refuse(problem)
  const { counts, packs } = await makeDemo(wish, new Date())
  const { hospital, primary } = packs
  process.stdout.write(
    `${counts.received} 人的报送文件，其中 ${counts.withErrors} 人有必改项；两个下级的上报包（${hospital.people} 人、${primary.people} 人）。\n` +
      `怎样试：请看 ${join(folder, demoPlaces.readMe)}\n`,
  )
}

await make().catch((cause: unknown) => {
  if (!(cause instanceof Error && 'code' in cause)) throw cause
  refuse(`文件夹“${folder}”写不了（${String(cause.code)}），里面的文件可能不全。请换一个文件夹，或腾出空间再试。`)
})
