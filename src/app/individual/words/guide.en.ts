import { counted, type Translation } from '#core/words/translation.ts'
import type { guideWords } from './guide.zh-CN.ts'

/** {@link guideWords} in English. */
export const guideWordsEn: Translation<typeof guideWords> = {
  title: 'Guide',
  lead: 'The official answers of the title office of the region (31 March 2012), linked to the fields.',
  officialNote: 'The English is ours; the official text is Chinese, stands with each answer, and is what holds.',
  officialText: 'The official text, in Chinese',
  search: 'Search by keyword or number, for example “certificate number” or “S2-15”',
  found: (count) => counted(count, 'entry', 'entries'),
  nothing: 'Nothing was found. Try another word, or look through all.',
  topics: {
    scope: 'What is collected',
    filling: 'How to type',
    basic: 'Basic information',
    education: 'Education and degrees',
    titles: 'Professional titles',
    awards: 'Awards',
    software: 'Using the app',
    unit: 'For clerks of units',
  },
  here: 'In this app',
  source: (ids) => `Source: official answer ${ids}`,
  openFor: (label) => `Guide: ${label}`,
  help: 'Note',
  onlyTyping:
    'The official answers do not speak of this field itself, only of how it is typed. The note above is ours and not an official rule; ask your unit’s clerk if in doubt.',
  choices: (table, made) => `The choices come from the table “${table}” (${made}).`,
  ownRule:
    'This check is common sense added by the app; the official answers say nothing of it. Where it can be confirmed, give the reason.',
  all: 'See the whole guide',
  close: 'Back to the form',
  certificates: 'Is my certificate collected?',
  certificatesLead: 'One question at a time; in the end you know on which sheet it goes, or that it is left out.',
  back: 'Back',
  again: 'Another certificate',
  choose: 'Choose',
  fillIt: 'Fill it in',
  whichRecord: (sheet) => `Open the record it belongs in, then fill in “${sheet}”.`,
  verdicts: { fill: 'Fill it in', leave: 'Leave it out' },
  intro: {
    title: 'First time here?',
    steps: [
      'Make a new record and fill it in from your papers, field by field; each has a note below it, and Guide (F1) opens the official answers.',
      'There is nothing to save: it is kept when you pause, also without a network. What is still open is listed under Checks.',
      'When done, generate the submission and hand the file to your unit’s clerk; to correct something, change it and generate again.',
    ],
    dismiss: 'I see',
    reopen: 'Show the introduction again',
  },
  demo: {
    open: 'See an example',
  },
}
