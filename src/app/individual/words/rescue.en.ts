import { counted, type Translation } from '#core/words/translation.ts'
import type { rescueWords } from './rescue.zh-CN.ts'

/** {@link rescueWords} in English. */
export const rescueWordsEn: Translation<typeof rescueWords> = {
  open: 'Restore from a rescue file',
  choose: 'Choose the rescue file',
  title: 'Restore from a rescue file',
  lead: 'The file holds the record below. It is added as a new record; those that are here do not change.',
  handedIn: (revision) =>
    `Submission ${revision} was generated of this record. If the record is gone from this computer, what is added goes on with it; if it is still here (see also under “Recently deleted”), what is added counts as another one: correct the one that is here and hand that in.`,
  name: 'Name',
  employer: 'Unit',
  filled: 'Filled in',
  filledFields: (count) => counted(count, 'field'),
  savedAt: 'Last kept by the browser',
  neverSaved: 'never',
  add: 'Add as a new record',
  cancel: 'Do not add',
  empty: 'not filled in',
  added: 'A new record was added from the rescue file; open it to check.',
}
