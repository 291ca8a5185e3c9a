// A page that follows a crawl: its numbers are those that the server sends (EventSource), until the crawl has ended.
"use strict";

let source = null;

function unfollow() {
  if (source) source.close();
  source = null;
}

function follow() {
  const place = document.querySelector("[data-live]");
  if (!place || (source && source.place === place)) return;
  unfollow();
  const events = new EventSource(place.dataset.live);
  events.place = place;
  source = events;
  events.addEventListener("message", (event) => {
    const said = JSON.parse(event.data);
    for (const element of place.querySelectorAll("[data-said]")) element.textContent = said[element.dataset.said];
    place.querySelector("[data-share]").value = Number(said.share);
  });
  events.addEventListener("ended", () => {
    unfollow();
    location.reload(); // for the account
  });
  events.addEventListener("error", () => {
    // The browser asks again by itself unless it was refused; then the page is loaded as without scripts.
    if (events.readyState === EventSource.CLOSED) setTimeout(() => source === events && location.reload(), 10_000);
  });
}

// What has no stream of its own is loaded again while it goes on.
let turn = 0;

function watch() {
  clearTimeout(turn);
  if (document.querySelector("[data-live]")) follow();
  else unfollow();
  if (document.querySelector("[data-reload]")) turn = setTimeout(() => location.reload(), 3_000);
}

document.addEventListener("DOMContentLoaded", watch);
document.addEventListener("htmx:after:swap", watch);
