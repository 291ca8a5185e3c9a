// The next shop is fetched while this one is looked at, and painted in the moment in which this one is decided. What the
// server answers then comes in its place: the sign to undo, or another page where something went wrong.
"use strict";

let ahead = null; // the shop after the one shown: where it was asked for, and its page once it came
let sent = Promise.resolve(); // decisions reach the server in the order in which they were taken

function pageOf(text) {
  const { title, body } = new DOMParser().parseFromString(text, "text/html");
  return { title, main: body.querySelector("#main") };
}

async function lookAhead() {
  const from = document.querySelector("form[data-ahead]")?.dataset.ahead;
  if (ahead?.from === from) return;
  const mine = { from, page: null };
  ahead = from ? mine : null;
  if (!from) return;
  try {
    const reply = await fetch(from, { priority: "low" });
    if (reply.status === 200 && !reply.redirected) mine.page = pageOf(await reply.text());
  } catch {
    // Without it the next shop comes a moment later, as without scripts.
  }
}

// Whether the server may ask again instead of going on: a confirmation that lacks something, or no face left in.
function mayBeRefused(form, fields) {
  const boxes = form.ownerDocument.querySelectorAll("input[name=left_out]").length;
  if (boxes && fields.getAll("left_out").length >= boxes) return true;
  return fields.get("verdict") === "confirmed" && !(fields.get("reason") && fields.get("ground"));
}

function show(page, address, how) {
  document.getElementById("main").replaceChildren(...page.main.childNodes);
  history[how](history.state, "", address);
  document.title = page.title;
  htmx.process(document.getElementById("main"));
  document.dispatchEvent(new Event("mergen:painted"));
}

function factOf(form, name) {
  return form.dataset[name] ?? form.elements[name].value;
}

// The same shop as it is shown already: only what the answer adds is put in.
function sameShop(main) {
  const [fresh, old] = [main, document].map((root) => root.querySelector("#decision"));
  return Boolean(fresh && old) && ["address", "seen"].every((name) => factOf(fresh, name) === factOf(old, name));
}

function settle(page, address, painted) {
  const { main } = page;
  if (painted !== document.querySelector(".shop")) {
    // The reader is further by now; only what went wrong is shown.
    if (main.querySelector("[role=alert], .number")) show(page, address, "replaceState");
  } else if (sameShop(main)) {
    const place = document.querySelector(".toast-place");
    const toast = main.querySelector(".toast");
    if (toast) place.replaceWith(toast);
    else place.remove();
    document.querySelector(".crumbs").replaceWith(main.querySelector(".crumbs"));
    history.replaceState(history.state, "", address);
    htmx.process(document.getElementById("main"));
  } else {
    show(page, address, "replaceState");
  }
}

async function send(action, fields, painted) {
  const reply = await fetch(action, { method: "POST", body: fields });
  settle(pageOf(await reply.text()), reply.url, painted);
}

// The decision did not reach the server: back to its shop, with what was written.
function giveBack(form, fields) {
  const kept = Object.fromEntries(["reason", "ground", "note"].map((name) => [name, fields.get(name) || ""]));
  kept.left_out = fields.getAll("left_out");
  sessionStorage.setItem(`draft-${form.dataset.draft}`, JSON.stringify(kept));
  location.assign(`/shops/${form.dataset.draft}`);
}

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  const form = ctx.sourceElement.closest("form[data-ahead]");
  const fields = ctx.request.body;
  if (!form || !fields || !ahead?.page || ahead.from !== form.dataset.ahead) return;
  if (!/\/(decisions|skip)$/.test(ctx.request.action) || mayBeRefused(form, fields)) return;
  event.preventDefault();
  const next = ahead.page;
  const place = document.createElement("p");
  place.className = "toast-place";
  next.main.prepend(place); // keeps the place of the sign to undo, so that nothing jumps
  show(next, next.main.querySelector("#decision").dataset.address, "pushState");
  const painted = document.querySelector(".shop");
  sent = sent.then(() => send(ctx.request.action, fields, painted)).catch(() => giveBack(form, fields));
});

for (const name of ["DOMContentLoaded", "htmx:after:swap", "mergen:painted"]) document.addEventListener(name, lookAhead);
