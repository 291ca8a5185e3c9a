// Opens the page for photos where there is no line: the last page that came is kept, and nothing else of Mergen.
"use strict";

const SHELF = "mergen-photos-2";
const KEPT = ["/static/mergen.css", "/static/photos.js", "/static/icon.svg"];
const LONGEST = 5_000; // milliseconds that a bad line may take before the page that is kept is shown

async function keepPage(shelf, page) {
  // Whoever is signed out is led elsewhere; then nothing of theirs stays.
  if (page.redirected || page.type === "opaqueredirect") await shelf.delete("/photos");
  else if (page.ok) await shelf.put("/photos", page.clone());
}

// The page too, so that it opens without a line after one visit.
async function stock() {
  const shelf = await caches.open(SHELF);
  await Promise.all([shelf.addAll(KEPT), fetch("/photos").then((page) => keepPage(shelf, page))]);
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
  if (request.mode === "navigate") await keepPage(shelf, fresh);
  else if (fresh.ok) await shelf.put(request, fresh.clone());
  return fresh;
}

async function fromTheLineOrTheShelf(request) {
  const shelf = await caches.open(SHELF);
  const kept = await shelf.match(request.mode === "navigate" ? "/photos" : request);
  const fresh = fromTheLine(shelf, request);
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, LONGEST, kept));
  return Promise.race([fresh.catch(() => kept), late]);
}

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  const ours = event.request.mode === "navigate" ? pathname === "/photos" : KEPT.includes(pathname);
  if (event.request.method === "GET" && ours) event.respondWith(fromTheLineOrTheShelf(event.request));
});
