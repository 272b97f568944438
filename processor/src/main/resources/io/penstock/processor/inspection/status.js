
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
})();
