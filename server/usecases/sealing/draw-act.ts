import { reasonOf } from '#domain/certificate.ts'
import { type Document, recipientsOf } from '#domain/document.ts'
import type { File } from '#domain/file.ts'
import type { Act } from '#domain/seal.ts'
import { currentValue, type Widget } from '#domain/widget.ts'
import type { Ports } from '../ports.ts'
import type { InMemory, Prepared } from '../prepared-ports.ts'
import type { DrawnWidget, SignatureText } from '../sealing-ports.ts'

type Needs = Pick<Ports, 'pdfWorker' | 'trust'> & { evaluation: boolean }

type Paths = InMemory & { sourcePath: string; targetPath: string }

/** Draws what an act adds to a file, with room for its signature. */
export function drawAct(
  needs: Needs,
  document: Document,
  act: Act,
  file: File,
  paths: Paths,
): Promise<Prepared> {
  const signature: SignatureText = {
    name: needs.trust.operator,
    reason: reasonOf(document, act),
    contactInfo: document.id,
    at: act.at,
  }
  const common = { ...paths, documentId: document.id, signature }
  if (act.number > 0) {
    const widgets = widgetsOf(document, file, act.participantId, currentValue)
    return needs.pdfWorker.prepareConsent({ ...common, participantId: act.participantId, widgets })
  }
  return needs.pdfWorker.prepareSending({
    ...common,
    signed: file.signed,
    evaluation: needs.evaluation,
    senderWidgets: widgetsOf(document, file, act.participantId, (widget) => widget.text),
    recipients: recipientsOf(document).map((each) => ({
      participantId: each.id,
      name: each.name,
      widgets: widgetsOf(document, file, each.id, () => ''),
    })),
  })
}

function widgetsOf(
  document: Document,
  file: File,
  participantId: string,
  read: (widget: Widget) => string,
): DrawnWidget[] {
  return document.widgets
    .filter((widget) => widget.fileId === file.id && widget.participantId === participantId)
    .map(({ id, kind, page, x, y, w, h, fontSize, ...rest }) => ({
      ...{ id, kind, page, x, y, w, h, fontSize },
      value: read({ id, kind, page, x, y, w, h, fontSize, ...rest }),
    }))
}
