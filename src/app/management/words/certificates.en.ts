import { counted, type Translation } from '#core/words/translation.ts'
import type { certificateWords } from './certificates.zh-CN.ts'

/** {@link certificateWords} in English. */
export const certificateWordsEn: Translation<typeof certificateWords> = {
  own: 'Unit certificate',
  ownLead:
    'With it the unit above confirms the name and key of this unit: people and the unit above need not compare fingerprints one by one.',
  none: 'No certificate yet: people and the unit above compare the fingerprint.',
  certified: (issuer) => `Certified by ${issuer}`,
  further: (names) => `in turn certified by ${names}`,
  until: (day) => `valid until ${day}`,
  soon: 'It runs out soon; ask the unit above for a new one.',
  noParent: 'This unit names no unit above it and needs no certificate; units below go by its fingerprint.',
  request: 'Make a certificate request',
  requested: 'The request was saved. Take it to the unit above and read the fingerprint shown here over the telephone.',
  install: 'Install a certificate…',
  installed: 'The certificate is installed; tasks, return slips and packs carry it from now on.',
  lower: 'Certify units below',
  keys: 'Change the keys',
  keysLead:
    'When the key file is lost, a passphrase got out or an officer leaves. What was sealed to the old keys still opens and what they signed can still be checked; afterwards request a certificate again, issue the tasks again, and tell the new fingerprint.',
  officer: 'Present passphrase of either officer',
  newOfficer: (position) => `New passphrase of officer ${position}`,
  change: 'Change the keys',
  changing: 'Making new keys…',
  changed: 'The keys were changed. Save the new key file now and request a certificate again.',
  short: 'Each new passphrase needs 8 characters or more, and the two must differ.',
  cancel: 'Cancel',
  page: {
    title: 'Certificates of units below',
    lead: 'A unit below hands in a request (.ucr); after its fingerprint was compared by telephone it gets a certificate (.uct) back.',
    open: 'Open a request…',
    offered: 'A certificate request',
    orgCode: 'Organisation code',
    division: 'Division code',
    level: 'Level',
    inFile: 'Fingerprint in the request',
    heard: 'Fingerprint heard on the telephone',
    heardHint:
      'Call the unit on its published number, let them read the fingerprint from “This unit”, and type what you hear. Do not copy what stands beside.',
    same: 'All eight groups are the same; you can issue the certificate.',
    differs: (groups) =>
      `Not the same: group ${groups.replaceAll('、', ', ')}. Listen again; if that does not change, do not issue it.`,
    waiting: (count) => `${counted(count, 'group')} to go`,
    unregistered: 'The register does not hold this unit; check its name and code first.',
    known: (day) => `This unit has a certificate for the same key until ${day}: this renews it.`,
    replaces: (fingerprint) =>
      `This unit changed its key: once issued, packs signed with the old one (${fingerprint}) are no longer received; those received before stay.`,
    until: 'Valid until',
    issue: 'Issue the certificate',
    issued: (name) => `Certified ${name}; the file was saved, hand it over to be installed.`,
    dismiss: 'Do not issue',
    list: 'Certificates issued',
    none: 'None issued yet.',
    unit: 'Unit',
    fingerprint: 'Fingerprint',
    save: 'Save the file',
    saveFor: (name) => `Save the file: ${name}`,
    replaced: 'Replaced by a newer one',
    expired: 'Expired',
    back: 'Back to this unit',
  },
}
