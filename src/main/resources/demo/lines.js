// What a line of a conversation looks like. Whatever people write is text, never markup.

/** An element with text, or with what is in it. */
export function make(tag, content = '', properties = {}) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...[content].flat());
  return element;
}

/** @param {string} className `mine` for my own */
export function line(sender, text, className = '') {
  const item = make('li', [make('b', sender), make('p', text), make('time')], { className });
  const hue = [...sender].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 360, 7);
  item.style.setProperty('--hue', hue);
  return item;
}

/** A line that is in the log. */
export function logged(message, me) {
  const item = line(message.sender, message.text(), message.sender === me ? 'mine' : '');
  const time = item.querySelector('time');
  const at = new Date(message.timestamp);
  time.dateTime = at.toISOString();
  time.textContent = at.toLocaleTimeString([], { timeStyle: 'short' });
  if (message.sender === me) item.dataset.state = 'sent';
  return item;
}

export const gap = () => make('li', make('p', 'Some messages are missing.'), { className: 'gap' });
