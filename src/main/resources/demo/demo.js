// A room on @stomp/stompjs: resume with `since`, repeat with `idempotency-key`, fold presence.
const at = (id) => document.getElementById(id);
const { who, room } = at('door').elements;
const outbox = new Map(); // Idempotency key → line of a message that the log has not shown yet.
let client, me, channel, lastId, people, tries = 0;

const number = (messageId) => Number(messageId.split('-')[1]);
const draw = (sender, p) => line(sender, sender === me ? 'mine' : '', { b: sender, p, time: '' });
const tellGap = () => at('log').append(line('', 'gap', { p: 'Some messages are missing.' }));
const stop = (reason) => client.deactivate({ force: true }).then(() => show('stopped', reason));

function line(name, className, parts) {
  const item = Object.assign(document.createElement('li'), { className });
  const hue = [...name].reduce((sum, c) => (sum * 31 + c.codePointAt(0)) % 360, 7);
  item.style.setProperty('--hue', hue);
  for (const tag in parts) item.appendChild(document.createElement(tag)).textContent = parts[tag];
  return item;
}

function show(state, status, wait = '') {
  [at('state').dataset.state, at('wait').textContent] = [state, wait];
  if (at('status').textContent !== status) at('status').textContent = status; // Announced once.
}

function enter() {
  [me, channel] = [who.value.trim(), `rooms.${room.value}`];
  sessionStorage.who = me;
  history.replaceState(null, '', `#${room.value}`);
  at('name').textContent = document.title = room.value;
  [at('door').hidden, at('inside').hidden] = [true, false];
  at('text').focus();
  client = new StompJs.Client({
    brokerURL: `${location.origin.replace('http', 'ws')}/ws`,
    heartbeatIncoming: 10_000, heartbeatOutgoing: 10_000, connectionTimeout: 10_000,
    discardWebsocketOnCommFailure: true,
    reconnectDelay: 1, // prepare() waits: this delay would stay the same until connected again.
    beforeConnect: prepare, onConnect: join,
    onStompError: ({ headers: { code, message } }) =>
      /^(bad-frame|too-large|kicked)$/.test(code) && stop(message),
  });
  client.activate();
  return false; // The form stays.
}

async function prepare() { // Full jitter: who were cut off together do not come back together.
  for (; client.active; tries++) {
    const until = Date.now() + Math.random() * Math.min(15_000, tries && 1000 * 2 ** tries);
    for (let left; (left = until - Date.now()) > 0; ) {
      show('offline', 'Offline, reconnecting', `in ${Math.ceil(left / 1000)} s`);
      await new Promise((wake) => setTimeout(wake, Math.min(left, 200)));
    }
    show('connecting', 'Connecting…');
    const answer = await fetch(`/demo/token?user=${encodeURIComponent(me)}`).catch(() => null);
    if (!answer?.ok) continue;
    client.connectHeaders = { Authorization: `Bearer ${(await answer.json()).token}` };
    return tries++;
  }
}

function join() {
  const resumed = lastId !== undefined;
  let [end, missed] = [-1, 0];
  client.subscribe('/user/queue/errors', ({ body }) => refused(JSON.parse(body)));
  client.watchForReceipt('joined', ({ headers }) => {
    tries = 1;
    if (resumed) end = number(headers['message-id']);
    if (number(headers['message-id']) === 0) lastId = headers['message-id']; // No message yet.
    if (headers.recovered === 'false') tellGap();
    show('connected', resumed ? 'Connected, nothing missed' : 'Connected');
  });
  client.subscribe(`/topic/${channel}`, ({ headers, body }) => {
    hear(headers, body);
    if (number(lastId) <= end) show('connected', `Connected, messages caught up: ${++missed}`);
  }, { receipt: 'joined', since: lastId ?? 'last:50' });
  client.subscribe(`/topic/presence.${channel}`, ({ body }) => meet(JSON.parse(body)));
  for (const [key, said] of outbox) if (said.dataset.state === 'sending…') deliver(key, said);
}

function hear({ 'message-id': id, 'x-id': key, sender, timestamp, gap }, body) {
  if (gap) tellGap();
  const said = (sender === me && outbox.get(key)) || draw(sender, body);
  said.lastChild.textContent = new Date(+timestamp).toLocaleTimeString([], { timeStyle: 'short' });
  if (sender === me && outbox.delete(key)) said.dataset.state = 'sent';
  at('log').append(said);
  lastId = id;
}

function meet({ type, members, user, name = user, total }) {
  if (type === 'snapshot') people = new Map(members.map((m) => [m.user, m.name ?? m.user]));
  if (type === 'join') people.set(user, name);
  if (type === 'leave') people.delete(user);
  if (type === 'count') people = new Map();
  at('here').textContent = `${total ?? people.size} here`;
  at('people').replaceChildren(...[...people].sort().map(([id, b]) => line(id, '', { b })));
}

function deliver(key, said) {
  said.dataset.state = 'sending…';
  if (!client.connected) return; // join() comes back to it.
  client.watchForReceipt(key, () => { said.dataset.state = 'sent'; });
  const headers = { receipt: key, 'idempotency-key': key, 'x-id': key };
  const body = said.querySelector('p').textContent;
  client.publish({ destination: `/topic/${channel}`, headers, body });
}

function refused({ code, title, receiptId, retryAfterMs = 1000 }) {
  const said = outbox.get(receiptId);
  if (!said) return stop(title);
  if (/unavailable|rate-limited/.test(code)) setTimeout(deliver, retryAfterMs, receiptId, said);
  else said.dataset.state = title;
}

at('door').onsubmit = enter;
at('talk').onsubmit = () => {
  const key = crypto.getRandomValues(new Uint32Array(4)).join('-');
  const said = draw(me, at('text').value);
  outbox.set(key, said);
  at('outbox').append(said);
  deliver(key, said);
  at('talk').reset();
  return false;
};
at('leave').onclick = () => location.reload(sessionStorage.removeItem('who'));
window.onhashchange = () => location.reload();
[who.value, room.value] = [sessionStorage.who ?? '', location.hash.slice(1) || 'lobby'];
if (at('door').checkValidity()) enter();
