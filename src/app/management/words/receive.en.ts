import { counted, type Translation } from '#core/words/translation.ts'
import type { receiveWords } from './receive.zh-CN.ts'

/** {@link receiveWords} in English. */
export const receiveWordsEn: Translation<typeof receiveWords> = {
  title: 'Receive',
  lead: 'Choose or drop submissions (.rpu) and packs of lower units (.rpz), as many as you like; renamed files are recognised too.',
  chooseFiles: 'Choose files…',
  chooseFolder: 'Choose a folder…',
  dropHere: 'Drop to receive these files',
  dropHint: 'or drop files or a folder here',
  progress: (done, total) => `${done} of ${counted(total, 'file')} checked`,
  looking: (found) => `Looking at what was chosen: ${counted(found, 'file')} found so far`,
  pause: 'Pause',
  resume: 'Go on',
  cancel: 'Stop',
  cancelled: (done, total) => `Stopped: ${done} of ${counted(total, 'file')} received, the others untouched.`,
  finished: 'All received',
  tableFirst: 'A table is being imported; files can be received when that is done.',
  file: 'File',
  person: 'Name',
  outcome: 'Result',
  note: 'Remark',
  withdrawnBy: (unit, pack) => `Withdrawn by ${unit} in pack ${pack}: no longer reported`,
  replacedBy: (unit, pack) => `Reported by ${unit} in pack ${pack} in place of another`,
  outcomes: {
    new: 'new',
    newer: 'newer, in use now',
    same: 'same, unchanged',
    older: 'older, only kept',
    another: 'another name or sex: nothing replaced, to be decided',
    withdrawn: 'withdrawn from below, set aside',
    stays: 'withdrawn by one unit, reported by another or handed in here: not set aside',
    switched: 'withdrawn from below: another submission counts now',
    refused: 'refused',
  },
  notes: {
    otherDevice: 'Signed by another device than before; please ask the person.',
    rival:
      'Two different submissions say they are the same revision; neither is newer. Ask the person, compare them when checking, and take the right one.',
    answersReturn: 'This answers a return.',
    foreignUnit:
      'The unit is not called as on your seal. Correct it under “Unify unit names” if this is one of your people; if not, set it aside and tell the person.',
    lowerUnit:
      'This is a lower unit of your register, which usually compares with the originals and reports the person itself: set the case aside, have the file handed in there, and take the case back once that unit reports it. If you compare the originals yourselves, check as usual; the unit’s name stays as it is.',
    M02: 'Another case has this ID number; compare, then correct or set aside one of them.',
    M03: 'One ID number, two names or sexes; compare with the originals, and decide at the person whose case it is.',
    M04: 'Same name and birth date as somebody here but another ID number: perhaps the same person, please check.',
    disputed: 'Another unit reported this person too; decide in the review which one does.',
    takenBack: 'Was set aside because a lower unit withdrew it, is reported again and back now; please check.',
    setAside:
      'This person was set aside: what was handed in now counts neither in the roster nor in the report. Open the case and choose “Take back” if it is to count; if not, tell the person.',
  },
  earlierScheme: (version) =>
    `Filled in with the earlier version ${version} of the scheme; checked by the rules of today.`,
  packs: 'Packs received',
  proven: (until) => `Proved by a certificate of this unit, valid until ${until}`,
  unproven:
    'No certificate of this unit: compare the fingerprint below by telephone, and set these people aside if it differs. With a certificate nothing is left to compare.',
  packEarlier: (version) => `Made with the earlier version ${version} of the scheme; checked by the rules of today.`,
  packOf: (unit, people) => `Pack of “${unit}”, ${counted(people, 'person', 'people')}`,
  changed: (count) => counted(count, 'change'),
  from: 'Old',
  to: 'New',
  toCases: 'Review',
  openCase: (name) => `Open ${name}`,
  onlyNotable: 'Only what needs attention',
  otherOrder: 'The same content as the version before; only the order of the entries differs.',
  unchanged: 'The same content as the version before.',
  skipped: (count: number) => `Skipped: ${counted(count, 'file')} received last time.`,
  failed: (done: number, total: number) =>
    `Interrupted: ${done} of ${counted(total, 'file')} received, the rest is untouched.`,
  restTitle: 'The last receiving was not finished',
  rest: (done: number, total: number, when: string) =>
    `Of ${counted(total, 'file')} being received since ${when}, ${done} came in and ${total - done} did not. What is in stays, nothing is taken twice.`,
  restHow: 'Choose the same files or folder again to go on; what was received is skipped.',
  restFiles: 'Choose files to go on…',
  restFolder: 'Choose a folder to go on…',
  restNames: (count: number) => `Files not received yet (${count})`,
  restMore: (count: number) => `… and ${count} more`,
  restForget: 'Do not receive these files',
}
