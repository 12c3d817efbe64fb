/** Functions whose first argument is a code table; the third of `attr…` is one of its attributes. */
export const tableFunctions: ReadonlySet<string> = new Set([
  'known',
  'selectable',
  'isGroup',
  'hasChildren',
  'nameOf',
  'fullNameOf',
  'parentOf',
  'validFrom',
  'validTo',
  'codeOfName',
  'attr',
  'attrInt',
  'attrHas',
])
