// Otau: small helps for a page that is complete without them. No markup is made from text: elements and textContent only.
"use strict";
(() => {
  const root = document.documentElement;
  const words = document.currentScript.dataset;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const remembered = (key) => { try { return JSON.parse(localStorage.getItem(key)) || []; } catch { return []; } };
  const remember = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* refused: forget */ } };

  // The look: the system's, or the reader's choice in a cookie that the server can read too.
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const cookie = /(?:^|; )theme=(light|dark)(?:;|$)/;
  const buttons = all("[data-theme-set]");
  const paint = () => {
    const theme = (cookie.exec(document.cookie) || ["", ""])[1];
    if (theme) root.dataset.theme = theme; else delete root.dataset.theme;
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.themeSet === theme));
  };
  paint();
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const theme = button.dataset.themeSet;
      document.cookie = `theme=${theme}; Path=/; SameSite=Lax; Max-Age=${theme ? 31536000 : 0}${secure}`;
      paint();
    });
  }
  for (const group of all("[data-theme-switch]")) group.hidden = false;

  // An address with #id opens the question that bears it, or holds it.
  const open = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* not ours */ }
    const target = id && document.getElementById(id);
    if (!target) return;
    let hidden = false;
    for (let node = target; node; node = node.parentElement) {
      if (node.localName === "details" && !node.open) hidden = node.open = true;
    }
    if (hidden) target.scrollIntoView();
  };

  // Language links keep #id: ids are the same in both languages.
  const keep = () => {
    for (const link of all('.langs a[rel="alternate"]')) link.hash = location.hash;
  };

  // The language chosen last is what the address / leads to.
  for (const link of all(".langs a[hreflang]")) {
    link.addEventListener("click", () => {
      document.cookie = `lang=${link.hreflang}; Path=/; SameSite=Lax; Max-Age=31536000${secure}`;
    });
  }

  addEventListener("hashchange", () => { open(); keep(); });

  // Questions: all at once, and what is open stays open for the session.
  const questions = all("details.qa");
  const place = "open:" + location.pathname;
  let before = [];
  try { before = (sessionStorage.getItem(place) || "").split(" "); } catch { /* refused */ }
  for (const question of questions) if (before.includes(question.id)) question.open = true;
  for (const button of all("[data-expand]")) {
    if (!questions.length) break;
    const every = () => questions.every((question) => question.open);
    const name = () => {
      const done = every();
      button.textContent = done ? button.dataset.close : button.dataset.open;
    };
    button.removeAttribute("aria-pressed");
    button.hidden = false;
    button.addEventListener("click", () => {
      const to = !every();
      for (const question of questions) question.open = to;
    });
    for (const question of questions) {
      question.addEventListener("toggle", () => {
        name();
        try {
          sessionStorage.setItem(place, questions.filter((q) => q.open).map((q) => q.id).join(" "));
        } catch { /* refused */ }
      });
    }
    name();
  }
  open();
  keep();

  // Buttons
  for (const button of all("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  const copies = navigator.clipboard ? all("[data-copy]") : [];
  if (copies.length) {
    const said = document.createElement("p");
    said.className = "unseen";
    said.setAttribute("role", "status");
    document.querySelector("main").append(said);
    for (const button of copies) {
      const label = button.textContent;
      button.hidden = false;
      button.addEventListener("click", async () => {
        let word = words.copied;
        try { await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href); } catch { word = words.failed; }
        button.textContent = said.textContent = word;
        setTimeout(() => { button.textContent = label; said.textContent = ""; }, 4000);
      });
    }
  }

  // Search: suggestions while one types, a combobox with a list and selection by hand. Without it the form is sent.
  const make = (name, className, text) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  for (const form of all("[data-search]")) {
    const field = form.elements.q;
    const said = form.dataset;
    const fill = (words, value) => words.split("{}").join(value);
    const hints = make("div", "hints");
    const wait = make("p", "small", said.wait);
    const list = make("ul");
    const status = make("p", "unseen");
    list.id = field.id + "_list";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.labels[0].textContent);
    status.setAttribute("role", "status");
    hints.hidden = true;
    hints.append(wait, list);
    form.append(hints, status);
    // A search field clears itself at Escape in some browsers, and may not be a combobox.
    field.type = "text";
    field.enterKeyHint = "search";
    const attributes = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id };
    for (const name in attributes) field.setAttribute(name, attributes[name]);

    let chosen = -1;
    let typing, waiting, speaking, request;
    const typed = () => field.value.trim();
    const choose = (index) => {
      chosen = index;
      field.removeAttribute("aria-activedescendant");
      [...list.children].forEach((option, at) => {
        option.setAttribute("aria-selected", String(at === index));
        if (at !== index) return;
        field.setAttribute("aria-activedescendant", option.id);
        option.scrollIntoView({ block: "nearest" });
      });
    };
    const show = (open) => {
      list.hidden = !open;
      hints.hidden = !open;
      wait.hidden = true;
      field.setAttribute("aria-expanded", String(open));
      choose(-1);
    };
    const stop = () => {
      clearTimeout(typing);
      clearTimeout(waiting);
      clearTimeout(speaking);
      if (request) request.abort();
    };
    const close = () => { stop(); show(false); status.textContent = ""; };
    const add = (url, className) => {
      const option = make("li", className);
      option.id = `${list.id}_${list.children.length}`;
      option.dataset.url = url;
      option.setAttribute("role", "option");
      list.append(option);
      return option;
    };
    const draw = (query, answer) => {
      list.replaceChildren();
      for (const result of answer.results) {
        const option = add(result.url);
        if (result.lang) option.lang = result.lang;
        for (const part of result.parts) option.append(part.mark ? make("mark", "", part.text) : part.text);
        if (result.page_title) option.append(" ", make("span", "small", result.page_title));
      }
      // The last line is the form itself, wherever that leads.
      const whole = new URLSearchParams(new FormData(form));
      whole.set("q", query);
      add(`${form.getAttribute("action")}?${whole}`, "hints-all").textContent = fill(said.all, query);
      show(true);
      const many = answer.results.length;
      speaking = setTimeout(() => { status.textContent = many ? fill(said.count, many) : said.none; }, 500);
    };
    const ask = async () => {
      const query = typed();
      if (query.length < 2) return close();
      stop();
      const own = request = new AbortController();
      waiting = setTimeout(() => {
        if (!hints.hidden) return;
        hints.hidden = wait.hidden = false;
        list.hidden = true;
      }, 150);
      try {
        const response = await fetch(`${said.search}&q=${encodeURIComponent(query)}`, { signal: own.signal });
        const answer = response.ok ? await response.json() : null;
        if (own !== request || own.signal.aborted) return;
        clearTimeout(waiting);
        if (answer) draw(query, answer); else close();
      } catch {
        // Stopped by the next letter, or the search is away: the form still works.
        if (!own.signal.aborted) close();
      }
    };
    const go = (option, event) => {
      if (event.ctrlKey || event.metaKey) return void window.open(option.dataset.url, "_blank", "noopener");
      close();
      location.assign(option.dataset.url);
    };

    field.addEventListener("input", () => {
      clearTimeout(typing);
      clearTimeout(speaking);
      choose(-1);
      typing = setTimeout(ask, 120);
    });
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const options = list.children;
      const shown = !list.hidden && !hints.hidden;
      const key = event.key;
      if (key === "ArrowDown" || key === "ArrowUp") {
        event.preventDefault();
        if (event.altKey && key === "ArrowUp") close();
        else if (!shown) ask();
        else if (!event.altKey) {
          // Past either end stands the field itself.
          const places = options.length + 1;
          choose((chosen + 1 + (key === "ArrowDown" ? 1 : places - 1)) % places - 1);
        }
      } else if (key === "Enter" && shown && chosen >= 0) {
        event.preventDefault();
        go(options[chosen], event);
      } else if (key === "Escape" && (shown || field.value)) {
        event.preventDefault();
        if (!shown) field.value = "";
        close();
      } else if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) choose(-1);
    });
    // A click must not take the focus away before it is done.
    hints.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const option = event.target.closest("li");
      if (option) go(option, event);
    });
    field.addEventListener("blur", close);
    form.addEventListener("submit", close);
    addEventListener("pageshow", close);
    show(false);
  }

  // Print: everything open; afterwards as it was.
  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all("details:not([open])");
    for (const details of closed) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of closed) details.open = false;
    closed = [];
  });

  // Steps: ticks that stay in this browser.
  for (const article of all("[data-steps]")) {
    const key = "steps:" + article.dataset.steps;
    const steps = [...article.querySelectorAll(".step[id]")];
    const done = new Set(remembered(key));
    for (const step of steps) {
      const label = document.createElement("label");
      const box = document.createElement("input");
      const title = step.querySelector(".step-title");
      box.type = "checkbox";
      box.checked = done.has(step.id);
      label.className = "tick";
      label.append(box, words.done);
      if (title) {
        const which = document.createElement("span");
        which.className = "unseen";
        which.textContent = ": " + title.firstChild.textContent;
        label.append(which);
      }
      step.append(label);
      const mark = () => step.classList.toggle("is-done", box.checked);
      mark();
      box.addEventListener("change", () => {
        mark();
        if (box.checked) done.add(step.id); else done.delete(step.id);
        remember(key, [...done]);
      });
    }
  }

  // Table of contents: open where it stands beside the text; where the reader is.
  if (matchMedia("(min-width: 60em)").matches) for (const contents of all(".toc details")) contents.open = true;
  const entries = new Map(all(".toc a").map((link) => [link.hash.slice(1), link]));
  if (entries.size && "IntersectionObserver" in window) {
    const headings = [...entries.keys()].map((id) => document.getElementById(decodeURIComponent(id))).filter(Boolean);
    const look = () => {
      let current = null;
      for (const heading of headings) if (heading.getBoundingClientRect().top < innerHeight / 3) current = heading;
      for (const [id, link] of entries) {
        if (current && decodeURIComponent(id) === current.id) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
    };
    const watch = new IntersectionObserver(look, { rootMargin: "0px 0px -66% 0px" });
    for (const heading of headings) watch.observe(heading);
  }
})();
