import { halfWidth, rewriteWhileTyping } from './typing/half-width.ts'
import { submitOnce } from './typing/submit-once.ts'

const tel = document.querySelector<HTMLInputElement>('#tel')
submitOnce()
if (tel !== null) rewriteWhileTyping(tel, halfWidth)
