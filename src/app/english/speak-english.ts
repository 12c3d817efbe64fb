import { dateInEnglish } from './date-in-english.ts'
import './english.css'
import { texts } from 'virtual:caibao-english'
import { wordsEn } from '#app/individual/words.en.ts'
import { backupWordsEn } from '#app/individual/words/backup.en.ts'
import { charactersWordsEn } from '#app/individual/words/characters.en.ts'
import { codesWordsEn } from '#app/individual/words/codes.en.ts'
import { arrivedFilesWordsEn } from '#app/individual/words/arrived-files.en.ts'
import { exchangeWordsEn } from '#app/individual/words/exchange.en.ts'
import { guideWordsEn } from '#app/individual/words/guide.en.ts'
import { handBackWordsEn } from '#app/individual/words/hand-back.en.ts'
import { handInWordsEn } from '#app/individual/words/hand-in.en.ts'
import { historyWordsEn } from '#app/individual/words/history.en.ts'
import { inclusionWordsEn } from '#app/individual/words/inclusion.en.ts'
import { leavingWordsEn } from '#app/individual/words/leaving.en.ts'
import { lockWordsEn } from '#app/individual/words/lock.en.ts'
import { noDraftsWordsEn } from '#app/individual/words/no-drafts.en.ts'
import { printWordsEn } from '#app/individual/words/print.en.ts'
import { rescueWordsEn } from '#app/individual/words/rescue.en.ts'
import { syncWordsEn } from '#app/individual/words/sync.en.ts'
import { taskOfferWordsEn } from '#app/individual/words/task-offer.en.ts'
import { taskRemovalWordsEn } from '#app/individual/words/task-removal.en.ts'
import { casesWordsEn } from '#app/management/words/cases.en.ts'
import { storeBackupWordsEn } from '#app/management/words/store-backup.en.ts'
import { dimensionWordsEn } from '#app/management/words/dimensions.en.ts'
import { receiveWordsEn } from '#app/management/words/receive.en.ts'
import { certificateWordsEn } from '#app/management/words/certificates.en.ts'
import { deskWordsEn } from '#app/management/words/desk.en.ts'
import { recheckWordsEn } from '#app/management/words/recheck.en.ts'
import { namesWordsEn, reportWordsEn } from '#app/management/words/report.en.ts'
import { glyphWordsEn, previewWordsEn } from '#app/shared/print/words.en.ts'
import { paperWordsEn, rosterWordsEn } from '#app/management/words/roster.en.ts'
import { serverWorkWordsEn } from '#app/management/words/server-work.en.ts'
import { staffWordsEn } from '#app/management/words/staff.en.ts'
import { listsWordsEn, tablesWordsEn } from '#app/management/words/tables.en.ts'
import { totalsWordsEn } from '#app/management/words/totals.en.ts'
import { unitSyncWordsEn } from '#app/management/words/unit-sync.en.ts'
import { unitWordsEn } from '#app/management/words/unit.en.ts'
import { speakLanguage } from '#app/shared/format-instant.ts'
import { sayDatesBy } from '#app/shared/form/shown-value.ts'
import { formWordsEn } from '#app/shared/form/words.en.ts'
import { givenUpWordsEn } from '#app/shared/record/given-up.en.ts'
import { recordWordsEn } from '#app/shared/record/words.en.ts'
import { schemeNewsWordsEn } from '#app/shared/scheme/words.en.ts'
import { uiWordsEn } from '#app/shared/ui/words.en.ts'
import { joinsEn } from '#app/shared/words/joins.en.ts'
import { spoken } from '#app/shared/words/spoken.ts'
import { messagesEn } from '#core/errors/messages.en.ts'
import { returnReasonNamesEn } from '#core/return-slip/reason-names.en.ts'
import { makeEntryTranslator, makeSentenceTranslator, translateScheme } from '#core/scheme/english-texts.ts'
import { translate } from '#core/words/translation.ts'

/** The English of each group of words, by its name. */
export const englishWords: Readonly<Record<string, object>> = {
  words: wordsEn,
  backupWords: backupWordsEn,
  charactersWords: charactersWordsEn,
  codesWords: codesWordsEn,
  schemeNewsWords: schemeNewsWordsEn,
  serverWorkWords: serverWorkWordsEn,
  arrivedFilesWords: arrivedFilesWordsEn,
  exchangeWords: exchangeWordsEn,
  guideWords: guideWordsEn,
  handBackWords: handBackWordsEn,
  handInWords: handInWordsEn,
  historyWords: historyWordsEn,
  inclusionWords: inclusionWordsEn,
  leavingWords: leavingWordsEn,
  lockWords: lockWordsEn,
  noDraftsWords: noDraftsWordsEn,
  printWords: printWordsEn,
  rescueWords: rescueWordsEn,
  syncWords: syncWordsEn,
  taskOfferWords: taskOfferWordsEn,
  taskRemovalWords: taskRemovalWordsEn,
  casesWords: casesWordsEn,
  receiveWords: receiveWordsEn,
  storeBackupWords: storeBackupWordsEn,
  unitSyncWords: unitSyncWordsEn,
  recheckWords: recheckWordsEn,
  namesWords: namesWordsEn,
  totalsWords: totalsWordsEn,
  dimensionWords: dimensionWordsEn,
  reportWords: reportWordsEn,
  glyphWords: glyphWordsEn,
  certificateWords: certificateWordsEn,
  deskWords: deskWordsEn,
  paperWords: paperWordsEn,
  previewWords: previewWordsEn,
  rosterWords: rosterWordsEn,
  tablesWords: tablesWordsEn,
  listsWords: listsWordsEn,
  unitWords: unitWordsEn,
  staffWords: staffWordsEn,
  joins: joinsEn,
  formWords: formWordsEn,
  givenUpWords: givenUpWordsEn,
  recordWords: recordWordsEn,
  uiWords: uiWordsEn,
  errors: messagesEn,
  returnReasons: returnReasonNamesEn,
}

/** Puts English in the place of Chinese everywhere on the screen, before the first of it is shown. */
export function speakEnglish(): void {
  for (const [name, translation] of Object.entries(englishWords)) translate(name, translation)
  spoken.scheme = (official) => translateScheme(official, texts)
  spoken.sentence = makeSentenceTranslator(texts)
  spoken.entry = makeEntryTranslator(texts, spoken.sentence)
  speakLanguage('en-GB')
  sayDatesBy(dateInEnglish)
  document.documentElement.lang = 'en'
}
