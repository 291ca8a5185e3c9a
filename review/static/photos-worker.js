// Opens the page for photos, and the sheets of raids, where there is no line: the last ones that came are kept, and
// nothing else of Mergen.
"use strict";

const SHELF = "mergen-photos-3";
const KEPT = ["/static/mergen.css", "/static/leaving.js", "/static/photos.js", "/static/icon.svg"];
const PAGE = /^\/(photos|raids\/\d+)$/;
const LONGEST = 5_000; // milliseconds that a bad line may take before the page that is kept is shown

const pathOf = ({ url }) => new URL(url).pathname;

async function keepPage(shelf, path, page) {
  if (page.redirected || page.type === "opaqueredirect") {
    // Whoever is signed out is led elsewhere; then nothing of theirs stays.
    for (const kept of await shelf.keys()) if (PAGE.test(pathOf(kept))) await shelf.delete(kept);
  } else if (page.ok) await shelf.put(path, page.clone());
}

// The pages too, so that they open without a line after one visit.
async function stock() {
  const shelf = await caches.open(SHELF);
  const open = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const pages = new Set(["/photos", ...open.map(pathOf).filter((path) => PAGE.test(path))]);
  const fetched = [...pages].map(async (path) => keepPage(shelf, path, await fetch(path)));
  await Promise.all([shelf.addAll(KEPT), ...fetched]);
}

async function takeOver() {
  for (const name of await caches.keys()) if (name !== SHELF) await caches.delete(name);
  await self.clients.claim();
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(stock());
});

self.addEventListener("activate", (event) => event.waitUntil(takeOver()));

async function fromTheLine(shelf, request) {
  const fresh = await fetch(request);
  if (request.mode === "navigate") await keepPage(shelf, pathOf(request), fresh);
  else if (fresh.ok) await shelf.put(request, fresh.clone());
  return fresh;
}

async function fromTheLineOrTheShelf(request) {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(request.mode === "navigate" ? pathOf(request) : request);
  const fresh = fromTheLine(shelf, request);
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, LONGEST, kept));
  return Promise.race([fresh.catch(() => kept), late]);
}

self.addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  const ours = event.request.mode === "navigate" ? PAGE.test(path) : KEPT.includes(path);
  if (event.request.method === "GET" && ours) event.respondWith(fromTheLineOrTheShelf(event.request));
});
