"use strict";
// The whole shop is drawn here: a visitor without scripts sees an empty page.
const add = (parent, name, text, href) => {
  const node = document.createElement(name);
  if (text) node.textContent = text;
  if (href) node.href = href;
  parent.append(node);
  return node;
};
fetch("/api/catalogue.json").then((answer) => answer.json()).then((shop) => {
  const app = document.getElementById("app");
  add(app, "h1", shop.title);
  add(app, "p", shop.intro);
  const here = shop.pages.find((page) => page.path === location.pathname);
  if (here) {
    add(app, "h2", here.title);
    for (const line of here.lines) add(app, "p", line);
  }
  const table = add(app, "table");
  for (const row of shop.rows) {
    const line = add(table, "tr");
    for (const cell of row) add(line, "td", cell);
  }
  const menu = add(app, "ul");
  for (const page of shop.pages) add(add(menu, "li"), "a", page.title, page.path);
  const contact = add(app, "p", shop.contact + " ");
  add(contact, "a", "@" + shop.handle, "https://t.me/" + shop.handle);
});
