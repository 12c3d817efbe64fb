import { counted, type Translation } from '#core/words/translation.ts'
import type { printWords } from './print.zh-CN.ts'

/** {@link printWords} in English; what is printed on the paper stays Chinese. */
export const printWordsEn: Translation<typeof printWords> = {
  title: 'Print',
  blankTitle: 'Blank form',
  filled: 'Print this record',
  blank: 'Blank form',
  back: 'Back to the form',
  lead: 'This is what it looks like on paper. Save it as a PDF file and print it from the program that opens it; rare characters are all in it.',
  draftNote: '草稿，未报送',
  formNote: '广西专业技术人员信息采集表',
  make: 'Lay out again',
  making: (percent) => `Preparing glyphs and layout… ${percent}%`,
  cancel: 'Cancel',
  save: 'Save the PDF',
  done: (pages) => `Laid out: ${counted(pages, 'page')}.`,
  missing: (characters) =>
    `These characters have no glyph and would be blank on paper: ${characters}. Add them by hand, or check whether they were mistyped.`,
  goOn: 'I see; save it anyway',
  fileName: (name) => `采集表_${name}.pdf`,
  proofs: {
    same: 'Each page carries the check code and its QR code, the same as in the latest submission.',
    changed:
      'This record was changed since the latest submission (or never handed in), so it is printed without a check code.',
    otherScheme:
      'The scheme was changed since the latest submission, so what is printed by it may differ from that file and bears no check code. For a check code, generate a submission again, then print.',
    unread:
      'The latest submission cannot be read now, so there is nothing to compare with and no check code. For a check code, generate a submission again, then print.',
  },
}
