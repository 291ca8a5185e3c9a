// Keys for what the page shows: an element with data-key="c" is pressed, chosen or focused by the key c.
"use strict";

function typing(element) {
  return element.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
}

// After the key for a face to leave out, a digit says which: 1 the first, 0 the tenth.
let choosing = false;

function chooseFace(digit) {
  const box = document.querySelectorAll("input[name=left_out]")[(Number(digit) + 9) % 10];
  if (!box) return false;
  box.focus();
  box.click();
  return true;
}

function act(element) {
  if (element.matches("input[type=radio]")) {
    element.checked = true;
    element.focus();
  } else if (element.matches("textarea, input[type=checkbox]")) {
    element.focus();
    choosing = element.name === "left_out";
  } else {
    element.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.key === "Escape") {
    document.activeElement.blur();
    return;
  }
  if (typing(event.target)) return;
  // By position as well, so that the keys work with a Kazakh or Russian layout.
  const letter = event.code.replace(/^(Key|Digit|Numpad)/, "").toLowerCase();
  const chosen = choosing && /^\d$/.test(letter) && chooseFace(letter);
  choosing = false;
  if (chosen) {
    event.preventDefault();
    return;
  }
  for (const key of [event.key.toLowerCase(), letter]) {
    const element = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (element) {
      event.preventDefault();
      act(element);
      return;
    }
  }
});

// Another shop in the place of the old: start at its top, and let a screen reader read its heading.
// The same shop with something opened: stay where the reader is.
let shown = location.pathname;
let height = 0;
document.addEventListener("htmx:before:swap", () => {
  height = window.scrollY;
});
function arrive() {
  const another = location.pathname !== shown;
  shown = location.pathname;
  window.scrollTo(0, another ? 0 : height);
  if (another) document.querySelector("main h1")?.focus({ preventScroll: true });
}
for (const name of ["htmx:after:swap", "mergen:painted"]) document.addEventListener(name, arrive);

// What was written and chosen but not sent stays with the tab, shop by shop, until it is sent.
function draftOf(form) {
  return `draft-${form.dataset.draft}`;
}

function keepDraft(event) {
  const form = event.target.form;
  if (!form || !form.dataset.draft) return;
  const fields = new FormData(form);
  const kept = {};
  for (const name of ["reason", "ground", "note"]) kept[name] = fields.get(name) || "";
  kept.left_out = fields.getAll("left_out");
  sessionStorage.setItem(draftOf(form), JSON.stringify(kept));
}

function restoreDraft() {
  const form = document.querySelector("form[data-draft]");
  const kept = form && JSON.parse(sessionStorage.getItem(draftOf(form)) || "null");
  if (!kept || form.elements.note.value) return;
  form.elements.note.value = kept.note;
  for (const box of form.elements) {
    if (box.type === "radio") box.checked = kept[box.name] === box.value;
    if (box.type === "checkbox") box.checked = kept.left_out.includes(box.value);
  }
}

document.addEventListener("input", keepDraft);
document.addEventListener("change", keepDraft);
document.addEventListener("submit", (event) => {
  if (event.target.dataset.draft) sessionStorage.removeItem(draftOf(event.target));
});
for (const name of ["htmx:after:swap", "mergen:painted"]) document.addEventListener(name, restoreDraft);
document.addEventListener("DOMContentLoaded", restoreDraft);
