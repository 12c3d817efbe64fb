import { visibleText } from '#core/characters/visible-text.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import type { ReceivedFile } from '../../stores/receive-file.ts'
import type { ReceivedPerson } from '../../stores/received-person.ts'
import { receiveWords as words } from '../../words/receive.zh-CN.ts'

/** A line of the table of results, before it is put into words. */
export interface ReceivedItem {
  /** Place of its file among all. */
  readonly at: number
  readonly file: ReceivedFile
  /** Absent where the file was refused. */
  readonly person?: ReceivedPerson
}

/** One item for each person, one for each refused file; `first` is the place of the first file among all. */
export function receivedItems(files: readonly ReceivedFile[], first: number): readonly ReceivedItem[] {
  return files.flatMap((file, position): readonly ReceivedItem[] => {
    const at = first + position
    return file.error ? [{ at, file }] : file.people.map((person) => ({ at, file, person }))
  })
}

/** What became of it. */
export const outcomeOf = ({ person }: ReceivedItem): keyof typeof words.outcomes => person?.kind ?? 'refused'

/** Whether a clerk should look at it. */
export const isNotable = (item: ReceivedItem): boolean =>
  ['refused', 'newer', 'another', 'withdrawn', 'stays', 'switched'].includes(outcomeOf(item)) ||
  (item.person?.notes.length ?? 0) > 0

/** A line of the table of results. */
export interface ReceivedLine {
  readonly fileName: string
  readonly outcome: keyof typeof words.outcomes
  readonly name: string
  readonly notes: readonly string[]
  readonly person?: ReceivedPerson
}

/** An item in words: made when the line comes near, not for a hundred thousand at once. */
export function lineOf(item: ReceivedItem): ReceivedLine {
  const { file, person } = item
  const [fileName, outcome] = [visibleText(file.fileName), outcomeOf(item)]
  if (person) {
    const { earlier } = person
    const said = person.notes.map((note) => words.notes[note])
    const notes = earlier === undefined ? said : [...said, words.earlierScheme(visibleText(earlier))]
    return { fileName, outcome, name: visibleText(person.name), notes, person }
  }
  return { fileName, outcome, name: visibleText(file.unit ?? ''), notes: file.error ? [toChinese(file.error)] : [] }
}
