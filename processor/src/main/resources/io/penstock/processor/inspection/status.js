
"use strict";
(() => {
  const live = document.getElementById("live");
  const refresh = async () => {
    if (document.hidden) {
      return;
    }
    try {
      const response = await fetch("/", { cache: "no-store" });
      if (!response.ok) {
        throw new Error("status " + response.status);
      }
      const next = new DOMParser().parseFromString(await response.text(), "text/html");
      const scrolled = [...document.querySelectorAll(".scroll")].map((each) => each.scrollLeft);
      document.getElementById("figures").replaceChildren(...next.getElementById("figures").childNodes);
      document.querySelectorAll(".scroll").forEach((each, i) => { each.scrollLeft = scrolled[i] || 0; });
      live.removeAttribute("role");
      live.textContent = next.getElementById("live").textContent + ", live";
    } catch (failure) {
      live.setAttribute("role", "status");
      live.textContent = "The process does not answer (" + failure.message + "): the figures below are old.";
    }
  };
  setInterval(refresh, 2000);

  // The token is kept in this page alone, and sent with what a button asks for alone.
  const form = document.getElementById("token");
  if (form) {
    const secret = document.getElementById("secret");
    const told = document.getElementById("told");
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    secret.addEventListener("input", () => document.body.classList.toggle("armed", secret.value !== ""));
    document.getElementById("figures").addEventListener("click", async (event) => {
      const button = event.target.closest("button[data-post]");
      if (!button) {
        return;
      }
      button.disabled = true;
      told.textContent = button.getAttribute("aria-label") + " …";
      try {
        const response = await fetch(button.dataset.post, {
          method: "POST",
          headers: { Authorization: "Bearer " + secret.value.trim() },
        });
        const answer = await response.json();
        told.textContent = answer.message || answer.error;
      } catch (failure) {
        told.textContent = "That did not work: " + failure.message;
      }
      button.disabled = false;
      refresh();
    });
  }
})();
