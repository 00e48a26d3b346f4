// Otau: small helps on the way into the cabinet, which is complete without them. Nothing is kept in the browser.
"use strict";
(() => {
  // The rules of a password, judged as it is typed; the server judges again. `null` where it cannot be told yet.
  const tests = {
    length: (text) => { const n = [...text].length; return n >= 8 && n <= 128 && new TextEncoder().encode(text).length <= 512; },
    lower: (text) => /\p{Ll}/u.test(text),
    upper: (text) => /\p{Lu}/u.test(text),
    digit: (text) => /\p{Nd}/u.test(text),
    symbol: (text) => /[\p{P}\p{S}]/u.test(text),
  };
  const same = (text) => text.replace(/\p{Zs}/gu, " ").normalize("NFC");
  const rules = document.querySelector("[data-rules]");
  if (rules) {
    const first = document.getElementById("password");
    const second = document.getElementById("repeat");
    const judge = () => {
      const text = same(first.value);
      for (const item of rules.querySelectorAll("[data-rule]")) {
        const rule = item.dataset.rule;
        const kept = rule === "equal" ? text !== "" && text === same(second.value) : tests[rule](text);
        item.classList.toggle("kept", kept);
        let word = item.querySelector(".unseen");
        if (!word) {
          word = document.createElement("span");
          word.className = "unseen";
          item.append(" ", word);
        }
        word.textContent = kept ? rules.dataset.kept : rules.dataset.open;
      }
    };
    first.addEventListener("input", judge);
    second.addEventListener("input", judge);
    judge();
  }

  // Another code may be asked for after a while: the button waits and says how long.
  const button = document.querySelector("[data-wait]");
  if (button) {
    const shown = document.querySelector("[data-wait-shown]");
    const plain = document.querySelector("[data-without-script]");
    const end = performance.now() + Number(button.dataset.wait) * 1000;
    plain.hidden = true;
    shown.hidden = false;
    button.disabled = true;
    const tick = () => {
      const left = Math.max(0, Math.ceil((end - performance.now()) / 1000));
      shown.textContent = `${button.dataset.words} ${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      if (left === 0) {
        clearInterval(timer);
        shown.hidden = true;
        button.disabled = false;
      }
    };
    const timer = setInterval(tick, 1000);
    tick();
  }

  // A date can be picked in the browser's calendar; the field stays the one that counts.
  for (const calendar of document.querySelectorAll("[data-calendar]")) {
    const field = document.getElementById(calendar.dataset.calendar);
    calendar.hidden = false;
    calendar.addEventListener("change", () => {
      const [year, month, day] = calendar.value.split("-");
      if (day) field.value = `${day}.${month}.${year}`;
    });
  }

  // A form is sent once, however often its button is pressed; back from the next page it can be sent again.
  for (const form of document.querySelectorAll("main form")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("main form")) delete form.dataset.sent;
  });
})();
