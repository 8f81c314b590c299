// One conversation: what is in the log, what waits to be, and what was before.
import { gap, line, logged, make } from './lines.js';

const WORDS = { queued: 'waiting…', sent: 'sending…', logged: 'sent', unknown: 'perhaps sent' };
const number = (id) => Number(id.split('-')[1]);

export class Conversation {
  unread = 0;
  #pending = new Map(); // Idempotency key → line that the log has not shown yet.
  #heard = new Set(); // Keys of those that it has shown.
  #older = make('ol');
  #log = make('ol');
  #live = make('div', this.#log, { id: 'log' });
  #outbox = make('ol', '', { id: 'outbox' });
  #earlier = make('button', 'Earlier messages', { className: 'quiet', hidden: true });
  #loading = false;
  #first;
  #end = -1;
  #missed = 0;

  /** @param source what `send`s and has a `history`; its events come to `hear` and `tell` */
  constructor(parley, name, source, onChange) {
    Object.assign(this, { parley, name, source, onChange });
    this.#live.setAttribute('role', 'log');
    this.#live.setAttribute('aria-label', 'New messages');
    this.#earlier.onclick = () => this.loadEarlier();
  }

  get elements() {
    return [this.#earlier, this.#older, this.#live, this.#outbox];
  }

  /** Reads a channel. */
  follow(channel) {
    channel.on('message', (message) => this.hear(message));
    channel.on('gap', () => this.#log.append(gap()));
    channel.on('outbox', (entry) => this.tell(entry));
    let before = false;
    channel.on('joined', ({ end }) => {
      [this.#end, this.#missed] = [before ? number(end) : -1, 0];
      this.onChange(before && 'Connected, nothing missed');
      before = true;
    });
    channel.on('error', ({ code, message }) => code !== 'callback' && this.onChange(message));
  }

  hear(message) {
    const key = message.headers['x-id'];
    this.#heard.add(key);
    this.#pending.get(key)?.remove();
    this.#pending.delete(key);
    this.#log.append(logged(message, this.parley.user));
    if (!this.#first) {
      this.#first = message.id;
      this.#earlier.hidden = number(message.id) <= 1;
    }
    const late = number(message.id) <= this.#end;
    this.onChange(late && `Connected, messages caught up: ${++this.#missed}`, message);
  }

  /** Writes: it is seen at once, with what becomes of it. */
  say(text) {
    const key = crypto.getRandomValues(new Uint32Array(4)).join('-');
    this.#pending.set(key, this.#waiting(text));
    this.source.send(text, { key, headers: { 'x-id': key } }).catch(() => {}); // tell() hears it.
  }

  /** An entry of the outbox, perhaps one that was written before a reload. */
  tell({ key, state, bytes, error, id }) {
    if (this.#heard.has(key)) return;
    if (!this.#pending.has(key)) {
      if (state === 'logged' || state === 'dropped') return;
      this.#pending.set(key, this.#waiting(new TextDecoder().decode(bytes)));
    }
    const item = this.#pending.get(key);
    item.dataset.state = WORDS[state] ?? error?.message ?? state;
    item.toggleAttribute('data-refused', state === 'refused');
    item.querySelectorAll('button').forEach((button) => button.remove());
    if (state === 'unknown') this.#offerChoice(item, key);
    if (state === 'dropped') item.remove();
    if (state === 'logged' && this.isPrivate) this.#log.append(item); // No copy comes to me.
    if (state === 'logged' && !this.isPrivate && this.#first && number(id) < number(this.#first)) {
      item.remove(); // It is in a part of the log that is not shown.
    }
  }

  #waiting(text) {
    const item = line(this.parley.user ?? '', text, 'mine');
    this.#outbox.append(item);
    return item;
  }

  #offerChoice(item, key) {
    const { outbox } = this.parley;
    item.append(
      make('button', 'Send again', { onclick: () => outbox.resend(key) }),
      make('button', 'Forget', { onclick: () => outbox.drop(key) }),
    );
  }

  /** A page of what was before, above what is there. */
  async loadEarlier() {
    if (this.#loading || this.#earlier.hidden || !this.source.history) return;
    this.#loading = true;
    try {
      const page = await this.source.history({ before: this.#first, limit: 30 });
      this.#older.prepend(...page.messages.map((message) => logged(message, this.parley.user)));
      this.#first = page.messages[0]?.id ?? this.#first;
      this.#earlier.hidden = !page.more;
    } finally {
      this.#loading = false;
    }
  }
}
