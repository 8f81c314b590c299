// A chat on Parley's client. What a message goes through is in conversation.js.
import { Parley } from '/client/parley.js';
import { Conversation } from './conversation.js';
import { make } from './lines.js';

const TYPING_FOR = 4000; // Milliseconds that "is typing" is shown for after the last sign of it.
const at = (id) => document.getElementById(id);
const door = at('enter').elements;
const conversations = new Map(); // Name → conversation; those with a person begin with @.
const typing = new Map(); // Room → name → timer.
let parley, me, shown, isCut, countdown;
let lastSign = 0; // When I last said that I am typing.

async function fetchToken() {
  if (isCut) throw new Error('The connection is cut');
  const answer = await fetch(`/demo/token?user=${encodeURIComponent(me)}`);
  if (!answer.ok) throw new Error(`No token: ${answer.status}`);
  return (await answer.json()).token;
}

function enter() {
  me = door.who.value.trim();
  sessionStorage.who = me;
  [at('door').hidden, at('inside').hidden] = [true, false];
  parley = new Parley({ token: fetchToken });
  parley.on('state', showState);
  parley.on('error', ({ code, message }) => code === 'storage' && show(message));
  parley.inbox({ since: 'last:50' }).on('message', hearPrivately);
  parley.on('outbox', tellPrivately);
  for (const name of new Set(['lobby', door.room.value])) openRoom(name);
  select(door.room.value);
  return false; // The form stays.
}

function showState({ name, until, reason }) {
  clearInterval(countdown);
  at('state').dataset.state = name;
  at('wait').textContent = '';
  if (name === 'open') show('Connected');
  if (name === 'connecting' && !at('status').textContent) show('Connecting…');
  if (name === 'closed') show(`Closed: ${reason.message}`);
  if (name !== 'waiting') return;
  show('Offline, reconnecting');
  const tick = () => {
    at('wait').textContent = `in ${Math.max(0, Math.ceil((until - Date.now()) / 1000))} s`;
  };
  countdown = setInterval(tick, 250);
  tick();
}

function show(status) {
  if (at('status').textContent !== status) at('status').textContent = status; // Announced once.
}

function openRoom(name) {
  if (conversations.has(name)) return;
  const channel = parley.channel(`rooms.${name}`, { since: 'last:50', presence: true });
  const room = add(name, channel);
  room.follow(channel);
  channel.on('presence', () => shown === room && showPeople());
  const signs = parley.channel(`typing.${name}`);
  signs.on('message', ({ sender }) => sender !== me && showTyping(name, sender));
  room.typing = signs;
}

/** Another person: what they write comes to my inbox, what I write goes to theirs. */
function openPerson(user) {
  const name = `@${user}`;
  if (conversations.has(name)) return conversations.get(name);
  const person = add(name, { send: (text, options) => parley.sendTo(user, text, options) });
  person.isPrivate = true;
  return person;
}

function hearPrivately(message) {
  openPerson(message.sender).hear(message);
}

function tellPrivately(entry) {
  const [, user] = /^\/user\/(.*)\/queue\/inbox$/.exec(entry.destination) ?? [];
  if (user) openPerson(user.replaceAll('%2F', '/')).tell(entry);
}

function add(name, source) {
  const conversation = new Conversation(parley, name, source, (status, message) => {
    if (status) show(status);
    if (message && shown !== conversation && message.sender !== me) conversation.unread++;
    showRooms();
  });
  conversations.set(name, conversation);
  showRooms();
  return conversation;
}

function showRooms() {
  const items = [...conversations].map(([name, conversation]) => {
    const button = make('button', name, { onclick: () => select(name) });
    if (conversation === shown) button.setAttribute('aria-current', 'true');
    if (conversation.unread) {
      button.dataset.unread = conversation.unread;
      button.setAttribute('aria-label', `${name}, ${conversation.unread} unread`);
    }
    return make('li', button);
  });
  const focused = [...at('rooms').querySelectorAll('button')].indexOf(document.activeElement);
  at('rooms').replaceChildren(...items);
  if (focused >= 0) at('rooms').querySelectorAll('button')[focused]?.focus();
}

function select(name) {
  shown = conversations.get(name);
  shown.unread = 0;
  at('name').textContent = document.title = name;
  at('lines').replaceChildren(...shown.elements);
  if (!shown.isPrivate) history.replaceState(null, '', `#${name}`);
  document.querySelector('aside').hidden = !!shown.isPrivate;
  showRooms();
  showPeople();
  showTyping(name);
  at('text').focus();
}

function showPeople() {
  const { members, total } = shown.source.presence ?? { members: [], total: 0 };
  at('here').textContent = `${total} here`;
  const items = members
    .map(({ user, name = user }) => [name, user])
    .sort()
    .map(([name, user]) => {
      const write = make('button', name, { onclick: () => (openPerson(user), select(`@${user}`)) });
      write.title = `Write to ${name} alone`;
      return make('li', user === me ? make('button', name, { disabled: true }) : write);
    });
  at('people').replaceChildren(...items);
}

function showTyping(room, who) {
  const names = typing.get(room) ?? new Map();
  typing.set(room, names);
  if (who) {
    clearTimeout(names.get(who));
    const stop = () => (names.delete(who), showTyping(room));
    names.set(who, setTimeout(stop, TYPING_FOR));
  }
  if (shown?.name !== room) return;
  const all = [...names.keys()];
  const subject = all.length > 2 ? 'Several people' : all.join(' and ');
  const what = all.length === 1 ? 'is typing…' : 'are typing…';
  at('typing').textContent = all.length ? `${subject} ${what}` : '';
}

function sign() {
  if (!shown.typing || Date.now() - lastSign < TYPING_FOR / 2) return;
  lastSign = Date.now();
  shown.typing.send('', { volatile: true });
}

at('enter').onsubmit = enter;
at('say').onsubmit = () => {
  shown.say(at('text').value);
  at('say').reset();
  lastSign = 0;
  return false;
};
at('text').oninput = sign;
at('open').onsubmit = ({ target }) => {
  const { value } = target.elements.room;
  openRoom(value);
  select(value);
  target.reset();
  return false;
};
at('scroll').onscroll = ({ target }) => {
  const toTop = target.scrollHeight - target.clientHeight + target.scrollTop;
  if (toTop < 60) shown.loadEarlier();
};
at('cut').onclick = ({ target }) => {
  isCut = !isCut;
  target.setAttribute('aria-pressed', isCut);
  if (isCut) parley.drop();
  else parley.retry();
};
at('leave').onclick = async () => {
  sessionStorage.removeItem('who');
  await parley.close({ drain: 1000 });
  location.reload();
};
[door.who.value, door.room.value] = [sessionStorage.who ?? '', location.hash.slice(1) || 'lobby'];
if (at('enter').checkValidity()) enter();
