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

/** Lines that are shown or left out together. */
export interface LineGroup {
  readonly at: number
  readonly lines: readonly ReceivedLine[]
}

const groupSize = 50

/** Groups with more lines behind them; those that are full stay the very same, so that nothing of them is drawn anew. */
export function withMoreLines(groups: readonly LineGroup[], added: readonly ReceivedLine[]): readonly LineGroup[] {
  const last = groups.at(-1)
  const isOpen = last !== undefined && last.lines.length < groupSize
  const lines = isOpen ? [...last.lines, ...added] : added
  const first = isOpen ? last.at : groups.length * groupSize
  const made = Array.from({ length: Math.ceil(lines.length / groupSize) }, (_, index) => ({
    at: first + index * groupSize,
    lines: lines.slice(index * groupSize, (index + 1) * groupSize),
  }))
  return [...(isOpen ? groups.slice(0, -1) : groups), ...made]
}
