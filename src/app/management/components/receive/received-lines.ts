import { visibleText } from '#core/characters/visible-text.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import type { ReceivedFile } from '../../stores/receive-file.ts'
import type { ReceivedPerson } from '../../stores/received-person.ts'
import { receiveWords as words } from '../../words/receive.zh-CN.ts'

/** A line of the table of results. */
export interface ReceivedLine {
  readonly id: string
  readonly fileName: string
  readonly outcome: keyof typeof words.outcomes
  readonly name: string
  readonly notes: readonly string[]
  readonly person?: ReceivedPerson
}

/** One line for each person, one for each refused file; `first` is the place of the first file among all. */
export function receivedLines(files: readonly ReceivedFile[], first: number): readonly ReceivedLine[] {
  return files.flatMap((file, position): readonly ReceivedLine[] => {
    const at = first + position
    const { error, people, unit } = file
    const fileName = visibleText(file.fileName)
    if (error)
      return [{ id: `${at}`, fileName, outcome: 'refused', name: visibleText(unit ?? ''), notes: [toChinese(error)] }]
    return people.map((person, place) => ({
      id: `${at}.${place}`,
      fileName,
      outcome: person.kind,
      name: visibleText(person.name),
      notes: person.notes.map((note) => words.notes[note]),
      person,
    }))
  })
}

/** Whether a clerk should look at the line. */
export const isNotable = ({ outcome, notes }: ReceivedLine): boolean =>
  ['refused', 'newer', 'withdrawn'].includes(outcome) || notes.length > 0
