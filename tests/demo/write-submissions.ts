import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { PersonRecord } from '#core/record/record.ts'
import { submissionFileName } from '#core/submission/file-name.ts'
import { localDate } from '#server/local-date.ts'
import type { HandedIn, makeHandIn } from './hand-in.ts'
import { changed, type peopleOfSchool } from './people.ts'

const dayMs = 86_400_000

/** When people handed in, before now: first, and again. */
const daysBefore = { first: 3, again: 1 } as const

const ending = '.rpu'

/** Writes files under the names the app gives them; of two with one name the second is numbered, as browsers do. */
function makeWriter(folder: string) {
  const taken = new Set<string>()
  return async ({ record, at, revision, text }: HandedIn, length = text.length): Promise<string> => {
    const { name = '', idNumber = '' } = record.basic
    const usual = submissionFileName({ name, idNumber, on: localDate(at), revision }).slice(0, -ending.length)
    const file = `${usual}${taken.has(usual) ? ` (${taken.size})` : ''}${ending}`
    taken.add(usual)
    await writeFile(join(folder, file), text.slice(0, length), { flag: 'wx' })
    return file
  }
}

/** Has the people of a school hand in into a folder: what counts of everybody there, and which files are special. */
export async function writeSubmissions(
  folder: string,
  people: ReturnType<typeof peopleOfSchool>,
  { handIn, now }: { readonly handIn: ReturnType<typeof makeHandIn>; readonly now: Date },
) {
  await mkdir(folder)
  const write = makeWriter(folder)
  const [first, later] = [daysBefore.first, daysBefore.again].map((days) => new Date(now.getTime() - days * dayMs))
  const counting = new Map<string, HandedIn>()
  const hand = async (record: PersonRecord, at = first ?? now): Promise<string> => {
    const handed = await handIn(record, { at })
    counting.set(record.id, handed)
    return write(handed)
  }
  /** Hands in again, with another mobile. */
  async function again(record: PersonRecord, mobile: string, isSameDevice: boolean): Promise<string> {
    const before = counting.get(record.id)
    if (!before) throw new Error('nobody hands in again who has not handed in')
    const device = isSameDevice ? { key: before.key } : {}
    const next = { at: later ?? now, revision: 2, previous: before.digest, ...device }
    const handed = await handIn(changed(record, { mobile }), next)
    counting.set(record.id, handed)
    return write(handed)
  }

  for (const { record } of people.received) await hand(record)
  const files = {
    again: await again(people.again, '18907750001', true),
    otherDevice: await again(people.onOtherDevice, '18907750002', false),
    foreign: await hand(people.stranger),
    damaged: '',
  }
  const torn = await handIn(people.torn, { at: first ?? now })
  files.damaged = await write(torn, Math.floor(torn.text.length / 2))
  return { files, standing: [...counting.values()] }
}
