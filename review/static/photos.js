// Photos wait on the phone until there is a line: they are put aside first and sent from there, one by one.
"use strict";

function shelf(mode, work) {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open("mergen-photos", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore("waiting", { keyPath: "id", autoIncrement: true });
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
      const asked = work(opening.result.transaction("waiting", mode).objectStore("waiting"));
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    };
  });
}

const form = document.querySelector("form[data-photos]");
const list = document.querySelector("[data-answers]");
const lines = new Map();
let sending = false;
let again = false;

function tell(id, name, text) {
  if (!lines.has(id)) lines.set(id, list.appendChild(document.createElement("li")));
  lines.get(id).textContent = `${name}: ${text}`;
}

async function freshToken() {
  const page = await fetch("/photos", { cache: "no-store" });
  if (!page.ok || page.redirected) throw new Error("signed out");
  const text = new DOMParser().parseFromString(await page.text(), "text/html");
  return text.querySelector("form[data-photos] [name=csrf_token]").value;
}

async function sendOne(waiting, token) {
  tell(waiting.id, waiting.name, form.dataset.sending);
  const fields = new FormData();
  fields.set("csrf_token", token);
  fields.set("note", waiting.note);
  fields.set("latitude", waiting.latitude);
  fields.set("longitude", waiting.longitude);
  fields.set("photo", new File([waiting.data], waiting.name));
  const reply = await fetch("/photos", { method: "POST", body: fields, headers: { Accept: "application/json" } });
  if (!reply.ok && reply.status !== 413 && reply.status !== 422) throw new Error(String(reply.status));
  const [answer] = reply.ok ? (await reply.json()).answers : [{ outcome: "unusable", hints: [] }];
  await shelf("readwrite", (store) => store.delete(waiting.id));
  const parts = [form.dataset[answer.outcome], ...answer.hints];
  if (answer.alike) parts.push(form.dataset.alike);
  if (answer.receipt) parts.unshift(`${form.dataset.receipt} ${answer.receipt}.`);
  tell(waiting.id, waiting.name, parts.join(" "));
}

async function sendAll() {
  if (sending) {
    again = true; // a line came while an attempt without one was under way
    return;
  }
  sending = true;
  again = false;
  let waiting = await shelf("readonly", (store) => store.getAll());
  try {
    const token = waiting.length ? await freshToken() : "";
    while (waiting.length) {
      await sendOne(waiting[0], token);
      waiting = await shelf("readonly", (store) => store.getAll());
    }
  } catch {
    for (const each of waiting) tell(each.id, each.name, form.dataset.waiting);
  } finally {
    sending = false;
    if (again) sendAll();
  }
}

async function putAside(event) {
  event.preventDefault();
  for (const file of form.elements.photo.files) {
    const data = await file.arrayBuffer();
    const [note, latitude, longitude] = ["note", "latitude", "longitude"].map((name) => form.elements[name].value);
    await shelf("readwrite", (store) => store.add({ name: file.name, data, note, latitude, longitude }));
  }
  form.elements.photo.value = "";
  sendAll();
}

if (form && window.indexedDB) {
  form.addEventListener("submit", putAside);
  window.addEventListener("online", sendAll);
  setInterval(sendAll, 30_000);
  const locate = form.querySelector("[data-locate]");
  if (navigator.geolocation && window.isSecureContext) {
    locate.hidden = false;
    locate.addEventListener("click", () =>
      navigator.geolocation.getCurrentPosition(({ coords }) => {
        form.elements.latitude.value = coords.latitude;
        form.elements.longitude.value = coords.longitude;
        locate.textContent += " ✓";
      }),
    );
  }
  if (navigator.serviceWorker) navigator.serviceWorker.register("/photos/worker.js", { scope: "/photos" });
  sendAll();
}
