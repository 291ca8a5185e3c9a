// Photos wait on the phone until there is a line: they are put aside first and sent from there, one by one and in
// pieces. Where the line breaks, the next attempt goes on from the piece that arrived last.
"use strict";

const PIECE = 512 * 1024; // bytes
const SOONEST = 2_000;
const LATEST = 60_000; // milliseconds between two attempts

function shelf(mode, work) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("mergen-photos", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("waiting", { keyPath: "id", autoIncrement: true });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const change = opening.result.transaction("waiting", mode);
      const asked = work(change.objectStore("waiting"));
      change.oncomplete = () => {
        opening.result.close();
        resolve(asked.result);
      };
      change.onabort = () => reject(change.error);
    };
  });
}

const forms = [...document.querySelectorAll("form[data-photos]")];
const form = forms[0]; // what it says of its photos holds for all of a page
const list = document.querySelector("[data-answers]");
const lines = new Map();
const here = new Map(); // bytes that the server has of a photo
let sending = false;
let again = false;
let pause = SOONEST;
let turn = 0;

function tell(id, name, text) {
  if (!lines.has(id)) lines.set(id, list.appendChild(document.createElement("li")));
  lines.get(id).textContent = `${name}: ${text}`;
}

// What waits of whoever is signed in; a phone may be shared, and a photo keeps its sender.
async function waitingPhotos() {
  const all = await shelf("readonly", (store) => store.getAll());
  return all.filter(({ person }) => person === form.dataset.photos);
}

async function freshToken() {
  const page = await fetch("/photos", { cache: "no-store" });
  if (!page.ok || page.redirected) throw new Error("signed out");
  const text = new DOMParser().parseFromString(await page.text(), "text/html");
  const fresh = text.querySelector("form[data-photos]");
  if (fresh.dataset.photos !== form.dataset.photos) throw new Error("somebody else is signed in");
  return fresh.elements.csrf_token.value;
}

// One piece; gives how much the server has by now, and its answer once it has all.
async function sendPiece(waiting, token, offset) {
  const fields = new FormData();
  for (const name of ["note", "latitude", "longitude", "name", "raid", "moment"]) {
    if (waiting[name]) fields.set(name, waiting[name]);
  }
  fields.set("csrf_token", token);
  fields.set("offset", offset);
  fields.set("whole", waiting.data.byteLength);
  fields.set("piece", new File([waiting.data.slice(offset, offset + PIECE)], "piece"));
  const reply = await fetch(`/photos/pieces/${waiting.key}`, { method: "POST", body: fields });
  if (reply.status === 413 || reply.status === 422) return { answer: { outcome: "unusable", hints: [] } };
  if (reply.status === 404 && waiting.raid) {
    waiting.raid = ""; // its sheet is not there for this sender any more, and the photo still counts
    return sendPiece(waiting, token, offset);
  }
  if (!reply.ok && reply.status !== 409) throw new Error(String(reply.status));
  pause = SOONEST; // the line holds
  return reply.json();
}

async function sendOne(waiting, token) {
  const { id, name, data } = waiting;
  let answer = null;
  while (!answer) {
    const have = here.get(id) ?? 0;
    tell(id, name, `${form.dataset.sending} ${Math.floor((100 * have) / (data.byteLength || 1))} %`);
    const reached = await sendPiece(waiting, token, have);
    here.set(id, reached.have);
    answer = reached.answer;
  }
  await shelf("readwrite", (store) => store.delete(id));
  const parts = [form.dataset[answer.outcome], ...answer.hints];
  if (answer.alike) parts.push(form.dataset.alike);
  if (answer.receipt) parts.unshift(`${form.dataset.receipt} ${answer.receipt}.`);
  tell(id, name, parts.join(" "));
}

async function sendAll() {
  if (sending) {
    again = true; // a line came while an attempt without one was under way
    return;
  }
  clearTimeout(turn);
  sending = true;
  again = false;
  let waiting = [];
  try {
    waiting = await waitingPhotos();
    const token = waiting.length ? await freshToken() : "";
    while (waiting.length) {
      await sendOne(waiting[0], token);
      waiting = await waitingPhotos();
    }
    pause = SOONEST;
  } catch {
    for (const each of waiting) tell(each.id, each.name, form.dataset.waiting);
    // A browser that says it is online may have no line yet: it is tried, soon at first and then more rarely.
    turn = setTimeout(sendAll, pause);
    pause = Math.min(2 * pause, LATEST);
  } finally {
    sending = false;
    if (again) sendAll();
  }
}

function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function putAside(event) {
  event.preventDefault();
  const chosen = event.currentTarget;
  const said = { person: chosen.dataset.photos, raid: chosen.dataset.raid };
  for (const name of ["note", "latitude", "longitude", "moment"]) said[name] = chosen.elements[name]?.value ?? "";
  for (const file of chosen.elements.photo.files) {
    const photo = { ...said, key: freshKey(), name: file.name, data: await file.arrayBuffer() };
    await shelf("readwrite", (store) => store.add(photo));
  }
  chosen.elements.photo.value = "";
  sendAll();
}

function lineCame() {
  pause = SOONEST;
  sendAll();
}

if (form && window.indexedDB) {
  for (const each of forms) each.addEventListener("submit", putAside);
  window.addEventListener("online", lineCame);
  const locate = form.querySelector("[data-locate]");
  if (locate && navigator.geolocation && window.isSecureContext) {
    locate.hidden = false;
    locate.addEventListener("click", () =>
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        form.elements.latitude.value = coords.latitude;
        form.elements.longitude.value = coords.longitude;
        locate.textContent += " ✓";
      }),
    );
  }
  if (navigator.serviceWorker) {
    const scope = form.dataset.raid ? "/raids" : "/photos";
    navigator.serviceWorker.register("/photos/worker.js", { scope });
  }
  sendAll();
}
