// Otau: small helps for private pages, which are complete without them. Nothing private is kept in the browser.
"use strict";
(() => {
  const secure = location.protocol === "https:" ? "; Secure" : "";
  const wide = matchMedia("(min-width: 56.25em)");

  // The menu: open or a rail of icons, remembered in a cookie that the server paints it by. Any icon opens it.
  const rail = document.querySelector("[data-rail]");
  const keep = (open) => {
    document.cookie = `menu=${open ? "open" : ""}; Path=/; SameSite=Lax; Max-Age=${open ? 31536000 : 0}${secure}`;
  };
  if (rail) {
    if (!wide.matches) rail.open = false;
    rail.addEventListener("toggle", () => { if (wide.matches) keep(rail.open); });
    for (const link of rail.querySelectorAll("a")) link.addEventListener("click", () => { if (wide.matches) keep(true); });
  }

  // A password can be read while it is typed.
  for (const button of document.querySelectorAll("[data-secret]")) {
    const input = document.getElementById(button.dataset.secret);
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.textContent = shown ? button.dataset.show : button.dataset.hide;
      button.setAttribute("aria-pressed", String(!shown));
    });
    input.form.addEventListener("submit", () => { input.type = "password"; });
  }

  // What is wrong is told first.
  const summary = document.querySelector("[data-summary]");
  if (summary) summary.focus();

  // Two minutes before the session ends it can be kept; at its end the page closes.
  const dialog = document.querySelector("[data-idle]");
  if (dialog && dialog.showModal) {
    const all = Number(dialog.dataset.idle) * 1000;
    let warn = 0;
    let end = 0;
    const start = () => {
      clearTimeout(warn);
      clearTimeout(end);
      warn = setTimeout(() => dialog.showModal(), Math.max(all - 120000, 0));
      end = setTimeout(() => location.replace(dialog.dataset.ended), all + 1000);
    };
    const stay = async () => {
      try {
        const answer = await fetch(dialog.dataset.stayUrl, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
        if (answer.ok) { dialog.close(); start(); return; }
      } catch { /* no network: the session may still be alive, the next page tells */ }
      location.reload();
    };
    dialog.querySelector("[data-stay]").addEventListener("click", stay);
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); stay(); });
    start();
  }
})();
