import { texts } from 'virtual:caibao-english'
import { words } from '#app/individual/words.zh-CN.ts'
import { wordsEn } from '#app/individual/words.en.ts'
import { backupWordsEn } from '#app/individual/words/backup.en.ts'
import { backupWords } from '#app/individual/words/backup.zh-CN.ts'
import { exchangeWordsEn } from '#app/individual/words/exchange.en.ts'
import { exchangeWords } from '#app/individual/words/exchange.zh-CN.ts'
import { lockWordsEn } from '#app/individual/words/lock.en.ts'
import { lockWords } from '#app/individual/words/lock.zh-CN.ts'
import { printWordsEn } from '#app/individual/words/print.en.ts'
import { printWords } from '#app/individual/words/print.zh-CN.ts'
import { rescueWordsEn } from '#app/individual/words/rescue.en.ts'
import { rescueWords } from '#app/individual/words/rescue.zh-CN.ts'
import { casesWordsEn } from '#app/management/words/cases.en.ts'
import { casesWords } from '#app/management/words/cases.zh-CN.ts'
import { receiveWordsEn } from '#app/management/words/receive.en.ts'
import { receiveWords } from '#app/management/words/receive.zh-CN.ts'
import { namesWordsEn, reportWordsEn, rosterWordsEn, totalsWordsEn } from '#app/management/words/report.en.ts'
import { namesWords, reportWords, rosterWords, totalsWords } from '#app/management/words/report.zh-CN.ts'
import { unitWordsEn } from '#app/management/words/unit.en.ts'
import { unitWords } from '#app/management/words/unit.zh-CN.ts'
import { speakLanguage } from '#app/shared/format-instant.ts'
import { formWordsEn } from '#app/shared/form/words.en.ts'
import { formWords } from '#app/shared/form/words.zh-CN.ts'
import { recordWordsEn } from '#app/shared/record/words.en.ts'
import { recordWords } from '#app/shared/record/words.zh-CN.ts'
import { uiWordsEn } from '#app/shared/ui/words.en.ts'
import { uiWords } from '#app/shared/ui/words.zh-CN.ts'
import { spoken } from '#app/shared/words/spoken.ts'
import { translateWords } from '#app/shared/words/translation.ts'
import { messagesEn } from '#core/errors/messages.en.ts'
import { messages } from '#core/errors/messages.zh-CN.ts'
import { returnReasonNamesEn } from '#core/return-slip/reason-names.en.ts'
import { returnReasonNames } from '#core/return-slip/reason-names.zh-CN.ts'
import { makeSentenceTranslator, translateScheme } from '#core/scheme/english-texts.ts'

function translateIndividual(): void {
  translateWords(words, wordsEn)
  translateWords(backupWords, backupWordsEn)
  translateWords(exchangeWords, exchangeWordsEn)
  translateWords(lockWords, lockWordsEn)
  translateWords(printWords, printWordsEn)
  translateWords(rescueWords, rescueWordsEn)
}

function translateManagement(): void {
  translateWords(casesWords, casesWordsEn)
  translateWords(receiveWords, receiveWordsEn)
  translateWords(namesWords, namesWordsEn)
  translateWords(totalsWords, totalsWordsEn)
  translateWords(reportWords, reportWordsEn)
  translateWords(rosterWords, rosterWordsEn)
  translateWords(unitWords, unitWordsEn)
}

/** Puts English in the place of Chinese everywhere on the screen, before the first of it is shown. */
export function speakEnglish(): void {
  translateWords(uiWords, uiWordsEn)
  translateWords(formWords, formWordsEn)
  translateWords(recordWords, recordWordsEn)
  translateIndividual()
  translateManagement()
  Object.assign(messages, messagesEn)
  Object.assign(returnReasonNames, returnReasonNamesEn)
  spoken.scheme = (official) => translateScheme(official, texts)
  spoken.sentence = makeSentenceTranslator(texts)
  speakLanguage('en-GB')
  document.documentElement.lang = 'en'
}
