// Who signs out takes along the pages that are kept on the phone for when there is no line: they name their reader.
"use strict";

document.addEventListener("submit", ({ target }) => {
  if (target.matches("form.person") && window.caches) caches.delete("mergen-photos-3");
});
