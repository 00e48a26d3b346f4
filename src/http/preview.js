// Loaded by preview pages alone: reloads them when the site was built anew and shows what stopped a build.
// DOM methods and textContent only: the page's policy demands trusted types and forbids inline styles.
"use strict";
(() => {
  const SCROLL = "otau-preview-scroll";
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "/_preview/client.css";
  document.head.append(style);

  restoreScroll();
  // The site this page belongs to, filled in by the server.
  let site = "@site@";
  let overlay = null;
  let source = null;
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  // A browser has six connections to a host: pages nobody looks at give theirs back and catch up later.
  document.addEventListener("visibilitychange", () => (document.hidden ? pause() : listen()));
  addEventListener("pagehide", pause);
  addEventListener("pageshow", listen);
  listen();

  function listen() {
    if (source || document.hidden) return;
    source = new EventSource("/_preview/events");
    const on = (name, act) => source.addEventListener(name, (event) => act(JSON.parse(event.data)));
    on("hello", (data) => {
      if (site !== data.site) reload();
      else close();
    });
    on("reload", (data) => {
      if (!data.paths || data.paths.includes(decodeURI(location.pathname))) reload();
      else site = data.site ?? site;
    });
    on("problems", (data) => {
      close();
      overlay = build(data);
      document.body.append(overlay);
    });
    on("clean", close);
  }

  function pause() {
    if (source) source.close();
    source = null;
  }

  function reload() {
    pause();
    sessionStorage.setItem(SCROLL, JSON.stringify([location.pathname, scrollX, scrollY]));
    location.reload();
  }

  function restoreScroll() {
    const saved = sessionStorage.getItem(SCROLL);
    sessionStorage.removeItem(SCROLL);
    if (!saved) return;
    const [path, x, y] = JSON.parse(saved);
    if (path !== location.pathname) return;
    const go = () => scrollTo({ left: x, top: y, behavior: "instant" });
    go();
    // Pictures and fonts may still move the page.
    addEventListener("load", go, { once: true });
  }

  function close() {
    if (overlay) overlay.remove();
    overlay = null;
  }

  function build(data) {
    const box = element("aside", "otau-preview");
    box.setAttribute("role", "alert");
    const head = element("div", "otau-preview-head");
    const button = element("button", "otau-preview-close", data.close || "×");
    button.type = "button";
    button.addEventListener("click", close);
    head.append(element("strong", "", data.title || ""), button);
    box.append(head, ...data.problems.map(problem));
    return box;
  }

  function problem(data) {
    const item = element("section", "otau-preview-problem");
    const place = data.line ? `${data.path}:${data.line}:${data.column}` : data.path;
    item.append(element("code", "otau-preview-place", place), element("p", "otau-preview-message", data.message));
    if (data.excerpt) item.append(element("pre", "otau-preview-excerpt", excerpt(data)));
    if (data.help) item.append(element("p", "otau-preview-help", data.help));
    return item;
  }

  function excerpt(data) {
    const number = String(data.line);
    // A tab stays a tab, so that the caret stands under its place.
    const before = Array.from(data.excerpt).slice(0, Math.max(0, data.column - 1));
    const indent = before.map((c) => (c === "\t" ? "\t" : " ")).join("");
    const caret = "^".repeat(Math.max(1, data.length || 1));
    return `${number} | ${data.excerpt}\n${" ".repeat(number.length)} | ${indent}${caret}`;
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }
})();
