import { counted, type Translation } from '#core/words/translation.ts'
import type { namesWords, reportWords } from './report.zh-CN.ts'

const people = (count: number): string => counted(count, 'person', 'people')

/** {@link namesWords} in English. */
export const namesWordsEn: Translation<typeof namesWords> = {
  title: 'Unify unit names',
  lead: 'A unit’s name must be exactly as on its seal; another spelling counts as another unit. Each change is kept with old and new value and reason, and signed by the unit.',
  own: (name) => `Other spellings than on the seal “${name}”`,
  none: 'Everyone’s unit is spelt as on the seal.',
  byRegister: 'By the register',
  byRegisterTable: 'Spellings and official names',
  spelled: 'As it was written',
  official: 'Official name',
  count: 'People',
  previewRegister: 'Preview by the register',
  registerReason: 'Unit name as in the register',
  otherRegister:
    'The register was just replaced in another tab; nothing was changed. Look at what would change by the one there is now.',
  groups: 'Similar spellings',
  to: 'Unify to',
  people,
  blank: '(not filled in)',
  preview: 'Preview',
  previewOf: (changed) => `${people(changed)} will change:`,
  leftOut: (count, names) =>
    `${people(count)} already passed, returned, reported or set aside cannot be changed directly (${names}); review them again first, and take back those set aside.`,
  apply: (count) => `Change ${people(count)}`,
  cancel: 'Cancel',
  signing: (done, total) => `Signing ${done} of ${people(total)}; all are written at once at the end`,
  done: (count, left) =>
    [
      ...(count > 0 ? [`The unit’s name of ${people(count)} was unified; please tell them.`] : []),
      ...(left > 0
        ? [
            `${people(left)} ${left === 1 ? 'stays' : 'stay'} unchanged under the old spelling: the record has not come to this computer yet. Ask the colleague to sync, sync here, then unify again.`,
          ]
        : []),
    ].join(' '),
  reason: '统一为公章名称',
  undo: 'Undo',
  undoReason: '撤销统一单位名称',
  undone: (count, left) =>
    `Undone: the unit’s name of ${people(count)} is as before.${left > 0 ? ` ${people(left)} changed since and ${left === 1 ? 'stays' : 'stay'} as now.` : ''}`,
  leftAlone: (count, names) => `${people(count)} left as they were last time: ${names}`,
  moreNames: (count) => `… ${people(count)}`,
}

/** {@link reportWords} in English. */
export const reportWordsEn: Translation<typeof reportWords> = {
  title: 'Report up',
  lead: 'Signs those who passed and packs them into one file (.rpz) for the unit above.',
  ready: (count) => `${people(count)} ready to report`,
  erased: (count, names) =>
    `${people(count)} erased from the server at their own request: ${names}. They cannot go up; set them aside, then report`,
  leaving: (count, names) =>
    `${people(count)} set aside here, but in a pack that was reported: ${names}. The next report withdraws them`,
  replanned: (ready, open) =>
    `The list has just changed and was counted again: ${ready} can be reported${open > 0 ? `, ${open} not passed yet` : ''}.`,
  open: (count) => `${people(count)} not passed yet`,
  report: (count) => `Report ${people(count)}`,
  withdraw: (count) => `Only withdraw ${people(count)}`,
  withdrawn: (count) => `${people(count)} withdrawn; the pack is saved, hand it to the unit above.`,
  leaveOut: 'Report only those who passed, the others later',
  scopes: 'What to report',
  full: (count) => `Everybody: ${people(count)}`,
  changes: (count, withdrawn) =>
    `Only what changed since the last report: ${people(count)}${withdrawn > 0 ? `, ${people(withdrawn)} withdrawn` : ''}`,
  printed: (digest, when) => `The same as the roster printed ${when}, check code ${digest}.`,
  notPrinted: 'The roster has not been printed. A stamped roster goes up with the data; print it first.',
  changed: (reported, printed) =>
    `Records changed after the roster was printed: ${people(reported)} to report, ${printed} on the roster. Print and stamp it again.`,
  rosterUnread: (count) =>
    `${counted(count, 'record')} of printed rosters cannot be read by this version, so nothing tells whether the stamped roster shows the data of now. Reload the page to update; if that does not help, print and stamp the roster again: the new print counts.`,
  toRoster: 'Print the roster',
  withoutRoster: 'Without a roster this time',
  progress: (done, total) => `Writing ${done} of ${people(total)}`,
  stop: 'Stop',
  marking: (done, total) => `The pack is saved; marking ${done} of ${people(total)}`,
  done: (count) => `${people(count)} reported; the pack is saved, hand it to the unit above.`,
  history: 'Packs',
  none: 'No pack was reported or received yet.',
  kinds: { reported: 'reported by this unit', received: 'received from below' },
  line: (unit, count) => `${unit} · ${people(count)}`,
  notTaken: 'The level above did not take a pack',
  missingAbove:
    'These people are missing above. Report everybody once more and the level above is complete; nobody is counted twice.',
  missingAboveOther: 'Its people are missing above; please do what is said here.',
  packsUnread: (count) =>
    `What became of ${counted(count, 'pack')} cannot be read by this version, so it is not known whether the level above has ${count === 1 ? 'it' : 'them'}. The records stay as they are: reload the page to update; or report everybody once more, and nobody is missing or counted twice.`,
  reportAll: (count) => `Report all ${people(count)} once more`,
  elsewhere: 'written on another device of the unit',
  proven: (until) => `certified until ${until}`,
  signer: (fingerprint) => `no certificate, fingerprint ${fingerprint}`,
  digest: 'Check code',
}
