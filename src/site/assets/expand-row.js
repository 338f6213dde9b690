import { h } from './dom.js'

/**
 * A button that opens more about its row right under it, and closes it again.
 * @param {string} label what the button shows
 * @param {string} name what it is called to somebody who hears it
 * @param {() => Promise<(Node | string)[]> | (Node | string)[]} content begins with an `h3` that can take the focus
 */
export function expandRow(label, name, content) {
  const button = h('button', { type: 'button', 'aria-label': name, 'aria-expanded': 'false', onclick: toggle }, label)
  let opened
  async function toggle() {
    if (opened?.isConnected) {
      opened.remove()
      button.setAttribute('aria-expanded', 'false')
      return
    }
    const row = button.closest('tr')
    const made = await content()
    opened = h('tr', { class: 'expanded' }, h('td', { colspan: row.children.length }, h('section', {}, made)))
    row.after(opened)
    button.setAttribute('aria-expanded', 'true')
    opened.querySelector('h3')?.focus()
  }
  return button
}
