import { isRef, type PdfRef, type PdfValue, withEntries } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import type { ArchiveRevision } from '#server/usecases/archive-ports.ts'
import type { Prepared } from '#server/usecases/prepared-ports.ts'
import { archiveFieldName } from './field-names.ts'
import { pagesOf } from './page-tree.ts'
import { PageUpdates } from './page-update.ts'
import { array, dict, name } from './pdf-syntax.ts'
import { openForUpdate, Revision, signaturePlaceholder } from './revision.ts'
import { addToStore } from './security-store.ts'
import { signatureField } from './signature-field.ts'

/**
 * Makes the two revisions that lift every signature of a file to B-LTA (EN 319 142-1 §5.5): one with the validation data,
 * which nothing signs, and one whose document timestamp, still an empty placeholder, covers them. Earlier bytes are not
 * touched; nothing is drawn.
 */
export async function prepareArchive(archive: ArchiveRevision): Promise<Prepared> {
  const data = await openForUpdate(archive.sourcePath)
  addToStore(data, archive.data)
  const revision = new Revision(data.updated())
  const [page] = pagesOf(revision.file)
  if (!page) throw new Error('a file without pages')
  const timestamp = revision.addSignature(
    dict({
      Type: name('DocTimeStamp'),
      Filter: name('Adobe.PPKLite'),
      SubFilter: name('ETSI.RFC3161'),
      ...signaturePlaceholder(archive.roomBytes),
    }),
  )
  const field = revision.add(
    signatureField({
      fieldName: archiveFieldName(archive.documentId, archive.number),
      page,
      label: 'タイムスタンプ',
      signature: timestamp,
    }),
  )
  addToForm(revision, field)
  const updates = new PageUpdates(revision, '')
  updates.annotate(page, field)
  updates.write()
  return revision.finish(archive.targetPath)
}

/** In the smallest object that holds the list of fields. */
function addToForm(revision: Revision, field: PdfRef): void {
  const catalog = catalogOf(revision.file)
  const given = catalog.entries.get('AcroForm')
  const form = revision.dictionary(given) ?? dict({ SigFlags: 3 })
  const fields = form.entries.get('Fields')
  const list: PdfValue[] = [...(revision.list(fields) ?? []), field]
  if (isRef(fields) && revision.list(fields) !== null) {
    revision.put(fields, list)
    return
  }
  const changed = withEntries(form, { Fields: array(list) })
  if (isRef(given)) revision.put(given, changed)
  else revision.put(revision.root, withEntries(catalog, { AcroForm: changed }))
}
