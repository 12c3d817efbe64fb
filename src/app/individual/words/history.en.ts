import { counted, type Translation } from '#core/words/translation.ts'
import type { historyWords } from './history.zh-CN.ts'

/** {@link historyWords} in English. */
export const historyWordsEn: Translation<typeof historyWords> = {
  undo: 'Undo',
  redo: 'Redo',
  undone: (place) => `Undone: ${place}`,
  redone: (place) => `Done again: ${place}`,
  reasonAt: (place) => `the reason given at ${place}`,
  title: 'History',
  lead: 'Earlier states are kept now and then while you fill in, at each submission, and before anything is restored; so is the present one before it is replaced.',
  back: 'Back to the form',
  none: 'No earlier state is kept yet. There will be one when you open the record again, or after ten minutes of work.',
  locked: 'A locked record keeps no history, so that nothing of it lies open on the computer.',
  reasons: {
    opened: 'before it was opened again',
    worked: 'while filling in',
    handedIn: 'as handed in',
    beforeRestore: 'before a restore',
    imported: 'as imported',
  },
  differences: (count) => (count === 0 ? 'the same as now' : `${counted(count, 'difference')} from now`),
  earlier: 'Then',
  present: 'Now',
  restore: 'Make it so again',
  restored: 'Restored. What stood before is in the history too.',
  readonly: 'This record is being filled in in another tab; take it over here first.',
  importTitle: 'Take over as a new draft',
  importLead: (name, revision) =>
    `Submission ${revision} of “${name}”. It becomes a new draft; the file itself does not change.`,
  givenUpImport: 'The new draft will be without it; copy it first where it is needed. The file itself keeps it.',
  importNone:
    'There is no submission to take over. Open one (.rpu) from “My records”, or choose one under “Submissions”.',
  kinds: {
    next: 'Go on: the next submission of the same record (another computer, or the draft is gone)',
    fresh: 'Start afresh: a new year or a new record with the same content, numbered anew',
  },
  kindLabel: 'What it is for',
  sameHere: 'The draft of this record is on this computer. Open it to make changes.',
  openDraft: 'Open the draft',
  start: 'Take over',
  startFrom: 'Start a new one from it',
  startFromOf: (fileName) => `Start a new one from it: ${fileName}`,
  changed: (count) => `${counted(count, 'change')} from the submission it began with.`,
  unchanged: 'Nothing is changed yet from the submission it began with.',
  was: (value) => `Changed; it was: ${value}`,
  putBack: 'Change back',
}
