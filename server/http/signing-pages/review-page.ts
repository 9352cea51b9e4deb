import { attachmentAskedOf, livingFiles, uploadsShown } from '#domain/attachment.ts'
import { type Inputs, widgetsInPageOrder } from '#domain/consent.ts'
import { isInGroup } from '#domain/recipient-group.ts'
import { revisionShown } from '#domain/seal.ts'
import { mayTransfer } from '#domain/transfer.ts'
import { currentValue } from '#domain/widget.ts'
import { addressOfFile, hasReadingCopy } from '#server/usecases/signing/fetch-shown-file.ts'
import type { UploadProblem } from '#web/signing/attachment-words.ts'
import { pageSizes } from '#web/signing/page-sizes.ts'
import type { ReviewPageProps } from '#web/signing/ReviewPage.tsx'
import type { ReviewAttachment, ReviewFile, ReviewWidget, WidgetProblem } from '#web/signing/review-props.ts'
import type { DrawnPages } from './drawn-pages.ts'
import type { SigningNeeds } from './needs.ts'
import { partiesOf } from './review-parties.ts'
import type { Caller } from './visitor.ts'

/** Whose review of which document it is. */
type Of = Pick<Caller, 'document' | 'participant'>

/** What a review is drawn from: of somebody behind a consent URL, or as a preview of it. */
export type Reader = Of &
  Pick<Caller, 'chrome' | 'base' | 'formToken'> & { needs: Pick<SigningNeeds, 'reading'> }

/** What the review says of the last press. */
export type ReviewState = {
  saved?: boolean
  /** Why an upload was not taken. */
  upload?: UploadProblem | null
  attached?: 'added' | 'deleted' | null
  showMissing?: boolean
  problems?: WidgetProblem[]
  /** What was posted and could not be kept: shown again, so that nobody types it twice. */
  typed?: Inputs
  /** Where a review that many get is drawn once. */
  drawn?: DrawnPages<ReviewPageProps>
}

/** The review of this recipient, with what the last press did to it. */
export async function reviewOf(reader: Reader, state: ReviewState): Promise<ReviewPageProps> {
  const { chrome, base, formToken, document, participant } = reader
  return {
    chrome,
    base,
    formToken,
    revision: revisionShown(document),
    title: document.title,
    message: document.message === '' ? null : document.message,
    files: await shownFiles(reader),
    together: isInGroup(document, participant),
    parties: partiesOf(reader),
    widgets: widgetsOf(reader, state.typed),
    attachment: attachmentOf(reader),
    upload: { problem: state.upload ?? null, done: state.attached ?? null },
    transfer: mayTransfer(document, participant),
    problems: state.problems ?? [],
    showMissing: state.showMissing === true,
    saved: state.saved === true,
    preview: null,
  }
}

/** What the viewer loads is told with the page: it asks for pieces, which must all be of one file. */
async function shownFiles(reader: Reader): Promise<ReviewFile[]> {
  const { needs, document, base } = reader
  return Promise.all(
    document.files.map(async (file) => {
      const address = addressOfFile(reader, file.id)
      const url = `${base}/files/${address}`
      return {
        id: file.id,
        name: file.name,
        pages: file.pages.length,
        sizes: pageSizes(file.pages),
        url,
        source: (await hasReadingCopy(needs, reader, address)) ? `${url}/reading` : url,
      }
    }),
  )
}

/** The recipient's own fields, as they stand or as they were typed just now. */
export function widgetsOf({ document, participant }: Of, typed?: Inputs): ReviewWidget[] {
  return widgetsInPageOrder(document, participant.id).map((widget) => {
    const { id, kind, fileId, page, x, y, w, h, fontSize, label, required } = widget
    const value = typed?.get(id) ?? currentValue(widget)
    return { id, kind, fileId, page, x, y, w, h, fontSize, label, required, value }
  })
}

/** What this recipient is asked for, with what they have uploaded and not deleted. */
export function attachmentOf({ document, participant }: Of): ReviewAttachment | null {
  const asked = attachmentAskedOf(document, participant.id)
  if (asked === null) return null
  const { description, required } = asked
  const files = livingFiles(asked).map(({ id, name, bytes }) => ({ id, name, bytes }))
  return { description, required, files, shown: uploadsShown(document, participant.id) }
}
