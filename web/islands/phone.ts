import { halfWidth, rewriteWhileTyping } from './typing/half-width.ts'

const tel = document.querySelector<HTMLInputElement>('#tel')
if (tel !== null) rewriteWhileTyping(tel, halfWidth)
