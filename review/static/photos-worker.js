// Opens the page for photos where there is no line: the last page that came is kept, and nothing else of Mergen.
"use strict";

const SHELF = "mergen-photos-1";
const KEPT = ["/static/mergen.css", "/static/photos.js", "/static/icon.svg"];

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.addAll(KEPT)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function fromTheLineOrTheShelf(request) {
  const shelf = await caches.open(SHELF);
  try {
    const fresh = await fetch(request);
    const page = request.mode === "navigate";
    if (fresh.ok && !fresh.redirected && page) await shelf.put("/photos", fresh.clone());
    return fresh;
  } catch (error) {
    const kept = await shelf.match(request.mode === "navigate" ? "/photos" : request);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  const ours = event.request.mode === "navigate" ? pathname === "/photos" : KEPT.includes(pathname);
  if (event.request.method === "GET" && ours) event.respondWith(fromTheLineOrTheShelf(event.request));
});
